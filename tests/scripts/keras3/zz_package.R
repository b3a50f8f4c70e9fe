# A package made for keras3: its code has keras3's meanings whatever is attached, and its class is made at first use.
folder <- file.path(tempdir(), "keras3client")
dir.create(file.path(folder, "R"), recursive = TRUE)
writeLines(
  c("Package: keras3client", "Version: 1.0", "Title: T", "Description: D.", "License: MIT", "Imports: keras3"),
  file.path(folder, "DESCRIPTION")
)
writeLines(
  c(
    "importFrom(keras3, Layer, compile, fit, keras_model_sequential, layer_dense, set_random_seed)",
    "export(kind_of, layer_scale, train)",
    "S3method(kind_of, keras.src.models.model.Model)",
    "S3method(kind_of, default)"
  ),
  file.path(folder, "NAMESPACE")
)
writeLines(
  c(
    "layer_scale <- Layer(",
    "  'Scale',",
    "  initialize = function(factor, ...) { super$initialize(...); self$factor <- factor },",
    "  call = function(inputs) inputs * self$factor",
    ")",
    "train <- function(x, y) {",
    "  model <- keras_model_sequential(2) |> layer_scale(3) |> layer_dense(1, kernel_initializer = 'ones')",
    "  model |> compile('sgd', 'mse')",
    "  history <- model |> fit(x, y, verbose = 0)",
    "  list(model = model, epochs = length(history$metrics$loss), loss = history$metrics$loss)",
    "}",
    "kind_of <- function(x) UseMethod('kind_of')",
    "kind_of.default <- function(x) 'no model'",
    "kind_of.keras.src.models.model.Model <- function(x) 'a model of Keras 3'"
  ),
  file.path(folder, "R", "code.R")
)
library <- file.path(tempdir(), "keras3library")
dir.create(library)
options <- c("--no-docs", "--no-test-load", "--no-byte-compile", paste0("--library=", library))
command <- c("CMD", "INSTALL", options, folder)
stopifnot(system2(file.path(R.home("bin"), "R"), command, stdout = FALSE, stderr = FALSE) == 0)
invisible(loadNamespace("keras3client", lib.loc = library))

suppressPackageStartupMessages(base::library(keras))
x <- matrix(c(1, 2, 3, 4), 2)
y <- c(1, 0)
trained <- keras3client::train(x, y)
trained$epochs
stopifnot(all.equal(trained$loss, mean((3 * rowSums(x) - y)^2), tolerance = 1e-6))
keras3client::kind_of(trained$model)
keras3client::kind_of(1)
length((trained$model |> fit(x, y, verbose = 0))$metrics$loss)
