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
history <- model |> fit(images, labels, epochs = 2, batch_size = 3, verbose = 0)
stopifnot(identical(get_weights(base_model), before))
names(history$metrics)

# The base gives what plain Keras's gives for the same weights
plain <- keras$applications$MobileNetV2(
  input_shape = tuple(32L, 32L, 3L),
  alpha = 0.35,
  include_top = FALSE,
  weights = NULL,
  pooling = "avg"
)
plain$set_weights(before)
scaled <- images / 127.5 - 1
stopifnot(all.equal(predict(base_model, scaled, verbose = 0), plain$predict(scaled, verbose = 0L), tolerance = 1e-5))

unfreeze_weights(base_model, from = -4)
model |> compile(optimizer_adam(1e-5), loss_binary_crossentropy(from_logits = TRUE))
length(model$trainable_weights)
