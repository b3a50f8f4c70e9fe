# Two inputs, a shared layer, two outputs.
library(keras)
library(tensorflow)
tensorflow::set_random_seed(3)

a <- layer_input(shape = 3, name = "a")
b <- layer_input(shape = 3, name = "b")
shared <- layer_dense(units = 2, activation = "tanh", name = "shared")
both <- layer_concatenate(list(a %>% shared, b %>% shared))
score <- both %>% layer_dense(1, name = "score")
class <- both %>%
  layer_dense(4, activation = "relu") %>%
  layer_dense(2, activation = "softmax", name = "class")
model <- keras_model(inputs = list(a, b), outputs = list(score, class))
cat(count_params(model), length(model$layers), "\n")

x <- matrix(rnorm(30), 10)
z <- matrix(rnorm(30), 10)
target <- rowSums(x) - rowSums(z)
kind <- as.integer(target > 0)
model %>% compile(
  optimizer = optimizer_sgd(0.05),
  loss = list(score = "mse", class = "sparse_categorical_crossentropy"),
  loss_weights = c(1, 0.5)
)
history <- model %>% fit(list(x, z), list(target, kind), epochs = 2, batch_size = 5, verbose = 0)
cat(history$metrics$loss, history$metrics$score_loss, "\n")
c(scores, classes) %<-% predict(model, list(x, z), verbose = 0)
cat(scores[1:3, 1], dim(classes), "\n")
w <- get_weights(get_layer(model, "shared"))
cat(w[[1]][, 1], w[[2]], "\n")
