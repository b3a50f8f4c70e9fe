# Batches from a function.
library(keras)
use_session_with_seed(13, quiet = TRUE)
data <- matrix(rnorm(60), 30)
batches <- function(data, batch_size) {
  i <- 1
  function() {
    if (i + batch_size - 1 > nrow(data)) i <<- 1
    rows <- i:(i + batch_size - 1)
    i <<- i + batch_size
    list(data[rows, ], rowSums(data[rows, ]))
  }
}
next_batch <- batches(data, 10)
first <- next_batch()
cat(dim(first[[1]]), first[[2]][1:3], "\n")
model <- keras_model_sequential() %>% layer_dense(1, input_shape = 2)
model %>% compile(optimizer = "sgd", loss = "mse")
history <- model %>% fit(batches(data, 10), steps_per_epoch = 3, epochs = 2, verbose = 0)
cat(history$metrics$loss, "\n")
