# A model as a class, with layers made in its beginning.
library(keras)
use_session_with_seed(44, quiet = TRUE)
TwoLayers <- new_model_class("TwoLayers",
  initialize = function(units = 4) {
    super$initialize()
    self$first <- layer_dense(units = units, activation = "relu")
    self$last <- layer_dense(units = 1)
  },
  call = function(inputs) {
    self$last(self$first(inputs))
  }
)
model <- TwoLayers(units = 3)
x <- matrix(rnorm(20), 10)
y <- x[, 1] * 0.5
model %>% compile(optimizer = "sgd", loss = "mse")
history <- model %>% fit(x, y, epochs = 2, batch_size = 5, verbose = 0)
cat(round(history$metrics$loss, 3), "\n")
