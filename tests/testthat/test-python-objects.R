test_that("pipes and unpacking assign", {
  x <- c(1, 4)
  x %<>% sqrt()
  expect_identical(x, c(1, 2))
  c(a, c(b, ...rest)) %<-% list(1, list(2, 3, 4))
  expect_identical(list(a, b, rest), list(1, 2, list(3, 4)))
  c(out, h, state) %<-% (layer_input(c(2, 3)) %>% layer_lstm(4, return_state = TRUE))
  expect_identical(list(out$shape[[2]], h$shape[[2]], state$shape[[2]]), list(4L, 4L, 4L))
  expect_error(c(a, b) %<-% list(1), "right-hand side")
})

test_that("array_reshape reads and fills row by row", {
  by_row <- function(x, dim) aperm(array(aperm(x), rev(dim)))
  x <- array(seq_len(24), c(2, 3, 4))
  expect_identical(array_reshape(x, c(4, 6)), by_row(x, c(4L, 6L)))
  expect_identical(array_reshape(x, c(3, -1)), by_row(x, c(3L, 8L)))
  expect_identical(array_reshape(x, list(NA, 2, 2)), by_row(x, c(6L, 2L, 2L)))
  expect_identical(array_reshape(1:6, c(2, 3)), matrix(1:6, 2, byrow = TRUE))
  expect_identical(array_reshape(x + 0.5, c(4, 6), order = "F"), array(x + 0.5, c(4, 6)))
  expect_identical(array_reshape(as.numeric(1:200), 200), array(as.numeric(1:200)))
  expect_error(array_reshape(1:6, c(4, 2)), "array_reshape(): cannot reshape", fixed = TRUE)
  expect_error(array_reshape(1:6, 2.5), "array_reshape(): `dim` should be whole numbers", fixed = TRUE)
})

test_that("tensors keep the precision of R's values", {
  expect_identical(as_tensor(1:3)$dtype$name, "int32")
  expect_identical(as_tensor(c(1, 2))$dtype$name, "float64")
  expect_identical(as_tensor(TRUE)$dtype$name, "bool")
  expect_identical(as_tensor("a")$dtype$name, "string")
  expect_identical(as_tensor(1:3, "float32")$dtype$name, "float32")
  expect_identical(as_tensor(as_tensor(c(1.9, -1.9)), tf$int32)$numpy(), array(c(1L, -1L)))
  expect_identical(as_tensor(1:6, shape = c(2, NA))$numpy(), matrix(1:6, 2, byrow = TRUE))
  expect_identical(as_tensor(0.5, shape = c(2, 2))$numpy(), matrix(0.5, 2, 2))
  x <- array(stats::rnorm(12), c(2, 3, 2))
  expect_identical(as_tensor(x)$numpy(), x)
  expect_identical(as_tensor(list(as_tensor(1:2), as_tensor(3:4)))$numpy(), rbind(1:2, 3:4))
  expect_identical(as_tensor(layer_input(3), "float16")$dtype, "float16")
  expect_error(as_tensor(c(1, NA)), "as_tensor(): The data have 1 missing", fixed = TRUE)
  expect_error(as_tensor(1:6, shape = c(4, 2)), "as_tensor(): ", fixed = TRUE)
  expect_error(as_tensor(1, shpae = 2), "unknown argument `shpae`. Did you mean `shape`?", fixed = TRUE)
})

test_that("shapes are those of TensorFlow", {
  expect_identical(as.integer(shape(NULL, NA, -1, 3)), c(NA, NA, NA, 3L))
  expect_identical(as.list(shape(c(2, 3), 4)), list(2L, 3L, 4L))
  expect_identical(shape(5, 6)[[2]], 6L)
  expect_length(shape(), 0)
  expect_length(shape(dims = c(2, 3)), 2)
  expect_null(shape(dims = NULL)$rank)
  expect_identical(layer_input(shape = shape(28, NA))$shape, list(NULL, 28L, NULL))
  expect_error(shape(2.5), "shape(): `dims` should be whole numbers", fixed = TRUE)
})

test_that("keras_array makes what Keras gets", {
  type <- function(x, ...) reticulate::py_to_r(keras_array(x, ...)$dtype$name)
  expect_identical(vapply(list(1, 1L, TRUE, "a", 1i), type, ""), c("float32", "int32", "bool", "object", "complex128"))
  expect_identical(type(1, "float16"), "float16")
  x <- array(seq_len(24) / 8, c(2, 3, 4))
  expect_identical(reticulate::py_to_r(keras_array(x)), x)
  expect_true(reticulate::py_to_r(keras_array(x)$flags$c_contiguous))
  expect_identical(reticulate::py_to_r(keras_array(factor(c("b", "a")))), array(c(1L, 0L)))
  expect_identical(dim(reticulate::py_to_r(keras_array(iris[1:4]))), c(150L, 4L))
  expect_null(keras_array(NULL))
  tensor <- as_tensor(1)
  expect_identical(keras_array(list(tensor, NULL)), list(tensor, NULL))
  expect_error(keras_array(c(1, NA)), "keras_array(): `x`: The data have 1 missing", fixed = TRUE)
})

test_that("zip_lists pairs by name, else by position", {
  expect_identical(zip_lists(list(a = 1, b = 2), list(b = 3, a = 4)), list(a = list(1, 4), b = list(2, 3)))
  expect_identical(zip_lists(x = 1:2, y = c("a", "b")), list(list(x = 1L, y = "a"), list(x = 2L, y = "b")))
  expect_identical(zip_lists(list(1:2, 3:4)), list(list(1L, 3L), list(2L, 4L)))
  expect_error(zip_lists(1:2, 1:3), "Received lengths: 2, 3", fixed = TRUE)
  expect_error(zip_lists(c(a = 1), c(b = 1)), "unname()", fixed = TRUE)
})

test_that("the run's folder is the one that the environment names", {
  expect_identical(withr::with_envvar(c(RUN_DIR = "runs/1"), run_dir()), "runs/1")
  expect_identical(withr::with_envvar(c(RUN_DIR = NA, TENSORFLOW_RUN_DIR = NA), run_dir()), getwd())
})

test_that("there is one implementation and one backend", {
  expect_match(implementation()$`__version__`, "^3")
  expect_equal(as.numeric(backend()$mean(tf$constant(c(1, 2)))$numpy()), 1.5)
  expect_s3_class(backend(convert = FALSE)$epsilon(), "python.builtin.float")
  expect_invisible(use_implementation("tensorflow"))
  expect_invisible(use_backend("tensorflow"))
  expect_error(use_backend("theano"), "use_backend(): `backend` should be \"tensorflow\"", fixed = TRUE)
  expect_true(is_keras_available("2.2.0"))
  expect_false(is_keras_available("99.0"))
})

test_that("the functions of backend() take symbolic tensors, and those that Keras 3 dropped are there", {
  K <- backend()
  x <- layer_input(shape = 2)
  loss <- K$mean(K$square(x), axis = 1L)
  values <- matrix(c(1, 2, 3, 4), 2)
  f <- K$`function`(list(x), list(loss, K$gradients(loss, x)[[1]]))
  expect_equal(lapply(f(list(values)), unname), list(array(rowMeans(values^2)), values), tolerance = 1e-6)
  expect_identical(K$int_shape(x), list(NULL, 2L))
  expect_true(is.function(K$set_learning_phase))
})

test_that("a seed makes R and Keras repeat themselves", {
  draw <- function() {
    expect_message(use_session_with_seed(42), "Set seed to 42")
    list(
      stats::rnorm(2),
      k_get_value(k_random_normal(2)),
      get_weights(layer_dense(layer_input(2), 2)$`_keras_history`$operation)
    )
  }
  expect_identical(draw(), draw())
  expect_silent(use_session_with_seed(1, quiet = TRUE))
  expect_error(use_session_with_seed(1.5), "`seed` should be a whole number", fixed = TRUE)
})

test_that("install_keras asks reticulate for what Keras 3 needs", {
  asked <- NULL
  note <- function(packages, ...) {
    asked <<- list(packages, ...)
  }
  local_mocked_bindings(py_install = note, .package = "reticulate")
  expect_message(
    install_keras("virtualenv", version = "2.18-gpu", extra_packages = "pandas", envname = "e"),
    "Restart R"
  )
  expect_identical(asked[[1]][c(1, 2, 6)], c("tensorflow[and-cuda]==2.18.*", "keras>=3", "pandas"))
  expect_identical(asked[c("method", "conda", "envname")], list(method = "virtualenv", conda = "auto", envname = "e"))
  wanted <- c(
    default = "tensorflow>=2.16",
    cpu = "tensorflow-cpu>=2.16",
    nightly = "tf-nightly",
    "2.17.1" = "tensorflow==2.17.1"
  )
  expect_identical(vapply(names(wanted), rkeras:::tensorflow_requirement, ""), wanted)
  expect_error(install_keras(version = "2.15"), "`version` should be .* at least \"2.16\"")
})

test_that("hdf5_matrix reads rows, and the normalizer may be R's", {
  path <- tempfile(fileext = ".h5")
  h5py <- reticulate::import("h5py")
  file <- h5py$File(path, "w")
  x <- matrix(1:12 / 4, 4)
  file$create_dataset("x", data = x)
  file$close()
  expect_identical(hdf5_matrix(path, "x"), x)
  expect_identical(hdf5_matrix(path, "x", start = 1, end = 3), x[2:3, ])
  expect_identical(hdf5_matrix(path, "x", normalizer = function(x) x / 2), x / 2)
  expect_error(hdf5_matrix(path, "y"), "`dataset` should be one of \"x\"", fixed = TRUE)
})

test_that("tensorboard starts, is replaced, and stops", {
  folder <- tempfile()
  dir.create(file.path(folder, "tensorboard"), recursive = TRUE)
  file.create(file.path(folder, "tensorboard", "__init__.py"))
  writeLines(
    c(
      "import http.server, sys",
      "class Page(http.server.BaseHTTPRequestHandler):",
      "    def do_GET(self):",
      "        self.send_response(200); self.end_headers(); self.wfile.write(' '.join(sys.argv[1:]).encode())",
      "if 'refuse' in ' '.join(sys.argv): sys.exit('no such board')",
      "http.server.HTTPServer(('127.0.0.1', int(sys.argv[sys.argv.index('--port') + 1])), Page).serve_forever()"
    ),
    file.path(folder, "tensorboard", "main.py")
  )
  output <- fresh(c(
    sprintf("Sys.setenv(PYTHONPATH = paste('%s', Sys.getenv('PYTHONPATH'), sep = ':'))", folder),
    sprintf("setwd('%s')", folder),
    "library(rkeras)",
    "page <- function(url) tryCatch(suppressWarnings(readLines(url, warn = FALSE)), error = function(e) 'gone')",
    "first <- tensorboard('logs', launch_browser = function(url) cat('opened', grepl('^http', url), '\\n'))",
    "cat(sub(normalizePath('.'), '', sub('--port [0-9]+ ', '', page(first)), fixed = TRUE), '\\n')",
    "second <- tensorboard(c(a = 'logs', b = 'more'), port = as.integer(sub('.*:', '', first)) + 1L)",
    "cat(page(first), grepl('--logdir_spec a:', page(second)), '\\n')",
    "tensorboard(action = 'stop')",
    "cat(page(second), '\\n')",
    "cat(tryCatch(tensorboard('refuse'), error = conditionMessage), '\\n')"
  ))
  output <- trimws(grep("^TensorBoard is at", output, value = TRUE, invert = TRUE))
  expect_identical(
    output,
    c(
      "opened TRUE",
      "--logdir /logs --host 127.0.0.1 --reload_interval 5 --purge_orphaned_data true",
      "gone TRUE",
      "gone",
      "tensorboard(): it did not start:",
      "no such board"
    )
  )
})

test_that("tensorboard says what is missing", {
  expect_error(tensorboard(), "tensorboard(): `log_dir` should be the path of a folder", fixed = TRUE)
  expect_error(tensorboard("x", port = "any"), "`port` should be a whole number", fixed = TRUE)
})

test_that("scripts of R keras 2 that leave eager execution go on with it", {
  said <- reticulate::py_capture_output(tf$compat$v1$disable_eager_execution(), type = "stderr")
  expect_match(said, "tf$compat$v1$disable_eager_execution() did nothing: Keras 3 needs eager execution", fixed = TRUE)
  expect_true(tf$executing_eagerly())
  reticulate::import("tf_keras")
  for (leave in c("disable_eager_execution", "disable_v2_behavior")) {
    reticulate::py_capture_output(tf$compat$v1[[leave]](), type = "stderr")
    expect_true(tf$executing_eagerly())
  }
})
