# Files: classes and functions that are registered, those named in custom_objects, configs, and weights.
library(keras3)

set_random_seed(8)
x <- matrix(rnorm(12), 4)
layer_custom <- Layer(
  "CustomLayer",
  initialize = function(factor, ...) {
    super$initialize(...)
    self$factor <- factor
  },
  call = function(x) x * self$factor,
  get_config = function() c(super$get_config(), list(factor = self$factor))
) |>
  register_keras_serializable(name = "custom_layer", package = "my_package")
custom_fn <- function(x) x^2
custom_fn <- register_keras_serializable(custom_fn, package = "my_package")

model <- keras_model_sequential(3) |> layer_custom(0.5) |> layer_dense(1, activation = custom_fn)
model |> compile(optimizer = "adam", loss = "mse")
file <- file.path(tempdir(), "keras3-model.keras")
save_model(model, file, overwrite = TRUE)
loaded <- load_model(file)
stopifnot(identical(predict(loaded, x, verbose = 0), predict(model, x, verbose = 0)))
get_registered_name(custom_fn)
tryCatch(save_model(model, file), error = function(e) grepl("already exists", conditionMessage(e)))

# Plain Keras opens it too, while the names are known
plain <- keras$saving$load_model(file)
stopifnot(identical(plain$predict(x, verbose = 0L), predict(model, x, verbose = 0)))

unregistered <- Layer("Unregistered", call = function(inputs) inputs + 1)
loss_unregistered <- Loss("UnregisteredLoss", call = function(y_true, y_pred) op_mean(op_abs(y_true - y_pred), -1))
model <- keras_model_sequential(3) |> unregistered() |> layer_dense(2)
model |> compile("sgd", loss_unregistered())
save_model(model, file, overwrite = TRUE)
inherits(try(load_model(file), silent = TRUE), "try-error")
loaded <- load_model(
  file,
  custom_objects = list(Unregistered = unregistered, UnregisteredLoss = loss_unregistered)
)
stopifnot(identical(evaluate(loaded, x, x[, 1:2], verbose = 0), evaluate(model, x, x[, 1:2], verbose = 0)))
with_custom_object_scope(list(Unregistered = unregistered), {
  cloned <- clone_model(model)
})
class(cloned$layers[[1]])[[1]]

weights_file <- file.path(tempdir(), "keras3.weights.h5")
save_model_weights(model, weights_file, overwrite = TRUE)
load_model_weights(cloned, weights_file)
stopifnot(identical(get_weights(cloned), get_weights(model)))
config <- serialize_keras_object(layer_dense(units = 3, activation = "relu"))
deserialize_keras_object(config)$units
