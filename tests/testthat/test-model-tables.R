# Tables of models and histories for broom, summaries, and JSON.

set_random_seed(1)
flowers <- iris[seq(1, 150, 5), ]
classes <- keras_model_sequential(input_shape = 4) %>%
  layer_dense(5, "relu") %>%
  layer_dropout(0.1) %>%
  layer_dense(3, "softmax")
classes %>% compile("adam", "sparse_categorical_crossentropy", metrics = "accuracy")
history <- classes %>% fit(Species ~ ., data = flowers, epochs = 3, verbose = 0, validation_data = flowers)

test_that("tidy() and glance() count what summary() shows, and the history's values", {
  tidied <- generics::tidy(classes)
  expect_identical(tidied$type, c("Dense", "Dropout", "Dense"))
  expect_identical(tidied$parameters, c(25, 0, 18))
  expect_identical(tidied$output_shape, c("(NA, 5)", "(NA, 5)", "(NA, 3)"))
  glanced <- generics::glance(classes)
  expect_identical(c(glanced$layers, glanced$parameters, glanced$iterations), c(3, 43, 3))
  expect_equal(glanced$learning_rate, 0.001, tolerance = 1e-6)
  expect_s3_class(glanced, "data.frame")
  freeze_weights(classes, to = 1)
  expect_identical(generics::glance(classes)$trainable_parameters, 18)
  unfreeze_weights(classes)
  expect_identical(as.list(generics::glance(history))[-1], lapply(history$metrics, function(values) values[[3]]))
  bare <- keras_model_sequential()
  expect_error(generics::glance(bare), "glance(): the model has no weights yet", fixed = TRUE)
  expect_identical(nrow(generics::tidy(bare)), 0L)
  bare %>% layer_dense(1)
  expect_identical(as.list(generics::tidy(bare)[3:4]), list(output_shape = NA_character_, parameters = NA_real_))
  untrained <- generics::glance(keras_model_sequential(input_shape = 1) %>% layer_dense(1))
  expect_identical(untrained[c("optimizer", "iterations")], untrained[0, c("optimizer", "iterations")][1, ])
  expect_identical(generics::tidy(history)$value, unlist(history$metrics, use.names = FALSE))
})

test_that("augment() adds what predict() returns", {
  added <- generics::augment(classes, newdata = flowers, verbose = 0)
  expect_identical(as.data.frame(added[1:5]), `rownames<-`(flowers, NULL))
  expect_identical(added$.pred_class, predict(classes, flowers, type = "class"))
  expect_equal(added$.pred_virginica, predict(classes, flowers, type = "prob")[, "virginica"])
  line <- keras_model_sequential(input_shape = 1) %>% layer_dense(1)
  line %>% compile("sgd", "mse")
  line %>% fit(Petal.Width ~ Petal.Length, data = flowers, epochs = 1, verbose = 0)
  added <- generics::augment(line, flowers)
  expect_equal(added$.resid, flowers$Petal.Width - predict(line, flowers)[, 1])
  expect_error(generics::augment(line), "`data` should be", fixed = TRUE)
  plain <- keras_model_sequential(input_shape = 1) %>% layer_dense(2, kernel_initializer = "ones")
  expect_equal(as.list(generics::augment(plain, matrix(1:2))), list(V1 = 1:2, .fitted_1 = c(1, 2), .fitted_2 = c(1, 2)))
})

test_that("summary() of a history tells where it was best", {
  made <- new_history(list(epochs = 9), list(loss = c(3, 2, 1), val_loss = c(2, 1, 4)))
  found <- summary(made)
  expect_identical(found$metrics$lowest_epoch, c(3L, 2L))
  expect_identical(c(found$epochs, found$asked), c(3L, 9L))
  printed <- capture.output(print(found))
  expect_match(printed[[1]], "3 epochs of 9 asked for", fixed = TRUE)
  expect_match(printed, "lowest in epoch 2 and is 4 now", fixed = TRUE, all = FALSE)
  expect_match(capture.output(print(summary(new_history(list(epochs = 0), list()))))[[1]], "0 epochs")
})

test_that("a tensor is its array in JSON, and its handle stays what it is", {
  tensor <- op_array(matrix(c(1, 2, 3, 4), 2))
  before <- class(tensor)
  values <- list(tensor = tensor, again = tensor, number = op_array(2), variable = k_variable(c(1, 2)))
  expect_identical(
    unclass(jsonlite::toJSON(values)),
    '{"tensor":[[1,3],[2,4]],"again":[[1,3],[2,4]],"number":[2],"variable":[1,2]}'
  )
  expect_identical(class(tensor), before)
  expect_identical(unclass(jsonlite::toJSON(tensor + 1)), "[[2,4],[3,5]]")
  expect_identical(jsonlite::fromJSON(jsonlite::toJSON(classes))$config$layers$class_name[[2]], "Dense")
  expect_equal(jsonlite::fromJSON(jsonlite::toJSON(history, digits = NA))$metrics, history$metrics)
  expect_equal(jsonlite::fromJSON(jsonlite::toJSON(optimizer_sgd(0.5)))$learning_rate, 0.5)
  expect_error(jsonlite::toJSON(layer_input(3)), "cannot be converted to JSON", fixed = TRUE)
  untouched <- reticulate::import("numpy", convert = FALSE)$arange(3L)
  expect_identical(unclass(jsonlite::toJSON(untouched)), "[0,1,2]")
  expect_true(inherits(untouched, "numpy.ndarray"))
})
