# keras3's idioms that begin with use_backend("jax"): a training step, a loop and classes of one's own, without TensorFlow.
rkeras::use_keras_alias()
library(keras3)
use_backend("jax")
stopifnot(config_backend() == "jax")
close <- function(found, right) stopifnot(all.equal(as.numeric(found), as.numeric(right), tolerance = 1e-5))
jax <- reticulate::import("jax")
`%<-%` <- zeallot::`%<-%`

set.seed(1)
x <- matrix(rnorm(200), 50, 4)
y <- matrix(rnorm(50), 50, 1)
weights <- list(matrix(1:4 / 10, 4, 1), array(0, 1))
slope <- function(w) 2 * (x %*% w[[1]] + c(w[[2]]) - y) / nrow(x)
after <- function(w) list(w[[1]] - 0.1 * crossprod(x, slope(w)), w[[2]] - 0.1 * sum(slope(w)))
right <- after(after(weights))

# A model with a step of its own, which takes a state and returns one.
CustomModel <- new_model_class(
  "CustomModel",
  compute_loss_and_updates = function(trainable_variables, non_trainable_variables, x, y, training = FALSE) {
    c(y_pred, non_trainable_variables) %<-%
      self$stateless_call(trainable_variables, non_trainable_variables, x, training = training)
    list(self$compute_loss(x, y, y_pred), list(y_pred, non_trainable_variables))
  },
  train_step = function(state, data) {
    c(trainable_variables, non_trainable_variables, optimizer_variables, metrics_variables) %<-% state
    c(x, y) %<-% data
    grad_fn <- jax$value_and_grad(self$compute_loss_and_updates, has_aux = TRUE)
    c(c(loss, c(y_pred, non_trainable_variables)), grads) %<-%
      grad_fn(trainable_variables, non_trainable_variables, x, y, training = TRUE)
    c(trainable_variables, optimizer_variables) %<-%
      self$optimizer$stateless_apply(optimizer_variables, grads, trainable_variables)
    new_metrics_vars <- list()
    logs <- list()
    for (metric in self$metrics) {
      these <- metrics_variables[length(new_metrics_vars) + seq_along(metric$variables)]
      these <- if (metric$name == "loss") {
        metric$stateless_update_state(these, loss)
      } else {
        metric$stateless_update_state(these, y, y_pred)
      }
      logs[[metric$name]] <- metric$stateless_result(these)
      new_metrics_vars <- c(new_metrics_vars, these)
    }
    list(logs, list(trainable_variables, non_trainable_variables, optimizer_variables, new_metrics_vars))
  }
)
input <- keras_input(4)
model <- CustomModel(input, input |> layer_dense(1))
set_weights(model, weights)
model |> compile(optimizer = optimizer_sgd(0.1), loss = "mse", metrics = list("mae"))
history <- model |> fit(x, y, batch_size = 50, epochs = 2, verbose = 0, shuffle = FALSE)
Map(close, get_weights(model), right)
close(history$metrics$loss[[1]], mean((x %*% weights[[1]] - y)^2))

# A loop of one's own, compiled by JAX.
set_weights(model, weights)
optimizer <- optimizer_sgd(0.1)
optimizer$build(model$trainable_variables)
loss_fn <- loss_mean_squared_error()
grad_fn <- jax$value_and_grad(
  function(trainable, other, x, y) {
    c(y_pred, other) %<-% model$stateless_call(trainable, other, x, training = TRUE)
    list(loss_fn(y, y_pred), other)
  },
  has_aux = TRUE
)
train_step <- jax$jit(function(state, x, y) {
  c(trainable, other, optimizer_variables) %<-% state
  c(c(loss, other), grads) %<-% grad_fn(trainable, other, x, y)
  c(trainable, optimizer_variables) %<-% optimizer$stateless_apply(optimizer_variables, grads, trainable)
  list(loss, list(trainable, other, optimizer_variables))
})
values <- function(variables) lapply(variables, function(variable) variable$value)
state <- lapply(list(model$trainable_variables, model$non_trainable_variables, optimizer$variables), values)
for (step in 1:2) {
  c(loss, state) %<-% train_step(state, op_array(x, "float32"), op_array(y, "float32"))
}
Map(close, lapply(state[[1]], as.array), right)

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
stopifnot(identical(as.character(t), c("1", "2", "3", "4")), identical(toString(t[1, ]), "1, 3"))
stopifnot(identical(as.array(sum(t)), 10), is.list(op_svd(t)), is.null(dim(rkeras::k_get_value(rkeras::k_variable(2)))))
stopifnot(identical(dim(t), c(2L, 2L)), t$shape$rank == 2L, as.logical(t[1, 1] > 0), length(shape(NULL, 3)) == 2L)
said <- tryCatch(rkeras::save_model_tf(own, tempfile()), error = conditionMessage)
stopifnot(grepl("it needs TensorFlow, and Keras runs on JAX here", said, fixed = TRUE))
stopifnot(!reticulate::py_eval("'tensorflow' in __import__('sys').modules"))
relu <- keras_model_sequential(input_shape = 2) %>% layer_lambda(f = function(x) rkeras::tf$nn$relu(x))
told <- tryCatch(predict(relu, matrix(1, 1, 2), verbose = 0), error = conditionMessage)
stopifnot(startsWith(told, "predict(): "), grepl("op_where() or op_cond() to choose by a tensor", told, fixed = TRUE))

# A mask takes an array of JAX; arrays of R are its floats, without a word; texts are refused by name.
warned <- NULL
at <- withCallingHandlers(op_array(matrix(c(1, 5, 3, 2), 2)), warning = function(w) warned <<- conditionMessage(w))
part <- at@r[at > 2]
stopifnot(is.null(warned), inherits(part, class(at)[[1]]))
close(as.array(part), c(3, 5))
stopifnot(identical(rkeras::k_constant(matrix(1:4, 2))$numpy(), matrix(c(1, 2, 3, 4), 2)))
for (convert in c(op_array, rkeras::as_tensor)) {
  told <- tryCatch(convert("a"), error = conditionMessage)
  stopifnot(grepl("^\\w+\\(\\): only TensorFlow has string tensors, and Keras runs on jax", told))
}

# R's operators on tensors of TensorFlow, in a dataset.
pairs <- reticulate::tuple(reticulate::np_array(x, "float32"), reticulate::np_array(y, "float32"))
changed <- rkeras::tf$data$Dataset$from_tensor_slices(pairs)$map(function(x, y) {
  reticulate::tuple(abs(x * 2 - 1) / (sum(x^2) + 1), -y %% 2 * (y > 0))
})$batch(10L)
plain <- keras_model_sequential(input_shape = 4) |> layer_dense(1) |> set_weights(weights)
plain |> compile(optimizer_sgd(0.1), "mse")
new_x <- abs(x * 2 - 1) / (rowSums(x^2) + 1)
close(predict(plain, changed, verbose = 0), new_x %*% weights[[1]])
close(unlist(evaluate(plain, changed, verbose = 0)), mean((new_x %*% weights[[1]] - -y %% 2 * (y > 0))^2))
cat("done\n")
