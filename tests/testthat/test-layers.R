test_that("a layer function without an object gives the layer", {
  for (layer in list(layer_dense(units = 2), layer_dense(NULL, 2), layer_dense(NULL, units = 2))) {
    expect_s3_class(layer, "keras.src.layers.core.dense.Dense")
    expect_s3_class(layer, "keras.engine.base_layer.Layer")
    expect_true(is.function(layer))
    expect_identical(layer$units, 2L)
  }
})

test_that("a tensor is no function, and has the old classes", {
  x <- layer_input(4)
  expect_false(is.function(x))
  expect_s3_class(x, c("keras.engine.keras_tensor.KerasTensor", "tensorflow.tensor"))
  expect_identical(x$shape, list(NULL, 4L))
})

test_that("models have the old classes beside the new", {
  model <- keras_model_sequential(input_shape = 2)
  expect_s3_class(
    model,
    c(
      "keras.src.models.sequential.Sequential",
      "keras.models.Sequential",
      "keras.engine.sequential.Sequential",
      "keras.engine.training.Model",
      "keras.engine.base_layer.Layer"
    )
  )
  x <- layer_input(2)
  expect_s3_class(keras_model(x, layer_dense(x, 1)), "keras.engine.training.Model")
  expect_identical(class(model)[length(class(model))], "python.builtin.object")
})

test_that("layers compose with tensors, lists and named lists", {
  a <- layer_input(3)
  b <- layer_input(4)
  shape <- list(NULL, 7L)
  expect_identical(layer_concatenate(c(a, b))$shape, shape)
  expect_identical(layer_concatenate(list(a, b))$shape, shape)
  expect_identical(layer_concatenate(a, b)$shape, shape)
  expect_identical(layer_concatenate(list(one = a, two = b))$shape, shape)
  expect_identical((list(a, b) %>% layer_concatenate())$shape, shape)
  expect_identical((c(a, b) %>% layer_concatenate())$shape, shape)
  expect_identical(layer_concatenate()(list(a, b))$shape, shape)
  expect_identical(
    layer_concatenate(layer_input(c(3, 2)), layer_input(c(5, 2)), axis = 1)$shape,
    list(NULL, 8L, 2L)
  )
})

test_that("several outputs come as a list", {
  outputs <- layer_input(c(5, 2)) %>% layer_lstm(units = 3, return_state = TRUE)
  expect_type(outputs, "list")
  expect_length(outputs, 3)
  again <- layer_input(c(5, 2)) %>% layer_lstm(units = 3)(initial_state = outputs[2:3])
  expect_identical(again$shape, list(NULL, 3L))
})

test_that("a Sequential model grows in place and comes back itself", {
  model <- keras_model_sequential()
  same <- model %>% layer_dense(units = 3, input_shape = 4) %>% layer_dense(units = 2)
  expect_identical(same, model)
  expect_length(model$layers, 2)
  expect_identical(model$output_shape, list(NULL, 2L))
  dense <- layer_dense(units = 5)
  expect_identical(dense(model), model)
  expect_length(model$layers, 3)
})

test_that("functions of this package are activations, initializers and the like", {
  layer <- layer_dense(
    units = 2,
    activation = activation_relu,
    kernel_initializer = initializer_ones(),
    kernel_regularizer = regularizer_l2(0.5),
    bias_constraint = constraint_maxnorm(0.5)
  )
  expect_identical(get_config(layer)$activation, "relu")
  expect_identical(layer$bias_constraint$max_value, 0.5)
  expect_identical(layer$kernel_regularizer$l2, 0.5)
})

test_that("an R function is the body of a lambda layer", {
  x <- layer_input(3)
  doubled <- keras_model(x, x %>% layer_lambda(f = function(t) t * 2))
  expect_equal(predict(doubled, matrix(1:6, 2), verbose = 0), matrix(1:6, 2) * 2)
})

test_that("a builtin function of R is the body of a lambda layer", {
  x <- layer_input(3)
  flipped <- keras_model(x, x %>% layer_lambda(f = `-`))
  expect_equal(predict(flipped, matrix(1:6, 2), verbose = 0), -matrix(1:6, 2))
})

test_that("wrappers take a layer", {
  x <- layer_input(c(5, 4))
  expect_identical(time_distributed(x, layer_dense(units = 3))$shape, list(NULL, 5L, 3L))
  expect_identical((x %>% bidirectional(layer_lstm(units = 3)))$shape, list(NULL, 6L))
})

test_that("the further arguments of keras3 are taken by their names", {
  layer <- layer_dense(units = 3, lora_rank = 2, lora_alpha = 4)
  layer(matrix(1, 2, 4))
  expect_equal(layer$get_config()[c("lora_rank", "lora_alpha")], list(lora_rank = 2L, lora_alpha = 4))
  expect_equal(layer_activation_leaky_relu(negative_slope = 0.5)$negative_slope, 0.5)
  expect_error(
    regularizer_l2(l = 1, l2 = 2),
    "`l` should be omitted if `l2` is given. Received: l = 1",
    fixed = TRUE
  )
  query <- layer_input(c(3, 2), batch_size = 5)
  expect_identical(dim(query), c(5L, 3L, 2L))
  expect_identical(dim(layer_attention(object = list(query, query))), c(5L, 3L, 2L))
  model <- keras_model_sequential(input_shape = 4, input_name = "data", input_dtype = "float64") %>% layer_dense(2)
  expect_identical(c(model$input$name, model$input$dtype), c("data", "float64"))
  expect_identical(to_categorical(x = c(0, 2), num_classes = 3), to_categorical(c(0, 2), 3))
  file <- tempfile(fileext = ".jpg")
  picture <- array(as.double(1:192), c(8, 8, 3))
  expect_identical(image_array_save(x = picture, path = file, quality = 90), picture)
  expect_identical(dim(image_to_array(image_load(file), dtype = "uint8")), c(8L, 8L, 3L))
  model %>% compile("sgd", "mse", jit_compile = FALSE)
  history <- model %>%
    fit(
      matrix(1, 6, 4),
      matrix(1, 6, 2),
      epochs = 2,
      verbose = 0,
      validation_split = 0.5,
      validation_freq = 2,
      validation_batch_size = 1
    )
  expect_length(history$metrics$val_loss, 2L)
  expect_error(fit(model, matrix(1, 6, 4), matrix(1, 6, 2), validation_freq = 0), "`validation_freq` should be a whole")
})
