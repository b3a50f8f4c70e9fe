texts <- c("The quick, brown fox!", "jumps over the lazy dog", "the THE quick")

test_that("adapt learns a vocabulary and returns the layer invisibly", {
  layer <- layer_text_vectorization()
  expect_invisible(adapt(layer, texts))
  expect_identical(adapt(layer, texts), layer)
  words <- get_vocabulary(layer)
  expect_type(words, "character")
  expect_identical(words[1:4], c("", "[UNK]", "the", "quick"))
  expect_identical(get_vocabulary(layer, include_special_tokens = FALSE), words[-(1:2)])
  expect_equal(k_get_value(layer(c("the fox", "a dog")))[, 1], c(2, 1))
  expect_equal(as.vector(k_get_value(layer("the"))), 2)
})

test_that("vocabularies are R vectors, those of whole numbers lists", {
  words <- layer_string_lookup(vocabulary = c("a", "b"), output_mode = "multi_hot")
  expect_equal(k_get_value(words(matrix(c("a", "b", "z", "a"), 2))), rbind(c(1, 1, 0), c(0, 1, 1)))
  many <- paste0("word", 1:100)
  expect_identical(get_vocabulary(layer_string_lookup(vocabulary = many))[-1], many)
  expect_identical(get_vocabulary(layer_string_lookup(vocabulary = list("one")))[-1], "one")
  codes <- layer_integer_lookup(vocabulary = c(10, 20))
  expect_identical(get_vocabulary(codes), list(-1L, 10L, 20L))
  expect_invisible(set_vocabulary(codes, c(7, 8, 9)))
  expect_equal(as.vector(k_get_value(codes(c(9, 1)))), c(3, 0))
  expect_identical(get_vocabulary(adapt(layer_integer_lookup(), c(5, 5, 7))), list(-1L, 5L, 7L))
})

test_that("words from files, factors and data frames", {
  path <- tempfile()
  on.exit(unlink(path))
  writeLines(c("x", "y"), path)
  expect_identical(get_vocabulary(layer_string_lookup(vocabulary = path))[-1], c("x", "y"))
  frame <- data.frame(first = c("a", "b"), second = factor(c("b", "b")))
  expect_identical(get_vocabulary(adapt(layer_string_lookup(), frame))[-1], c("b", "a"))
})

test_that("a matrix is normalized as by scale()", {
  x <- as.matrix(iris[, 1:4])
  layer <- layer_normalization()
  expected <- scale(x) * sqrt(nrow(x) / (nrow(x) - 1)) # scale() divides by n - 1
  for (data in list(x, iris[, 1:4])) {
    layer %>% adapt(data)
    expect_equal(k_get_value(layer(x)), expected, tolerance = 1e-5, ignore_attr = TRUE)
  }
  one <- layer_normalization(axis = NULL)
  adapt(one, x[, 1])
  expect_equal(as.vector(k_get_value(one(x[, 1]))), as.vector(expected[, 1]), tolerance = 1e-5)
  by_row <- layer_normalization(axis = c(2, 3), mean = matrix(1:6, 2), variance = matrix(4, 2, 3))
  ones <- array(1, c(1, 2, 3))
  expect_equal(drop(k_get_value(by_row(ones))), (1 - matrix(1:6, 2)) / 2)
})

test_that("bins are those of findInterval()", {
  x <- matrix(c(-1, 0, 0.5, 1, 2, 3), ncol = 1)
  layer <- layer_discretization(bin_boundaries = c(0, 1, 2))
  expect_equal(as.vector(k_get_value(layer(x))), findInterval(x, c(0, 1, 2)))
  set.seed(1)
  x <- stats::rnorm(1000)
  quarters <- adapt(layer_discretization(num_bins = 4), x)
  expect_equal(tabulate(k_get_value(quarters(x)) + 1), rep(250, 4), tolerance = 0.05)
})

test_that("layers that prepare data stand in pipes", {
  x <- array(stats::runif(2 * 6 * 8 * 3) * 255, c(2, 6, 8, 3))
  expect_equal(k_get_value(x %>% layer_rescaling(1 / 255)), x / 255, tolerance = 1e-6)
  expect_equal(as.vector(k_get_value(c(0, 255) %>% layer_rescaling(1 / 255))), c(0, 1))
  scaled <- x %>% layer_rescaling(scale = c(1, 2, 3), offset = -1)
  expect_equal(k_get_value(scaled)[,,, 3], x[,,, 3] * 3 - 1, tolerance = 1e-6)
  expect_equal(k_get_value(x %>% layer_center_crop(2, 4)), x[, 3:4, 3:6, ], tolerance = 1e-6)
  model <- keras_model_sequential(input_shape = c(6, 8, 3)) %>%
    layer_random_crop(4, 4) %>%
    layer_random_flip() %>%
    layer_random_contrast(0.2) %>%
    layer_resizing(2, 2)
  expect_identical(dim(predict(model, x, verbose = 0)), c(2L, 2L, 2L, 3L))
})

test_that("R functions standardize and split, and models take strings", {
  tf <- reticulate::import("tensorflow")
  layer <- layer_text_vectorization(
    standardize = function(x) tf$strings$upper(x),
    split = function(x) tf$strings$split(x, ",")
  )
  adapt(layer, c("a,b", "b"))
  expect_identical(get_vocabulary(layer), c("", "[UNK]", "B", "A"))
  input <- layer_input(1, dtype = "string")
  model <- keras_model(input, layer(input))
  expect_equal(predict(model, c("a,b", "z"), verbose = 0), rbind(c(3, 2), c(1, 0)))
})

test_that("states are reset", {
  model <- keras_model_sequential(batch_input_shape = c(1, 2, 3)) %>% layer_gru(2, stateful = TRUE)
  x <- array(1:6 / 6, c(1, 2, 3))
  first <- predict(model, x, verbose = 0)
  expect_false(isTRUE(all.equal(predict(model, x, verbose = 0), first)))
  expect_invisible(reset_states(model))
  expect_equal(predict(model, x, verbose = 0), first)
})

test_that("errors say what to do", {
  words <- layer_string_lookup()
  expect_error(adapt(words, factor("a")), "adapt(): `data` should be strings for this layer.", fixed = TRUE)
  expect_error(adapt(words, c("a", NA)), "1 missing value(s) (NA) among 2", fixed = TRUE)
  expect_error(adapt(words, c(letters, letters, letters, NA)), "adapt(): `data`: The data have 1 missing", fixed = TRUE)
  expect_error(adapt(words, data.frame(x = c("a", NA))), "adapt(): `data`: The data have 1 missing", fixed = TRUE)
  expect_error(adapt(layer_normalization(), c(1, 2)), "use a matrix of one column", fixed = TRUE)
  expect_error(adapt(layer_dense(units = 1), 1), "adapt(): `object` should be a layer made by", fixed = TRUE)
  expect_error(layer_string_lookup(vocabulary = "cat"), 'is list("cat")', fixed = TRUE)
  expect_error(layer_integer_lookup(mask_token = 0.5), "`mask_token` should be a whole number", fixed = TRUE)
  expect_error(layer_random_flip(mode = "sideways"), '"horizontal", "vertical". Received: mode = ', fixed = TRUE)
})
