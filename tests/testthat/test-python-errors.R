model <- function() keras_model_sequential(input_shape = 4) %>% layer_dense(1)

test_that("errors of Python keep their class and lose reticulate's noise", {
  error <- tryCatch(layer_dense(units = 1.5), error = identity)
  expect_s3_class(error, c("rkeras_error", "python.builtin.ValueError", "error", "condition"))
  expect_null(conditionCall(error))
  expect_match(conditionMessage(error), "^layer_dense\\(\\): `units` should be a whole number")
  expect_no_match(conditionMessage(error), "py_last_error|ValueError")
  expect_match(conditionMessage(error), "Received: units = 1.5", fixed = TRUE)
})

test_that("the printed message is the message", {
  shown <- try(layer_dense(units = 1.5), silent = TRUE)
  expect_match(as.character(shown), "^Error : layer_dense\\(\\): `units`")
})

cases <- list(
  list(quote(layer_dense()), "layer_dense(): argument `units` is missing", "TypeError"),
  list(quote(layer_dense(units = 2, actvation = "relu")), "Did you mean `activation`?", "TypeError"),
  list(quote(layer_input(4) %>% layer_conv_2d(2, 3)), "layer_conv_2d(): ", "ValueError"),
  list(quote(layer_flatten("text")), "layer_flatten(): `object` should be a tensor", "TypeError"),
  list(quote(keras_model(layer_input(2), layer_dense(units = 2))), "keras_model(): `outputs`", "ValueError"),
  list(quote(fit(model(), matrix(0, 2, 4), 1:2)), "fit(): the model is not compiled", "RuntimeError"),
  list(quote(predict(model(), matrix(0, 2, 4)[1, ])), "drop = FALSE", "ValueError"),
  list(quote(predict(model(), matrix(0, 2, 4), vrbose = 0)), "Did you mean `verbose`?", "TypeError"),
  list(quote(compile(model(), "sgd", loss = c("mse", "mse"))), "compile(): `loss`", "ValueError"),
  list(quote(get_layer(model(), index = 2)), "get_layer(): `index`", "ValueError"),
  list(quote(layer_dropout(rate = NA)), "layer_dropout(): `rate`", "ValueError")
)

for (case in cases) {
  test_that(paste("error of", deparse1(case[[1]])), {
    error <- tryCatch(eval(case[[1]]), error = identity)
    expect_s3_class(error, paste0("python.builtin.", case[[3]]))
    expect_match(conditionMessage(error), case[[2]], fixed = TRUE)
    expect_no_match(conditionMessage(error), "py_last_error")
  })
}

test_that("an error in an R function called by Python keeps its words", {
  x <- layer_input(3)
  expect_error(layer_lambda(x, function(t) stop("my own words")), "my own words")
})

test_that("errors can be caught by class", {
  caught <- tryCatch(
    layer_dense(units = "many"),
    python.builtin.ValueError = function(e) "value error"
  )
  expect_identical(caught, "value error")
})

test_that("an error keeps its words where it is printed or made text", {
  error <- tryCatch(layer_dense(units = 1.5), error = identity)
  expect_match(as.character(error), "^Error: layer_dense\\(\\): `units`")
  expect_output(print(error), "<ValueError: layer_dense(): `units` should be", fixed = TRUE)
})

test_that("a row that R named is taken for a row, not for named inputs", {
  row <- as.matrix(iris[1:4])[1, ]
  expect_error(predict(model(), row), "drop = FALSE", fixed = TRUE)
})

test_that("NA in data is counted, in short vectors and in matrices", {
  compiled <- model() %>% compile("sgd", "mse")
  data <- matrix(0, 3, 4)
  expect_error(
    fit(compiled, data, c(1, NA, NA), verbose = 0),
    "fit(): `y`: The data have 2 missing value(s) (NA) among 3",
    fixed = TRUE
  )
  data[2, 2] <- NA
  expect_error(
    fit(compiled, data, 1:3, verbose = 0),
    "fit(): `x`: The data have 1 missing value(s) (NA) among 12",
    fixed = TRUE
  )
})

test_that("messages spell values as R does", {
  expect_error(layer_dense(units = NULL), "Received: units = NULL", fixed = TRUE)
  expect_error(layer_dense(units = FALSE), "Received: units = FALSE", fixed = TRUE)
  expect_error(layer_conv_2d(filters = 1, kernel_size = c(3, 2.5)), "Received: kernel_size = c(3, 2.5)", fixed = TRUE)
  expect_error(get_layer(model(), "none"), 'Received: name = "none"', fixed = TRUE)
  expect_error(layer_dense(units = list("a", 1)), 'Received: units = list("a", 1)', fixed = TRUE)
})
