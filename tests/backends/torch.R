# Idioms of PyTorch under R's names: a training step, a loop and classes of one's own, without TensorFlow.
library(rkeras)
use_backend("torch")
stopifnot(config_backend() == "torch")
close <- function(found, right) stopifnot(all.equal(as.numeric(found), as.numeric(right), tolerance = 1e-5))
torch <- reticulate::import("torch")

set.seed(1)
x <- matrix(rnorm(200), 50, 4)
y <- matrix(rnorm(50), 50, 1)
weights <- list(matrix(1:4 / 10, 4, 1), array(0, 1))
slope <- function(w) 2 * (x %*% w[[1]] + c(w[[2]]) - y) / nrow(x)
after <- function(w) list(w[[1]] - 0.1 * crossprod(x, slope(w)), w[[2]] - 0.1 * sum(slope(w)))
right <- after(after(weights))

# The gradients of a loss, put into `value$grad` of the variables.
find_gradients <- function(model, loss) {
  model$zero_grad()
  loss$backward()
  lapply(model$trainable_variables, function(variable) variable$value$grad)
}

# A model with a step of its own, which changes variables.
CustomModel <- new_model_class(
  "CustomModel",
  train_step = function(data) {
    y_pred <- self(data[[1]], training = TRUE)
    loss <- self$compute_loss(data[[1]], data[[2]], y_pred)
    gradients <- find_gradients(self, loss)
    with(torch$no_grad(), self$optimizer$apply(gradients, self$trainable_variables))
    for (metric in self$metrics) {
      if (metric$name == "loss") metric$update_state(loss) else metric$update_state(data[[2]], y_pred)
    }
    lapply(setNames(self$metrics, vapply(self$metrics, function(m) m$name, "")), function(m) m$result())
  }
)
input <- keras_input(4)
model <- CustomModel(input, input |> layer_dense(1))
set_weights(model, weights)
model |> compile(optimizer = optimizer_sgd(0.1), loss = "mse", metrics = list("mae"))
history <- model |> fit(x, y, batch_size = 50, epochs = 2, verbose = 0, shuffle = FALSE)
Map(close, get_weights(model), right)
close(history$metrics$loss[[1]], mean((x %*% weights[[1]] - y)^2))
close(history$metrics$mae[[1]], mean(abs(x %*% weights[[1]] - y)))

# A loop of one's own.
set_weights(model, weights)
optimizer <- optimizer_sgd(0.1)
loss_fn <- loss_mean_squared_error()
for (step in 1:2) {
  loss <- loss_fn(op_array(y, "float32"), model(op_array(x, "float32"), training = TRUE))
  gradients <- find_gradients(model, loss)
  with(torch$no_grad(), optimizer$apply(gradients, model$trainable_variables))
}
Map(close, get_weights(model), right)

# Layers, losses, metrics and callbacks of one's own.
Scale <- Layer(
  "Scale",
  build = function(input_shape) self$w <- self$add_weight(shape = list(input_shape[[2]]), initializer = "ones"),
  call = function(inputs) inputs * self$w
)
Off <- Loss("Off", call = function(y_true, y_pred) op_mean(op_square(y_true - y_pred), axis = -1))
Total <- Metric(
  "Total",
  initialize = function(name = "total", ...) {
    super$initialize(name = name, ...)
    self$sum <- self$add_weight(name = "sum", initializer = "zeros")
  },
  update_state = function(y_true, y_pred, sample_weight = NULL) self$sum$assign_add(op_sum(y_pred)),
  result = function() self$sum$value
)
seen <- list()
Look <- Callback("Look", on_train_batch_end = function(batch, logs = NULL) {
  seen[[length(seen) + 1L]] <<- get_weights(own)[[1]]
})
own <- keras_model_sequential(input_shape = 4) |> Scale()() |> layer_dense(1)
own$layers[[2]]$set_weights(weights)
own |> compile(optimizer_sgd(0.1), Off(), metrics = list(Total()))
close(unlist(own |> evaluate(x, y, verbose = 0)), c(mean((x %*% weights[[1]] - y)^2), sum(x %*% weights[[1]])))
own |> fit(x, y, epochs = 1, verbose = 0, callbacks = list(Look()))
stopifnot(length(seen) == 2L, !identical(seen[[1]], seen[[2]]))

# Tensors.
t <- op_array(matrix(c(1, 2, 3, 4), 2))
close(as.array(t[1, ] * 2 + 1), c(3, 7))
close(as.array(t %*% t), matrix(c(1, 2, 3, 4), 2) %*% matrix(c(1, 2, 3, 4), 2))
t2 <- t
t2[1, ] <- 0
close(as.array(t2), c(0, 2, 0, 4))
close(as.array(t), 1:4)
stopifnot(identical(dim(t), c(2L, 2L)), t$shape$rank == 2L, as.logical(t[1, 1] > 0), length(shape(NULL, 3)) == 2L)
close(as.array(own$trainable_variables[[1]]), rep(1, 4) + as.array(own$trainable_variables[[1]]) - 1)
said <- tryCatch(rkeras::save_model_tf(own, tempfile()), error = conditionMessage)
stopifnot(grepl("it needs TensorFlow, and Keras runs on PyTorch here", said, fixed = TRUE))
stopifnot(!reticulate::py_eval("'tensorflow' in __import__('sys').modules"))
cat("done\n")
