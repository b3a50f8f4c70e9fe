library(keras)
use_session_with_seed(7, quiet = TRUE)
set.seed(45)
results <- data.frame()
x <- matrix(runif(40), 10)
y <- runif(10)
for (units in c(2, 4)) {
  for (act in c("relu", "tanh")) {
    model <- keras_model_sequential() %>% layer_dense(units, activation = act, input_shape = 4) %>% layer_dense(1)
    model %>% compile(optimizer = "sgd", loss = "mse")
    h <- model %>% fit(x, y, epochs = 2, verbose = 0, batch_size = 10)
    results <- rbind(results, data.frame(units = units, act = act, loss = h$metrics$loss[2]))
  }
}
cat(nrow(results), names(results), "\n")
ordered <- results[order(results$loss), ]
cat(ordered$act[1] %in% c("relu", "tanh"), "\n")
best <- results[which.min(results$loss), ]
cat("best:", best$units %in% c(2, 4), "\n")
cat(mean(results$loss) > 0, max(results$units), "\n")
sub <- results[results$act == "relu", ]
cat(nrow(sub), sub$units, "\n")
