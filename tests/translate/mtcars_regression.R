# Regress miles per gallon.
library(keras)
use_session_with_seed(2, quiet = TRUE)
x <- scale(as.matrix(mtcars[, c("hp", "wt")]))
y <- mtcars$mpg
model <- keras_model_sequential() %>%
  layer_dense(units = 8, activation = "relu", input_shape = ncol(x)) %>%
  layer_dense(units = 1)
model %>% compile(optimizer = optimizer_rmsprop(0.01), loss = "mse", metrics = list("mean_absolute_error"))
history <- model %>% fit(x, y, epochs = 3, batch_size = 8, validation_split = 0.2, verbose = 0)
print(names(history$metrics))
cat(history$metrics$val_loss, "\n")
result <- model %>% evaluate(x, y, verbose = 0)
cat(names(result), result[["mean_absolute_error"]], result[[1]], "\n")
