test_that("same_object() tells whether two names hold one object", {
  model <- keras_model_sequential(input_shape = 2) %>% layer_dense(units = 1)
  expect_true(same_object(model, model %>% compile(loss = "mse", optimizer = "sgd")))
  expect_true(same_object(model$layers[[1]], get_layer(model, index = 1)))
  expect_false(same_object(model, clone_model(model)))
  expect_false(same_object(model, 1))
  expect_false(same_object(1, model))
  here <- new.env()
  expect_true(same_object(here, here))
  expect_false(same_object(here, new.env()))
  numbers <- c(1, 2)
  same <- numbers
  expect_true(same_object(numbers, same))
  same[1] <- 3
  expect_false(same_object(numbers, same))
  expect_error(same_object(1), "\"b\" is missing")
})

test_that("clone_model() copies weights where it is asked to", {
  model <- keras_model_sequential(input_shape = 2) %>% layer_dense(units = 1)
  expect_equal(get_weights(clone_model(model, weights = TRUE)), get_weights(model))
  expect_false(identical(get_weights(clone_model(model)), get_weights(model)))
})
