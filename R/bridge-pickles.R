# Copies and pickles of R objects for Python. The recipes of values-recipes.R store the variables that functions use.

bridge_write_object <- function(x) {
  globals <- new_globals()
  carried <- carry_globals(x, globals)
  places <- if (inherits(x, "R6")) find_method_places(x)
  methods <- unlist(lapply(places, as.list.environment))
  carry_named(unlist(lapply(Filter(is.function, methods), find_free_names)), globalenv(), globals)
  attached <- find_attached(c(list(carried), methods, as.list(globals)))
  serialize(list(object = carried, places = places, globals = globals, attached = attached), NULL)
}

# The environments of the methods of an R6 object, including inherited ones, in which methods find global variables.
find_method_places <- function(x) {
  enclosure <- x$.__enclos_env__
  if (is.environment(enclosure) && identical(parent.env(enclosure), globalenv())) {
    parts <- Filter(is.environment, list(x, enclosure$private))
    inherited <- if (is.environment(enclosure$super)) find_method_places(enclosure$super)
    c(parts, inherited)
  }
}

bridge_read_object <- function(bytes) {
  read <- unserialize(bytes)
  attach_again(read$attached)
  find_dialects_again(read)
  for (place in read$places) {
    if (is.environment(place$.__enclos_env__)) parent.env(place$.__enclos_env__) <- read$globals
  }
  read$object
}

# R never changes values in place, so only environments, and objects that contain them, need a copy.
bridge_copy <- function(x, deep) {
  if (is.function(x)) {
    x
  } else if (deep) {
    unserialize(serialize(x, NULL))
  } else if (is.environment(x)) {
    copy_environment(x)
  } else {
    x
  }
}

copy_environment <- function(x) {
  if (identical(x, globalenv()) || identical(x, baseenv()) || identical(x, emptyenv()) || isNamespace(x)) {
    return(x)
  }
  if (inherits(x, "R6") && is.function(x$clone)) {
    return(x$clone())
  }
  if (methods::is(x, "envRefClass")) {
    return(x$copy())
  }
  copy <- list2env(as.list.environment(x, all.names = TRUE), parent = parent.env(x))
  attributes(copy) <- attributes(x)
  copy
}

# The code of an object may use functions of packages that were attached.
attach_again <- function(packages) {
  for (package in setdiff(packages, .packages())) {
    suppressPackageStartupMessages(require(package, character.only = TRUE, quietly = TRUE))
  }
}
