test_that("the Python to use is chosen by reticulate", {
  output <- fresh(c(
    "library(rkeras)",
    "refused <- function(call) tryCatch({call; 'no error'}, error = conditionMessage)",
    "cat(identical(",
    "  refused(use_virtualenv('/none', required = TRUE)),",
    "  refused(reticulate::use_virtualenv('/none', required = TRUE))",
    "), identical(",
    "  refused(use_condaenv('none', conda = '/none', required = TRUE)),",
    "  refused(reticulate::use_condaenv('none', conda = '/none', required = TRUE))",
    "), refused(use_virtualenv('/none', required = TRUE)))"
  ))
  expect_match(output[[1]], "^TRUE TRUE .*/none")
})
