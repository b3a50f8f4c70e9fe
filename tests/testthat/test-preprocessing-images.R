x <- array(sin(1:1152) * 100 + 100, c(6, 8, 8, 3))
labels <- factor(c("cat", "dog", "cat", "dog", "dog", "cat"))

silent <- function(code) {
  keras$config$disable_interactive_logging()
  on.exit(keras$config$enable_interactive_logging())
  code
}

folder <- function() {
  root <- withr::local_tempdir(.local_envir = parent.frame())
  for (i in seq_along(labels)) {
    dir.create(file.path(root, labels[i]), showWarnings = FALSE)
    image_array_save(x[i, , , ], file.path(root, labels[i], paste0(i, ".png")), scale = FALSE)
  }
  root
}

test_that("pictures are arrays in R, and files", {
  root <- folder()
  expect_identical(withVisible(image_array_save(x[1, , , ], file.path(root, "a.png")))$visible, FALSE)
  image <- image_load(file.path(root, "cat", "1.png"))
  expect_identical(image_to_array(image), floor(x[1, , , ]))
  expect_identical(dim(image_to_array(image, "channels_first")), c(3L, 8L, 8L))
  expect_identical(dim(image_to_array(image_load(file.path(root, "a.png"), target_size = c(4, 6)))), c(4L, 6L, 3L))
  small <- image_array_resize(x[1, , , ], height = 2, width = 2)
  expect_equal(small, x[1, c(1, 8), c(1, 8), ])
  expect_equal(image_array_resize(aperm(x[1, , , ], c(3, 1, 2)), 2, 2, "channels_first"), aperm(small, c(3, 1, 2)))
  expect_error(image_load("none.png"), "image_load(): There is no file 'none.png'", fixed = TRUE)
})

test_that("the statistics of a generator are those of R", {
  generator <- image_data_generator(featurewise_center = TRUE, featurewise_std_normalization = TRUE)
  result <- withVisible(generator %>% fit_image_data_generator(x))
  expect_false(result$visible)
  expect_equal(as.vector(generator$mean), apply(x, 4, mean), tolerance = 1e-5)
  expect_equal(as.vector(generator$std), apply(x, 4, function(one) sqrt(mean((one - mean(one))^2))), tolerance = 1e-5)
  batch <- reticulate::iter_next(flow_images_from_data(x, generator = generator, shuffle = FALSE))
  expect_equal(batch, sweep(sweep(x, 4, generator$mean), 4, generator$std, "/"), tolerance = 1e-4)
})

test_that("an R function treats each picture", {
  generator <- image_data_generator(rescale = 2, preprocessing_function = function(picture) picture[8:1, , ] / 4)
  flow <- flow_images_from_data(x, labels, generator, batch_size = 4, shuffle = FALSE)
  expect_equal(reticulate::iter_next(flow), list(x[1:4, 8:1, , ] / 2, array(c(0L, 1L, 0L, 1L))), tolerance = 1e-6)
  expect_equal(flow[1L][[1]], x[5:6, 8:1, , ] / 2, tolerance = 1e-6)
  generator <- image_data_generator(preprocessing_function = function(picture) picture[,, 1])
  expect_error(reticulate::iter_next(flow_images_from_data(x, generator = generator)), "should return an array of the")
})

test_that("a whole number is drawn below, another number is a bound", {
  seen <- function(range) {
    generator <- image_data_generator(width_shift_range = range)
    vapply(1:20, function(seed) generator$get_random_transform(c(8L, 8L, 3L), seed)$ty, numeric(1))
  }
  expect_setequal(seen(2L), c(-1, 0, 1))
  expect_length(unique(seen(2)), 20)
  expect_setequal(seen(c(-3, 1)), c(-3, -1, 1, 3))
})

test_that("folders and data frames tell what they hold", {
  root <- folder()
  flow <- silent(flow_images_from_directory(root, target_size = c(8, 8), shuffle = FALSE))
  expect_identical(flow$class_indices, list(cat = 0L, dog = 1L))
  expect_identical(as.vector(flow$classes), c(0L, 0L, 0L, 1L, 1L, 1L))
  expect_identical(flow$filenames, paste0(sort(labels), "/", c(1, 3, 6, 2, 4, 5), ".png"))
  expect_identical(c(flow$n, flow$samples, flow$num_classes), c(6L, 6L, 2L))
  said <- capture.output(invisible(flow_images_from_directory(root, classes = "dog")))
  expect_identical(said, "Found 3 images belonging to 1 classes.")

  frame <- data.frame(filename = flow$filenames, class = sort(labels), weight = 1:6 / 2)
  frame$several <- c(list("cat", c("cat", "dog")), rep("dog", 4))
  rows <- silent(flow_images_from_dataframe(
    frame,
    root,
    target_size = c(8, 8),
    class_mode = "sparse",
    shuffle = FALSE,
    weight_col = "weight"
  ))
  batch <- reticulate::iter_next(rows)
  expect_identical(batch[[1]], reticulate::iter_next(flow)[[1]])
  expect_equal(batch[2:3], list(array(c(0, 0, 0, 1, 1, 1)), array(1:6 / 2)))
  several <- silent(flow_images_from_dataframe(frame, root, y_col = "several", shuffle = FALSE))
  expect_identical(several$classes[1:3], list(0L, c(0L, 1L), 1L))
  expect_error(flow_images_from_dataframe(list(1), root), "`dataframe` should be a data frame", fixed = TRUE)
})

test_that("a model learns from, is measured on, and predicts for what is served", {
  flow <- flow_images_from_data(x, labels, image_data_generator(rescale = 1 / 255), batch_size = 4, shuffle = FALSE)
  halved <- image_data_generator(rescale = 2 / 255, preprocessing_function = function(picture) picture / 2)
  by_r <- flow_images_from_data(x, labels, halved, batch_size = 4, shuffle = FALSE)
  model <- keras_model_sequential(input_shape = c(8, 8, 3)) %>%
    layer_global_average_pooling_2d() %>%
    layer_dense(2, activation = "softmax") %>%
    compile("sgd", "sparse_categorical_crossentropy", metrics = "accuracy")
  expect_equal(predict(model, flow, verbose = 0), predict(model, x / 255, verbose = 0), tolerance = 1e-5)
  expect_equal(evaluate(model, flow, verbose = 0), evaluate(model, x / 255, labels, verbose = 0), tolerance = 1e-5)
  expect_equal(evaluate(model, by_r, verbose = 0), evaluate(model, flow, verbose = 0), tolerance = 1e-5)
  expect_length(fit(model, flow, epochs = 2, verbose = 0, validation_data = by_r)$metrics$val_loss, 2)
  expect_length(fit(model, by_r, epochs = 2, verbose = 0)$metrics$loss, 2)
  expect_identical(generator_next(by_r)[[2]], array(c(0L, 1L, 0L, 1L)))
})

test_that("a folder is a dataset of TensorFlow", {
  dataset <- silent(image_dataset_from_directory(folder(), image_size = c(8, 8), batch_size = 4, shuffle = FALSE))
  expect_s3_class(dataset, "tf_dataset")
  expect_identical(dataset$class_names, c("cat", "dog"))
  first <- reticulate::iter_next(reticulate::as_iterator(dataset))
  expect_identical(keras$ops$convert_to_numpy(first[[1]]), floor(x[c(1, 3, 6, 2), , , ]))
})
