# Several inputs and outputs, losses by name, weights of losses.
library(keras)
tensorflow::set_random_seed(4L)
main_input <- layer_input(shape = c(5), dtype = "int32", name = "main_input")
lstm_out <- main_input %>% layer_embedding(input_dim = 10, output_dim = 4, input_length = 5) %>% layer_lstm(units = 3)
auxiliary_output <- lstm_out %>% layer_dense(units = 1, activation = "sigmoid", name = "aux_output")
auxiliary_input <- layer_input(shape = c(2), name = "aux_input")
main_output <- layer_concatenate(c(lstm_out, auxiliary_input)) %>%
  layer_dense(units = 4, activation = "relu") %>%
  layer_dense(units = 3, activation = "softmax", name = "main_output")
model <- keras_model(inputs = c(main_input, auxiliary_input), outputs = c(main_output, auxiliary_output))
model %>%
  compile(
    optimizer = "rmsprop",
    loss = list(main_output = "sparse_categorical_crossentropy", aux_output = "binary_crossentropy"),
    loss_weights = list(main_output = 1.0, aux_output = 0.2),
    metrics = list(main_output = "accuracy")
  )
words <- matrix(sample(0:9, 40, TRUE), 8)
extra <- matrix(rnorm(16), 8)
classes <- sample(0:2, 8, TRUE)
aux <- sample(0:1, 8, TRUE)
scores <- evaluate(
  model,
  list(aux_input = extra, main_input = words),
  list(aux_output = aux, main_output = classes),
  verbose = 0
)
print(names(scores))
p <- predict(model, list(words, extra), verbose = 0)
main <- -mean(log(p[[1]][cbind(1:8, classes + 1)]))
binary <- -mean(aux * log(p[[2]]) + (1 - aux) * log(1 - p[[2]]))
print(all.equal(unname(scores[1:3]), c(main + 0.2 * binary, main, binary), tolerance = 1e-4))
print(all.equal(scores[["main_output_accuracy"]], mean(apply(p[[1]], 1, which.max) - 1 == classes), tolerance = 1e-6))
history <- model %>%
  fit(
    x = list(main_input = words, aux_input = extra),
    y = list(main_output = classes, aux_output = aux),
    epochs = 2,
    batch_size = 4,
    verbose = 0
  )
print(names(history$metrics))
