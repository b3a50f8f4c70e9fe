# A loop that fills vectors from the beginning, as posts do.
library(keras)
use_session_with_seed(3, quiet = TRUE)
x <- matrix(runif(16), 8)
y <- matrix(x[, 1] * 2 - x[, 2], ncol = 1)
model <- keras_model_sequential() %>%
  layer_dense(units = 1, input_shape = 2)
model %>% compile(optimizer = optimizer_sgd(learning_rate = 0.1), loss = "mse")
losses <- c()
names_of <- character(0)
for (step in 1:4) {
  loss <- model %>% train_on_batch(x, y)
  losses[step] <- as.numeric(loss)
  names_of[step] <- paste0("step_", step)
}
cat(round(losses, 4), "\n")
cat(names_of, sep = "\n")
cat("better:", losses[4] < losses[1], "\n")
