# A metric of one's own.
library(keras)
use_session_with_seed(4, quiet = TRUE)
rmse <- custom_metric("rmse", function(y_true, y_pred) {
  k_sqrt(k_mean(k_square(y_pred - y_true)))
})
x <- matrix(rnorm(40), 20)
y <- x[, 1] - x[, 2]
model <- keras_model_sequential() %>% layer_dense(1, input_shape = 2)
model %>% compile(optimizer = optimizer_sgd(learning_rate = 0.1), loss = "mse", metrics = list(rmse))
h <- model %>% fit(x, y, epochs = 2, batch_size = 10, verbose = 0)
cat(round(h$metrics$rmse, 5), "\n")
scores <- evaluate(model, x, y, verbose = 0)
cat(scores[["rmse"]], "\n")
