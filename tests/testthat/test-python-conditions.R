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

test_that("an error that passes calls within calls takes one trace of R's frames, and endless ones end", {
  python <- reticulate::py_run_string("def call(f, n): return f(n)\ndef refuse(n): raise KeyError(n)", local = TRUE)
  deep <- function(n) if (n == 0) stop("at the end") else python$call(deep, n - 1)
  refused <- function(n) if (n == 0) python$refuse("key") else python$call(refused, n - 1)
  taken <- 0
  kept <- environment(environment(reticulate:::call_r_function)$own)
  taking <- environment(kept$get_r_trace)
  own <- taking$own
  taking$own <- function(...) {
    taken <<- taken + 1
    own(...)
  }
  on.exit(assign("own", own, taking))
  expect_error(deep(30), "^at the end$")
  expect_identical(taken, 1)
  expect_error(refused(30), "KeyError: 'key'", fixed = TRUE)
  expect_error(deep(5000), "call each other.*Python has no room.*raise Python's limit: reticulate::import")
  sys <- reticulate::import("sys")
  limit <- sys$getrecursionlimit()
  on.exit(sys$setrecursionlimit(limit), add = TRUE)
  sys$setrecursionlimit(100000L)
  expect_error(deep(5000), "call each other.*R has no room")
  expect_lt(taken, 35)
  expect_identical(python$call(function(n) n + 1, 1), 2)
})

test_that("interrupts and time limits wait while reticulate converts what an R function gets", {
  python <- reticulate::py_run_string(
    paste(
      "import ctypes, threading",
      "flag = ctypes.c_int.in_dll(ctypes.CDLL(None), 'R_interrupts_suspended')",
      "class Plain: pass",
      "def call(f, make=Plain): return f(make())",
      "def is_suspended(flag=flag): return bool(flag.value)",
      "def call_elsewhere(f, call=call, threading=threading):",
      "  thread = threading.Timer(0.2, call, (f,))",
      "  thread.start()",
      "  return thread.is_alive",
      sep = "\n"
    ),
    local = TRUE
  )
  is_suspended <- python$is_suspended
  kept <- environment(reticulate::register_class_filter)$.globals
  before <- kept$class_filters
  on.exit(assign("class_filters", before, kept))
  seen <- NULL
  reticulate::register_class_filter(function(classes) {
    if (is.null(seen) && any(grepl("Plain", classes))) {
      seen <<- FALSE
      seen <<- is_suspended()
    }
    classes
  })
  expect_false(python$call(function(x) is_suspended()))
  expect_true(seen)
  expect_false(is_suspended())
  expect_error(python$call(function(x) stop("ended")), "ended")
  expect_false(is_suspended())
  seen <- NULL
  runs <- python$call_elsewhere(function(x) is_suspended())
  started <- Sys.time()
  while (runs() && Sys.time() - started < 20) {
    Sys.sleep(0.01)
  }
  expect_true(seen)
  expect_false(is_suspended())
})
