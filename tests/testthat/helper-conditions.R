# Functions of R, called by Keras, that raise a condition of a class of their own. tests/python/bridge reads this too.

raise_own <- function(...) {
  stop(structure(
    class = c("my_error", "error", "condition"),
    list(message = "my message", call = NULL, field = 1, data = list(a = 2))
  ))
}

# A function that works so often, and then raises.
raise_after <- function(times) {
  calls <- 0
  function(x, ...) {
    calls <<- calls + 1
    if (calls > times) raise_own() else x
  }
}

small_net <- function(...) keras_model_sequential() %>% layer_dense(1, input_shape = 4, ...)

compiled_net <- function(..., net = small_net()) {
  arguments <- utils::modifyList(list(optimizer = "sgd", loss = "mse"), list(...))
  do.call(compile, c(list(net), arguments))
  net
}

fit_net <- function(net, ...) {
  fit(net, matrix(1, 10, 4), matrix(1, 10, 1), verbose = 0, ...)
}

net_after <- function(times) {
  keras_model_sequential(input_shape = 4) %>% layer_lambda(raise_after(times)) %>% layer_dense(1)
}

scenes_of_errors <- list(
  lambda_of_symbols = function() layer_input(4) %>% layer_lambda(raise_own),
  lambda_in_sequential = function() keras_model_sequential(input_shape = 4) %>% layer_lambda(raise_own),
  lambda_of_numbers = function() layer_lambda(f = raise_own)(k_constant(matrix(1, 2, 4))),
  lambda_within = function() layer_input(c(3, 4)) %>% time_distributed(layer_lambda(f = raise_own)),
  lambda_predict = function() predict(net_after(1), matrix(1, 10, 4)),
  lambda_on_batch = function() predict_on_batch(net_after(1), matrix(1, 10, 4)),
  lambda_model_call = function() net_after(1)(k_constant(matrix(1, 2, 4))),
  lambda_fit = function() fit_net(compiled_net(net = net_after(1))),
  lambda_fit_eager = function() fit_net(compiled_net(net = net_after(2), run_eagerly = TRUE)),
  activation = function() fit_net(compiled_net(net = small_net(activation = raise_own))),
  activation_layer = function() layer_activation(activation = raise_own)(k_constant(matrix(1, 2, 4))),
  activation_recurrent = function() layer_lstm(units = 1, activation = raise_own)(k_constant(array(1, c(2, 3, 4)))),
  loss = function() fit_net(compiled_net(loss = function(y_true, y_pred) raise_own())),
  loss_eager = function() fit_net(compiled_net(loss = function(y_true, y_pred) raise_own(), run_eagerly = TRUE)),
  loss_on_batch = function() {
    train_on_batch(compiled_net(loss = function(y_true, y_pred) raise_own()), matrix(1, 2, 4), matrix(1, 2))
  },
  metric = function() fit_net(compiled_net(metrics = custom_metric("m", function(y_true, y_pred) raise_own()))),
  initializer = function() small_net(kernel_initializer = function(shape, dtype = NULL) raise_own()),
  regularizer = function() fit_net(compiled_net(net = small_net(kernel_regularizer = function(w) raise_own()))),
  constraint = function() fit_net(compiled_net(net = small_net(kernel_constraint = function(w) raise_own()))),
  layer_class = function() layer_input(4) %>% new_layer_class("L", call = function(x, ...) raise_own())(),
  layer_class_build = function() {
    layer_input(4) %>% new_layer_class("L", build = function(shape) raise_own(), call = function(x, ...) x)()
  },
  model_class = function() new_model_class("M", call = function(x, ...) raise_own())()(k_constant(1)),
  loss_class = function() {
    fit_net(compiled_net(loss = new_loss_class("L", call = function(y_true, y_pred) raise_own())()))
  },
  callback = function() {
    fit_net(compiled_net(), callbacks = callback_lambda(on_epoch_end = function(epoch, logs) raise_own()))
  },
  callback_batch = function() {
    fit_net(compiled_net(), callbacks = callback_lambda(on_batch_end = function(batch, logs) raise_own()))
  },
  callback_class = function() {
    fit_net(compiled_net(), callbacks = new_callback_class("C", on_train_end = function(logs = NULL) raise_own())())
  },
  schedule = function() {
    fit_net(compiled_net(), callbacks = callback_learning_rate_scheduler(function(epoch, lr) raise_own()))
  },
  generator = function() fit(compiled_net(), function() raise_own(), steps_per_epoch = 1, verbose = 0),
  generator_predict = function() predict(small_net(), function() raise_own(), steps = 1),
  dataset = function() {
    small_net()
    reticulate::import("tensorflow")$data$Dataset$range(3L)$map(function(x) raise_own())
  },
  method_of_keras = function() {
    net <- compiled_net(loss = function(y_true, y_pred) raise_own())
    net$fit(matrix(1, 10, 4), matrix(1, 10, 1), verbose = 0L)
  },
  backend = function() k_map_fn(raise_own, k_constant(1:3)),
  clone = function() clone_model(small_net(), clone_function = raise_own)
)

# The condition that tryCatch() in R gets of a scene: "" if it is the condition that was raised.
describe_caught <- function(scene) {
  caught <- tryCatch(
    {
      scene()
      "nothing was raised"
    },
    my_error = identity,
    error = function(e) paste(toString(class(e)), conditionMessage(e))
  )
  raised <- tryCatch(raise_own(), error = identity)
  if (identical(caught, raised)) "" else paste(utils::capture.output(utils::str(caught)), collapse = "\n")
}

# Warnings of Python while R waits -------------------------------------------------------------------------------------

messages_of_warnings <- function(expr) {
  messages <- character()
  withCallingHandlers(expr, warning = function(w) {
    messages <<- c(messages, conditionMessage(w))
    invokeRestart("muffleWarning")
  })
  messages
}

short_dataset <- function() {
  slices <- reticulate::import("tensorflow")$data$Dataset$from_tensor_slices
  slices(reticulate::tuple(matrix(1, 10, 4), matrix(1, 10, 1)))$batch(5L)
}

scenes_of_warnings <- list(
  fit = function() fit(compiled_net(), short_dataset(), steps_per_epoch = 3, epochs = 2, verbose = 0),
  evaluate = function() evaluate(compiled_net(), short_dataset(), steps = 4, verbose = 0),
  predict = function() predict(small_net(), short_dataset(), steps = 4),
  callback = function() {
    warn <- reticulate::import("warnings")$warn
    fit_net(compiled_net(), callbacks = callback_lambda(on_epoch_end = function(epoch, logs) warn("ran out of luck")))
  },
  before_an_error = function() {
    data <- reticulate::import("warnings")
    hook <- function(epoch, logs) {
      data$warn("ran out of luck")
      stop("and then this")
    }
    try(fit_net(compiled_net(), callbacks = callback_lambda(on_epoch_end = hook)), silent = TRUE)
  }
)

warnings_of <- function(code) {
  said <- character()
  withCallingHandlers(code, warning = function(condition) {
    said <<- c(said, conditionMessage(condition))
    invokeRestart("muffleWarning")
  })
  said
}
