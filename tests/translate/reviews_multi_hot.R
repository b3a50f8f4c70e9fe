# Binary classification of reviews, with validation, in the manner of a book.
library(keras)
set.seed(123)
use_session_with_seed(123, quiet = TRUE)
n <- 120
max_features <- 50
sequences <- lapply(1:n, function(i) sample(1:max_features, size = 8, replace = TRUE))
labels <- sapply(sequences, function(s) as.integer(mean(s) > 25))
vectorize <- function(sequences, dimension) {
  results <- matrix(0, nrow = length(sequences), ncol = dimension)
  for (i in 1:length(sequences)) results[i, sequences[[i]]] <- 1
  results
}
x <- vectorize(sequences, max_features)
y <- as.numeric(labels)
val <- 1:40
x_val <- x[val, ]
partial_x <- x[-val, ]
y_val <- y[val]
partial_y <- y[-val]
model <- keras_model_sequential() %>%
  layer_dense(units = 8, activation = "relu", input_shape = c(max_features)) %>%
  layer_dropout(rate = 0.5) %>%
  layer_dense(units = 1, activation = "sigmoid")
model %>% compile(optimizer = "rmsprop", loss = "binary_crossentropy", metrics = c("accuracy"))
history <- model %>% fit(partial_x, partial_y, epochs = 3, batch_size = 16, validation_data = list(x_val, y_val), verbose = 0)
str <- sprintf("%d samples, %d features", nrow(partial_x), ncol(partial_x))
cat(str, "\n")
results <- model %>% evaluate(x_val, y_val, verbose = 0)
cat("Test loss:", results[["loss"]], "\n")
cat("Test accuracy:", results[["accuracy"]], "\n")
p <- model %>% predict(x_val[1:5, ], verbose = 0)
print(round(p, 3))
cls <- ifelse(p > 0.5, 1, 0)
cat("errors:", sum(cls != y_val[1:5]), "\n")
best <- which.min(history$metrics$val_loss)
cat("best epoch:", best, "val_loss:", round(min(history$metrics$val_loss), 4), "\n")
