# Vectors whose class says what their numbers are: 64-bit integers, times, labels.

# Doubles with the bits of 64-bit integers, as bit64 makes them; words of 32 bits, the lower one first.
integer64 <- function(x) {
  high <- floor(x / 2^32)
  words <- as.vector(rbind(x - high * 2^32, high))
  words[is.na(words)] <- c(0, -2^31)
  signed <- ifelse(words >= 2^31, words - 2^32, words)
  signed[signed == -2^31] <- NA
  bits <- readBin(writeBin(as.integer(signed), raw(), endian = "little"), "double", length(x), endian = "little")
  structure(bits, class = "integer64")
}

same <- function() {
  keras_model_sequential(input_shape = 1) %>%
    layer_dense(1, use_bias = FALSE, weights = list(matrix(1))) %>%
    compile("sgd", "mse")
}

frame <- function(...) {
  columns <- list(...)
  structure(columns, class = "data.frame", row.names = seq_along(unclass(columns[[1]])))
}

test_that("the integers here are those of bit64", {
  x <- c(1, 2, -3, 0, NA, 2^40, -2^40)
  expect_identical(unclass(integer64(x)), unclass(bit64::as.integer64(x)))
})

test_that("64-bit integers are data", {
  x <- integer64(c(1, 2, -3))
  model <- same()
  matrix <- x
  dim(matrix) <- c(3, 1)
  for (data in list(x, matrix, frame(a = x), list(x))) {
    expect_equal(c(predict(model, data)), c(1, 2, -3))
    expect_equal(unname(evaluate(model, c(1, 2, -3), data, verbose = 0)), 0)
  }
  expect_equal(unname(evaluate(model, function() list(x, x), steps = 2, verbose = 0)), 0)
  expect_equal(c(as.array(model(x))), c(1, 2, -3))
  long <- integer64(as.numeric(-50:49))
  expect_equal(c(predict(model, long)), -50:49)
  expect_equal(c(predict(model, integer64(7))), 7)
  wide <- integer64(c(1, 2, 3, 4, 5, 6))
  dim(wide) <- c(3, 2)
  expect_equal(as.array(as_tensor(wide)), matrix(as.numeric(1:6), 3), ignore_attr = TRUE)
  expect_equal(as.array(k_constant(x)), array(c(1, 2, -3)))
  expect_equal(as.numeric(k_constant(integer64(7))), 7)
  expect_identical(as.character(keras_array(x)$dtype$name), "int64")
  expect_equal(as.array(reticulate::py_to_r(keras_array(frame(a = x)))), matrix(c(1, 2, -3)))
  expect_equal(to_categorical(integer64(c(0, 2)), 3), rbind(c(1, 0, 0), c(0, 0, 1)))
  expect_equal(pad_sequences(list(x), maxlen = integer64(4)), matrix(c(0L, 1L, 2L, -3L), 1))
  expect_equal(c(reticulate::py_to_r(reticulate::r_to_py(x))), c(1, 2, -3))
})

test_that("64-bit integers stay exact", {
  large <- bit64::as.integer64("9007199254740993")
  expect_match(reticulate::py_str(as_tensor(c(large, -large))), "[ 9007199254740993 -9007199254740993]", fixed = TRUE)
})

test_that("64-bit integers are arguments", {
  expect_identical(layer_dense(units = integer64(4))$units, 4L)
  expect_identical(dim(layer_input(shape = integer64(c(NA, 3)))), c(NA, NA, 3L))
  expect_identical(unlist(layer_conv_2d(filters = integer64(4), kernel_size = integer64(c(2, 3)))$kernel_size), 2:3)
  expect_length(fit(same(), 1:3, 1:3, epochs = integer64(2), verbose = 0)$metrics$loss, 2)
  expect_identical(get_layer(same(), index = integer64(1))$units, 1L)
  expect_identical(array_reshape(1:4, integer64(c(2, 2))), rbind(1:2, 3:4))
  expect_identical(as.integer(shape(integer64(4), NA)), c(4L, NA))
})

test_that("missing 64-bit integers are missing", {
  x <- integer64(c(1, NA, 3))
  model <- same()
  words <- "^%s\\(\\): `%s`: The data have 1 missing value\\(s\\) \\(NA\\) among 3"
  expect_error(predict(model, x), sprintf(words, "predict", "x"))
  expect_error(fit(model, 1:3, x), sprintf(words, "fit", "y"))
  expect_error(predict(model, frame(a = x)), "column `a` has 1")
  expect_error(keras_array(x), "1 missing")
  expect_error(keras_array(frame(a = x)), "column `a` has 1")
  expect_error(predict(model, integer64(c(NA, 1:99))), "1 missing value\\(s\\) \\(NA\\) among 100")
  expect_error(layer_dense(units = integer64(NA)), "`units`")
})

test_that("times and durations have no numbers of their own", {
  model <- same()
  moments <- list(Sys.Date() + 0:2, Sys.time() + 0:2, as.difftime(1:3, units = "hours"))
  for (moment in moments) {
    expect_error(
      predict(model, moment),
      "^predict\\(\\): `x`: (Date|POSIXct|difftime) values must be converted to numbers: as.numeric"
    )
    expect_error(fit(model, 1:3, moment), "^fit\\(\\): `y`: (Date|POSIXct|difftime) values")
    expect_error(predict(model, frame(a = moment)), "Column `a` is of class (Date|POSIXct|difftime)")
    expect_error(keras_array(moment), "^keras_array\\(\\): `x`: ")
    expect_error(keras_array(frame(a = moment)), "^keras_array\\(\\): `x`: column `a` holds times")
  }
})

test_that("bytes are numbers where they have a shape", {
  model <- same()
  expect_equal(c(predict(model, matrix(as.raw(1:3)))), 1:3)
  expect_error(predict(model, structure(as.raw(1:3), class = "bigz")), "Bytes of class bigz are not numbers")
  expect_error(predict(model, as.raw(1:3)))
  expect_error(predict(model, complex(real = 1:3, imaginary = 1)), "real numbers")
  expect_error(predict(model, c("1", "2", "3")), "numbers")
})

test_that("labelled numbers are numbers, in a data frame too", {
  labelled <- structure(c(1, 2, 3), class = c("haven_labelled", "vctrs_vctr", "double"), labels = c(low = 1))
  expect_equal(c(predict(same(), labelled)), 1:3)
  expect_equal(c(predict(same(), frame(a = labelled))), 1:3)
})

test_that("a matrix and a data frame in a data frame give their columns", {
  sum <- keras_model_sequential(input_shape = 3) %>%
    layer_dense(1, use_bias = FALSE, weights = list(matrix(c(1, 10, 100))))
  data <- data.frame(a = 1:2)
  data$m <- matrix(3:6, 2)
  expect_equal(c(predict(sum, data)), c(1 + 30 + 500, 2 + 40 + 600))
  data$m <- data.frame(u = 3:4, v = 5:6)
  expect_equal(c(predict(sum, data)), c(531, 642))
  data$m <- list(3:4, 5:6)
  expect_equal(c(predict(sum, data)), c(1 + 30 + 400, 2 + 50 + 600))
  data$m <- list(3, 5:6)
  expect_error(predict(sum, data))
  inputs <- list(a = layer_input(1, name = "a"), m = layer_input(2, name = "m"))
  model <- keras_model(unname(inputs), layer_concatenate(unname(inputs)))
  data$m <- matrix(3:6, 2)
  expect_equal(predict(model, data), cbind(1:2, 3:4, 5:6))
})
