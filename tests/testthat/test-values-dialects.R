# Functions and classes of R mean, in files, what they meant where they were made, whatever the session attaches that
# reads them. The two dialects have other formulas of the hard sigmoid.

x <- matrix(c(-2, -1, -0.5, 0.5, 1, 1), 2)
of_keras2 <- function(x) pmin(pmax(0.2 * x + 0.5, 0), 1)
of_keras3 <- function(x) pmin(pmax(x / 6 + 0.5, 0), 1)

write_in <- function(package, maker, folder) {
  prepared(sprintf(
    'rkeras::use_keras_alias()
     library(%s)
     setwd("%s")
     squash <- function(x) activation_hard_sigmoid(x)
     pass <- function(x) x
     scale_by <- function(by) {
       local_squash <- function(x) pass(activation_hard_sigmoid(x)) * by
       function(x) local_squash(activation_hard_sigmoid(x))
     }
     layer_squash <- %s("Squash", call = function(x) squash(activation_hard_sigmoid(x)))
     input <- layer_input(3)
     model <- keras_model(input, list(layer_lambda(input, squash), layer_lambda(input, scale_by(2)), layer_squash(input)))
     rkeras::save_model(model, "model.keras")
     saveRDS(model, "model.rds")',
    package,
    folder,
    maker
  ))
}

# Reads a model in a session of another dialect: as it was written, then as that session wrote it.
read_in <- function(package, folder) {
  prepared(sprintf(
    'if ("%1$s" != "rkeras") rkeras::use_keras_alias()
     library(%1$s)
     setwd("%2$s")
     x <- %3$s
     own <- function() as.numeric(as.array(activation_hard_sigmoid(rkeras::as_tensor(-1, "float32"))))
     before <- own()
     for (round in 1:2) {
       models <- list(rkeras::load_model("model.keras"), readRDS("model.rds"))
       for (model in models) cat(sapply(predict(model, x, verbose = 0), function(y) format(sum(y), digits = 5)), "\n")
       saveRDS(models[[round]], "model.rds")
       rkeras::save_model(models[[3 - round]], "model.keras", overwrite = TRUE)
     }
     cat(identical(own(), before), intersect(.packages(), c("rkeras", "keras", "keras3")), "\n")',
    package,
    folder,
    deparse1(x)
  ))
}

test_that("a model whose code was written for one dialect keeps it in sessions of others", {
  makers <- c(keras = "new_layer_class", keras3 = "Layer")
  readers <- list(keras = "keras3", keras3 = c("rkeras", "keras"))
  for (written in names(makers)) {
    folder <- withr::local_tempdir()
    write_in(written, makers[[written]], folder)
    squash <- if (written == "keras") of_keras2 else of_keras3
    sums <- c(sum(squash(x)), 2 * sum(squash(squash(x))), sum(squash(squash(x))))
    expected <- paste(vapply(sums, format, "", digits = 5), collapse = " ")
    for (reading in readers[[written]]) {
      output <- trimws(read_in(reading, folder))
      expect_identical(output[1:4], rep(expected, 4L), info = paste(written, reading))
      expect_identical(output[[5L]], paste("TRUE", reading))
    }
  }
})

test_that("global functions keep their meaning, also in functions that name themselves and in lists", {
  folder <- withr::local_tempdir()
  written <- prepared(sprintf(
    'library(rkeras)
     setwd("%s")
     k <- 3
     make <- function() function(n) if (n <= 1) 1 else n * factorial_of(n - 1)
     factorial_of <- make()
     is_even <- (function() function(n) if (n == 0) TRUE else is_odd(n - 1))()
     is_odd <- (function() function(n) if (n == 0) FALSE else is_even(n - 1))()
     listed <- function(unused) {
       helper <- function(x) x * k
       helpers <- list(helper, 1:3)
       function(x) if (FALSE) unused else helpers[[1]](x)
     }
     input <- layer_input(1)
     outputs <- list(
       layer_lambda(input, function(x) x * factorial_of(4)),
       layer_lambda(input, function(x) if (is_even(4)) x * 2 else x),
       layer_lambda(input, listed())
     )
     model <- keras_model(input, outputs)
     saveRDS(model, "model.rds")
     save_model(model, "model.keras")
     cat(unlist(predict(model, matrix(1), verbose = 0)))',
    folder
  ))
  read <- prepared(sprintf(
    'library(rkeras)
     setwd("%s")
     k <- 7
     factorial_of <- is_odd <- is_even <- function(n) 0
     for (model in list(readRDS("model.rds"), load_model("model.keras"))) {
       cat(unlist(predict(model, matrix(1), verbose = 0)), "\n")
     }',
    folder
  ))
  expect_identical(trimws(written), "24 2 3")
  expect_identical(trimws(read), c("24 2 3", "24 2 3"))
})
