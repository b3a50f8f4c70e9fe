x <- matrix(sin(1:80), 20)
y <- as.numeric(rowSums(x) > 0)
labels <- factor(rep(c("low", "mid", "high", "mid"), 5), levels = c("low", "mid", "high"))

classifier <- function() {
  keras$utils$set_random_seed(1L)
  keras_model_sequential(input_shape = 4) %>%
    layer_dense(3, activation = "softmax") %>%
    compile("sgd", "sparse_categorical_crossentropy", metrics = "accuracy")
}

test_that("what a function gives is converted as arguments are", {
  model <- classifier()
  frame <- as.data.frame(x)
  expected <- evaluate(model, x, labels, verbose = 0)
  expect_equal(evaluate(model, function() list(frame, labels), steps = 1, verbose = 0), expected)
  expect_equal(evaluate(model, function() list(x = x, y = labels), steps = 2, verbose = 0), expected)
  weights <- seq(0.5, 2, length.out = 20)
  expect_equal(
    evaluate(model, function() list(x, labels, weights), steps = 1, verbose = 0),
    evaluate(model, x, labels, sample_weight = weights, verbose = 0)
  )
  weighted <- evaluate(model, x, labels, sample_weight = weights, verbose = 0)
  for (batch in list(
    list(x, y = labels, w = weights),
    list(x = x, labels, weights),
    list(x = x, y = labels, w = weights),
    list(x = x, targets = labels, sample_weight = weights),
    stats::setNames(list(x, labels, weights), c("a", "a", "a"))
  )) {
    expect_equal(evaluate(model, function() batch, steps = 1, verbose = 0), weighted)
    source <- new.env()
    source$next_batch <- function() batch
    expect_equal(evaluate(model, source, steps = 1, verbose = 0), weighted)
  }
  expect_error(
    evaluate(model, function() list(y = labels, x = x), steps = 1),
    'in this order, whatever their names. Received: x = the names "y", "x"',
    fixed = TRUE
  )
  expect_error(
    predict(model, stats::setNames(list(x, x), c("a", "a"))),
    'one element of a name. Received two of "a"',
    fixed = TRUE
  )
  expect_equal(predict(model, function() list(x), steps = 1, verbose = 0), predict(model, x, verbose = 0))
  missing_one <- function() list(replace(x, 3, NA), labels)
  expect_error(evaluate(model, missing_one, steps = 1), "In a batch from a function: The data have 1 missing")
})

test_that("sources with a method, and Python iterators, are drawn from as often as needed", {
  model <- classifier()
  drawn <- 0
  draw <- function() {
    drawn <<- drawn + 1
    list(x, y)
  }
  source <- new.env()
  source$next_batch <- draw
  fit(model, source, steps_per_epoch = 3, epochs = 2, verbose = 0)
  expect_identical(drawn, 6)
  fit(model, reticulate::py_iterator(draw), steps_per_epoch = 3, epochs = 2, verbose = 0)
  expect_identical(drawn, 12)
})

test_that("a source of batches that is drawn by reticulate or made by coro ends as it should", {
  model <- classifier()
  drawn <- 0
  draw <- function(last, end = stop("no more at ", drawn)) {
    function() {
      drawn <<- drawn + 1
      if (drawn > last) end else list(x, y)
    }
  }
  for (prefetch in 0:1) {
    drawn <- 0
    source <- reticulate::py_iterator(draw(Inf), prefetch = prefetch)
    fit(model, source, steps_per_epoch = 3, epochs = 2, verbose = 0)
    expect_identical(drawn, 6)
    drawn <- 0
    source <- reticulate::py_iterator(draw(4), prefetch = prefetch)
    expect_error(fit(model, source, steps_per_epoch = 3, epochs = 2, verbose = 0), "^no more at 5$")
    drawn <- 0
    source <- reticulate::py_iterator(draw(4, "over"), completed = "over", prefetch = prefetch)
    expect_identical(fit(model, source, epochs = 1, verbose = 0)$metrics$loss > 0, TRUE)
    expect_identical(drawn, 5)
  }
  drawn <- 0
  source <- draw(4, as.symbol(".__exhausted__.")) # what coro::exhausted() returns
  expect_warning(found <- predict(model, source, steps = 9, verbose = 0), "ran out of data")
  expect_length(found, 4 * 20 * 3)
})

test_that("an iterator of reticulate gives the error of its function to Python", {
  draw <- function(last) {
    drawn <- 0
    function() {
      drawn <<- drawn + 1
      if (drawn > last) {
        stop("no more at ", drawn)
      }
      drawn
    }
  }
  take <- reticulate::py_run_string(
    "
def take(values):
    found = []
    try:
        for value in values: found.append(value)
    except Exception as error:
        found.append(str(error).splitlines()[0])
    return [*found, len(list(values))]
",
    local = TRUE
  )$take
  for (prefetch in c(0L, 3L)) {
    expect_identical(take(reticulate::py_iterator(draw(2), prefetch = prefetch)), list(1, 2, "no more at 3", 0L))
    expect_error(reticulate::iterate(reticulate::py_iterator(draw(2), prefetch = prefetch)), "no more at 3")
  }
})

test_that("an object of R that gives no batches says what does", {
  expect_error(
    fit(classifier(), new.env(), steps_per_epoch = 1, verbose = 0),
    "fit(): `x` should be data, or a source of batches. An R6 object or an environment",
    fixed = TRUE
  )
})

test_that("a condition of the user's own comes out as it went in", {
  own <- structure(class = c("mine", "error", "condition"), list(message = "no more", call = NULL, rows = 7))
  caught <- tryCatch(
    fit(classifier(), function() stop(own), steps_per_epoch = 2, epochs = 1, verbose = 0),
    error = identity
  )
  expect_identical(caught, own)
})

test_that("the old verbs do what the new ones do", {
  model <- classifier()
  source <- function() list(x, labels)
  result <- withVisible(fit_generator(model, source, steps_per_epoch = 2, verbose = 0))
  expect_false(result$visible)
  expect_length(result$value$metrics$loss, 1)
  expect_equal(evaluate_generator(model, source, steps = 1), evaluate(model, x, labels, verbose = 0))
  expect_equal(predict_generator(model, source, steps = 1), predict(model, x, verbose = 0))
  expect_error(multi_gpu_model(model), "tf.distribute.MirroredStrategy()", fixed = TRUE)
})

test_that("generator_next gives a batch as an R list", {
  expect_equal(generator_next(function() list(x, y)), list(x, y), ignore_attr = TRUE)
  numbers <- reticulate::as_iterator(list(1, 2))
  expect_identical(
    list(generator_next(numbers), generator_next(numbers), generator_next(numbers, "end")),
    list(1, 2, "end")
  )
  expect_null(generator_next(function() NULL))
})

test_that("one batch gives plain numbers", {
  model <- classifier()
  expected <- evaluate(model, x, labels, verbose = 0)
  expect_equal(test_on_batch(model, x, labels), unname(expected), tolerance = 1e-6)
  expect_equal(model %>% train_on_batch(x, labels), unname(expected), tolerance = 1e-6)
  expect_equal(predict_on_batch(model, x), predict(model, x, verbose = 0), tolerance = 1e-6)
})

test_that("classes are whole numbers, or the factor that the model was fitted to", {
  model <- classifier()
  expect_error(predict_classes(model, x, levels = TRUE), "fit the model to a factor", fixed = TRUE)
  fit(model, x, labels, epochs = 1, verbose = 0, class_weight = c(low = 2))
  found <- predict_classes(model, x)
  expect_type(found, "integer")
  expect_identical(as.vector(found), max.col(predict_proba(model, x)) - 1L)
  expect_identical(predict_classes(model, x, levels = TRUE), factor(levels(labels)[found + 1L], levels(labels)))
})

test_that("labels from 1 and weights of unknown classes say what is right", {
  model <- classifier()
  expect_error(fit(model, x, as.integer(labels)), "Labels start at 0: subtract 1", fixed = TRUE)
  expect_error(fit(model, x, labels, class_weight = list(top = 2)), 'named by "low", "mid", "high"', fixed = TRUE)
  expect_error(fit(model, x, y, class_weight = list("7" = 2)), 'named by "0", "1", "2"', fixed = TRUE)
})
