# An activation that keeps both signs: what the rectifier drops becomes further columns. Against the rectifier, on
# handwritten digits. Run: Rscript examples/r/antirectifier.R
# Prints the same as examples/python/antirectifier.py.

library(rkeras)

digits <- reticulate::import("sklearn.datasets")$load_digits()
x <- digits$data / 16
y <- to_categorical(digits$target, 10)
train <- 1:1500
test <- 1501:1797

# Centres and scales each sample, then rectifies it and its opposite.
AntirectifierLayer <- R6::R6Class(
  "AntirectifierLayer",
  inherit = KerasLayer,
  public = list(
    call = function(x, mask = NULL) {
      x <- x - k_mean(x, axis = 2, keepdims = TRUE)
      x <- k_l2_normalize(x, axis = 2)
      k_concatenate(c(k_relu(x), k_relu(-x)), axis = 2)
    },
    compute_output_shape = function(input_shape) {
      list(input_shape[[1]], input_shape[[2]] * 2L)
    }
  )
)

layer_antirectifier <- function(object) {
  create_layer(AntirectifierLayer, object)
}

trained <- function(activation) {
  keras$utils$set_random_seed(1L)
  model <- keras_model_sequential(input_shape = c(64)) %>%
    layer_dense(units = 32) %>%
    activation() %>%
    layer_dropout(rate = 0.1) %>%
    layer_dense(units = 32) %>%
    activation() %>%
    layer_dropout(rate = 0.1) %>%
    layer_dense(units = 10, activation = "softmax")
  model %>%
    compile(
      loss = "categorical_crossentropy",
      optimizer = optimizer_rmsprop(learning_rate = 0.003),
      metrics = c("accuracy")
    )
  model %>% fit(x[train, ], y[train, ], batch_size = 50, epochs = 6, verbose = 0)
  model
}

for (activation in list(layer_activation_relu, layer_antirectifier)) {
  model <- trained(activation)
  scores <- model %>% evaluate(x[test, ], y[test, ], verbose = 0)
  report <- "%d parameters: loss %.4f, accuracy %.3f on new pictures\n"
  cat(sprintf(report, count_params(model), scores[["loss"]], scores[["accuracy"]]))
  stopifnot(scores[["accuracy"]] > 0.85)
}
