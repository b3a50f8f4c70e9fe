x <- matrix(c(0.1, -0.4, 0.7, 0.2, 0.5, -0.3), 2)
y <- matrix(c(1, 0), 2)

model_of <- function(...) {
  model <- keras_model_sequential(input_shape = 3) %>% layer_dense(4, activation = "tanh") %>% layer_dense(1)
  model %>% compile("adam", loss = "mse", metrics = "mae", ...)
  model
}

said <- function(model) {
  model(x)$numpy()
}

in_folder <- function(code, folder = tempfile("saving")) {
  dir.create(folder)
  old <- setwd(folder)
  on.exit({
    setwd(old)
    unlink(folder, recursive = TRUE)
  })
  force(code)
}

test_that("models come back from files, and training goes on", {
  model <- model_of(run_eagerly = TRUE)
  fit(model, x, y, epochs = 2, verbose = 0)
  in_folder({
    saved <- withVisible(save_model_hdf5(model, "m.h5"))
    expect_identical(saved, list(value = TRUE, visible = FALSE))
    expect_identical(withVisible(save_model_tf(model, "m")), saved)
    loaded <- list(load_model_hdf5("m.h5"), load_model_tf("m"), keras$models$load_model("m.h5"))
    for (one in loaded[1:2]) {
      expect_s3_class(one, "keras.engine.training.Model")
      expect_equal(as.integer(one$optimizer$iterations$numpy()), 2L)
      expect_named(evaluate(one, x, y, verbose = 0), c("loss", "mae"))
    }
    for (one in loaded) {
      expect_identical(said(one), said(model))
    }
    expect_error(
      save_model_hdf5(model, "m.h5", overwrite = FALSE),
      "m.h5' already exists (pass overwrite = TRUE to force save).",
      fixed = TRUE
    )
    expect_identical(list.files(), c("m", "m.h5"))
    dir <- withVisible(export_savedmodel(model, "served", versioned = FALSE))
    expect_identical(dir, list(value = file.path(normalizePath("."), "served"), visible = FALSE))
    expect_error(load_model_tf("served"), "contains a graph but no Keras model")
  })
})

test_that("weights come back into the model, which is returned invisibly", {
  model <- model_of()
  in_folder({
    save_model_weights_hdf5(model, "w.h5")
    save_model_weights_tf(model, "w")
    expect_identical(list.files(), c("checkpoint", "w.data-00000-of-00001", "w.h5", "w.index"))
    for (load in list(
      function(object) load_model_weights_hdf5(object, "w.h5"),
      function(object) load_model_weights_tf(object, "w")
    )) {
      other <- model_of()
      expect_identical(withVisible(load(other)), list(value = other, visible = FALSE))
      expect_identical(get_weights(other), get_weights(model))
    }
  })
})

test_that("a model goes through saveRDS() as bytes and as a handle", {
  model <- model_of()
  file <- tempfile()
  saveRDS(list(model = model, bytes = serialize_model(model)), file)
  back <- readRDS(file)
  expect_type(back$bytes, "raw")
  expect_identical(said(unserialize_model(back$bytes)), said(model))
  expect_identical(said(back$model), said(model))
  expect_error(serialize_model(1), "`model` should be a model")
  expect_error(unserialize_model(as.raw(1:99)), "`model` should be what serialize_model() gave", fixed = TRUE)
})

test_that("texts describe models", {
  model <- model_of()
  for (made in list(model_from_json(model_to_json(model)), model_from_yaml(model_to_yaml(model)))) {
    set_weights(made, get_weights(model))
    expect_identical(said(made), said(model))
  }
})

test_that("texts and clones leave out how a model was compiled", {
  inner <- keras_model_sequential(input_shape = 3) %>% layer_dense(2)
  inner %>% compile("sgd", loss = function(y_true, y_pred) k_mean(k_abs(y_true - y_pred)))
  inputs <- layer_input(3)
  model <- keras_model(inputs, inputs %>% inner() %>% layer_dense(1))
  model %>%
    compile("sgd", "mse", metrics = custom_metric("far", function(y_true, y_pred) k_max(k_abs(y_true - y_pred))))
  copies <- list(
    model_from_json(model_to_json(model)),
    model_from_json(model$to_json()),
    model_from_yaml(model_to_yaml(model)),
    clone_model(model)
  )
  for (copy in copies) {
    expect_false(copy$compiled)
    set_weights(copy, get_weights(model))
    expect_equal(predict(copy, x, verbose = 0), predict(model, x, verbose = 0))
  }
  expect_true(model$compiled && inner$compiled)
  expect_named(evaluate(model, x, y, verbose = 0), c("loss", "far"))
})

test_that("a loss in R is known by its variable, and in the file", {
  custom <- function(y_true, y_pred) k_mean(k_abs(y_true - y_pred), axis = -1)
  model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
  far <- custom_metric("far", function(y_true, y_pred) k_max(k_abs(y_true - y_pred)))
  model %>% compile("sgd", loss = custom, metrics = far, run_eagerly = TRUE)
  expected <- evaluate(model, x, y, verbose = 0)
  in_folder({
    save_model_hdf5(model, "m.h5")
    expect_false(load_model_hdf5("m.h5", compile = FALSE)$compiled)
    loaded <- list(
      load_model_hdf5("m.h5"),
      load_model_hdf5("m.h5", custom_objects = list(custom = custom, far = far)),
      load_model_hdf5("m.h5", custom_objects = c(custom = custom, far = far)),
      load_model_hdf5("m.h5", custom_objects = list(custom, far)),
      load_model_hdf5("m.h5", custom_objects = list(custom = custom, far)),
      with_custom_object_scope(list(far, custom = custom), load_model_hdf5("m.h5"))
    )
    for (one in loaded) {
      expect_equal(evaluate(one, x, y, verbose = 0), expected, tolerance = 1e-6)
    }
    nameless <- list(function(y_true, y_pred) y_pred)
    expect_error(load_model_hdf5("m.h5", custom_objects = nameless), "a named list of functions and classes")
  })
  model %>% compile("sgd", loss = function(y_true, y_pred) k_mean(y_pred))
  expect_identical(model$loss$`__name__`, "function_y_true__y_pred__k_mean_y_pred_")
})

test_that("layers with R functions that no file holds fail before there is one", {
  model <- local({
    data <- runif(2e5) # more than a file takes of a function
    keras_model_sequential(input_shape = 3) %>% layer_lambda(function(x) x * data[[1]], name = "twice")
  })
  in_folder({
    reason <- "layer 'twice' (Lambda) holds an R function in `function`, which cannot be saved in a file."
    size <- "With their variables, its R functions take 1.53 MB; a file holds at most 1 MB. Save only the weights"
    for (save in list(save_model_hdf5, save_model_tf)) {
      expect_error(save(model, "m"), paste(reason, size), fixed = TRUE)
    }
    expect_error(serialize_model(model), paste(reason, size), fixed = TRUE)
    expect_error(model_to_json(model), "save_model_weights_hdf5()", fixed = TRUE)
    expect_length(list.files(all.files = TRUE, no.. = TRUE), 0)
  })
})

test_that("the function of a lambda layer is found by its name", {
  twice <- function(x) x * 2
  model <- keras_model_sequential(input_shape = 3) %>% layer_lambda(twice)
  x <- matrix(c(1, 2, -3), 1)
  in_folder({
    save_model_hdf5(model, "m.h5")
    save_model_tf(model, "folder")
    loaded <- list(
      load_model_hdf5("m.h5"),
      load_model_hdf5("m.h5", custom_objects = list(twice = twice)),
      load_model_tf("folder", custom_objects = list(twice = twice)),
      model_from_json(model_to_json(model), custom_objects = list(twice = twice))
    )
    for (one in loaded) {
      expect_equal(predict(one, x, verbose = 0), 2 * x, ignore_attr = TRUE)
    }
    expect_error(model_from_json(model_to_json(model)), "twice")
  })
})

test_that("initializers get shapes as vectors, whoever calls them", {
  ini <- function(shape, dtype = NULL) array(seq_len(prod(shape)), shape)
  model <- keras_model_sequential(input_shape = 3) %>% layer_dense(2, kernel_initializer = ini, bias_initializer = ini)
  right <- list(matrix(1:6, 3), array(1:2))
  expect_equal(get_weights(model), right, ignore_attr = TRUE)
  with_custom_object_scope(list(ini = ini), {
    expect_equal(get_weights(clone_model(model)), right, ignore_attr = TRUE)
  })
  with_custom_object_scope(list(ini), expect_equal(get_weights(clone_model(model)), right, ignore_attr = TRUE))
})

test_that("forked processes are refused", {
  skip_on_os("windows")
  output <- prepared(
    'library(rkeras)
     model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
     x <- matrix(1, 2, 3)
     uses <- alist(get_weights(model), predict(model, x), model$name, print(model), model(x), length(model), model == model)
     refused <- function(use) tryCatch(eval(use), error = conditionMessage)
     answers <- parallel::mclapply(uses, refused, mc.cores = 2)
     cat(vapply(answers, function(a) grepl("forked process.*serialize_model", a), NA))'
  )
  expect_identical(tail(output, 1), paste(rep("TRUE", 7), collapse = " "))
})

test_that("other processes take a handle and the bytes", {
  worker <- parallel::makePSOCKcluster(1)
  on.exit(parallel::stopCluster(worker))
  model <- model_of()
  use <- function(model, bytes, x) {
    list(model$name, predict(model, x), predict(rkeras::unserialize_model(bytes), x), model)
  }
  answer <- parallel::clusterCall(worker, use, model, serialize_model(model), x)[[1]]
  expect_identical(answer[[1]], model$name)
  expect_identical(answer[[2]], predict(model, x))
  expect_identical(answer[[3]], predict(model, x))
  expect_identical(predict(answer[[4]], x), predict(model, x)) # and back
  expect_true(all.equal(answer[[4]], model))
})
