# Functions of R that Python calls. A jump over Python's frames, or an error that only exiting handlers hear of, breaks
# Python, now or later: all is tried in a process of its own.
script <- quote({
  library(rkeras)
  x <- matrix(sin(1:72), 24)
  y <- as.numeric(rowSums(x) > 0)
  compiled <- function(loss = "mse") {
    keras_model_sequential(input_shape = 3) %>% layer_dense(1) %>% compile(optimizer_sgd(0.1), loss, run_eagerly = TRUE)
  }
  train <- function(model, x, ...) fit(model, x, ..., verbose = 0)
  calls_back <- function(...) train(compiled(), x, y, callbacks = callback_lambda(...))
  generates <- function(source) train(compiled(), source, steps_per_epoch = 2)
  deep <- function(n = 1) deep(n + 1)

  # Each lets Python call a function of R.
  plain <- reticulate::py_run_string("def call(f): return f()\ndef call_first(fs): return fs[0]()", local = TRUE)
  ways <- list(
    plain_function = function(f) plain$call(f),
    plain_function_in_a_list = function(f) plain$call_first(list(f)),
    hook = function(f) calls_back(on_epoch_end = function(epoch, logs) f()),
    hook_of_a_batch = function(f) calls_back(on_batch_end = function(batch, logs) f()),
    hook_that_sets_logs = function(f) {
      calls_back(on_batch_end = function(batch, logs) {
        logs$own <- f()
      })
    },
    rate = function(f) train(compiled(), x, y, callbacks = callback_learning_rate_scheduler(function(epoch, lr) f())),
    generator = function(f) generates(function() f()),
    generator_in_R6 = function(f) generates(R6::R6Class("Own", public = list(next_batch = function() f()))$new()),
    generator_in_environment = function(f) generates(list2env(list(next_batch = function() f()))),
    iterator = function(f) generates(reticulate::py_iterator(function() f())),
    loss = function(f) train(compiled(function(y_true, y_pred) f()), x, y),
    lambda = function(f) layer_input(3) %>% layer_lambda(function(x) f()),
    layer_class = function(f) new_layer_class("Own", call = function(inputs) f())(layer_input(3)),
    R6_layer = function(f) {
      own <- R6::R6Class("Own", inherit = KerasLayer, public = list(call = function(x, mask = NULL) f()))
      create_layer(own, layer_input(3))
    },
    R6_callback = function(f) {
      own <- R6::R6Class("Own", inherit = KerasCallback, public = list(on_epoch_end = function(epoch, logs) f()))
      train(compiled(), x, y, callbacks = own$new())
    },
    callback_class = function(f) {
      train(compiled(), x, y, callbacks = new_callback_class("Own", on_epoch_end = function(epoch, logs) f())())
    },
    custom_model = function(f) keras_model_custom(function(self) function(inputs, ...) f())(k_constant(x)),
    maker_of_a_custom_model = function(f) keras_model_custom(function(self) f()),
    map = function(f) k_map_fn(function(row) f(), k_constant(x)),
    formula = function(f) k_map_fn(~ f(.x), k_constant(x)),
    texts = function(f) fit_text_tokenizer(text_tokenizer(), function() f()),
    standardizing = function(f) adapt(layer_text_vectorization(standardize = function(text) f()), "a b"),
    choosing = function(f) freeze_weights(compiled(), which = function(layer) f())
  )
})

# How each way ended that is left by some code in `f`.
expect_ends <- function(...) {
  ends <- list(...)
  tries <- lapply(ends, function(end) bquote(cat(way, "->", .(end$left), "\n")))
  loop <- bquote({
    for (way in names(ways)) {
      call_r <- ways[[way]]
      for (i in 1:2) {
        .(as.call(c(quote(`{`), tries)))
      }
    }
    cat("trains on ->", length(train(compiled(), x, y, epochs = 2)$metrics$loss), "\n")
  })
  some <- sampled(names(script[[length(script)]][[3]])[-1], 3)
  output <- prepared(c(deparse(script), sprintf("ways <- ways[%s]", deparse1(some)), deparse(loop)), timeout = 240)
  found <- do.call(rbind, regmatches(output, regexec("^(.*) -> (.*?) *$", output)))
  expected <- rep(vapply(ends, `[[`, "", "as"), 2 * length(some))
  expect_identical(found[, 3], c(expected, "2"), info = paste(output, collapse = "\n"))
}

test_that("handlers outside may leave a function of R, restarts may not, and an endless recursion is an error", {
  deep <- quote(tryCatch(call_r(function(...) deep()), error = function(condition) {
    if (grepl("nested too deeply|stack", conditionMessage(condition))) "deep" else conditionMessage(condition)
  }))
  expect_ends(
    list(
      left = quote(tryCatch(call_r(function(...) warning("careful")), warning = conditionMessage)),
      as = "careful"
    ),
    list(
      left = quote(trimws(tryCatch(call_r(function(...) message("over")), message = conditionMessage))),
      as = "over"
    ),
    list(
      left = quote(tryCatch(
        withRestarts(call_r(function(...) invokeRestart("out")), out = function() "out"),
        error = function(condition) sub(" by a jump.*", "", conditionMessage(condition))
      )),
      as = "An R function was left"
    ),
    list(left = deep, as = "deep")
  )
})
