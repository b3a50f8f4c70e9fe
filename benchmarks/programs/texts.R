library(rkeras)
set_random_seed(1)

words <- c("good", "tasty", "fresh", "clean", "bad", "bland", "stale", "dirty", "soup", "bread", "salad", "service")
numbers <- matrix((seq_len(4000 * 6)^2 %/% 7) %% 12 + 1, ncol = 6, byrow = TRUE)
reviews <- apply(numbers, 1, function(row) paste(words[row], collapse = " "))
positive <- as.integer(rowSums(numbers <= 4) > rowSums(numbers > 4 & numbers <= 8))
train <- 1:3000

vectorize <- layer_text_vectorization(max_tokens = 20, output_sequence_length = 6)
vectorize %>% adapt(reviews[train])
indices <- as.array(vectorize(as_tensor(reviews)))

model <- keras_model_sequential(input_shape = 6) %>%
  layer_embedding(input_dim = 20, output_dim = 16) %>%
  layer_conv_1d(filters = 32, kernel_size = 3, activation = "relu") %>%
  layer_global_max_pooling_1d() %>%
  layer_dense(units = 1, activation = "sigmoid")
model %>% compile(optimizer = "adam", loss = "binary_crossentropy", metrics = "accuracy")
history <- model %>% fit(indices[train, ], positive[train], epochs = 25, batch_size = 32, verbose = 0)
scores <- model %>% evaluate(indices[-train, ], positive[-train], verbose = 0)
cat(tail(history$metrics$loss, 1), scores[["accuracy"]], "\n")
