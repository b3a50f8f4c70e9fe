# Arguments that nobody knows: a warning where the code of an installed package wrote them, an error in scripts.

x <- matrix(sin(1:40), 10)
y <- cos(1:10)
regression <- function() {
  keras$utils$set_random_seed(1L)
  keras_model_sequential(input_shape = 4) %>%
    layer_dense(1) %>%
    compile(optimizer_sgd(0.01), "mse")
}

test_that("arguments that nobody knows are a warning, once, where an installed package gives them", {
  model <- regression()
  package <- new.env(parent = asNamespace("stats"))
  trains <- eval(
    quote(function(fit, evaluate, model, x, y) {
      `%>%` <- rkeras::`%>%`
      history <- fit(model, x, y, epochs = 1, verbose = 0, data_format = "old")
      model %>% evaluate(x, y, verbose = 0, view_metrics = FALSE, data_format = "old")
    }),
    package
  )
  said <- warnings_of(trains(fit, evaluate, model, x, y))
  expect_match(said, "`data_format` from the package stats has no effect", all = FALSE, fixed = TRUE)
  expect_length(grep("evaluate(): `data_format` from", said, fixed = TRUE), 1L)
  expect_length(warnings_of(trains(fit, evaluate, model, x, y)), length(said) - 2L)
  expect_error(fit(model, x, y, data_format = "old"), "fit(): unknown argument `data_format`", fixed = TRUE)
})

test_that("who wrote an unknown argument counts, through whatever functions it came", {
  model <- regression()
  written <- new.env(parent = asNamespace("stats"))
  functions <- eval(
    quote(list(
      hands_on = function(f, ...) f(...),
      trains = function(fit, ...) fit(..., epochs = 1, verbose = 0, old = 1),
      trains_each = function(fit, model, x, y) lapply(list(model), fit, x, y, epochs = 1, verbose = 0, old = 1),
      trains_piped = function(fit, model, ...) magrittr::`%>%`(model, fit(..., epochs = 1, verbose = 0, old = 1)),
      trains_by_call = function(fit, ...) do.call(fit, list(..., epochs = 1, verbose = 0, old = 1))
    )),
    written
  )
  for (trains in functions[-1L]) {
    suppressWarnings(expect_no_error(trains(fit, model, x, y)))
  }
  refused <- function(call) expect_error(call, "fit(): unknown argument `typo`", fixed = TRUE)
  refused(functions$hands_on(fit, model, x, y, typo = 1))
  refused(functions$hands_on(function(...) fit(..., typo = 1), model, x, y))
  refused(functions$hands_on(lapply, list(model), fit, x, y, typo = 1))
  refused(lapply(list(model), fit, x, y, typo = 1))
  refused(Map(fit, list(model), list(x), list(y), typo = 1))
  refused(do.call("fit", list(model, x, y, typo = 1)))
  expect_error(functions$trains(fit, model, x, y, typo = 1), "fit(): unknown argument `", fixed = TRUE)
  loaded <- new.env(parent = asNamespace("stats")) # as pkgload makes a package that is being written
  loaded$.packageName <- "written"
  loaded$.__DEVTOOLS__ <- TRUE
  refused(eval(quote(function(fit, ...) fit(..., typo = 1)), loaded)(fit, model, x, y))
  expect_error(
    fit(model, x, y, 32, 1, 0, NULL, FALSE, 0, NULL, TRUE, NULL, NULL, 0, NULL, NULL, 1),
    "fit(): takes at most 16 positional arguments. Received: 17",
    fixed = TRUE
  )
})
