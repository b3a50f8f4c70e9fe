library(keras)
use_session_with_seed(7, quiet = TRUE)
data(mtcars)
set.seed(100)
idx <- sample(seq_len(nrow(mtcars)), size = floor(0.75 * nrow(mtcars)))
train <- mtcars[idx, ]
test <- mtcars[-idx, ]
x_train <- as.matrix(train[, c("cyl", "disp", "hp", "wt")])
x_test <- as.matrix(test[, c("cyl", "disp", "hp", "wt")])
y_train <- train$mpg
y_test <- test$mpg
m <- colMeans(x_train)
s <- apply(x_train, 2, sd)
x_train <- scale(x_train, m, s)
x_test <- scale(x_test, m, s)
model <- keras_model_sequential() %>%
  layer_dense(units = 8, activation = "relu", input_shape = ncol(x_train)) %>%
  layer_dense(units = 1)
model %>% compile(loss = "mse", optimizer = optimizer_rmsprop(), metrics = list("mean_absolute_error"))
history <- model %>% fit(x_train, y_train, epochs = 2, validation_split = 0.2, verbose = 0)
c(loss, mae) %<-% (model %>% evaluate(x_test, y_test, verbose = 0))
cat(sprintf("Mean absolute error: %.2f\n", mae))
pred <- model %>% predict(x_test)
rmse <- sqrt(mean((pred[, 1] - y_test)^2))
ss <- 1 - sum((y_test - pred)^2) / sum((y_test - mean(y_test))^2)
cat("RMSE", round(rmse, 2), "R2", round(ss, 2), "\n")
cat("cor", round(cor(pred[, 1], y_test), 3), "\n")
