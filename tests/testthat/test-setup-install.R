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
  expect_identical(asked[[1]][c(1, 2, 6)], c("tensorflow[and-cuda]==2.18.*", "keras>=3.12", "pandas"))
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
