library(rkeras)
set_random_seed(1)

sums <- expand.grid(second = 0:99, first = 0:99)
questions <- sprintf("%-5s", paste0(sums$first, "+", sums$second))
answers <- sprintf("%-3s", sums$first + sums$second)
characters <- c(0:9, "+", " ", ">")
encode <- function(texts) {
  matrix(match(unlist(strsplit(texts, "")), characters) - 1, length(texts), byrow = TRUE)
}
asked <- encode(questions)
target <- encode(answers)
before <- cbind(12, target[, 1:2])
test <- (7 * sums$first + 3 * sums$second) %% 5 == 0

question <- layer_input(shape = 5)
written <- layer_input(shape = 3)
embed <- layer_embedding(input_dim = 13, output_dim = 16)
encoded <- embed(question) %>% layer_bidirectional(layer_gru(units = 32, return_sequences = TRUE))
decoded <- embed(written) %>% layer_gru(units = 64, return_sequences = TRUE)
found <- layer_attention(list(decoded, encoded))
outputs <- layer_concatenate(list(decoded, found)) %>% layer_dense(units = 12, activation = "softmax")
model <- keras_model(list(question, written), outputs)
model %>% compile(optimizer_adam(0.01), "sparse_categorical_crossentropy", metrics = "accuracy")
history <- model %>%
  fit(
    list(asked[!test, ], before[!test, ]),
    target[!test, ],
    epochs = 5,
    batch_size = 100,
    verbose = 0
  )
answer <- matrix(12, sum(test), 4)
for (place in 1:3) {
  probabilities <- predict(model, list(asked[test, ], answer[, 1:3]), verbose = 0)
  answer[, place + 1] <- max.col(probabilities[, place, ]) - 1
}
right <- rowSums(answer[, 2:4] == target[test, ]) == 3
cat(tail(history$metrics$loss, 1), mean(right), "\n")
