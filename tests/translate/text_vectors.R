# Words to numbers, and an embedding.
library(keras)
use_session_with_seed(6, quiet = TRUE)
samples <- c("the cat sat on the mat", "the dog ate my homework", "a cat and a dog")
tokenizer <- text_tokenizer(num_words = 20) %>% fit_text_tokenizer(samples)
sequences <- texts_to_sequences(tokenizer, samples)
cat(length(sequences), sequences[[1]], "\n")
x <- pad_sequences(sequences, maxlen = 6)
cat(dim(x), x[1, ], x[3, ], "\n")
y <- c(0, 1, 1)
model <- keras_model_sequential() %>%
  layer_embedding(input_dim = 20, output_dim = 4, input_length = 6) %>%
  layer_global_average_pooling_1d() %>%
  layer_dense(1, activation = "sigmoid")
model %>% compile(optimizer = "adam", loss = "binary_crossentropy")
h <- model %>% fit(x, y, epochs = 2, verbose = 0)
cat(h$metrics$loss, "\n")
