# Conditions of R stay what they are on their way through Python; warnings of Python are warnings of R.

for (name in names(scenes_of_errors)) {
  test_that(paste("an error of R keeps its class and its fields:", name), {
    expect_identical(describe_caught(scenes_of_errors[[name]]), "")
  })
}

test_that("R's own errors name the function and keep R's class", {
  error <- tryCatch(layer_input(4) %>% layer_lambda(function(x) stop("not today")), error = identity)
  expect_s3_class(error, "simpleError")
  expect_match(conditionMessage(error), "not today")
  expect_identical(names(error), c("message", "call"))
})

for (name in names(scenes_of_warnings)) {
  test_that(paste("a warning of Python is one of R, each time:", name), {
    for (time in 1:2) {
      expect_match(messages_of_warnings(scenes_of_warnings[[name]]()), "ran out of")
    }
  })
}

test_that("a handler of warnings ends what it is around", {
  expect_identical(tryCatch(scenes_of_warnings$fit(), warning = function(w) "handled"), "handled")
  expect_silent(suppressWarnings(scenes_of_warnings$fit()))
})
