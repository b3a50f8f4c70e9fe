at_end <- function(f) train_with(eager_model(), callback_lambda(on_epoch_end = f), epochs = 2)

test_that("functions of R get numbers from 0 and named lists, in R keras's order, and what they take", {
  seen <- list()
  note <- function(...) seen[[length(seen) + 1]] <<- list(...)
  train_with(
    eager_model("accuracy"),
    callback_lambda(
      on_train_begin = function() note("begin"),
      on_epoch_begin = function(epoch) note(epoch),
      on_batch_end = function(batch, logs) note(batch, names(logs)),
      on_epoch_end = function(nr, values) note(nr, values),
      on_train_end = function(logs = NULL) note(names(logs))
    ),
    NULL,
    epochs = 1
  )
  names <- c("loss", "accuracy")
  expect_identical(seen[1:4], list(list("begin"), list(0L), list(0L, names), list(1L, names)))
  expect_identical(seen[[5]][[1]], 0L)
  expect_named(seen[[5]][[2]], names)
  expect_type(seen[[5]][[2]]$loss, "double")
  expect_identical(seen[[6]], list(names))
})

test_that("evaluate and predict call their functions, one callback needs no list", {
  calls <- character()
  hook <- function(name) {
    force(name)
    function(...) calls <<- c(calls, name)
  }
  model <- eager_model()
  evaluate(model, callback_x, callback_y, verbose = 0, callbacks = callback_lambda(on_test_end = hook("tested")))
  predict(
    model,
    callback_x,
    verbose = 0,
    callbacks = callback_lambda(
      on_predict_batch_end = function(batch, logs) {
        calls <<- c(calls, dim(logs$outputs))
      },
      on_predict_end = hook("predicted")
    )
  )
  expect_identical(calls, c("tested", "24", "1", "predicted"))
})

test_that("a number set in logs is seen by the callbacks after it", {
  seen <- NULL
  history <- train_with(
    eager_model(),
    callback_lambda(on_epoch_end = function(epoch, logs) {
      logs[["own"]] <- 10 - epoch
      logs$note <- "text stays in R"
      invisible(NULL)
    }),
    callback_lambda(on_epoch_end = function(logs) {
      seen <<- c(seen, logs$own)
    }),
    callback_early_stopping("own", mode = "max", patience = 2),
    epochs = 9
  )
  expect_identical(seen, c(10, 9, 8))
  expect_identical(history$metrics$own, seen)
  expect_named(history$metrics, c("loss", "own"))
})

test_that("errors keep class, message and parts, and end the training", {
  epochs <- 0
  own <- structure(class = c("own_error", "error", "condition"), list(message = "words", call = NULL, part = 5))
  caught <- tryCatch(
    at_end(function(epoch, logs) {
      epochs <<- epochs + 1
      stop(own)
    }),
    error = identity
  )
  expect_identical(caught, own)
  expect_identical(epochs, 1)
  caught <- tryCatch(at_end(function(epoch, logs) stop("simple")), error = identity)
  expect_identical(class(caught), c("simpleError", "error", "condition"))
  expect_identical(deparse(conditionCall(caught)), "on_epoch_end(...)")
  expect_error(
    train_with(eager_model(), callback_learning_rate_scheduler(function(epoch, lr) stop("no rate"))),
    "^no rate$"
  )
})

test_that("warnings and messages reach the user, whose handlers may leave the training", {
  warned <- function(epoch, logs) {
    warning(structure(class = c("own", "warning", "condition"), list(message = "careful")))
  }
  count <- 0
  history <- withCallingHandlers(at_end(warned), own = function(condition) {
    count <<- count + 1
    invokeRestart("muffleWarning")
  })
  expect_length(history$metrics$loss, 2)
  expect_identical(count, 2)
  expect_message(expect_message(at_end(function(epoch) message("epoch ", epoch)), "epoch 0"), "epoch 1")
  signals <- function(epoch) signalCondition(structure(class = c("own", "condition"), list(message = "", call = NULL)))
  for (i in 1:3) {
    expect_identical(tryCatch(at_end(warned), warning = conditionMessage), "careful")
    expect_identical(tryCatch(at_end(function(epoch) message("over")), message = conditionMessage), "over\n")
    expect_identical(tryCatch(at_end(signals), own = function(condition) i), i)
    expect_error(withRestarts(at_end(function(epoch) invokeRestart("out")), out = identity), "left by a jump")
  }
  expect_length(at_end(function(epoch) NULL)$metrics$loss, 2)
})

test_that("whatever way a function sets a number in logs, it is looked for", {
  sets <- function(code) may_assign(str2lang(code), "logs")
  expect_true(sets("logs$own <- 1"))
  expect_true(sets("if (logs$loss > 1) names(logs)[[1]] <- 'own'"))
  expect_true(sets("lapply(1, function(i) logs[['own']] <<- i)"))
  expect_true(sets("base::assign('logs', list(own = 1))"))
  expect_false(sets("{ seen[, 1] <<- logs$loss; base::print(logs) }"))
})
