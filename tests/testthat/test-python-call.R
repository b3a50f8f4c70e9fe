# The result of capture_args() before it had plans, by match.call(): slower, and plain to read.
capture_by_matching <- function(always = character(), except = character()) {
  frame <- parent.frame()
  call <- match.call(sys.function(-1), sys.call(-1), expand.dots = FALSE, envir = parent.frame(2))
  supplied <- names(call)[-1L]
  args <- list()
  for (name in supplied[match(supplied, c(except, "..."), 0L) == 0L]) {
    code <- call[[name]]
    missing_there_too <- is.symbol(code) && eval(base::call("missing", as.name(name)), frame)
    if (!missing_there_too) args[name] <- list(frame[[name]])
  }
  for (name in always) {
    args[name] <- list(frame[[name]])
  }
  if (!is.null(call[["..."]])) c(args, eval(quote(list(...)), frame)) else args
}

# Functions with the same arguments, one for each way.
all_ways <- function(arguments, ...) {
  given <- list(...)
  ways <- list(
    planned = list(capture_args),
    counted = list(capture_args, number = quote(nargs())),
    matched = list(capture_by_matching)
  )
  lapply(ways, function(way) {
    capture <- way[[1L]]
    call <- as.call(c(quote(capture), way[-1L], given))
    rlang::new_function(
      arguments,
      bquote({
        args <- .(call)
        args
      })
    )
  })
}

outcome <- function(f, use) {
  log <- character()
  note <- function(value) {
    log <<- c(log, format(value))
    value
  }
  condition <- NULL
  value <- tryCatch(use(f, note), error = function(e) {
    condition <<- list(conditionMessage(e), class(e))
    NULL
  })
  list(value = value, condition = condition, log = log)
}

expect_same_capture <- function(functions, uses) {
  for (use in uses) {
    expected <- outcome(functions$matched, use)
    expect_identical(outcome(functions$planned, use), expected)
    expect_identical(outcome(functions$counted, use), expected)
  }
}

test_that("what was supplied is what matching the call finds", {
  arguments <- alist(object = , units = , use_bias = TRUE, c = NULL, list = 3, ... = , after = NULL)
  expect_same_capture(
    all_ways(arguments),
    list(
      function(f, note) f(),
      function(f, note) f(1, 2),
      function(f, note) f(units = 2, 1),
      function(f, note) f(NULL, NULL, NULL),
      function(f, note) f(1, uni = 2, use = NA),
      function(f, note) do.call(f, list(1, quote(expr = ), FALSE)),
      function(f, note) f(1, c = sum, list = mean),
      function(f, note) f(1, 2, TRUE, 4, 5, 6, further = 7, NULL, after = 8),
      function(f, note) f(units = note(2), object = note(1), further = note(3), after = note(4)),
      function(f, note) do.call(f, list(1, quote(expr = ), TRUE)),
      function(f, note) do.call(f, list(object = quote(a), units = as.name("b")), quote = TRUE),
      function(f, note) f(1, list(a = NULL, 2), after = list())
    )
  )
})

test_that("what is missing in the calling functions is missing", {
  arguments <- alist(object = , units = , use_bias = TRUE, ... = )
  expect_same_capture(
    all_ways(arguments),
    list(
      function(f, note) (function(object, units, bias) f(object, units, bias))(1),
      function(f, note) (function(object, units = 4, bias) f(object, units, use_bias = bias))(1),
      function(f, note) (function(u) (function(units) f(1, units = units))(u))(),
      function(f, note) (function(...) f(...))(1, units = 3, further = 4),
      function(f, note) (function(u, ...) f(1, u, ...))(more = 2),
      function(f, note) (function(u) (function(...) f(1, ...))(u))(),
      function(f, note) (function(u) (function(...) (function(...) f(...))(...))(1, units = u))(),
      function(f, note) (function(u) f(1, u + 1))(),
      function(f, note) (function(u) f(1, further = u))(),
      function(f, note) lapply(1:2, f, 5),
      function(f, note) Map(f, 1:2, units = 3:4)
    )
  )
})

test_that("errors in arguments are the same, and end the reading at the same place", {
  arguments <- alist(object = , units = , use_bias = TRUE, ... = )
  expect_same_capture(
    all_ways(arguments),
    list(
      function(f, note) f(note(1), no_such_object, note(3)),
      function(f, note) f(note(1), stop("in the argument"), note(3)),
      function(f, note) f(note(1), further = stop("behind the dots")),
      function(f, note) f(note(1), further = no_such_object),
      function(f, note) do.call(f, stats::setNames(list(1, 2), c("units", "units"))),
      function(f, note) f(1, (function(x) x)())
    )
  )
})

test_that("arguments are taken always, or left unread", {
  arguments <- alist(object = , padding = note_default(), ... = )
  note_default <- function() c(1, 1)
  uses <- list(
    function(f, note) f(1),
    function(f, note) f(1, 2),
    function(f, note) f(1, more = 3),
    function(f, note) (function(padding) f(1, padding))()
  )
  functions <- lapply(all_ways(arguments, always = "padding"), `environment<-`, environment())
  capture <- NULL
  for (way in names(functions)) {
    environment(functions[[way]]) <- list2env(
      list(
        capture = if (way == "matched") capture_by_matching else capture_args,
        note_default = note_default
      )
    )
  }
  expect_same_capture(functions, uses)
  expect_same_capture(
    all_ways(alist(object = , inherit = stop("read")), except = "inherit"),
    list(
      function(f, note) f(1),
      function(f, note) f(1, stop("read")),
      function(f, note) f(inherit = stop("read"), 1)
    )
  )
})

test_that("a kept plan serves copies of a function, those with other arguments too", {
  plans <- new.env()
  f <- function(object, units) {
    args <- capture_args("f", plans = plans)
    args
  }
  g <- f
  formals(g) <- alist(units = , object = , added = 5, ... = )
  for (i in 1:2) {
    expect_identical(f(1, 2), list(object = 1, units = 2))
    expect_identical(g(1, 2, 3, more = 4), list(units = 1, object = 2, added = 3, more = 4))
  }
  dense <- layer_dense
  formals(dense)$units <- 7
  expect_error(dense(), "`units` is missing", fixed = TRUE)
  expect_identical(dense(units = 3)$units, 3L)
})

test_that("every function that keeps a plan has one of its own", {
  find_kept <- function(name) {
    f <- get(name, asNamespace("rkeras"))
    code <- if (is.function(f)) as.list(body(f))[-1L]
    capture <- if (length(code) && is.call(code[[1L]]) && length(code[[1L]]) == 3L) code[[1L]][[3L]]
    if (is.call(capture) && identical(capture[[1L]], quote(capture_args))) {
      stats::setNames(name, match.call(capture_args, capture)$of)
    }
  }
  kept <- unlist(lapply(ls(asNamespace("rkeras")), find_kept))
  kept <- kept[!is.na(names(kept)) & nzchar(names(kept))]
  expect_gt(length(kept), 400L)
  expect_identical(names(kept), unname(kept))
})

test_that("all that goes to Python as it is goes there by the slow way as well", {
  x <- layer_input(3)
  same <- list(NULL, TRUE, 1L, 2.5, "text", "\u00e9", x, matrix(1:4, 2), array(TRUE, 1), Inf)
  other <- list(
    NA,
    NA_character_,
    c(1, 2),
    c(a = 1),
    list(1),
    matrix(c(1, NA), 1),
    "\xff",
    factor("a"),
    Sys.Date(),
    raw(1),
    1i,
    layer_dense
  )
  expect_identical(vapply(same, function(value) go_as_they_are(list(value)), NA), rep(TRUE, length(same)))
  expect_identical(vapply(other, function(value) go_as_they_are(list(value)), NA), rep(FALSE, length(other)))
  expect_false(go_as_they_are(list(1, x, other[[3L]])))
  expect_true(go_as_they_are(list()))
  for (value in same) {
    expect_identical(to_python(value), value)
  }
})

test_that("errors that are reworded in place are those that are reworded outside", {
  fail <- reticulate::py_run_string(
    "
def fail(kind, f=None):
    if kind == 'r':
        f()
    error = ValueError('layer_dense(): wrong')
    error.warnings_for_r = ['first', 'second']
    raise error
",
    convert = FALSE
  )$fail
  raise <- function() stop(structure(class = c("mine", "error", "condition"), list(message = "of R", call = NULL)))
  for (call in list(
    function() reticulate::py_call(fail, "plain"),
    function() reticulate::py_call(fail, "r", raise),
    function() stop("not of Python"),
    function() 5
  )) {
    seen <- lapply(list(reword_errors, reword_in_place), function(reword) {
      warned <- character()
      calling <- character()
      result <- tryCatch(
        withCallingHandlers(
          reword(call()),
          warning = function(w) {
            warned <<- c(warned, conditionMessage(w))
            tryInvokeRestart("muffleWarning")
          },
          error = function(e) {
            calling <<- c(calling, class(e)[[1L]])
          }
        ),
        error = identity
      )
      if (inherits(result, "condition")) {
        result <- list(conditionMessage(result), class(result), conditionCall(result))
      }
      list(result = result, warned = warned, told = unique(calling))
    })
    expect_identical(seen[[1L]][1:2], seen[[2L]][1:2])
    expect_identical(utils::tail(seen[[1L]]$told, 1L), utils::tail(seen[[2L]]$told, 1L))
  }
})
