library(keras)
use_session_with_seed(7, quiet = TRUE)
texts <- c("good fun film", "bad dull film", "fun fun fun", "dull and bad")
labels <- c(1, 0, 1, 0)
vectorize <- layer_text_vectorization(max_tokens = 20, output_mode = "int", output_sequence_length = 5)
vectorize %>% adapt(texts)
vocab <- get_vocabulary(vectorize)
cat(length(vocab), "words\n")
ids <- vectorize(as.matrix(texts))
cat(dim(ids), "\n")
x <- as.array(ids)
model <- keras_model_sequential() %>%
  layer_embedding(input_dim = length(vocab), output_dim = 4) %>%
  layer_global_average_pooling_1d() %>%
  layer_dense(1, activation = "sigmoid")
model %>% compile(optimizer = "adam", loss = "binary_crossentropy", metrics = "accuracy")
history <- model %>% fit(x, labels, epochs = 2, verbose = 0)
for (m in names(history$metrics)) {
  cat(m, length(history$metrics[[m]]), "\n")
}
probs <- as.vector(predict(model, x))
verdict <- ifelse(probs > 0.5, "pos", "neg")
cat(length(verdict), all(verdict %in% c("pos", "neg")), "\n")
