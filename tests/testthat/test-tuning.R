# Tuners: models built by a function of R, with hyperparameters of keras-tuner.

x <- matrix(0:3)
build <- function(hp) {
  model <- keras_model_sequential(input_shape = 1)
  if (hp_boolean(hp, "deep", default = TRUE)) {
    model %>% layer_dense(hp_int(hp, "units", 2, 4), hp_choice(hp, "activation", c("relu", "linear")))
  }
  model %>%
    layer_dense(1, kernel_initializer = "zeros") %>%
    compile(optimizer_sgd(hp_float(hp, "rate", 0.01, 0.1)), "mse")
}

test_that("a search from R: tries as a data frame, the best model, and it goes on in another session", {
  folder <- tempfile()
  tuner <- tuner_random_search(build, "val_loss", max_trials = 3, directory = folder, seed = 1)
  expect_identical(tuner_hyperparameters(tuner), list(deep = TRUE, units = 2L, activation = "relu", rate = 0.01))
  seen <- 0
  count <- callback_lambda(on_epoch_end = function(epoch, logs) {
    seen <<- seen + 1
  })
  returned <- tuner_search(tuner, x, 2 * x, epochs = 2, validation_data = list(x, 2 * x), callbacks = count)
  expect_true(same_object(returned, tuner))
  expect_identical(seen, 6)
  found <- tuner_results(tuner)
  expect_s3_class(found, "data.frame")
  expect_identical(found$status, rep("completed", 3))
  expect_false(is.unsorted(found$score))
  expect_type(found$rate, "double")
  best <- tuner_best_models(tuner)[[1]]
  expect_equal(evaluate(best, x, 2 * x, verbose = 0)[[1]], found$score[[1]], tolerance = 1e-4)
  expect_identical(tuner_hyperparameters(tuner)$rate, found$rate[[1]])
  again <- tuner_random_search(build, "val_loss", max_trials = 3, directory = folder)
  expect_identical(tuner_results(again), found)
  frame <- data.frame(a = 0:3, b = 2 * (0:3))
  by_formula <- tuner_random_search(build, "loss", max_trials = 1)
  expect_identical(nrow(tuner_results(tuner_search(by_formula, b ~ a, data = frame, epochs = 1))), 1L)
  best <- tuner_best_models(by_formula)[[1]]
  expect_identical(predict(best, frame, verbose = 0), predict(best, x, verbose = 0))
})

test_that("an error in the function of R ends the search as itself", {
  expect_error(tuner_random_search(function(hp) stop("my own words")), "my own words", fixed = TRUE)
  expect_error(tuner_results(3), "`tuner` should be a tuner", fixed = TRUE)
  expect_error(hp_int(list(), "a", 1, 2), "`hp` should be", fixed = TRUE)
})
