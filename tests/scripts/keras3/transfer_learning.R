# Transfer learning: a base that stays, a head that learns, then all of it.
library(keras3)

set_random_seed(2)
base_model <- application_mobilenet_v2(c(32, 32, 3), 0.35, FALSE, weights = NULL, pooling = "avg", name = "base")
base_model$trainable <- FALSE
inputs <- layer_input(shape = c(32, 32, 3))
augment <- keras_model_sequential(input_shape = c(32, 32, 3)) |>
  layer_random_flip("horizontal") |>
  layer_random_rotation(0.1)
outputs <- inputs |>
  augment() |>
  layer_rescaling(scale = 1 / 127.5, offset = -1) |>
  base_model(training = FALSE) |>
  layer_dropout(0.2) |>
  layer_dense(1)
model <- keras_model(inputs, outputs)
length(model$trainable_weights)
length(get_weights(base_model))

images <- as.array(random_uniform(c(6, 32, 32, 3), 0, 255, seed = 1))
labels <- matrix(c(0, 1, 0, 1, 1, 0))
model |>
  compile(
    optimizer = optimizer_adam(),
    loss = loss_binary_crossentropy(from_logits = TRUE),
    metrics = list(metric_binary_accuracy())
  )
before <- get_weights(base_model)
history <- model |> fit(images, labels, batch_size = 6, verbose = 0)
stopifnot(identical(get_weights(base_model), before))
names(history$metrics)

# What the head gives is that of its two numbers for each feature of the base
features <- as.array(base_model(as_tensor(images / 127.5 - 1, "float32"), training = FALSE))
head <- lapply(model$trainable_weights, as.array)
logits <- as.array(model(as_tensor(images, "float32"), training = FALSE))
stopifnot(all.equal(logits, features %*% head[[1]] + c(head[[2]]), tolerance = 1e-4))

unfreeze_weights(base_model, from = -4)
length(model$trainable_weights)
