# bundle() finds the methods here when the package bundle is loaded. It cannot be had where the tests run: a package of
# its name with the generics alone stands for it.

test_that("a bundle of a model is read in another process, with its training and its levels", {
  folder <- tempfile()
  library <- tempfile()
  dir.create(library)
  dir.create(file.path(folder, "bundle", "R"), recursive = TRUE)
  writeLines(
    c(
      "Package: bundle",
      "Version: 0.1.0",
      "Title: T",
      "License: MIT",
      "Author: A",
      "Maintainer: A <a@example.org>",
      "Description: D."
    ),
    file.path(folder, "bundle", "DESCRIPTION")
  )
  writeLines("export(bundle, unbundle)", file.path(folder, "bundle", "NAMESPACE"))
  writeLines(
    c("bundle <- function(x, ...) UseMethod('bundle')", "unbundle <- function(x) UseMethod('unbundle')"),
    file.path(folder, "bundle", "R", "all.R")
  )
  install.packages(file.path(folder, "bundle"), library, repos = NULL, type = "source", quiet = TRUE)
  on.exit(unloadNamespace("bundle"))
  do.call(loadNamespace, list("bundle", lib.loc = library))
  bundle <- getExportedValue("bundle", "bundle")
  unbundle <- getExportedValue("bundle", "unbundle")
  flowers <- iris[seq(1, 150, 5), ]
  model <- keras_model_sequential(input_shape = 4) %>% layer_dense(3, "softmax")
  model %>% compile("sgd", "sparse_categorical_crossentropy")
  model %>% fit(Species ~ ., data = flowers, epochs = 1, verbose = 0)
  bundled <- bundle(model)
  expect_s3_class(bundled, "bundle")
  file <- tempfile()
  saveRDS(bundled, file)
  again <- unbundle(readRDS(file))
  expect_identical(predict(again, flowers, type = "prob"), predict(model, flowers, type = "prob"))
  expect_identical(as.integer(again$optimizer$iterations), 1L)
})
