# src/calls.c and reticulate make the same calls: each here goes both ways.

by_reticulate <- function(code) {
  .Call(C_rkeras_set_entry, NULL)
  on.exit(begin_quick_calls())
  code()
}

expect_same_both_ways <- function(code, is_quick = NA) {
  if (!is.na(is_quick)) {
    expect_identical(!is.symbol(code(call_quickly)), is_quick)
  }
  quick <- code(call_rkeras)
  expect_identical(quick, by_reticulate(function() code(call_rkeras)))
  invisible(quick)
}

teller <- reticulate::py_run_string(
  "class Teller:
    import numpy as np
    def tell(self, *values, **named): return repr((values, named, [type(value) for value in values]))
    def read(self, *values): return [(value.dtype.name, value.shape, value.flags.writeable, value.tolist()) for value in values]
    def keep(self, value): self.kept = value
    def give(self, code): return eval(code, {'np': self.np, 'teller': self})
    def fail(self, code): raise eval(code)
teller = Teller()",
  local = TRUE
)$teller

k_constant(1) # the call that starts Python goes by reticulate

test_that("values arrive the same", {
  latin1 <- "\xe9t\xe9"
  Encoding(latin1) <- "latin1"
  values <- list(
    NULL,
    TRUE,
    NA,
    3L,
    NA_integer_,
    -2147483647L,
    2.5,
    1e300,
    Inf,
    NaN,
    NA_real_,
    "a",
    "",
    "\u00e9t\u00e9",
    latin1,
    NA_character_,
    c(a = 1),
    1:3,
    c(1, 2),
    c("a", "b"),
    c(TRUE, FALSE),
    c("a", NA),
    c(1, NaN),
    c(1, NA),
    1:64,
    c(2, 1:64 / 2),
    65:1,
    rep(c(NA, 1L), 40),
    rep("a", 65),
    rep(TRUE, 65),
    numeric(),
    character(),
    complex(2),
    list(1:2, list(c("a", "b"))),
    list(),
    list(1, "a", NULL),
    list(list(1L), TRUE),
    list(a = 1, b = list(2)),
    factor("a"),
    as.Date("2026-11-30"),
    bit64::as.integer64(7),
    structure(3, class = "odd"),
    raw(2),
    2i
  )
  for (value in values) {
    for (named in c("", "name", "n\u00e4me")) {
      tell <- function(call) {
        tryCatch(
          call("call_method", stats::setNames(list(teller, "tell", value), c("", "", named))),
          error = conditionMessage
        )
      }
      expect_same_both_ways(tell)
    }
  }
  expect_same_both_ways(function(call) call("call_method", list(teller, "tell", 2, "b", list(TRUE))), is_quick = FALSE) # a text
})

test_that("arrays arrive the same", {
  arrays <- list(
    matrix(c(1, 2, 3, 4, 5, 6), 2),
    array(1:24, 2:4),
    array(c(1, NA), 2),
    array(c(1L, NA), 2),
    array(0, c(0, 3)),
    array(c(1.5, -2.5), 2),
    scale(matrix(c(1, 2, 3, 4), 2)),
    matrix(c(1, 2), 1, dimnames = list("row", c("a", "b"))),
    matrix(runif(130 * 130), 130), # more numbers than are copied
    matrix(c(TRUE, FALSE), 1),
    matrix("a")
  )
  for (value in arrays) {
    expect_same_both_ways(function(call) {
      tryCatch(call("call_method", list(teller, "read", value)), error = conditionMessage)
    })
    expect_same_both_ways(function(call) {
      tryCatch(call("call_method", list(teller, "tell", list(value))), error = conditionMessage)
    })
  }
})

test_that("arrays that are copied stay as they were", {
  x <- matrix(c(1, 2, 3, 4), 2)
  call_rkeras("call_method", list(teller, "keep", x))
  x[] <- 0
  gc()
  expect_identical(call_rkeras("call_method", list(teller, "give", "teller.kept.sum()")), 10)
})

test_that("results arrive the same", {
  codes <- c(
    quick = "None",
    quick = "2.5",
    quick = "float('nan')",
    quick = "[1.0, 2.0]",
    quick = "[None, 2.0]",
    quick = "[[1.0], [2.0, 3.0]]",
    quick = "np.arange(24.0).reshape(2, 3, 4)",
    quick = "np.arange(24, dtype='float32').reshape(2, 3, 4)[:, ::-1, ::2]",
    quick = "np.zeros((0, 3))",
    quick = "np.array([1.5])",
    quick = "[np.ones(2), [np.ones((1, 2)), None]]",
    slow = "3",
    slow = "True",
    slow = "'text'",
    slow = "[]",
    slow = "[1, 2.0]",
    slow = "[1.0, 'a']",
    slow = "{'a': 1.0}",
    slow = "(1.0, 2.0)",
    slow = "np.array(1.5)",
    slow = "np.array([1, 2])",
    quick = "np.arange(2, dtype='>f8')",
    slow = "b'bytes'",
    slow = "2**40",
    slow = "np.ones(2**16)",
    slow = "np.float64(2)",
    slow = "[[1.0], object]"
  )
  for (place in seq_along(codes)) {
    give <- function(call) {
      found <- call("call_method", list(teller, "give", codes[[place]]))
      if (inherits(found, "python.builtin.object")) {
        return(class(found))
      }
      if (is.list(found)) {
        lapply(found, function(one) if (inherits(one, "python.builtin.object")) class(one) else one)
      } else {
        found
      }
    }
    if (names(codes)[[place]] == "quick") {
      expect_same_both_ways(give, is_quick = TRUE)
    } else {
      expect_identical(call_quickly("call_method", list(teller, "give", codes[[place]])), quote(kept))
      call_python(get_from_rkeras_py("take_kept"))
      expect_same_both_ways(give)
    }
  }
})

test_that("tensors get the handles that reticulate gives them", {
  x <- k_constant(matrix(c(1, 2, 3, 4), 2))
  input <- layer_input(3)
  dense <- layer_dense(units = 2)
  calls <- list(
    function() k_sum(x, axis = 1),
    function() x + x,
    function() x[1, ],
    function() dense(input),
    function() input %>% layer_activation("relu"),
    function() k_variable(1),
    function() call_rkeras("call_method", list(teller, "give", "[__import__('tensorflow').ones(2), None]"))[[1]]
  )
  for (call in calls) {
    first <- call() # which notes the type
    quick <- call()
    slow <- by_reticulate(call)
    attributes_of <- function(x) lapply(attributes(x), class)
    expect_identical(class(quick), class(slow))
    expect_identical(attributes_of(quick), attributes_of(slow))
    expect_identical(sort(ls(quick, all.names = TRUE)), sort(ls(slow, all.names = TRUE)))
    expect_identical(get("convert", quick), get("convert", slow))
    expect_false(identical(reticulate::py_id(quick), reticulate::py_id(first)))
  }
  expect_identical(as.numeric(unserialize(serialize(k_sum(x), NULL))), 10)
})

test_that("objects live as long as their handles", {
  x <- k_constant(matrix(1, 4, 4))
  sums <- lapply(1:200, function(i) k_sum(x * i))
  expect_identical(vapply(sums, function(one) as.numeric(as.array(one)), 0), 16 * (1:200))
  rm(sums)
  gc()
  expect_identical(as.numeric(as.array(k_sum(x))), 16)
})

test_that("errors, warnings and interrupts come out the same", {
  tell <- function(code) {
    tryCatch(code(), error = function(condition) list(class(condition), conditionMessage(condition)))
  }
  for (code in c("ValueError('wrong')", "KeyError('a')", "StopIteration()", "SystemExit(3)")) {
    raise <- function() tell(function() call_rkeras("call_method", list(teller, "fail", code)))
    expect_identical(raise(), by_reticulate(raise))
  }
  input <- layer_input(3)
  ours <- function() tell(function() layer_dense(input, units = -1))
  expect_identical(ours(), by_reticulate(ours))
  own <- function() tell(function() layer_lambda(input, raise_own))
  expect_identical(own(), by_reticulate(own))
  warned <- function() {
    tryCatch(layer_lambda(input, function(x) warning("mine")), warning = function(condition) {
      conditionMessage(condition)
    })
  }
  expect_identical(warned(), "mine")
})

test_that("a handle that died, and a process that was forked, are left to the other way", {
  x <- k_constant(1)
  dead <- k_constant(1)
  assign("pyobj", methods::new("externalptr"), envir = dead)
  expect_identical(as.character(.Call(C_rkeras_call, "k_sum", list(x = dead))), "by_reticulate")
  in_fork <- parallel::mccollect(parallel::mcparallel(as.character(.Call(C_rkeras_call, "k_sum", list(x = x)))))
  expect_identical(in_fork[[1L]], "by_reticulate")
})

test_that("quick calls hold under a garbage collector that runs all the time", {
  x <- k_constant(matrix(c(1, 2, 3, 4), 2))
  call <- C_rkeras_call
  given <- list(teller, "give", "[np.ones((2, 2)), [1.0, 2.0], None, 3.0]")
  gctorture(TRUE)
  found <- .Call(call, "call_method", given)
  sum <- .Call(call, "k_sum", list(x = x))
  gctorture(FALSE)
  expect_identical(found, list(matrix(1, 2, 2), c(1, 2), NULL, 3))
  expect_identical(as.numeric(as.array(sum)), 10)
})

test_that("functions of tf_function() give the same both ways", {
  x <- as_tensor(c(1, 2))
  both <- function(call) {
    quick <- call()
    plain <- by_reticulate(call)
    expect_identical(class(quick), class(plain))
    expect_equal(rapply(list(quick), as.array, how = "unlist"), rapply(list(plain), as.array, how = "unlist"))
    quick
  }
  traced <- tf_function(function(a, b = 2) a * b)
  expect_equal(as.array(both(function() traced(x, x))), array(c(1, 4)))
  expect_equal(as.array(both(function() traced(x, b = x))), array(c(1, 4)))
  expect_equal(as.array(both(function() traced(b = x, a = x))), array(c(1, 4)))
  expect_equal(as.array(traced(x, 3)), array(c(3, 6)))
  expect_equal(as.array(do.call(traced, list(x, x))), array(c(1, 4)))
  pairs <- both(function() tf_function(function(a) list(sum = op_sum(a), parts = list(a, a)))(x))
  expect_named(pairs, c("sum", "parts"))
  expect_null(both(function() tf_function(function(a) NULL)(x)))
  wrong <- tf_function(function(a) stop("no such thing"))
  expect_error(wrong(x), "no such thing")
  expect_error(by_reticulate(function() wrong(x)), "no such thing")
  expect_error(traced(x, x, x), "argument")
  code <- "import tensorflow as tf\ntraced = tf.function(lambda a: a)"
  plain <- reticulate::py_run_string(code, local = TRUE, convert = FALSE)$traced
  expect_false(asNamespace("reticulate")$py_get_convert(plain(x)))
})

test_that("errors of a traced function stay as TensorFlow has them", {
  traced <- tf_function(function(a) tf$reshape(a, c(7L, 7L)))
  x <- as_tensor(c(1, 2))
  expect_error(traced(x), "Cannot reshape a tensor with 2 elements")
  said <- function() tryCatch(traced(x), error = conditionMessage)
  expect_no_match(said(), "__call__", fixed = TRUE)
})
