library(keras)
use_session_with_seed(7, quiet = TRUE)
# two classes of sequences, one-hot encoded as in the book
set.seed(3)
num_words <- 30
train_sequences <- lapply(1:24, function(i) sample(1:(num_words - 1), 8))
labels <- sapply(train_sequences, function(s) if (mean(s) > 15) 1 else 0)

vectorize_sequences <- function(sequences, dimension = num_words) {
  results <- matrix(0, nrow = length(sequences), ncol = dimension)
  for (i in 1:length(sequences))
    results[i, sequences[[i]]] <- 1
  results
}
x <- vectorize_sequences(train_sequences)
y <- as.numeric(labels)
str_len <- sapply(train_sequences, length)
cat("longest:", max(str_len), " words:", sum(x), "\n")
val_indices <- 1:8
x_val <- x[val_indices, ]
partial_x <- x[-val_indices, ]
y_val <- y[val_indices]
partial_y <- y[-val_indices]
original_model <- keras_model_sequential() %>%
  layer_dense(units = 4, activation = "relu", input_shape = c(num_words)) %>%
  layer_dense(units = 1, activation = "sigmoid")
l2_model <- keras_model_sequential() %>%
  layer_dense(units = 4, kernel_regularizer = regularizer_l2(0.001), activation = "relu", input_shape = c(num_words)) %>%
  layer_dropout(0) %>%
  layer_dense(units = 1, activation = "sigmoid")
models <- list(original = original_model, l2 = l2_model)
for (name in names(models)) {
  models[[name]] %>% compile(optimizer = "rmsprop", loss = "binary_crossentropy", metrics = c("accuracy"))
  hist <- models[[name]] %>% fit(partial_x, partial_y, epochs = 2, batch_size = 8, verbose = 0,
    validation_data = list(x_val, y_val), shuffle = FALSE)
  cat(name, ":", names(hist$metrics), "\n")
  cat(sprintf("%s val_loss %.3f\n", name, tail(hist$metrics$val_loss, 1)))
}
pred <- l2_model %>% predict(x_val)
classes <- ifelse(pred > 0.5, 1, 0)
print(dim(classes))
cat("accuracy", mean(classes[, 1] == y_val), "\n")
