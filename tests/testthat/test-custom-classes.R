Counter %py_class%
  {
    "counts"
    initialize <- function(start = 0, ...) {
      "starts"
      private$count <- start
    }
    add <- function(by = 1) {
      private$count <- private$count + by
      invisible(self)
    }
    total <- function(self, ...) sum(self$value, ...)
    refuse <- function(value) log(value)
    value %<-active% function() private$count
    tenfold %<-active%
      function(value) {
        if (missing(value)) private$count * 10 else private$count <- value / 10
      }
    limit <- 5
  }

test_that("methods, self, private, active fields, attributes and documentation", {
  counter <- Counter(start = 3)
  other <- Counter(10)
  counter$add()$add(4)
  expect_identical(c(counter$value, other$value), c(8, 10))
  counter$tenfold <- 120
  expect_identical(c(counter$value, counter$tenfold, counter$limit, counter$total(1, 2)), c(12, 120, 5, 15))
  expect_error(counter$value <- 1, "has no setter")
  expect_identical(class(counter), c("R6type.Counter", "python.builtin.object"))
  expect_identical(Counter$`__doc__`, "counts")
  expect_identical(Counter$`__init__`$`__doc__`, "starts")
  expect_output(print(Counter), "R6type.Counter", fixed = TRUE)
  expect_error(counter$refuse("a"), "Counter$refuse(): non-numeric argument", fixed = TRUE)
})

test_that("a class extends another, and private members have first values", {
  Double(Counter) %py_class%
    {
      private <- list(extra = 100, doubled = function() 2 * self$value)
      initialize <- function(...) super$initialize(...)
      add <- function(by) {
        super$add(by)
        super()$add(private$extra)
        private$doubled()
      }
    }
  double <- Double(start = 1)
  expect_identical(double$add(2), 206)
  expect_identical(double$value, 103)
  expect_s3_class(double, c("R6type.Double", "R6type.Counter"))
})

test_that("Python sees the arguments of R functions, with their defaults", {
  signature <- function(method) reticulate::py_str(reticulate::import("inspect")$signature(method))
  Signed %py_class%
    {
      initialize <- function(units, rate = -0.5, kind = c("a", "b"), ...) NULL
      call <- function(inputs, mask, training = FALSE) NULL
      other <- function(from, na.rm = TRUE, ..., last = NULL) NULL
    }
  expect_identical(signature(Signed$`__init__`), "(self, units, rate=-0.5, kind=['a', 'b'], **kwargs)")
  expect_identical(signature(Signed$call), "(self, inputs, mask=None, training=False)")
  expect_identical(signature(Signed$other), "(self, *args, last=None, **kwargs)")
})

test_that("convert = FALSE gives Python objects", {
  Raw(convert = FALSE) %py_class%
    {
      kind <- function(x) class(x)[[1]]
    }
  expect_identical(reticulate::py_to_r(Raw()$kind(1)), "python.builtin.float")
})

test_that("a class that waits is made when it is used first", {
  made <- 0
  Late(delay_load = TRUE) %py_class%
    {
      made <<- made + 1
      size <- 3
    }
  later <- create_layer_wrapper(Late)
  expect_output(print(Late), "class 'Late', made when it is used first")
  expect_identical(made, 0)
  expect_identical(c(Late$size, Late()$size), c(3, 3))
  expect_identical(made, 1)
  copy <- unserialize(serialize(Late, NULL))
  expect_identical(names(formals(later)), c("object", "..."))
  expect_s3_class(copy, "rkeras_delayed_class")
})

test_that("mistakes are named", {
  expect_error(
    Both %py_class%
      {
        initialize <- function() NULL
        `__init__` <- function() NULL
      },
    "`initialize` and `__init__` are the same"
  )
  expect_error(Wrong(3) %py_class% {}, "A class should be a Python class")
  expect_error(mark_active(3), "`x` should be a function")
  expect_type(new_layer_class("WithNull", call = function(inputs) inputs, NULL), "closure")
  expect_error(new_layer_class("NoNames", 3), "new_layer_class(): every member of NoNames needs a name", fixed = TRUE)
})

test_that("an instance and its R state are freed", {
  reference <- local({
    counter <- Counter()
    reticulate::import("weakref")$ref(counter)
  })
  gc()
  reticulate::import("gc")$collect()
  expect_null(reference())
})

test_that("an R6 class that extends a class of Keras is a Python class", {
  Scale <- R6::R6Class(
    "Scale",
    inherit = keras$layers$Layer,
    public = list(
      factor = 2,
      initialize = function(more, ...) {
        super$initialize(...)
        self$more <- more
      },
      call = function(inputs) inputs * self$factor * self$more * private$hidden()
    ),
    private = list(last = 5, hidden = function() private$last),
    active = list(all = function() self$more * private$last)
  )
  layer <- create_layer_wrapper(Scale)(more = 3)
  expect_identical(layer$all, 15)
  x <- layer_input(2)
  expect_equal(predict(keras_model(x, layer(x)), matrix(1:2, 1), verbose = 0), matrix(c(30, 60), 1))
})
