# Losses and metrics of the user get targets as Keras 3 hands them on, whichever function made, compiled or read the model.
library(keras3)

x <- matrix(sin(1:24), 12)
y <- cos(1:12)
rank <- function(y_true, y_pred) op_mean(y_pred) * 0 + length(dim(y_true))
ranks <- function(model, targets = y) unlist(evaluate(model, x, targets, verbose = 0))[c("loss", "rank")]
unfit <- c(loss = 1, rank = 1)

model <- keras_model_sequential(2) |> layer_dense(3)
model |> compile("sgd", loss = rank, metrics = rank)
stopifnot(identical(ranks(model), unfit), identical(ranks(model, matrix(y)), unfit + 1))
history <- model |> fit(x, y, epochs = 2, verbose = 0, validation_data = list(x, y))
stopifnot(unlist(history$metrics) == 1)
stopifnot(unlist(train_on_batch(model, x, y)) == 1, unlist(test_on_batch(model, x, y)) == 1)
file <- tempfile(fileext = ".keras")
save_model(model, file)
stopifnot(identical(ranks(load_model(file, custom_objects = list(rank = rank))), unfit))

# Keras's own compile(), other models, other namespaces
input <- keras_input(2)
functional <- keras_model(input, layer_dense(input, 3))
for (made in list(functional, keras_model_sequential(2) |> layer_dense(3), clone_model(functional))) {
  made$compile(loss = rank, metrics = list(rank))
  stopifnot(unlist(evaluate(made, x, y, verbose = 0)) == 1)
  generics::compile(made, "sgd", rank, metrics = rank)
  stopifnot(identical(ranks(made), unfit))
  if (requireNamespace("keras", quietly = TRUE)) {
    keras::compile(made, "sgd", rank, metrics = rank)
    stopifnot(identical(ranks(made), unfit + 1))
  }
  keras3::compile(made, "sgd", rank, metrics = rank)
  stopifnot(identical(ranks(made), unfit))
}
