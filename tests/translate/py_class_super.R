# A callback and a layer by %py_class%.
library(keras)
use_session_with_seed(40, quiet = TRUE)
Counter(keras$callbacks$Callback) %py_class% {
  "Counts the batches."
  initialize <- function() {
    super$initialize()
    self$batches <- 0
  }
  on_train_batch_end <- function(batch, logs = NULL) {
    self$batches <- self$batches + 1
  }
}
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("sgd", "mse")
counter <- Counter()
model %>% fit(matrix(0, 8, 2), rep(0, 8), batch_size = 4, epochs = 2, callbacks = list(counter), verbose = 0)
cat(counter$batches, "\n")
