# Hooks of batches, which R's evaluator runs without reticulate where Python finds it.
train <- function(..., epochs = 1, metrics = NULL) {
  train_with(eager_model(metrics), callback_lambda(...), epochs = epochs, batch_size = 8)
}

quick <- function() import_rkeras_py("r_evaluator", convert = FALSE)

# Runs code both ways: as it is, and where R's evaluator is not found.
both_ways <- function(code) {
  code <- substitute(code)
  frame <- parent.frame()
  eval(code, frame)
  found <- quick()$find_evaluator
  on.exit(reticulate::py_set_attr(quick(), "find_evaluator", found))
  reticulate::py_set_attr(quick(), "find_evaluator", reticulate::py_eval("lambda: None", convert = FALSE))
  eval(code, frame)
}

test_that("R's evaluator is found", {
  expect_false(is.null(reticulate::py_to_r(quick()$find_evaluator())))
})

test_that("batches are counted from 0 and logs are named lists, whatever a hook takes of them", {
  both_ways({
    seen <- list()
    note <- function(...) seen[[length(seen) + 1]] <<- list(...)
    history <- train(
      on_batch_begin = function(batch, logs) note("begin", batch, logs),
      on_batch_end = function(nr, values) note("end", nr, values),
      epochs = 2,
      metrics = "accuracy"
    )
    expect_length(seen, 12)
    expect_identical(vapply(seen, `[[`, 0L, 2), rep(rep(0:2, each = 2), 2))
    expect_identical(seen[[1]], list("begin", 0L, stats::setNames(list(), character())))
    ends <- lapply(seen[2 * 1:6], `[[`, 3)
    expect_true(all(vapply(ends, function(logs) identical(names(logs), c("loss", "accuracy")), NA)))
    expect_identical(vapply(ends[c(3, 6)], `[[`, 0, "loss"), history$metrics$loss)
    expect_identical(vapply(ends[c(3, 6)], `[[`, 0, "accuracy"), history$metrics$accuracy)
  })
})

test_that("hooks take logs alone, any arguments, or none", {
  both_ways({
    seen <- NULL
    note <- function(...) seen <<- c(seen, ...)
    train(on_batch_begin = function() note("none"), on_batch_end = function(logs) note(names(logs)))
    train(on_batch_begin = function(batch) note(batch), on_batch_end = function(...) note(class(..1), names(..2)))
    expect_identical(seen, c(rep(c("none", "loss"), 3), rbind(0:2, "integer", "loss")))
  })
})

test_that("what a hook keeps stays as it was", {
  both_ways({
    kept <- list()
    keep <- function(batch, logs) {
      kept[[batch + 1]] <<- function() c(batch, logs$loss)
    }
    train(on_batch_end = keep)
    later <- vapply(kept, function(batch) batch(), c(0, 0))
    expect_identical(later[1, ], c(0, 1, 2))
    expect_length(unique(later[2, ]), 3)
  })
})

test_that("a hook may train with itself", {
  both_ways({
    seen <- NULL
    depth <- 0
    hook <- function(batch, logs) {
      depth <<- depth + 1
      if (depth < 3 && batch == 1) {
        train(on_batch_end = hook)
      }
      depth <<- depth - 1
      seen <<- c(seen, batch)
    }
    train(on_batch_end = hook)
    expect_identical(seen, c(0L, 0L, 0L, 1L, 2L, 1L, 2L, 1L, 2L))
  })
})

test_that("errors are R's own, and end the training", {
  own <- structure(class = c("own_error", "error", "condition"), list(message = "words", call = NULL, part = 5))
  both_ways({
    batches <- 0
    failing <- function(batch, logs) {
      batches <<- batches + 1
      if (batch == 1) stop(own)
    }
    for (i in 1:3) {
      expect_identical(tryCatch(train(on_batch_end = failing), error = identity), own)
    }
    expect_identical(batches, 6)
    caught <- tryCatch(train(on_batch_end = function(batch, logs) stop("simple")), error = identity)
    expect_identical(class(caught), c("simpleError", "error", "condition"))
    expect_identical(deparse(conditionCall(caught)), "on_batch_end(...)")
    deep <- function(n) deep(n + 1)
    expect_error(train(on_batch_end = function(batch, logs) deep(1)), "nested too deeply|stack")
    of_python <- function(batch, logs) reticulate::py_run_string("raise LookupError('of Python')")
    expect_error(train(on_batch_end = of_python), "of Python", class = "python.builtin.LookupError")
    expect_length(train(on_batch_end = function(batch, logs) try(stop("kept"), silent = TRUE))$metrics$loss, 1)
  })
})

test_that("warnings and messages reach the user, whose handlers may leave the training", {
  both_ways({
    count <- 0
    withCallingHandlers(train(on_batch_end = function(batch, logs) warning("careful")), warning = function(condition) {
      count <<- count + 1
      invokeRestart("muffleWarning")
    })
    expect_identical(count, 3)
    expect_warning(expect_warning(expect_warning(train(on_batch_end = function(batch) warning("careful ", batch)))))
    for (i in 1:3) {
      expect_identical(tryCatch(train(on_batch_end = function(batch) message("over")), message = function(m) i), i)
      expect_error(
        withRestarts(train(on_batch_end = function(batch) invokeRestart("out")), out = identity),
        "left by a"
      )
      expect_error(callCC(function(leave) train(on_batch_end = function(batch) leave(1))), "left by a jump")
    }
  })
})

test_that("numbers set in the logs of a batch are seen by the callbacks after it", {
  seen <- NULL
  model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1) %>% compile("sgd", "mse", run_eagerly = TRUE)
  sets <- callback_lambda(on_batch_end = function(batch, logs) {
    logs$own <- batch / 2
    NULL
  })
  reads <- callback_lambda(on_batch_end = function(batch, logs) {
    seen <<- c(seen, logs$own)
    NULL
  })
  fit(model, callback_x, callback_y, batch_size = 8, epochs = 1, verbose = 0, callbacks = list(sets, reads))
  expect_identical(seen, c(0, 0.5, 1))
})

test_that("predictions come as arrays", {
  sizes <- NULL
  model <- keras_model_sequential(input_shape = 3) %>% layer_dense(2)
  note <- callback_lambda(on_predict_batch_end = function(batch, logs) {
    sizes <<- c(sizes, dim(logs$outputs))
    NULL
  })
  predict(model, callback_x, batch_size = 16, verbose = 0, callbacks = note)
  expect_identical(sizes, c(16L, 2L, 8L, 2L))
})

test_that("where Python cannot write to R's memory, hooks and large arrays go by reticulate, with the same values", {
  large <- array(sin(1:70000), c(7, 100, 100))
  results <- lapply(c(TRUE, FALSE), function(writes) {
    before <- writes_to_r()
    state$writes_to_r <- writes
    on.exit(assign("writes_to_r", before, state))
    seen <- list()
    set_random_seed(1L)
    history <- train(on_batch_end = function(batch, logs) {
      seen[[batch + 1L]] <<- logs
    })
    list(seen = seen, history = history$metrics, array = as.array(k_constant(large)))
  })
  expect_length(results[[1L]]$seen, 3L)
  expect_identical(results[[1L]], results[[2L]])
  expect_equal(results[[1L]]$array, large, tolerance = 1e-6)
})

test_that("hooks of batches and large arrays stand R's gctorture", {
  printed <- prepared(
    c(
      "library(rkeras)",
      "set_random_seed(1L)",
      "x <- matrix(sin(1:80), 40)",
      "large <- op_array(matrix(cos(1:70000), 700), 'float32')",
      "train <- function(torture) {",
      "  model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, kernel_initializer = 'ones')",
      "  compile(model, 'sgd', 'mse')",
      "  seen <- list()",
      "  hook <- function(batch, logs) seen[[length(seen) + 1L]] <<- list(batch, logs, paste0('kept', batch))",
      "  if (torture) gctorture2(20L)",
      "  fit(model, x, x[, 1] * 2, epochs = 2, batch_size = 2, verbose = 0, shuffle = FALSE,",
      "    callbacks = list(callback_lambda(on_batch_begin = hook, on_batch_end = hook)))",
      "  found <- lapply(1:3, function(i) as.array(large * i))",
      "  gctorture2(0L)",
      "  list(seen, found)",
      "}",
      "plain <- train(FALSE)",
      "stopifnot(length(plain[[1]]) == 80L, identical(train(TRUE), plain))",
      "cat('right')"
    ),
    timeout = 240
  )
  expect_identical(printed, "right")
})
