library(keras)
use_session_with_seed(7, quiet = TRUE)
set.seed(21)
input_dim <- 5
create_base_network <- function(input_dim) {
  keras_model_sequential() %>%
    layer_dense(units = 8, activation = "relu", input_shape = c(input_dim)) %>%
    layer_dense(units = 4, activation = "relu")
}
contrastive_loss <- function(y_true, y_pred) {
  margin <- 1
  k_mean(y_true * k_square(y_pred) + (1 - y_true) * k_square(k_maximum(margin - y_pred, 0)))
}
euclidean_distance <- function(vects) {
  c(a, b) %<-% vects
  k_sqrt(k_maximum(k_sum(k_square(a - b), axis = 2, keepdims = TRUE), k_epsilon()))
}
base_network <- create_base_network(input_dim)
input_a <- layer_input(shape = c(input_dim))
input_b <- layer_input(shape = c(input_dim))
processed_a <- base_network(input_a)
processed_b <- base_network(input_b)
distance <- list(processed_a, processed_b) %>% layer_lambda(euclidean_distance)
model <- keras_model(list(input_a, input_b), distance)
model %>% compile(optimizer = "rmsprop", loss = contrastive_loss)
left <- matrix(runif(50), 10)
right <- matrix(runif(50), 10)
same <- rep(c(0, 1), 5)
model %>% fit(list(left, right), same, batch_size = 5, epochs = 2, verbose = 0)
compute_accuracy <- function(predictions, labels) {
  mean(labels[predictions < 0.5])
}
pred <- predict(model, list(left, right))
cat(dim(pred), "\n")
cat(count_params(model), "\n")
