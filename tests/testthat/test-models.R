stack <- function() {
  model <- keras_model_sequential(input_shape = 4)
  for (i in 1:5) {
    model %>% layer_dense(units = i, name = paste0("d", i))
  }
  model
}

flags <- function(model) {
  paste(ifelse(vapply(model$layers, function(layer) layer$trainable, NA), "T", "F"), collapse = "")
}

test_that("the headline model of the vignette", {
  main_input <- layer_input(shape = c(100), dtype = "int32", name = "main_input")
  lstm_out <- main_input %>%
    layer_embedding(input_dim = 10000, output_dim = 512, input_length = 100) %>%
    layer_lstm(units = 32)
  auxiliary_output <- lstm_out %>% layer_dense(units = 1, activation = "sigmoid", name = "aux_output")
  auxiliary_input <- layer_input(shape = c(5), name = "aux_input")
  main_output <- layer_concatenate(c(lstm_out, auxiliary_input)) %>%
    layer_dense(units = 64, activation = "relu") %>%
    layer_dense(units = 64, activation = "relu") %>%
    layer_dense(units = 64, activation = "relu") %>%
    layer_dense(units = 1, activation = "sigmoid", name = "main_output")
  model <- keras_model(
    inputs = c(main_input, auxiliary_input),
    outputs = c(main_output, auxiliary_output)
  )
  expect_equal(count_params(model), 5200610)
  text <- capture.output(print(model))
  expect_match(text, "Total params: 5,200,610", fixed = TRUE, all = FALSE)
  expect_match(text, "Connected to", fixed = TRUE, all = FALSE)
})

test_that("layers are found by name and by position from 1", {
  model <- stack()
  expect_identical(get_layer(model, "d2")$name, "d2")
  expect_identical(get_layer(model, index = 1)$name, "d1")
  expect_identical(get_layer(model, index = -1)$name, "d5")
  expect_error(get_layer(model, index = 0), "Positions count from 1")
  expect_error(get_layer(model, "d9"), 'one of "d1", "d2"')
})

test_that("freezing follows R keras: all others are set the other way", {
  model <- stack()
  frozen <- function(...) flags(freeze_weights(model, ...))
  expect_identical(frozen(), "FFFFF")
  expect_identical(flags(unfreeze_weights(model)), "TTTTT")
  expect_identical(frozen(to = 3), "FFFTT")
  expect_identical(frozen(from = 3), "TTFFF")
  expect_identical(frozen(from = 2, to = 3), "TFFTT")
  expect_identical(frozen(from = -2), "TTTFF")
  expect_identical(frozen(from = "d2", to = "d4"), "TFFFT")
  expect_identical(frozen(which = c(1, 3)), "FTFTT")
  expect_identical(frozen(which = c(TRUE, FALSE, TRUE, FALSE, FALSE)), "FTFTT")
  expect_identical(frozen(which = ~ .x$name == "d2"), "TFTTT")
  expect_identical(frozen(which = function(layer) layer$units > 3), "TTTFF")
  expect_identical(frozen(which = c("d1", "d5")), "FTTTF")
  expect_identical(frozen(from = get_layer(model, "d5")), "TTTTF")
  expect_identical(frozen(which = model$layers[c(1, 2)]), "FFTTT")
  expect_identical(flags(unfreeze_weights(model, from = 4)), "FFFTT")
  expect_error(frozen(which = "d9"), "`which` should be the name of a layer", fixed = TRUE)
  expect_error(frozen(from = 9), "`from` should be a position from 1 to 5", fixed = TRUE)
  expect_identical(withVisible(freeze_weights(model))$value, model)
})

test_that("layers are popped", {
  model <- stack()
  pop_layer(model)
  expect_length(model$layers, 4)
  expect_identical(model$output_shape, list(NULL, 4L))
})

test_that("configs and clones make models anew", {
  model <- stack()
  config <- get_config(model)
  copies <- list(clone_model(model), from_config(config))
  for (copy in copies) {
    set_weights(copy, get_weights(model))
    expect_identical(flags(copy), "TTTTT")
    x <- matrix(1:8 / 8, 2)
    expect_identical(predict(copy, x, verbose = 0), predict(model, x, verbose = 0))
  }
})

test_that("models take layers, names and shapes", {
  model <- keras_model_sequential(list(layer_dense(units = 3, input_shape = 4), layer_dense(units = 2)), name = "m")
  expect_identical(model$name, "m")
  expect_identical(model$output_shape, list(NULL, 2L))
  images <- keras_model_sequential(input_shape = c(28, 28)) %>% layer_flatten()
  expect_identical(images$input_shape, list(NULL, 28L, 28L))
})

test_that("the seed of a model makes its weights those of plain Keras", {
  k_clear_session()
  keras$utils$set_random_seed(1L)
  x <- layer_input(c(6), dtype = "int32")
  mine <- keras_model(x, x %>% layer_embedding(10, 4) %>% layer_gru(3) %>% layer_dense(2))
  k_clear_session()
  keras$utils$set_random_seed(1L)
  layers <- keras$layers
  plain <- keras$Sequential(list(
    keras$Input(reticulate::tuple(6L), dtype = "int32"),
    layers$Embedding(10L, 4L),
    layers$GRU(3L),
    layers$Dense(2L)
  ))
  expect_identical(get_weights(mine), plain$get_weights())
})
