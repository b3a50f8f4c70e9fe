test_that("modules and classes of the Python package are where python_names says", {
  expect_identical(paths_in_python(python_names), python_names)
})

test_that("no other code spells a path in the Python package", {
  expect_identical(spelled_in("rkeras_py."), "python_names")
})
