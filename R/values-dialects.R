# R functions keep the dialect in which they were written: in them, names of rkeras, keras and keras3 keep their meaning,
# whatever the session that reads them attaches.

dialects <- c("rkeras", "keras", "keras3")

# The variables that functions keep, and the dialects that were attached, in order: the last one wins.
new_globals <- function() {
  globals <- new.env(parent = globalenv())
  attached <- rev(intersect(.packages(), dialects))
  attr(globals, "attached") <- if (length(attached)) attached
  globals
}

put_in_front <- function(names, globals, frame, front = NULL) {
  found <- mget(names, globals)
  front <- list2env(found, envir = front %||% new.env(parent = frame))
  attr(front, "attached") <- attr(globals, "attached")
  for (pending in Filter(function(value) inherits(value, "rkeras_pending"), found)) {
    assign(format(front), front, envir = pending)
  }
  front
}

# False for code in a package, or with a restored dialect.
ends_globally <- function(frame) identical(find_end(frame), globalenv())

find_end <- function(frame) {
  while (!is_end(frame)) {
    frame <- parent.env(frame)
  }
  frame
}

is_end <- function(frame) identical(frame, globalenv()) || isNamespace(frame) || identical(frame, emptyenv())

# Restores the dialects of all functions in a value that was read.
find_dialects_again <- function(value) {
  if (is.function(value) && !is.primitive(value)) {
    find_dialect_again(environment(value))
  } else if (inherits(value, "R6ClassGenerator")) {
    find_dialect_again(value$parent_env)
  } else if (inherits(value, "rkeras_recipe")) {
    find_dialects_again(value$arguments)
  } else if (is.environment(value)) {
    find_dialect_again(value)
  } else if (is.list(value)) {
    lapply(unclass(value), find_dialects_again)
  }
  invisible()
}

# The scope becomes the parent of the last frame before the global environment. R saved the scope as the rkeras namespace: see
# make_scope().
find_dialect_again <- function(frame) {
  marked <- list()
  last <- NULL
  while (!is_end(frame)) {
    marked <- c(marked, if (!is.null(attr(frame, "attached"))) frame)
    last <- frame
    frame <- parent.env(frame)
  }
  if (length(marked) && !is_scope(frame)) {
    parent.env(last) <- find_scope(attr(marked[[1L]], "attached"))
    lapply(marked, function(frame) find_dialects_again(as.list.environment(frame, all.names = TRUE)))
  }
}

is_scope <- function(frame) !is.null(attr(frame, "attached")) && isNamespace(frame)

# The environment in which the code of an R class or function ends: a scope, a package, or the global environment.
find_part_end <- function(made) {
  recipe <- functions_of("origins")$find_recipe(made) %||% refer_to_function(made)
  functions <- Filter(is.function, unlist(recipe$arguments))
  if (length(functions)) find_end(environment(functions[[1L]]) %||% globalenv()) else globalenv()
}

find_scope <- function(attached) {
  key <- paste(attached, collapse = " ")
  if (is.null(state$scopes[[key]])) {
    state$scopes[[key]] <- make_scope(attached)
  }
  state$scopes[[key]]
}

# R treats the scope as the namespace of a package that imports the dialect attached last: speaks_keras3() checks these imports.
# R saves only the name of a namespace, so saving again does not store the scope.
make_scope <- function(attached) {
  scope <- new.env(parent = globalenv())
  for (name in attached) {
    fill_exports(scope, name)
  }
  about <- new.env(parent = baseenv())
  about$spec <- c(name = "rkeras", version = as.character(getNamespaceVersion("rkeras")))
  about$imports <- stats::setNames(list(TRUE), utils::tail(attached, 1L))
  assign(".__NAMESPACE__.", about, envir = scope)
  attr(scope, "attached") <- attached
  scope
}
