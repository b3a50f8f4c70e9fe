# Batches from a function that draws rows.
library(keras)
use_session_with_seed(46, quiet = TRUE)
x <- matrix(runif(40), 20)
y <- x[, 1] + x[, 2]
draw <- function(size) {
  rows <- sample(1:nrow(x), size)
  list(x[rows, ], y[rows])
}
model <- keras_model_sequential() %>% layer_dense(units = 1, input_shape = 2)
model %>% compile(optimizer = "adam", loss = "mse")
losses <- numeric(3)
for (step in 1:3) {
  batch <- draw(5)
  losses[step] <- model %>% train_on_batch(batch[[1]], batch[[2]])
}
cat(round(losses, 4), "\n")
