library(keras)
use_session_with_seed(7, quiet = TRUE)
set.seed(44)
data <- matrix(rnorm(120), 30)
target <- rowSums(data)
sampling_generator <- function(X, Y, batch_size) {
  function() {
    rows <- sample(1:nrow(X), batch_size, replace = TRUE)
    list(X[rows, ], Y[rows])
  }
}
model <- keras_model_sequential() %>% layer_dense(2, input_shape = 4) %>% layer_dense(1)
model %>% compile(loss = "mae", optimizer = "sgd")
model %>% fit(sampling_generator(data, target, batch_size = 6), steps_per_epoch = 5, epochs = 2, verbose = 0)
valid <- sampling_generator(data, target, 10)
res <- evaluate(model, valid, steps = 2)
cat(length(res), "\n")
counter <- 0
count_up <- function() {
  counter <<- counter + 1
  counter
}
for (k in 1:3) count_up()
cat(counter, "\n")
b <- valid()
cat(nrow(b[[1]]), length(b[[2]]), "\n")
