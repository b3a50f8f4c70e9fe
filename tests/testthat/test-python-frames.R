# After an error that passed through Python, R tells of the calls of the user in both languages, and of no others.

scene <- '
library(rkeras)
options(error = expression(NULL))
reticulate::py_run_string("
def through(f, x):
    return f(x)
def fails(x):
    return 1 / x
")
py <- reticulate::py
net <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
deep <- function(x) stop("too deep")
user <- function(x) deep(x + 1)
of_rlang <- function(x) rlang::abort("by rlang")
net %>% compile("sgd", "mse", metrics = custom_metric("m", function(y_true, y_pred) deep(1)))
show <- function() cat(rev(vapply(.traceback(), paste, "", collapse = " ")), "----", sep = "\\n")
outer <- function() py$through(user, 1)
outer()
show()
outer <- function() py$fails(0)
outer()
show()
outer <- function() fit(net, matrix(1, 3, 3), matrix(1, 3, 1), verbose = 0)
outer()
show()
outer <- function() layer_dense(net, -1)
outer()
show()
outer <- function() layer_lambda(f = of_rlang)(1)
outer()
cat(vapply(as.list(rlang::last_error()$trace$call), rlang::expr_deparse, ""), "----", sep = "\\n")
outer <- function() layer_lambda(f = function(x) net$no_such(x))(1)
outer()
show()
'

test_that("traceback() and last_trace() have the calls of the user alone", {
  done <- prepared(scene, timeout = 120)
  found <- strsplit(paste(done, collapse = "\n"), "----\n?")[[1L]]
  found <- lapply(strsplit(trimws(found), "\n", fixed = TRUE), trimws)
  expect_identical(
    found[1:2],
    list(
      c(
        "outer()",
        "py$through(user, 1)",
        "Python, <string>:3, in through:",
        "user(1)",
        "deep(x + 1)",
        'stop("too deep")'
      ),
      c("outer()", "py$fails(0)", "Python, <string>:5, in fails:")
    )
  )
  fits <- "fit(net, matrix(1, 3, 3), matrix(1, 3, 1), verbose = 0)"
  expect_identical(found[[3L]], c("outer()", fits, "m(y_true, y_pred)", "deep(1)", 'stop("too deep")'))
  expect_identical(found[[4L]], c("outer()", "layer_dense(net, -1)"))
  expect_identical(found[[5L]][c(1L, length(found[[5L]]))], c("outer()", 'rlang::abort("by rlang")'))
  ours <- "rkeras|reticulate|call_by_name|contain_jumps|tryCatch|withCallingHandlers|do.call|eval\\("
  expect_no_match(unlist(found[1:6]), ours)
})
