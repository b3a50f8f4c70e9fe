# Reviews as words: tokenizer, padding, one-hot, embeddings with given weights, class weights.
library(keras)
tensorflow::set_random_seed(2L)
reviews <- c("A great, great film!", "bad bad film", "great acting and a great plot", "bad plot; the film was bad")
labels <- c(1, 0, 1, 0)
tokenizer <- text_tokenizer(num_words = 6) %>% fit_text_tokenizer(reviews)
sequences <- texts_to_sequences(tokenizer, reviews)
str(sequences)
word_index <- tokenizer$word_index
print(unlist(head(word_index, 4)))
data <- pad_sequences(sequences, maxlen = 4)
print(data)
binary <- texts_to_matrix(tokenizer, reviews, mode = "binary")
print(dim(binary))
print(rowSums(binary))
vectorize_sequences <- function(sequences, dimension = 6) {
  results <- matrix(0, nrow = length(sequences), ncol = dimension)
  for (i in 1:length(sequences)) {
    results[i, sequences[[i]]] <- 1
  }
  results
}
print(rowSums(vectorize_sequences(sequences)))
embedding_matrix <- matrix(seq_len(12) / 12, 6, 2)
model <- keras_model_sequential() %>%
  layer_embedding(input_dim = 6, output_dim = 2, input_length = 4) %>%
  layer_flatten() %>%
  layer_dense(units = 4, activation = "relu", kernel_regularizer = regularizer_l1_l2(0.01, 0.01)) %>%
  layer_dense(units = 1, activation = "sigmoid")
get_layer(model, index = 1) %>% set_weights(list(embedding_matrix)) %>% freeze_weights()
model %>% compile(optimizer = "rmsprop", loss = "binary_crossentropy", metrics = c("acc"))
print(length(model$trainable_weights))
history <- model %>%
  fit(
    data,
    labels,
    epochs = 3,
    batch_size = 2,
    validation_split = 0.5,
    verbose = 0,
    class_weight = list("0" = 1, "1" = 3)
  )
print(names(history$metrics))
print(all.equal(get_weights(get_layer(model, index = 1))[[1]], embedding_matrix, tolerance = 1e-6))
intermediate <- keras_model(inputs = model$input, outputs = get_layer(model, index = 2)$output)
flat <- predict(intermediate, data, verbose = 0)
print(all.equal(flat[2, ], c(t(embedding_matrix[data[2, ] + 1, ])), tolerance = 1e-6))
weights_file <- tempfile(fileext = ".h5")
save_model_weights_hdf5(model, weights_file)
before <- predict(model, data, verbose = 0)
model %>% set_weights(lapply(get_weights(model), function(w) w * 0))
load_model_weights_hdf5(model, weights_file)
print(identical(before, predict(model, data, verbose = 0)))
print(dim(predict_proba <- predict(model, data, verbose = 0)))
invisible(file.remove(weights_file))
