# A callback by new_callback_class().
library(keras)
use_session_with_seed(11, quiet = TRUE)
Recorder <- new_callback_class(
  "Recorder",
  initialize = function(every = 2) {
    super$initialize()
    self$every <- every
    self$seen <- 0
  },
  on_epoch_end = function(epoch, logs = NULL) {
    self$seen <- self$seen + 1
    if (self$seen %% self$every == 0) cat("epochs seen:", self$seen, "\n")
  }
)
x <- matrix(rnorm(20), 10)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("sgd", "mse")
model %>% fit(x, x[, 1], epochs = 4, callbacks = Recorder(2), verbose = 0)
cat("end\n")
