library(keras)
use_session_with_seed(7, quiet = TRUE)
# reconstruction errors tell what is odd
set.seed(30)
normal <- matrix(rnorm(200), ncol = 5)
odd <- matrix(rnorm(20, mean = 3), ncol = 5)
df <- rbind(normal, odd)
y <- c(rep(0, nrow(normal)), rep(1, nrow(odd)))
get_range <- function(x) c(min(x), max(x))
limits <- lapply(1:ncol(df), function(j) get_range(df[, j]))
for (j in seq_along(limits)) {
  lo <- limits[[j]][1]
  hi <- limits[[j]][2]
  df[, j] <- (df[, j] - lo) / (hi - lo)
}
cat(round(range(df), 3), "\n")
model <- keras_model_sequential()
model %>%
  layer_dense(units = 4, activation = "tanh", input_shape = ncol(df)) %>%
  layer_dense(units = 2, activation = "tanh") %>%
  layer_dense(units = ncol(df))
model %>% compile(loss = "mean_squared_error", optimizer = "adam")
x_train <- df[y == 0, ]
model %>% fit(x_train, x_train, epochs = 2, batch_size = 8, verbose = 0)
pred <- predict(model, df)
mse <- apply((df - pred)^2, 1, sum)
cat(length(mse), "errors\n")
possible_k <- seq(0, 0.5, length.out = 6)
precision <- sapply(possible_k, function(k) {
  predicted_class <- as.numeric(mse > k)
  sum(predicted_class == 1 & y == 1) / max(1, sum(predicted_class))
})
print(round(precision, 3))
threshold <- possible_k[which.max(precision)]
cat("threshold", threshold, "\n")
