# A siamese network with a shared base, a lambda layer for the distance, and a contrastive loss.
library(keras)
tensorflow::set_random_seed(1L)
contrastive_loss <- function(y_true, y_pred) {
  margin <- 1
  margin_square <- k_square(k_maximum(margin - (y_pred), 0))
  k_mean((1 - y_true) * k_square(y_pred) + (y_true) * margin_square)
}
euclidean_distance <- function(vects) {
  x <- vects[[1]]
  y <- vects[[2]]
  sum_square <- k_sum(k_square(x - y), axis = 2, keepdims = TRUE)
  k_sqrt(k_maximum(sum_square, k_epsilon()))
}
create_base_network <- function(input_shape) {
  keras_model_sequential() %>%
    layer_flatten(input_shape = input_shape) %>%
    layer_dense(units = 4, activation = "tanh") %>%
    layer_dropout(rate = 0.1) %>%
    layer_dense(units = 3)
}
compute_accuracy <- function(preds, labels) mean(ifelse(labels == 1, preds >= 0.5, preds < 0.5))
accuracy_metric <- custom_metric("accuracy", function(y_true, y_pred) {
  k_mean(k_equal(y_true, k_cast(y_pred > 0.5, "float32")))
})
base <- create_base_network(c(2, 3))
a <- layer_input(shape = c(2, 3))
b <- layer_input(shape = c(2, 3))
distance <- layer_lambda(list(base(a), base(b)), euclidean_distance)
model <- keras_model(inputs = list(a, b), outputs = distance)
model %>% compile(loss = contrastive_loss, optimizer = optimizer_rmsprop(), metrics = accuracy_metric)
pairs <- array(rnorm(10 * 2 * 2 * 3), c(10, 2, 2, 3))
labels <- rep(0:1, 5)
result <- evaluate(model, list(pairs[, 1, , ], pairs[, 2, , ]), labels, verbose = 0)
d <- predict(model, list(pairs[, 1, , ], pairs[, 2, , ]), verbose = 0)
one <- predict(base, pairs[, 1, , ], verbose = 0)
two <- predict(base, pairs[, 2, , ], verbose = 0)
print(all.equal(c(d), sqrt(rowSums((one - two)^2)), tolerance = 1e-4))
print(all.equal(result[["loss"]], mean((1 - labels) * d^2 + labels * pmax(1 - d, 0)^2), tolerance = 1e-4))
print(all.equal(result[["accuracy"]], mean(labels == (d > 0.5)), tolerance = 1e-6))
print(count_params(model) == count_params(base))
history <- model %>%
  fit(list(pairs[, 1, , ], pairs[, 2, , ]), labels, batch_size = 5, epochs = 2, verbose = 0, validation_split = 0.2)
print(names(history$metrics))
