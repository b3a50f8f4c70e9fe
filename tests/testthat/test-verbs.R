test_that("nothing, and what is no model, is refused by the verbs", {
  x <- matrix(1, 4, 3)
  y <- matrix(1, 4, 1)
  for (wrong in list(NULL, 5, "model", list(1), optimizer_sgd())) {
    expect_error(fit_generator(wrong, function() list(x, y), steps_per_epoch = 1), "`object` should be a model")
    expect_error(train_on_batch(wrong, x, y), "^train_on_batch\\(\\): `object` should be a model")
    expect_error(predict_on_batch(wrong, x), "^predict_on_batch\\(\\): `object` should be a model")
    expect_error(get_weights(wrong), "^get_weights\\(\\): `object` should be a model or layer")
    expect_error(freeze_weights(wrong), "^freeze_weights\\(\\): `object` should be a model or layer")
    expect_error(save_model_weights_hdf5(wrong, tempfile()), "`object` should be a model")
    expect_error(count_params(wrong), "^count_params\\(\\): `object` should be a model or layer")
    expect_error(texts_to_matrix(wrong, "a"), "`tokenizer` should be a text tokenizer")
    expect_error(fit(wrong, x, y))
    expect_error(compile(wrong, "sgd", "mse"))
  }
  expect_error(get_config(NULL), "^get_config\\(\\): `object` should be a layer, a model or another Keras object")
})

test_that("R has no verbs that wait", {
  expect_error(train_on_batch(x = matrix(1), y = 1), "^train_on_batch\\(\\): argument `object` is missing")
  expect_error(fit_generator(generator = function() NULL, steps_per_epoch = 1), "argument `object` is missing")
  expect_error(get_weights(), "^get_weights\\(\\): argument `object` is missing")
  expect_error(texts_to_matrix(texts = "a"), "^texts_to_matrix\\(\\): argument `tokenizer` is missing")
})
