library(keras)
use_session_with_seed(7, quiet = TRUE)
set.seed(5)
n_class <- 4
labels <- sample(0:(n_class - 1), 40, replace = TRUE)
x <- matrix(rnorm(40 * 6), 40, 6)
to_one_hot <- function(labels, dimension = n_class) {
  results <- matrix(0, nrow = length(labels), ncol = dimension)
  for (i in 1:length(labels)) results[i, labels[[i]] + 1] <- 1
  results
}
one_hot <- to_one_hot(labels)
built_in <- to_categorical(labels, n_class)
print(all(one_hot == built_in))
print(colSums(one_hot))
model <- keras_model_sequential() %>%
  layer_dense(units = 8, activation = "relu", input_shape = c(6)) %>%
  layer_dense(units = n_class, activation = "softmax")
model %>% compile(optimizer = optimizer_rmsprop(learning_rate = 0.01), loss = "categorical_crossentropy", metrics = "accuracy")
model %>% fit(x, one_hot, epochs = 2, batch_size = 10, verbose = 0)
predictions <- model %>% predict(x)
cat(dim(predictions), "\n")
cat(round(sum(predictions[1, ]), 4), "\n")
winner <- apply(predictions, 1, which.max) - 1
cat("predicted", length(winner), "labels from", min(winner), "\n")
test_labels_copy <- sample(labels)
cat("baseline", length(which(labels == test_labels_copy)) / length(labels), "\n")
top <- order(predictions[1, ], decreasing = TRUE)[1:2]
cat("best two sum to less than one:", sum(predictions[1, top]) < 1, "\n")
