# Functions of R that Python calls. A jump over Python's frames, or an error that only exiting handlers hear of, would
# break Python: what comes afterwards here would crash.
x <- matrix(sin(1:72), 24)
y <- as.numeric(rowSums(x) > 0)

compiled <- function(loss = "mse") {
  keras_model_sequential(input_shape = 3) %>% layer_dense(1) %>% compile(optimizer_sgd(0.1), loss, run_eagerly = TRUE)
}

train <- function(model, x, ...) fit(model, x, ..., verbose = 0)

deep <- function(n = 1) deep(n + 1)

# Each lets Python call a function of R.
ways <- list(
  hook = function(f) train(compiled(), x, y, callbacks = callback_lambda(on_epoch_end = function(epoch, logs) f())),
  `hook of a batch` = function(f) {
    train(compiled(), x, y, callbacks = callback_lambda(on_batch_end = function(batch) f()))
  },
  rate = function(f) train(compiled(), x, y, callbacks = callback_learning_rate_scheduler(function(epoch, lr) f())),
  generator = function(f) train(compiled(), function() f(), steps_per_epoch = 2),
  `generator in R6` = function(f) {
    source <- R6::R6Class("Source", public = list(next_batch = function() f()))$new()
    train(compiled(), source, steps_per_epoch = 2)
  },
  loss = function(f) train(compiled(function(y_true, y_pred) f()), x, y),
  lambda = function(f) layer_input(3) %>% layer_lambda(function(x) f()),
  `layer class` = function(f) {
    layer <- new_layer_class("Own", call = function(inputs) f())
    layer_input(3) %>% layer()
  },
  `R6 layer` = function(f) {
    own <- R6::R6Class("Own", inherit = KerasLayer, public = list(call = function(x, mask = NULL) f()))
    create_layer(own, layer_input(3))
  },
  `R6 callback` = function(f) {
    own <- R6::R6Class("Own", inherit = KerasCallback, public = list(on_epoch_end = function(epoch, logs) f()))
    train(compiled(), x, y, callbacks = own$new())
  },
  `callback class` = function(f) {
    own <- new_callback_class("Own", on_epoch_end = function(epoch, logs) f())
    train(compiled(), x, y, callbacks = own())
  },
  `function of another argument` = function(f) k_map_fn(function(row) f(), k_constant(x))
)

for (way in names(ways)) {
  call_r <- ways[[way]]
  test_that(paste("handlers outside may leave a function of R:", way), {
    for (i in 1:3) {
      expect_identical(tryCatch(call_r(function() warning("careful")), warning = conditionMessage), "careful")
      expect_identical(tryCatch(call_r(function() message("over")), message = conditionMessage), "over\n")
      expect_error(withRestarts(call_r(function() invokeRestart("out")), out = identity), "left by a jump")
    }
    expect_length(train(compiled(), x, y, epochs = 2)$metrics$loss, 2)
  })

  test_that(paste("an endless recursion is an error:", way), {
    for (i in 1:2) {
      expect_error(call_r(deep), "nested too deeply|stack")
    }
    expect_length(train(compiled(), x, y, epochs = 2)$metrics$loss, 2)
  })
}
