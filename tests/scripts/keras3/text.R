# Text: a vocabulary that is learnt, words as numbers, and models that begin with strings.
library(keras3)

set_random_seed(5)
texts <- c("The cat sat on the mat", "the dog ate my homework", "a CAT and a dog!")
vectorize <- layer_text_vectorization(max_tokens = 12, output_mode = "int", output_sequence_length = 6)
vectorize |> adapt(texts)
get_vocabulary(vectorize)
as.array(vectorize(as_tensor(texts)))

lookup <- layer_string_lookup(vocabulary = c("red", "green", "blue"), output_mode = "one_hot")
as.array(lookup(as_tensor(c("blue", "pink"))))
hashing <- layer_hashing(num_bins = 3)
dim(hashing(as_tensor(c("a", "b"))))

inputs <- keras_input(shape = 1, dtype = "string")
outputs <- inputs |>
  vectorize() |>
  layer_embedding(12, 4, name = "embedding") |>
  layer_conv_1d(3, 2, padding = "valid", activation = "relu") |>
  layer_global_max_pooling_1d() |>
  layer_dense(1, activation = "sigmoid")
model <- keras_model(inputs, outputs)
model |> compile(loss = "binary_crossentropy", optimizer = "adam", metrics = "accuracy")
y <- matrix(c(1, 0, 1))
found <- model |> evaluate(as_tensor(matrix(texts)), y, verbose = 0)
names(found)

# By hand, and by plain Keras's layers
weights <- get_weights(model)
codes <- as.array(vectorize(as_tensor(texts)))
embedded <- array(weights[[1]][codes + 1, ], c(3, 6, 4))
convolved <- sapply(1:5, function(at) {
  patch <- cbind(embedded[, at, ], embedded[, at + 1, ])
  kernel <- rbind(weights[[2]][1, , ], weights[[2]][2, , ])
  pmax(sweep(patch %*% kernel, 2, weights[[3]], "+"), 0)
}, simplify = "array")
pooled <- apply(convolved, 1:2, max)
p <- 1 / (1 + exp(-(pooled %*% weights[[4]] + c(weights[[5]]))))
stopifnot(all.equal(found$loss, -mean(y * log(p) + (1 - y) * log(1 - p)), tolerance = 1e-5))

bigrams <- layer_text_vectorization(, NULL, "lower_and_strip_punctuation", "whitespace", 2, "tf_idf")
bigrams |> adapt(texts)
plain <- keras$layers$TextVectorization(ngrams = 2L, output_mode = "tf_idf")
plain$adapt(as_tensor(texts))
stopifnot(identical(get_vocabulary(bigrams), plain$get_vocabulary()))
stopifnot(all.equal(as.array(bigrams(as_tensor(texts))), as.array(plain(as_tensor(texts)))))

# Texts in operations, and as R's.
words <- as_tensor(matrix(c("a", "b", "c", "d"), 2))
stopifnot(identical(as.array(words), matrix(c("a", "b", "c", "d"), 2)), identical(as.array(words@r[1, 2]), "c"))
stopifnot(identical(as.vector(op_where(op_equal(words, "b"), words, "none")), c("none", "b", "none", "none")))
