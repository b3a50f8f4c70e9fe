# Text through a vectorization layer and an embedding, in keras3.
library(keras3)

texts <- c("good film", "bad film", "a good plot", "a bad bad plot", "good good", "awful")
labels <- c(1, 0, 1, 0, 1, 0)
vectorizer <- layer_text_vectorization(max_tokens = 20, output_mode = "int", output_sequence_length = 4)
adapt(vectorizer, texts)
vocabulary <- get_vocabulary(vectorizer)
cat("words:", length(vocabulary), "\n")
cat(vocabulary[3:5], "\n")

x <- as.array(vectorizer(texts))
print(dim(x))
model <- keras_model_sequential(input_shape = 4) |>
  layer_embedding(length(vocabulary), 3) |>
  layer_global_average_pooling_1d() |>
  layer_dense(1, activation = "sigmoid")
model |> compile(optimizer = "adam", loss = "binary_crossentropy", metrics = c("accuracy"))
model |> fit(x, labels, epochs = 2, batch_size = 3, verbose = 0, shuffle = FALSE)
p <- model |> predict(x, verbose = 0)
print(length(p))
for (i in seq_along(texts)) {
  cat(sprintf("%-15s %s\n", texts[i], if (p[i] > 0.5) "good" else "bad"))
}
