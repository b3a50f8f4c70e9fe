# A model by new_model_class().
library(keras)
use_session_with_seed(15, quiet = TRUE)
MLP <- new_model_class(
  "MLP",
  initialize = function(units) {
    super$initialize()
    self$hidden <- layer_dense(units = units, activation = "relu")
    self$out <- layer_dense(units = 1)
  },
  call = function(inputs) {
    inputs %>% self$hidden() %>% self$out()
  }
)
model <- MLP(units = 4)
x <- matrix(rnorm(20), 10)
model %>% compile("sgd", "mse")
h <- model %>% fit(x, x[, 1], epochs = 2, verbose = 0)
cat(h$metrics$loss, "\n")
