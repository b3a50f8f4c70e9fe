# R functions as methods of Python classes. The environment `owner` is shared by all methods of a class. It has the class's
# `name`, its Python `class` once created, its `private` members, and whether methods use them.

custom_classes <- function() {
  load_rkeras_py()
  functions_of("custom_classes")
}

custom_layers <- function() {
  load_rkeras_py()
  functions_of("custom_layers")
}

weakref <- function() {
  if (is.null(state$weakref)) {
    state$weakref <- import_functions("weakref", c("proxy", "ref"), convert = FALSE)
  }
  state$weakref
}

python_method_names <- c(initialize = "__init__", finalize = "__del__")

python_method_name <- function(name) {
  if (name %in% names(python_method_names)) python_method_names[[name]] else name
}

# The description of a method for Python, which calls `run(self, kept, names, args)` with the state `kept` of the instance.
describe_method <- function(name, definition, run, convert = TRUE) {
  force(run)
  arguments <- without_self(definition)
  list(
    name = python_method_name(name),
    call = reticulate::r_to_py(
      function(self, kept, names, ...) {
        names <- as.character(convert_to_r(names))
        run(convert_to_r(self), convert_to_r(kept), names, lapply(list(...), choose_conversion(convert)))
      },
      convert = convert
    ),
    formals = lapply(names(arguments), function(argument) default_for_python(argument, arguments[[argument]])),
    doc = docstring(body(definition)),
    code = deparse1(rlang::new_function(arguments, NULL))
  )
}

choose_conversion <- function(convert) {
  if (convert) convert_to_r else identity
}

self_names <- c("self", "cls")

takes_self <- function(definition) {
  length(formals(definition)) > 0L && names(formals(definition))[[1L]] %in% self_names
}

without_self <- function(definition) {
  if (takes_self(definition)) formals(definition)[-1L] else as.list(formals(definition))
}

# The name, with the default if it is a constant or computed from constants; otherwise its R code.
default_for_python <- function(name, default) {
  if (identical(default, quote(expr = ))) {
    return(list(name))
  }
  constant <- all(all.names(default) %in% c("-", "c", "list", "("))
  list(name, if (constant) eval(default, baseenv()) else deparse1(default))
}

docstring <- function(code) {
  if (is.call(code) && identical(code[[1L]], quote(`{`)) && length(code) > 1L) {
    code <- code[[2L]]
    if (is.character(code)) code
  }
}

# Runs a method in an environment with self, super and private.
run_method <- function(definition, name, owner, self, kept, names, args) {
  scope <- new.env(parent = environment(definition))
  scope$self <- self
  scope$`__class__` <- owner$class
  if (name == "from_config") {
    scope$cls <- self
  }
  scope$super <- make_super(self, owner)
  if (owner$uses_private) {
    scope$private <- get_private(self, owner, kept)
  }
  environment(definition) <- scope
  if (name %in% c("build", "compute_output_shape")) {
    args <- lapply(args, new_shape)
  }
  if (takes_self(definition)) {
    args <- c(list(self), args)
    names <- c("", names)
  }
  result <- call_by_name(definition, name, owner$name, names, args)
  switch(name, initialize = , `__init__` = NULL, compute_output_shape = open_sizes_to_python(result), result)
}

# The call has a form that tracebacks can show: the method's name, with symbols as arguments.
call_by_name <- function(definition, name, class, names, args) {
  frame <- new.env(parent = globalenv())
  labels <- argument_labels(definition, names)
  for (i in seq_along(args)) {
    assign(labels[[i]], args[[i]], envir = frame)
  }
  assign(name, definition, envir = frame)
  call <- as.call(c(as.name(name), stats::setNames(lapply(labels, as.name), names)))
  withCallingHandlers(contain_jumps(allowInterrupts(eval(call, frame))), error = function(condition) {
    if (inherits(condition, "python.builtin.BaseException")) {
      condition <- r_condition(condition)
    }
    if (!is.null(condition) && !inherits(condition, "rkeras_jump") && is.null(condition$of_method)) {
      stop(name_method_in_error(condition, paste0(c(class, name), collapse = "$"), name))
    }
  })
}

argument_labels <- function(definition, names) {
  before_dots <- names(formals(args(definition)))
  before_dots <- before_dots[cumsum(before_dots == "...") == 0L]
  labels <- names
  open <- which(!nzchar(names))
  labels[open] <- c(before_dots, paste0("..", seq_along(open)))[seq_along(open)]
  paste0(ifelse(startsWith(labels, ".."), "argument_", ""), sub("^\\.\\.", "", labels))
}

# Conditions with a user's class keep their message unchanged; these are R's own classes.
r_error_classes <- c(
  "simpleError",
  "rlang_error",
  "error",
  "condition",
  "evalError",
  "getMissingError",
  "missingArgError",
  "notSubsettableError",
  "packageNotFoundError",
  "parseError",
  "stackOverflowError",
  "CStackOverflowError",
  "expressionStackOverflowError",
  "nodeStackOverflowError",
  "protectStackOverflowError",
  "subscriptOutOfBoundsError"
)

name_method_in_error <- function(condition, label, name) {
  if (!all(class(condition) %in% r_error_classes)) {
    return(condition)
  }
  call <- conditionCall(condition)
  where <- if (!is.null(call) && !identical(call[[1L]], as.name(name))) paste0(", in ", shorten_text(deparse1(call)))
  asks <- is.call(call) && deparse1(call[[1L]]) %in% c("if", "while")
  condition$of_method <- TRUE
  condition$message <- paste0(label, "(): ", conditionMessage(condition), where, if (asks) tensor_value_hint)
  condition
}

tensor_value_hint <- paste0(
  ". If that is a tensor: it has no value while a model is built. Use k_switch() or op_where(), ",
  "which choose between tensors."
)

shorten_text <- function(text) {
  if (nchar(text) > 200L) paste0(substr(text, 1L, 197L), "...") else text
}

# In Python open sizes are None; scripts also write NA.
open_sizes_to_python <- function(shape) {
  if (is.list(shape)) {
    return(lapply(shape, open_sizes_to_python))
  }
  if (is.atomic(shape) && anyNA(shape)) {
    shape <- lapply(shape, function(size) if (!is.na(size)) size)
    return(if (length(shape) == 1L) shape[[1L]] else shape)
  }
  shape
}
