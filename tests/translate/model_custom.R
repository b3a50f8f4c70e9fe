# keras_model_custom().
library(keras)
use_session_with_seed(16, quiet = TRUE)
my_model <- function(units, name = NULL) {
  keras_model_custom(name = name, function(self) {
    self$dense1 <- layer_dense(units = units, activation = "relu")
    self$dense2 <- layer_dense(units = 1)
    function(inputs, mask = NULL, training = FALSE) {
      x <- self$dense1(inputs)
      self$dense2(x)
    }
  })
}
model <- my_model(3)
x <- matrix(rnorm(20), 10)
model %>% compile(optimizer = "sgd", loss = "mse")
h <- model %>% fit(x, x[, 2], epochs = 2, verbose = 0)
cat(h$metrics$loss, "\n")
