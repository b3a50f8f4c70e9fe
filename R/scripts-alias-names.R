# The objects in the packages that use_keras_alias() and install_keras_alias() create.

alias_versions <- c(keras = "2.15.0", keras3 = "1.5.1", tensorflow = "2.16.0")

alias_exports <- function(name) {
  switch(
    name,
    rkeras = getNamespaceExports("rkeras"),
    keras = keras2_exports,
    keras3 = keras3_exports,
    tensorflow = names(tensorflow_exports)
  )
}

# Runs in the namespace of an alias package.
fill_alias <- function(namespace) {
  name <- getNamespaceName(namespace)
  internals <- switch(name, keras = keras_internals, keras3 = keras3_internals)
  lapply(setdiff(names(internals), alias_exports(name)), function(wanted) {
    delayedAssign(wanted, read_internal(name, wanted, internals[[wanted]]), assign.env = namespace)
  })
  fill_exports(namespace, name)
}

# Promises, so that each function is looked up only when it is used.
fill_exports <- function(environment, name) {
  read <- switch(
    name,
    rkeras = function(wanted) getExportedValue("rkeras", wanted),
    keras = keras2_function,
    keras3 = keras3_function,
    tensorflow = tensorflow_function
  )
  reexports <- if (name == "rkeras") function(...) NULL else read_reexport
  lapply(alias_exports(name), function(wanted) {
    delayedAssign(wanted, reexports(name, wanted) %||% read(wanted), assign.env = environment)
  })
}

# Functions of other packages, which must be the same objects there, whichever package a namespace imports them from.
alias_reexports <- list(
  reticulate = c(
    "%as%",
    "array_reshape",
    "as_iterator",
    "dict",
    "import",
    "iter_next",
    "iterate",
    "np_array",
    "py_help",
    "py_require",
    "py_to_r",
    "r_to_py",
    "tuple",
    "use_condaenv",
    "use_python",
    "use_virtualenv"
  ),
  tensorflow = c(
    "all_dims",
    "as_tensor",
    "evaluate",
    "export_savedmodel",
    "shape",
    "tensorboard",
    "tf",
    "use_session_with_seed"
  ),
  tfruns = c("flag_boolean", "flag_integer", "flag_numeric", "flag_string", "flags", "run_dir")
)

# NULL if the name does not belong to another package, or if that package is not installed. keras3 has its own shape().
read_reexport <- function(alias, name) {
  if (alias == "keras3" && name == "shape") {
    return(NULL)
  }
  package <- names(alias_reexports)[vapply(alias_reexports, function(names) name %in% names, NA)]
  if (length(package) && has_real(package) && name %in% getNamespaceExports(package)) {
    getExportedValue(package, name)
  }
}

has_real <- function(package) {
  requireNamespace(package, quietly = TRUE) && !is_alias(package)
}

read_internal <- function(alias, name, of) {
  narrow_arguments(read_reexport(alias, name) %||% get(of, asNamespace("rkeras")), name, of)
}

tensorflow_function <- function(name) {
  get(tensorflow_exports[[name]], asNamespace("rkeras"))
}

keras2_function <- function(name) {
  narrow_arguments(get(name, asNamespace("rkeras")), name)
}

# The function with R keras 2.15's arguments first; arguments that only Keras 3 has follow, or are matched by name.
narrow_arguments <- function(found, name, of = name) {
  if (!is.function(found) || is.na(keras2_arguments[name])) {
    return(found)
  }
  wanted <- strsplit(keras2_arguments[[name]], " ", fixed = TRUE)[[1L]]
  further <- setdiff(names(formals(found)), wanted)
  if (!length(further)) {
    return(found)
  }
  if (any(further %in% all.names(body(found)))) {
    args <- lapply(wanted, as.name)
    names(args) <- ifelse(wanted == "...", "", wanted)
    body(found) <- as.call(c(call(":::", quote(rkeras), as.name(of)), args))
  }
  formals(found) <- formals(found)[wanted]
  found
}
