library(keras)
use_session_with_seed(7, quiet = TRUE)
set.seed(1)
x <- matrix(rnorm(300), ncol = 3)
y <- as.integer(rowSums(x) > 0)
grid <- expand.grid(units = c(2, 4), rate = c(0, 0.2), stringsAsFactors = FALSE)
cat(nrow(grid), "combinations\n")
run_one <- function(units, rate) {
  model <- keras_model_sequential() %>%
    layer_dense(units, activation = "tanh", input_shape = 3) %>%
    layer_dropout(rate) %>%
    layer_dense(1, activation = "sigmoid")
  model %>% compile("adam", "binary_crossentropy", metrics = "accuracy")
  h <- fit(model, x, y, epochs = 2, verbose = 0, batch_size = 50)
  h$metrics$loss[[2]]
}
grid$loss <- 0
for (i in seq_len(nrow(grid))) {
  grid$loss[i] <- run_one(grid$units[i], 0)
  message("done ", i)
}
best <- grid[which.min(grid$loss), ]
cat("best units:", best$units, "\n")
losses <- sapply(c(1, 2, 3), function(u) run_one(u, 0))
names(losses) <- c("one", "two", "three")
cat(names(losses), "\n")
cat(round(losses[["two"]], 4), "\n")
results <- list()
for (u in c(2, 3)) {
  key <- paste0("units_", u)
  results[[key]] <- run_one(units = u, rate = 0)
}
cat(names(results), "\n")
cat(round(unlist(results), 4), "\n")
