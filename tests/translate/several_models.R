# Sizes compared in a loop, results in a list with names.
library(keras)
use_session_with_seed(16, quiet = TRUE)
x <- matrix(rnorm(60), 20)
y <- x[, 1] * 2
results <- list()
for (units in c(2, 4)) {
  k_clear_session()
  model <- keras_model_sequential() %>%
    layer_dense(units, activation = "relu", input_shape = 3) %>%
    layer_dense(1)
  model %>% compile(optimizer = optimizer_rmsprop(learning_rate = 0.01), loss = "mse")
  history <- model %>% fit(x, y, epochs = 1, batch_size = 20, verbose = 0)
  name <- paste0("units_", units)
  results[[name]] <- list(params = count_params(model), loss = history$metrics$loss[[1]])
}
for (name in names(results)) {
  cat(name, results[[name]]$params, results[[name]]$loss, "\n")
}
best <- names(results)[which.max(sapply(results, function(r) r$params) |> unlist())]
cat(best, "\n")
