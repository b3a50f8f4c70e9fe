# Measures short calls of a model from R, against the same in Python: each side does its work in a loop of its own.
source("turns.R")

times <- as.integer(arguments[3])
plain_calls <- reticulate::import_from_path("plain_calls", arguments[1], convert = FALSE)
batch <- plain_calls$data()
theirs <- list(x = reticulate::py_get_item(batch, 0L), y = reticulate::py_get_item(batch, 1L))
ours <- lapply(theirs, reticulate::py_to_r)
tensors <- lapply(ours, function(values) k_constant(values))
python_model <- plain_calls$network()
model <- reticulate::import_from_path("plain_calls", arguments[1])$network() # as functions of R give it

repeated <- function(f) {
  seconds(function() {
    for (i in seq_len(times)) {
      f()
    }
  })
}
python <- function(call, ...) plainly(call, ..., times)

bound <- plain_calls$bind_call(python_model, tensors$x)

weights <- model$trainable_variables
step <- function() {
  with(tf$GradientTape() %as% tape, {
    loss <- k_mean(k_square(tensors$y - model(tensors$x)))
  })
  model$optimizer$apply_gradients(zip_lists(tape$gradient(loss, weights), weights))
}

rows <- list(
  "model(x)" = list(
    function() python(plain_calls$call, python_model, tensors$x),
    function() repeated(function() model(tensors$x))
  ),
  "empty crossing" = list(
    function() python(plain_calls$call, python_model, tensors$x),
    function() repeated(function() reticulate::py_call(bound))
  ),
  train_on_batch = list(
    function() python(plain_calls$train_on_batch, python_model, theirs$x, theirs$y),
    function() repeated(function() train_on_batch(model, ours$x, ours$y))
  ),
  predict_on_batch = list(
    function() python(plain_calls$predict_on_batch, python_model, theirs$x),
    function() repeated(function() predict_on_batch(model, ours$x))
  ),
  get_weights = list(
    function() python(plain_calls$get_weights, python_model),
    function() repeated(function() get_weights(model))
  ),
  step = list(
    function() python(plain_calls$steps, python_model, tensors$x, tensors$y),
    function() repeated(step)
  )
)

row <- Sys.getenv("RKERAS_BENCH_PROFILE")
if (nzchar(row)) {
  source("profile.R")
  profile_row(rows[[row]][[2L]])
} else {
  for (number in 0:rounds) {
    for (what in chosen(rows)) {
      turn(what, number, rows[[what]][[1L]], rows[[what]][[2L]], per = times)
    }
  }
  report()
}
