test_that("classes of Keras and TensorFlow are where keras_names says", {
  expect_identical(paths_in_python(keras_names), keras_names)
})

test_that("no other code spells a path in Keras or TensorFlow", {
  expect_identical(spelled_in("keras.src."), c("keras_code", "keras_names"))
  expect_identical(spelled_in("keras.engine."), "keras2_names")
  expect_identical(spelled_in("tensorflow.python."), "keras_names")
})

# The public classes of Keras 2.15, by their public names, and those that they extend: tests/python/keras2_classes.py.
keras2_classes <- jsonlite::fromJSON(test_path("..", "contract", "keras2_classes.json"))

paths_of_classes <- function(names) {
  keras$backend # has Python know rkeras_py
  list_paths <- reticulate::py_run_string(
    paste(
      "def list_paths(path):",
      "    import importlib",
      "    module, _, name = path.rpartition('.')",
      "    try:",
      "        found = getattr(importlib.import_module(module), name)",
      "    except (ImportError, AttributeError):",
      "        return []",
      "    return [f'{base.__module__}.{base.__name__}' for base in found.__mro__[:-1]]",
      sep = "\n"
    ),
    local = TRUE
  )$list_paths
  lapply(stats::setNames(nm = names), function(path) as.character(list_paths(path)))
}

# Where Keras 3, or this package, has the classes of Keras 2.15.
find_keras3_paths <- function(names) {
  own <- sub(".*[.]", "", names)
  in_keras <- paths_of_classes(paste0("keras.", names))
  legacy <- paths_of_classes(paste0(keras_code, "legacy.layers.", own))
  of_ours <- paths_of_classes(ifelse(own %in% names(keras2_paths_of_ours), python_names[own], "rkeras_py.none"))
  stats::setNames(Map(function(...) Find(length, list(...)), in_keras, legacy, of_ours), names)
}

test_that("what Keras 2.15 has of classes is known by its paths there, with all that they extend", {
  present <- find_keras3_paths(names(keras2_classes))
  expect_setequal(
    names(Filter(is.null, present)),
    c(
      "callbacks.BaseLogger",
      "callbacks.SidecarEvaluatorModelExport",
      "constraints.RadialConstraint",
      "layers.AbstractRNNCell",
      paste0("utils.", c("Generator", "Ordered", "Sequence"), "Enqueuer"),
      paste0("utils.", c("SidecarEvaluator", "StepsPerExecutionTuner", "TimedThread"))
    )
  )
  present <- Filter(length, present)
  lost <- Map(
    function(now, then) setdiff(c(then, sub("src.", "", then, fixed = TRUE)), with_old_classes(now)),
    present,
    keras2_classes[names(present)]
  )
  expect_identical(unlist(lost), character())
  expect_true(all(
    names(keras2_paths_of_ours) %in% sub(".*[.]", "", c(names(present), "DataFrameIterator", "DenseFeatures"))
  ))
})

test_that("objects of every kind have the class names of Keras 2, those not converted too", {
  plain <- reticulate::import("keras", convert = FALSE)
  kinds <- list(
    Metric = list(metric_auc(), keras$metrics$Mean(), metric_mean_relative_error(normalizer = 1), plain$metrics$Mean()),
    Loss = list(loss_mean_squared_error(), keras$losses$Huber(), plain$losses$Huber()),
    Optimizer = list(optimizer_adam(), optimizer_sgd(), plain$optimizers$SGD()),
    Callback = list(callback_early_stopping(), callback_csv_logger(tempfile()), plain$callbacks$Callback()),
    Initializer = list(initializer_zeros(), initializer_he_normal(), plain$initializers$Zeros()),
    Regularizer = list(regularizer_l2(0.1), plain$regularizers$L1()),
    Constraint = list(constraint_maxnorm(), plain$constraints$NonNeg())
  )
  for (kind in names(kinds)) {
    for (object in kinds[[kind]]) {
      expect_s3_class(object, paste0("keras.", tolower(kind), if (kind == "Loss") "es" else "s", ".", kind))
      expect_identical(class(object)[[length(class(object))]], "python.builtin.object")
    }
  }
  for (name in c(
    "keras.metrics.base_metric.Metric",
    "keras.metrics.metrics.Metric",
    "keras.metrics.confusion_metrics.AUC"
  )) {
    expect_s3_class(metric_auc(), name)
  }
  expect_s3_class(optimizer_adam(), "keras.optimizers.optimizer_v2.optimizer_v2.OptimizerV2")
  expect_s3_class(optimizer_adam(), "keras.optimizer_v2.adam.Adam")
  schedule <- learning_rate_schedule_exponential_decay(0.1, 10, 0.9)
  expect_s3_class(schedule, "keras.optimizers.schedules.learning_rate_schedule.LearningRateSchedule")
  images <- flow_images_from_data(array(0, c(2, 4, 4, 3)), 1:2)
  expect_s3_class(images, "keras_preprocessing.image.iterator.Iterator")
  expect_s3_class(images, "keras.preprocessing.image.NumpyArrayIterator")
  expect_s3_class(image_data_generator(), "keras.preprocessing.image.ImageDataGenerator")
  expect_s3_class(text_tokenizer(), "keras_preprocessing.text.Tokenizer")
  series <- timeseries_generator(matrix(1:10), matrix(1:10), length = 2)
  expect_s3_class(series, "keras_preprocessing.sequence.TimeseriesGenerator")
  expect_s3_class(series, "keras.utils.data_utils.Sequence")
})

test_that("classes of users have the names of what they inherit, and exceptions stay what they are", {
  Mine <- new_metric_class("Mine", initialize = function(...) super$initialize(...), result = function() k_constant(1))
  expect_s3_class(Mine(name = "mine"), "keras.metrics.Metric")
  Own <- R6::R6Class("Own", inherit = KerasCallback)
  own <- Own$new()
  expect_identical(keras$callbacks$CallbackList(list(own))$callbacks[[1]], own)
  failure <- tryCatch(reticulate::py_run_string("1 / 0"), error = identity)
  expect_identical(utils::tail(class(failure), 3), c("python.builtin.object", "error", "condition"))
  expect_null(failure[["handled"]])
})

test_that("methods of packages for these names are called, the most special first", {
  describe <- function(x) UseMethod("describe")
  describe.keras.metrics.base_metric.Metric <- function(x) "a metric"
  describe.keras.metrics.Mean <- function(x) c("a mean", NextMethod())
  describe.keras.optimizers.Optimizer <- function(x) "an optimizer"
  expect_identical(describe(metric_mean_absolute_error()), c("a mean", "a metric"))
  expect_identical(describe(metric_auc()), "a metric")
  expect_identical(describe(optimizer_adam()), "an optimizer")
})
