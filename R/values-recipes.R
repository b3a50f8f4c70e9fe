# Recipes to recreate R classes and functions that Python uses, for when R reads an object that contains them. A recipe is the
# name of a function of this package with its arguments, which R can serialize.

# Python keeps the recipe as long as the object.
keep_recipe <- function(made, make, ...) {
  functions_of("origins")$keep_recipe(made, new_recipe(make, ...))
  if (inherits(made, "python.builtin.type")) watch_handle(made) else made
}

new_recipe <- function(make, ...) {
  structure(list2env(list(make = make, arguments = list(...)), parent = emptyenv()), class = "rkeras_recipe")
}

# A class remains a handle, and its record contains the recipe: so it is a single class in the whole stream.
find_recipe <- function(made) {
  if (!inherits(made, "python.builtin.object")) {
    return(keep_private(made))
  }
  recipe <- functions_of("origins")$find_recipe(made) %||% refer_to_function(made)
  if (is.null(recipe)) {
    stop("it contains an R function or class whose code is not known.", call. = FALSE)
  }
  if (inherits(made, "python.builtin.type")) watch_handle(made) else complete_recipe(recipe)
}

complete_recipe <- function(recipe) {
  globals <- new_globals()
  if (isTRUE(state$prunes_recipes)) {
    attr(globals, "frames") <- new.env(parent = emptyenv())
  }
  completed <- carry_globals(recipe, globals)
  attr(globals, "frames") <- NULL
  completed
}

# An R function that the bridge passed to Python unchanged.
refer_to_function <- function(made) {
  f <- take_back(made)
  if (is.function(f)) {
    name <- as.character(reticulate::py_get_attr(made, "__name__"))
    new_recipe("make_part_again", without_primitive(f), list(role = "", label = name, name = name))
  }
}

follow_recipe <- function(recipe) {
  if (inherits(recipe, "rkeras_recipe")) {
    find_dialects_again(recipe$arguments)
    do.call(recipe$make, recipe$arguments, quote = TRUE, envir = topenv())
  } else {
    recipe
  }
}

# For Python's pickle: the R classes and functions in an object, by name. With `whole = FALSE`, for files that may be sent to
# others, an inner function keeps only the variables that it names.
write_parts <- function(parts, whole = TRUE) {
  write <- function() serialize(list(recipes = lapply(parts, find_recipe)), NULL)
  if (whole) write() else pruned(write())
}

pruned <- function(written) {
  state$prunes_recipes <- TRUE
  on.exit(rm("prunes_recipes", envir = state))
  force(written)
}

# Each use of an R function in a model creates another Python function, and a function that creates a class may be called often.
same_code <- function(f, g) {
  origins <- import_rkeras_py("origins")
  recipes <- lapply(list(f, g), function(made) origins$find_recipe(made) %||% refer_to_function(made))
  first <- recipes[[1L]]$arguments[[1L]]
  if (is.function(first)) {
    return(identical(first, recipes[[2L]]$arguments[[1L]]))
  }
  all(lengths(recipes) > 0L) && identical(write_recipe(recipes[[1L]]), write_recipe(recipes[[2L]]))
}

write_recipe <- function(recipe) pruned(serialize(complete_recipe(recipe), NULL))

read_parts <- function(bytes) {
  reticulate::dict(lapply(unserialize(bytes)$recipes, follow_recipe))
}

# The recipe of a class, or its Python module and name.
refer_to_class <- function(class) {
  if (!inherits(class, "python.builtin.type")) {
    return(class) # written in R
  }
  if (!is.null(functions_of("origins")$find_recipe(class))) {
    return(watch_handle(class))
  }
  new_recipe("import_class", text_of(class, "__module__"), text_of(class, "__name__"))
}

import_class <- function(module, name) import_named(module)[[name]]

# Functions keep the global variables that they name, which R's serialization omits. `globals` collects these variables, and the
# attached dialects (R/values-dialects.R); `fronts` the frames that carry_whole_frame() has made.
carry_globals <- function(value, globals, fronts = new.env(parent = emptyenv())) {
  if (inherits(value, "rkeras_recipe")) {
    arguments <- carry_globals(value$arguments, globals, fronts)
    value <- new_recipe(value$make)
    value$arguments <- arguments
  } else if (is.function(value) && !is.primitive(value) && !inherits(value, "python.builtin.object")) {
    value <- carry_globals_of_function(value, globals, fronts)
  } else if (inherits(value, "R6ClassGenerator")) {
    value <- carry_globals_of_generator(value, globals)
  } else if (is.list(value)) {
    parts <- lapply(unclass(value), carry_globals, globals, fronts) # a POSIXlt has no end of parts with that class
    attributes(parts) <- attributes(value)
    value <- parts
  }
  value
}

carry_globals_of_function <- function(f, globals, fronts) {
  if (!is.null(attr(globals, "frames"))) {
    carry_named(find_free_names(f), environment(f), globals)
    own <- attributes(f)
    f <- utils::removeSource(f) # it has the whole script
    attributes(f) <- own[names(own) != "srcref"]
    environment(f) <- carry_locals(find_free_names(f), environment(f), globals)
  } else if (identical(environment(f), globalenv())) {
    carry_named(find_free_names(f), globalenv(), globals)
    environment(f) <- globals
  } else if (ends_globally(environment(f))) {
    f <- carry_whole_frame(f, globals, fronts)
  }
  f
}

# The function keeps its frame, below a new one with the global variables that it names, and with copies of the inner functions
# that it names, alone or in lists, which may name global variables themselves. Functions with the same frame share the new one.
carry_whole_frame <- function(f, globals, fronts) {
  frame <- environment(f)
  free <- find_free_names(f)
  names <- carry_named(free, frame, globals)
  address <- format(frame)
  fronts[[address]] <- front <- put_in_front(names, globals, frame, fronts[[address]])
  for (name in setdiff(free, ls(front, all.names = TRUE))) {
    inner <- find_local(name, frame)
    if (holds_functions(inner)) {
      assign(name, inner, envir = front) # it may name itself
      assign(name, carry_globals(inner, globals, fronts), envir = front)
    }
  }
  environment(f) <- front
  f
}

find_local <- function(name, frame) {
  while (is_local(frame) && !exists(name, frame, inherits = FALSE)) {
    frame <- parent.env(frame)
  }
  if (is_local(frame) && !rlang::is_missing(frame[[name]])) frame[[name]]
}

holds_functions <- function(value) {
  is.function(value) || is.list(value) && any(vapply(unclass(value), holds_functions, NA))
}

# A copy without the Python objects made from it. Only the copy's functions are changed: the generator itself has all variables
# of the function that created it.
carry_globals_of_generator <- function(generator, globals) {
  copy <- list2env(as.list.environment(generator, all.names = TRUE), parent = parent.env(generator))
  attributes(copy) <- attributes(generator)
  copy$.py_owner <- NULL
  methods <- c(generator$public_methods, generator$private_methods, generator$active)
  inherit <- if (is.symbol(generator$inherit)) as.character(generator$inherit)
  free <- c(unlist(lapply(methods, find_free_names)), inherit)
  names <- carry_named(free, generator$parent_env, globals)
  copy$parent_env <- if (is.null(attr(globals, "frames"))) {
    put_in_front(names, globals, generator$parent_env)
  } else {
    carry_locals(free, generator$parent_env, globals)
  }
  for (members in c("public_methods", "private_methods", "active", "public_fields", "private_fields")) {
    copy[[members]] <- carry_globals(copy[[members]][names(copy[[members]]) != "clone"], globals)
  }
  own <- Filter(is.function, as.list.environment(copy, all.names = TRUE))
  for (name in names(own)) {
    environment(copy[[name]]) <- copy
  }
  copy$public_methods$clone <- copy$clone_method
  copy$self <- copy
  copy
}

# Returns the names that are found in the global environment, and in no environment before it.
carry_named <- function(names, from, globals) {
  is_global <- function(name) {
    frame <- from
    while (!identical(frame, globalenv())) {
      if (isNamespace(frame) || identical(frame, emptyenv()) || exists(name, frame, inherits = FALSE)) {
        return(FALSE)
      }
      frame <- parent.env(frame)
    }
    exists(name, frame, inherits = FALSE)
  }
  names <- Filter(is_global, unique(names))
  for (name in setdiff(names, ls(globals, all.names = TRUE))) {
    pending <- structure(new.env(parent = emptyenv()), class = "rkeras_pending")
    assign(name, pending, envir = globals) # it may name itself; put_in_front() adds the frames that need the value
    value <- carry_globals(get(name, globalenv()), globals)
    for (frame in c(globals, mget(ls(pending), pending))) {
      assign(name, value, envir = frame)
    }
  }
  names
}

# An environment with only the named variables of a function's environment and its enclosing ones.
carry_locals <- function(names, from, globals) {
  for (name in unique(names)) {
    frame <- from
    while (is_local(frame) && !exists(name, frame, inherits = FALSE)) {
      frame <- parent.env(frame)
    }
    kept <- keep_frame(frame, globals)
    if (is_local(frame) && !rlang::is_missing(frame[[name]]) && !exists(name, kept, inherits = FALSE)) {
      assign(name, NULL, envir = kept) # it may name itself
      assign(name, carry_globals(get(name, frame), globals), envir = kept)
    }
  }
  keep_frame(from, globals)
}

is_local <- function(frame) {
  !identical(frame, globalenv()) && !identical(frame, topenv(frame)) && is.null(attr(frame, "name"))
}

keep_frame <- function(frame, globals) {
  if (!is_local(frame)) {
    return(if (identical(frame, globalenv())) globals else frame)
  }
  frames <- attr(globals, "frames")
  address <- format(frame)
  if (is.null(frames[[address]])) {
    frames[[address]] <- new.env(parent = keep_frame(parent.env(frame), globals))
    attr(frames[[address]], "attached") <- attr(frame, "attached")
  }
  frames[[address]]
}

# The attached packages whose functions the code uses, without R's own packages and the dialects.
find_attached <- function(values) {
  names <- unlist(lapply(Filter(is.function, values), function(f) if (!is.primitive(f)) find_free_names(f)))
  packages <- setdiff(.packages(), c("base", getOption("defaultPackages"), dialects))
  Filter(function(package) any(names %in% ls(paste0("package:", package))), packages)
}

find_free_names <- function(f) {
  setdiff(unique(c(list_names(body(f)), list_names(formals(f)))), names(formals(f)))
}

# The names of variables in code; `x` in `self$x` is the name of a member. A recursive function would fail for sums of thousands
# of terms.
list_names <- function(code) {
  found <- new.env(parent = emptyenv())
  waiting <- list(list(code))
  while (length(waiting)) {
    parts <- waiting[[length(waiting)]]
    waiting[[length(waiting)]] <- NULL
    for (i in seq_along(parts)) {
      if (is.symbol(parts[[i]])) {
        name <- as.character(parts[[i]])
        if (nzchar(name)) assign(name, TRUE, envir = found) # the symbol without a letter: an argument left empty
      } else if (is.call(parts[[i]]) || is.pairlist(parts[[i]])) {
        waiting[[length(waiting) + 1L]] <- as.list(parts[[i]])[list_places(parts[[i]])]
      }
    }
  }
  ls(found, all.names = TRUE, sorted = FALSE)
}

list_places <- function(code) {
  operator <- if (is.call(code) && is.symbol(code[[1L]])) as.character(code[[1L]]) else ""
  switch(operator, `$` = , `@` = 1:2, `::` = , `:::` = 1L, seq_along(code))
}

# The private values of an instance of a class written in R, and its R6 object.
keep_private <- function(kept) {
  values <- if (is.environment(kept$private)) as.list(kept$private)
  new_recipe("restore_private", Filter(Negate(is.function), values), kept$object)
}

restore_private <- function(values, object = NULL) {
  kept <- new.env(parent = emptyenv())
  kept$private <- list2env(as.list(values), parent = emptyenv())
  kept$object <- object
  kept
}
