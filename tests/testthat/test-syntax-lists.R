test_that("zip_lists pairs by name, else by position", {
  expect_identical(zip_lists(list(a = 1, b = 2), list(b = 3, a = 4)), list(a = list(1, 4), b = list(2, 3)))
  expect_identical(zip_lists(x = 1:2, y = c("a", "b")), list(list(x = 1L, y = "a"), list(x = 2L, y = "b")))
  expect_identical(zip_lists(list(1:2, 3:4)), list(list(1L, 3L), list(2L, 4L)))
  of_python <- reticulate::r_to_py(list("a", "b"), convert = FALSE)
  expect_identical(zip_lists(of_python, 1:2), list(list("a", 1L), list("b", 2L)))
  expect_error(zip_lists(1:2, 1:3), "Received lengths: 2, 3", fixed = TRUE)
  expect_error(zip_lists(c(a = 1), c(b = 1)), "unname()", fixed = TRUE)
})
