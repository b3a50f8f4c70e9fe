library(rkeras)
set_random_seed(1)

digits <- reticulate::import("sklearn.datasets")$load_digits()
x <- digits$data / 16
train <- 1:1400

layer_draw <- new_layer_class(
  "Draw",
  initialize = function(...) {
    super$initialize(...)
    self$seeds <- random_seed_generator(seed = 1L)
  },
  call = function(inputs) {
    mean <- inputs[[1]]
    variance <- inputs[[2]]
    self$add_loss(-0.5 * op_mean(op_sum(1 + variance - op_square(mean) - op_exp(variance), axis = -1)))
    mean + op_exp(variance / 2) * random_normal(op_shape(mean), seed = self$seeds)
  }
)
images <- layer_input(shape = 64)
hidden <- images %>% layer_dense(units = 128, activation = "relu")
mean <- hidden %>% layer_dense(units = 2)
variance <- hidden %>% layer_dense(units = 2)
decoded <- list(mean, variance) %>%
  layer_draw() %>%
  layer_dense(units = 128, activation = "relu") %>%
  layer_dense(units = 64, activation = "sigmoid")
model <- keras_model(images, decoded)
loss <- function(y_true, y_pred) 64 * loss_binary_crossentropy(y_true, y_pred)
model %>% compile(optimizer = "adam", loss = loss)
history <- model %>% fit(x[train, ], x[train, ], epochs = 50, batch_size = 64, verbose = 0)
points <- predict(keras_model(images, mean), x[-train, ], verbose = 0)
cat(tail(history$metrics$loss, 1), mean(points), "\n")
