# R functions as methods of Python classes. `owner` is an environment with what all methods of a class share: its
# `name`, the Python `class` once there is one, the `private` members, and whether methods use them.

custom_classes <- function() {
  if (is.null(state$custom_classes)) {
    core()
    state$custom_classes <- reticulate::import("rkeras_py.custom_classes")
  }
  state$custom_classes
}

custom_layers <- function() {
  if (is.null(state$custom_layers)) {
    core()
    state$custom_layers <- reticulate::import("rkeras_py.custom_layers")
  }
  state$custom_layers
}

python_method_names <- c(initialize = "__init__", finalize = "__del__")

python_method_name <- function(name) {
  if (name %in% names(python_method_names)) python_method_names[[name]] else name
}

# What Python has to know of a method; `run(self, names, args)` runs it.
method_spec <- function(name, definition, run, convert = TRUE) {
  force(run)
  arguments <- without_self(definition)
  list(
    name = python_method_name(name),
    call = reticulate::r_to_py(
      function(self, names, ...) {
        run(converted(self), as.character(reticulate::py_to_r(names)), lapply(list(...), converted_if(convert)))
      },
      convert = convert
    ),
    formals = lapply(names(arguments), function(argument) default_for_python(argument, arguments[[argument]])),
    doc = docstring(body(definition)),
    code = deparse1(rlang::new_function(arguments, NULL))
  )
}

converted_if <- function(convert) {
  if (convert) converted else identity
}

self_names <- c("self", "cls")

takes_self <- function(definition) {
  length(formals(definition)) > 0L && names(formals(definition))[[1L]] %in% self_names
}

without_self <- function(definition) {
  if (takes_self(definition)) formals(definition)[-1L] else as.list(formals(definition))
}

# A name, and the default if it has one and that is a constant or computed from constants; else the R code.
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

# Run a method in an environment that has self, super and private.
run_method <- function(definition, name, owner, self, names, args) {
  scope <- new.env(parent = environment(definition))
  scope$self <- self
  scope$super <- super_of(self, owner)
  if (owner$uses_private) {
    scope$private <- private_of(self, owner)
  }
  environment(definition) <- scope
  if (takes_self(definition)) {
    args <- c(list(self), args)
    names <- c("", names)
  }
  result <- call_by_name(definition, name, owner$name, names, args)
  switch(name, initialize = , `__init__` = NULL, compute_output_shape = open_sizes(result), result)
}

# The call is one that a traceback can show: the method by its name, on symbols.
call_by_name <- function(definition, name, class, names, args) {
  frame <- new.env(parent = globalenv())
  labels <- argument_labels(definition, names)
  for (i in seq_along(args)) {
    assign(labels[[i]], args[[i]], envir = frame)
  }
  assign(name, definition, envir = frame)
  call <- as.call(c(as.name(name), stats::setNames(lapply(labels, as.name), names)))
  withCallingHandlers(allowInterrupts(eval(call, frame)), error = function(condition) {
    if (!inherits(condition, "python.builtin.BaseException")) {
      stop(in_method(condition, class, name))
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

in_method <- function(condition, class, name) {
  call <- conditionCall(condition)
  where <- if (!is.null(call) && !identical(call[[1L]], as.name(name))) paste0(", in ", shortened(deparse1(call)))
  condition$message <- paste0(class, "$", name, "(): ", conditionMessage(condition), where)
  condition
}

shortened <- function(text) {
  if (nchar(text) > 200L) paste0(substr(text, 1L, 197L), "...") else text
}

# Sizes that are not fixed are NULL for Python; scripts also write NA.
open_sizes <- function(shape) {
  if (is.list(shape)) {
    return(lapply(shape, open_sizes))
  }
  if (is.atomic(shape) && anyNA(shape)) {
    shape <- lapply(shape, function(size) if (!is.na(size)) size)
    return(if (length(shape) == 1L) shape[[1L]] else shape)
  }
  shape
}

# super ----------------------------------------------------------------------------------------------------------------

# `super$method()` and `super()$method()` are the same.
super_of <- function(self, owner) {
  super <- function() super
  super <- structure(super, class = "rkeras_super", self = self, owner = owner)
  super
}

#' @export
`$.rkeras_super` <- function(x, name) {
  converted(custom_classes()$super_attribute(
    attr(x, "owner")$class,
    attr(x, "self"),
    python_method_name(name)
  ))
}

#' @export
`[[.rkeras_super` <- `$.rkeras_super`

#' @export
print.rkeras_super <- function(x, ...) {
  cat("<super of ", attr(x, "owner")$name, ">\n", sep = "")
  invisible(x)
}

# State in R -----------------------------------------------------------------------------------------------------------

# An environment for each instance, which Python keeps as long as that. It must not hold the instance: neither
# language could ever free the two.
instance_state <- function(self) {
  found <- custom_classes()$kept(self)
  if (is.null(found)) {
    found <- new.env(parent = emptyenv())
    custom_classes()$keep(self, found)
  }
  found
}

private_of <- function(self, owner) {
  kept <- instance_state(self)
  if (is.null(kept$private)) {
    kept$private <- new.env(parent = emptyenv())
  }
  for (name in setdiff(names(owner$private), names(kept$private))) {
    member <- owner$private[[name]]
    assign(name, if (is.function(member)) bound(member, self, kept$private) else member, envir = kept$private)
  }
  kept$private
}

# A private function finds self anew each time.
bound <- function(definition, self, private) {
  reference <- custom_layers()$weak(self)[[1L]]
  rm(self)
  scope <- new.env(parent = environment(definition))
  makeActiveBinding("self", function() reference(), scope)
  scope$private <- private
  environment(definition) <- scope
  definition
}
