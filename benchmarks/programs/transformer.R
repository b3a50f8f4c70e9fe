library(rkeras)
set_random_seed(1)

digits <- reticulate::import("sklearn.datasets")$load_digits()
x <- digits$images / 16
y <- as.integer(digits$target)
train <- 1:1400

layer_block <- new_layer_class(
  "Block",
  initialize = function(units, heads, ...) {
    super$initialize(...)
    self$attention <- layer_multi_head_attention(num_heads = heads, key_dim = units %/% heads)
    self$first <- layer_dense(units = 2 * units, activation = "gelu")
    self$second <- layer_dense(units = units)
    self$normalize_1 <- layer_layer_normalization()
    self$normalize_2 <- layer_layer_normalization()
  },
  call = function(inputs) {
    attended <- self$normalize_1(inputs + self$attention(inputs, inputs))
    self$normalize_2(attended + self$second(self$first(attended)))
  }
)
rows <- layer_input(shape = c(8, 8))
classes <- rows %>%
  layer_dense(units = 32) %>%
  layer_block(32, 2) %>%
  layer_block(32, 2) %>%
  layer_flatten() %>%
  layer_dense(units = 10, activation = "softmax")
model <- keras_model(rows, classes)
model %>% compile(optimizer_adam(0.002), "sparse_categorical_crossentropy", metrics = "accuracy")
history <- model %>% fit(x[train, , ], y[train], epochs = 15, batch_size = 64, verbose = 0)
scores <- model %>% evaluate(x[-train, , ], y[-train], verbose = 0)
cat(tail(history$metrics$loss, 1), scores[["accuracy"]], "\n")
