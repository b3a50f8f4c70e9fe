#' Write a Python class in R
#'
#' The functions in the body become methods. In them `self` is the instance, `super` gives the methods of the base class
#' (`super$initialize()`, or `super()$initialize()`), and `private` is an R environment that belongs to the instance.
#' Other members become attributes of the class, except for a list called `private`, which holds the initial values of the
#' private environment. `initialize` and `finalize` are Python's `__init__` and `__del__`. A string at the start of the body,
#' or of a function, is its documentation.
#'
#' @param spec Name of the class, or a call: `MyClass(Base)`. Its unnamed arguments are the base classes. Its named
#'   arguments: `convert`, whether the methods get R values (`TRUE`) or Python objects; `delay_load`, whether to create
#'   the class only on first use, which is the default in package code; others are passed as keywords of Python's
#'   `class` statement.
#' @param body An expression in braces that defines the members.
#' @return The class, invisibly. The operator also assigns it to its name in the calling environment.
#' @seealso [new_layer_class()], [Layer()] and other functions for one kind of class; [create_layer_wrapper()].
#' @examplesIf is_keras_available()
#' Counter %py_class% {
#'   initialize <- function(start = 0) {
#'     private$count <- start
#'   }
#'   add <- function(by = 1) {
#'     private$count <- private$count + by
#'     invisible(self)
#'   }
#'   value %<-active% function() private$count
#' }
#' counter <- Counter(start = 5)
#' counter$add()
#' #> <R6type.Counter object at 0x...>
#' counter$value
#' #> [1] 6
#' @export
#' @rdname py_class
`%py_class%` <- function(spec, body) {
  spec <- substitute(spec)
  body <- substitute(body)
  frame <- parent.frame()
  name <- as.character(if (is.call(spec)) spec[[1L]] else spec)
  head <- if (is.call(spec)) as.list(spec)[-1L] else list()
  named <- nzchar(names(head) %||% character(length(head)))
  keywords <- lapply(head[named], eval, frame)
  bases <- unname(head[!named])
  late <- keywords$delay_load %||% isNamespace(frame)
  read_members <- function() evaluate_body(body, frame)
  read_bases <- if (late) {
    lapply(bases, function(code) function() eval(code, frame))
  } else {
    lapply(bases, keep_base, frame)
  }
  members <- if (!late) read_members()
  make <- function() {
    make_py_class(
      name,
      members %||% read_members(),
      lapply(read_bases, function(read) read()),
      keywords,
      docstring(body)
    )
  }
  arguments <- function() written_formals(body, bases, frame)
  class <- make_or_delay_class(name, make, arguments, frame, keywords$delay_load)
  assign(name, class, envir = frame)
  invisible(class)
}

evaluate_body <- function(body, frame) {
  # The operator also works if the package is not attached.
  outer <- new.env(parent = frame)
  assign("%<-active%", `%<-active%`, envir = outer)
  assign("private", list(), envir = outer) # private$method <- function() ...
  env <- new.env(parent = outer)
  eval(body, env)
  as.list(env, all.names = TRUE)
}

#' Active fields of a class
#'
#' Use it in the body of a class (see [%py_class%]) for a computed field. The function is called when the field of an
#' instance is read and, if it takes an argument, when a value is assigned to the field.
#'
#' @param sym Name of the field.
#' @param value A function without arguments, or one whose argument is missing when the field is read.
#' @param x A function, as for `value`.
#' @return `mark_active()` and `active_property()` return the marked function; `%<-active%` also assigns it to the name.
#' @seealso [%py_class%], [new_layer_class()].
#' @examplesIf is_keras_available()
#' Temperature %py_class% {
#'   initialize <- function(celsius) {
#'     self$celsius <- celsius
#'   }
#'   fahrenheit %<-active% function(value) {
#'     if (missing(value)) {
#'       return(self$celsius * 9 / 5 + 32)
#'     }
#'     self$celsius <- (value - 32) * 5 / 9
#'   }
#' }
#' temperature <- Temperature(20)
#' temperature$fahrenheit
#' #> [1] 68
#' temperature$fahrenheit <- 212
#' temperature$celsius
#' #> [1] 100
#' @export
#' @rdname active
`%<-active%` <- function(sym, value) {
  sym <- substitute(sym)
  assign(as.character(sym), mark_active(value), envir = parent.frame())
}

#' @export
#' @rdname active
mark_active <- function(x) {
  if (!is.function(x)) {
    stop("mark_active(): `x` should be a function. Received: an object of class ", class(x)[[1L]], call. = FALSE)
  }
  structure(x, rkeras_active = TRUE)
}

is_active <- function(x) {
  is.function(x) && isTRUE(attr(x, "rkeras_active"))
}

# Creates a Python class from a named list of members of all kinds.
make_py_class <- function(name, members, bases, keywords = list(), doc = NULL, of_keras3 = FALSE) {
  members <- written <- check_members(name, members)
  bases <- lapply(bases, follow_recipe)
  convert <- !isFALSE(keywords$convert)
  owner <- new.env(parent = emptyenv())
  owner$name <- name
  owner$private <- if (is.list(members$private)) members$private else list()
  members$private <- NULL
  owner$uses_private <- length(owner$private) > 0L || any(vapply(members, mentions_private, NA))
  active <- vapply(members, is_active, NA)
  methods <- !active & vapply(members, is_method, NA)
  keywords[c("convert", "delay_load")] <- NULL
  owner$class <- custom_classes()$make_class(
    name,
    lapply(bases, as_py_class),
    unname(Map(
      function(name, member) describe_own_method(name, member, owner, convert),
      names(members)[methods],
      members[methods]
    )),
    properties = unname(Map(
      function(name, member) describe_active_field(name, member, owner, convert),
      names(members)[active],
      members[active]
    )),
    attributes = reticulate::dict(lapply(members[!active & !methods], to_python)),
    doc = doc,
    keywords = reticulate::dict(keywords),
    of_keras3 = of_keras3
  )
  keep_recipe(owner$class, "make_py_class", name, written, lapply(bases, refer_to_class), keywords, doc, of_keras3)
}

check_names <- function(class, members, maker = "") {
  members <- members[!vapply(members, is.null, NA)]
  if (length(members) && !all(nzchar(names(members) %||% ""))) {
    stop(maker, "every member of ", class, " needs a name: method = function(...) ...", call. = FALSE)
  }
}

check_members <- function(class, members) {
  check_names(class, members)
  members <- members[!vapply(members, is.null, NA)]
  for (name in names(python_method_names)) {
    if (all(c(name, python_method_names[[name]]) %in% names(members))) {
      stop(
        class,
        ": `",
        name,
        "` and `",
        python_method_names[[name]],
        "` are the same: keep one of them.",
        call. = FALSE
      )
    }
  }
  members
}

is_method <- function(x) {
  is.function(x) && !inherits(x, "python.builtin.object")
}

mentions_private <- function(x) {
  is_method(x) && "private" %in% all.names(body(x))
}

describe_own_method <- function(name, definition, owner, convert) {
  run <- function(self, kept, names, args) run_method(definition, name, owner, self, kept, names, args)
  describe_method(name, definition, run, convert)
}

describe_active_field <- function(name, definition, owner, convert) {
  attr(definition, "rkeras_active") <- NULL
  spec <- describe_own_method(name, definition, owner, convert)
  c(spec[c("name", "call", "doc")], settable = length(without_self(definition)) > 0L)
}

# The Python class that an object represents.
as_py_class <- function(x, convert = TRUE, subject = "A class") {
  if (inherits(x, "rkeras_delayed_class")) {
    return(attr(x, "get")())
  }
  if (inherits(x, "keras_layer_wrapper")) {
    return(as_py_class(attr(x, "Layer"), convert, subject))
  }
  if (inherits(x, "R6ClassGenerator")) {
    return(r6_py_class(x, convert))
  }
  if (inherits(x, "python.builtin.type")) {
    return(x)
  }
  class_of_function(x) %||%
    stop(
      subject,
      " should be a Python class, or one made by %py_class%, new_layer_class() or a similar function, or R6Class(). ",
      "Received: an object of class ",
      class(x)[[1L]],
      call. = FALSE
    )
}

# The class of the objects that a function of this package creates, such as layer_dense(); NULL for anything else.
class_of_function <- function(x) {
  name <- if (is.function(x)) attr(x, "rkeras_name", exact = TRUE) %||% find_own_name(x) else NA
  if (!is.na(name) && reticulate::py_has_attr(load_rkeras_py(), name)) {
    custom_classes()$find_class(get_from_rkeras_py(name))
  }
}

find_own_name <- function(f) {
  code_of <- function(f) if (is.function(f)) list(body(f), environment(f)) # under the alias it has fewer arguments
  same <- function(name) identical(code_of(getExportedValue("rkeras", name)), code_of(f))
  Filter(same, getNamespaceExports("rkeras"))[1L]
}

is_written_class <- function(x) {
  inherits(x, c("keras_layer_wrapper", "rkeras_delayed_class", "R6ClassGenerator"))
}

# Tells whether an R object represents the whole class written in R, so that the class can be converted back to it.
is_whole_class <- function(x) {
  inherits(x, c("R6ClassGenerator", "rkeras_delayed_class")) || !is.null(attr(x, "written"))
}

class_to_python <- function(x, convert = FALSE) {
  as_py_class(x)
}
