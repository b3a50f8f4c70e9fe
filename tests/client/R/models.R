# parsnip: a specification whose fit() makes and trains a model.
client_spec <- function(units, penalty = 0, epochs = 5) {
  structure(list(units = units, penalty = penalty, epochs = epochs), class = "client_spec")
}

compile.client_spec <- function(object, ...) {
  model <- keras::keras_model_sequential()
  model %>%
    layer_dense(
      units = object$units,
      activation = "softmax",
      input_shape = 2,
      kernel_initializer = keras::initializer_constant(0.5),
      kernel_regularizer = keras::regularizer_l2(object$penalty)
    ) %>%
    layer_dense(2, activation = "softmax", kernel_initializer = keras::initializer_glorot_uniform(seed = 1L))
  model %>%
    keras::compile(loss = "categorical_crossentropy", optimizer = keras::optimizer_adam(0.1), metrics = "accuracy")
}

fit.client_spec <- function(object, x, y, ...) {
  model <- compile(object)
  counter <- EpochCounter$new()
  labels <- keras::to_categorical(as.integer(y) - 1L, nlevels(y))
  history <- model %>%
    fit(as.matrix(x), labels, epochs = object$epochs, verbose = 0, shuffle = FALSE, callbacks = list(counter))
  structure(
    list(raw = keras::serialize_model(model), fit = model, history = history, levels = levels(y), counter = counter),
    class = "client_model"
  )
}

predict.client_model <- function(object, newdata, type = c("class", "prob"), ...) {
  prob <- predict(object$fit, as.matrix(newdata), verbose = 0)
  colnames(prob) <- object$levels
  if (match.arg(type) == "prob") {
    return(prob)
  }
  factor(object$levels[max.col(prob)], levels = object$levels)
}

print.client_model <- function(x, ...) {
  cat("A client model,", labels(x$fit), "\n")
  invisible(x)
}

summary.client_model <- function(object, ...) {
  list(params = keras::count_params(object$fit), config = keras::get_config(object$fit)$name)
}

restore <- function(object) {
  object$fit <- keras::unserialize_model(object$raw)
  object
}

# lime: what kind of model it is, by the class and by the last layer.
explain_type <- function(x, ...) UseMethod("explain_type")

explain_type.default <- function(x, ...) "unknown"

explain_type.keras.engine.sequential.Sequential <- function(x, ...) {
  last <- keras::get_layer(x, index = length(x$layers))
  if (keras::get_config(last)$activation == "linear") "regression" else "classification"
}

explain_type.keras.engine.training.Model <- function(x, ...) "model"

labels.keras.engine.training.Model <- function(object, ...) paste("a model of mine,", object$output_shape[[2]])

fit.client_note <- function(object, ...) "fitted"

coef.keras.engine.training.Model <- function(object, ...) {
  unlist(lapply(keras::get_weights(object), as.numeric))
}

tidy.keras_training_history <- function(x, ...) {
  tail(as.data.frame(x), 1)$value
}

# deepregression: several inputs, concatenated, with a loss of backend functions.
make_multi <- function(sizes, weight = 1) {
  inputs <- lapply(sizes, function(size) layer_input(shape = list(size)))
  parts <- lapply(inputs, function(input) {
    input %>% layer_dense(1, use_bias = FALSE, kernel_initializer = "ones")
  })
  output <- layer_concatenate(parts) %>% layer_lambda(function(x) k_sum(x, axis = 2, keepdims = TRUE))
  model <- keras_model(inputs, output)
  model %>% compile(optimizer = tf$keras$optimizers$SGD(learning_rate = 0), loss = contractive_loss(weight))
  model
}

# ruta: a function that makes a loss of k_* functions.
contractive_loss <- function(weight) {
  function(y_true, y_pred) {
    keras::k_mean(k_square(y_true - y_pred), axis = -1) + weight * keras::k_mean(keras::k_abs(y_pred))
  }
}

read_flags <- function(...) {
  flags(flag_integer("epochs", 2), flag_numeric("rate", 0.1), ...)
}

describe_internals <- function() {
  list(
    backend = keras:::is_backend("tensorflow"),
    version = keras:::keras_version() >= "2.0",
    nullable = keras:::as_nullable_integer(3)
  )
}
