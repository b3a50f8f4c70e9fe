# What fit() does, changed: a model with a training step of its own, and the loop written out.
library(keras3)
library(tensorflow, exclude = c("set_random_seed", "shape"), warn.conflicts = FALSE)

CustomModel <- new_model_class(
  "CustomModel",
  train_step = function(data) {
    c(x, y = NULL, sample_weight = NULL) %<-% data
    with(tf$GradientTape() %as% tape, {
      y_pred <- self(x, training = TRUE)
      loss <- self$compute_loss(y = y, y_pred = y_pred, sample_weight = sample_weight)
    })
    gradients <- tape$gradient(loss, self$trainable_variables)
    self$optimizer$apply(gradients, self$trainable_variables)
    for (metric in self$metrics) {
      if (metric$name == "loss") {
        metric$update_state(loss)
      } else {
        metric$update_state(y, y_pred, sample_weight = sample_weight)
      }
    }
    metrics <- lapply(self$metrics, function(metric) metric$result())
    names(metrics) <- sapply(self$metrics, function(metric) metric$name)
    metrics
  }
)

make <- function(model_of) {
  inputs <- keras_input(shape = 4)
  outputs <- inputs |>
    layer_dense(3, activation = "tanh", kernel_initializer = initializer_random_uniform(seed = 1)) |>
    layer_dense(1, kernel_initializer = initializer_random_uniform(seed = 2))
  model <- model_of(inputs, outputs)
  model |> compile(optimizer = optimizer_sgd(0.05, momentum = 0.9), loss = "mse", metrics = "mae")
  model
}
set_random_seed(3)
x <- matrix(rnorm(80), 20)
y <- matrix(x %*% c(1, -1, 0.5, 0))

# The step does what Keras's own does
train <- function(model) fit(model, x, y, epochs = 3, batch_size = 5, shuffle = FALSE, verbose = 0)$metrics
own <- train(make(CustomModel))
plain <- train(make(keras_model))
stopifnot(all.equal(unlist(own[sort(names(own))]), unlist(plain[sort(names(plain))]), tolerance = 1e-5))
sort(names(own))

# The loop
model <- make(keras_model)
optimizer <- optimizer_sgd(learning_rate = 0.05, momentum = 0.9)
loss_fn <- loss_mean_squared_error()
train_step <- tf_function(function(x, y) {
  with(tf$GradientTape() %as% tape, {
    loss <- loss_fn(y, model(x, training = TRUE))
  })
  gradients <- tape$gradient(loss, model$trainable_weights)
  optimizer$apply_gradients(zip_lists(gradients, model$trainable_weights))
  loss
})
losses <- NULL
for (epoch in 1:3) {
  by_step <- sapply(1:4, function(step) {
    rows <- (step - 1) * 5 + 1:5
    as.numeric(train_step(as_tensor(x[rows, ], "float32"), as_tensor(y[rows, , drop = FALSE], "float32")))
  })
  losses <- c(losses, mean(by_step))
}
stopifnot(all.equal(losses, plain$loss, tolerance = 1e-5))

# And batch by batch, in keras3's order of arguments: the third is the weight of each sample
weights <- rep(c(0, 1), 10)
on_batch <- train_on_batch(make(keras_model), x, y, weights)
predicted <- predict(make(keras_model), x, verbose = 0)
stopifnot(abs(on_batch[[1]] - sum(weights * (predicted - y)^2) / 20) < 1e-6)
