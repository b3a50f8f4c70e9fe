# The functional API: shared layers, several inputs and outputs, and a model as a layer.
library(keras3)

set_random_seed(1)
title <- keras_input(shape = 6, name = "title")
body <- layer_input(shape = shape(6), batch_size = NULL, name = "body")
tags <- layer_input(shape(3), name = "tags")

shared <- layer_embedding(input_dim = 10, output_dim = 4, name = "words")
read <- layer_lstm(units = 3, name = "reader")
title_features <- title |> shared() |> read()
body_features <- body |> shared() |> read()
features <- layer_concatenate(title_features, body_features, tags)
priority <- features |> layer_dense(1, "sigmoid", name = "priority")
department <- features |> layer_dense(units = 4, name = "department")
model <- keras_model(list(title, body, tags), list(priority = priority, department = department))
model

model |>
  compile(
    optimizer_rmsprop(1e-3),
    loss = list(priority = "binary_crossentropy", department = loss_categorical_crossentropy(from_logits = TRUE)),
    loss_weights = list(priority = 1, department = 0.2)
  )
data <- list(
  title = random_integer(c(8, 6), 0, 10, seed = 1),
  body = random_integer(c(8, 6), 0, 10, seed = 2),
  tags = random_uniform(c(8, 3), seed = 3)
)
targets <- list(
  priority = as.array(random_integer(c(8, 1), 0, 2, seed = 4)),
  department = to_categorical(as.array(random_integer(8, 0, 4, seed = 5)), 4)
)
before <- model |> predict(data, verbose = 0)
history <- model |> fit(data, targets, batch_size = 4, verbose = 0)
stopifnot(history$params$epochs == 1)
names(before)

# The same model in plain Keras, with the same weights
k <- keras$layers
plain_inputs <- lapply(c(6L, 6L, 3L), function(size) keras$Input(tuple(size)))
words <- k$Embedding(10L, 4L)
reader <- k$LSTM(3L)
joined <- k$Concatenate()(list(
  reader(words(plain_inputs[[1]])),
  reader(words(plain_inputs[[2]])),
  plain_inputs[[3]]
))
plain_outputs <- list(priority = k$Dense(1L, "sigmoid")(joined), department = k$Dense(4L)(joined))
plain <- keras$Model(plain_inputs, plain_outputs)
plain$set_weights(get_weights(model))
after <- model |> predict(data, verbose = 0)
stopifnot(all.equal(after, lapply(plain(unname(data)), as.array)[names(after)], tolerance = 1e-5))
stopifnot(max(abs(after$department - before$department)) > 0)

# A model is a layer
encoder <- keras_model_sequential(input_shape = c(8, 8, 1), name = "encoder") |>
  layer_conv_2d(2, 3, activation = "relu") |>
  layer_max_pooling_2d(2) |>
  layer_flatten()
image <- layer_input(shape = c(8, 8, 1))
classified <- keras_model(image, image |> encoder() |> layer_dense(2))
classified$output_shape
count_params(classified)
