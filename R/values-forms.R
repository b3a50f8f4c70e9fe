# R classes and functions as scripts, from which `rkeras translate` creates Python code for processes without R.

# A named list with the Python code of each part, NULL for a part without an exact equivalent. Errors do not prevent saving the
# model, which is then saved without Python code.
translate_parts <- function(parts) {
  tryCatch(lapply(parts, translate_part), error = function(condition) NULL)
}

translate_part <- function(made, name = "rkeras_part", style = "rkeras_py") {
  form <- write_part(made, name)
  session <- import_rkeras_py("translate_session")
  spoken <- spoken_package(find_part_end(made))
  form$code <- session$translate_part(form$code, describe_codes(list(form$code)), spoken, style)
  if (nzchar(form$code)) form else refuse_form()
}

# The code of parts by name, in R or in a style of Python; NULL for a part without code.
show_parts <- function(parts, style) {
  Map(
    function(made, name) {
      write <- function() if (style == "R") write_part(made, name, enclose) else translate_part(made, name, style)
      tryCatch(write()$code, error = function(condition) NULL)
    },
    parts,
    names(parts)
  )
}

# Wraps variables that another part or the program may also define.
enclose <- function(variables, code, name) {
  if (!length(variables)) {
    return(code)
  }
  inner <- gsub("(?m)^", "  ", c(variables, code, as_name(name)), perl = TRUE)
  c(sprintf("%s <- local({", as_name(name)), inner, "})")
}

write_part <- function(made, name, join = function(variables, code, name) c(variables, code)) {
  recipe <- functions_of("origins")$find_recipe(made) %||% refer_to_function(made)
  recipe <- pruned(complete_recipe(recipe))
  arguments <- recipe$arguments
  found <- new.env(parent = emptyenv())
  form <- switch(
    recipe$make %||% "",
    make_part_again = list(code = write_function(arguments[[1L]], found, name), role = arguments[[2L]]$role),
    function_to_python = list(code = write_function(arguments[[1L]], found, name), role = ""),
    write_known_class(recipe, found)
  )
  form$code <- paste(join(write_variables(found), form$code, name), collapse = "\n")
  form
}

# The wrapper of a class follows the class; functions are last.
write_variables <- function(found) {
  codes <- vapply(sort(names(found)), function(name) found[[name]], "")
  place <- 1L * startsWith(codes, "create_layer_wrapper(") + 2L * startsWith(codes, "function")
  sprintf("%s <- %s", vapply(names(codes), as_name, ""), codes)[order(place)]
}

refuse_form <- function() stop("It has no Python form.", call. = FALSE)

as_name <- function(name) deparse1(as.name(name), backtick = TRUE)

write_function <- function(f, found, name) {
  paste(as_name(name), "<-", write_variable(f, found))
}

# `bases` are recipes of Python classes that are not written in R.
write_class <- function(found, name, members, bases, keywords = list(), doc = NULL, of_keras3 = FALSE) {
  of_python <- length(bases) == 1L && inherits(bases[[1L]], "rkeras_recipe") && bases[[1L]]$make == "import_class"
  if (!of_python || length(keywords)) {
    refuse_form()
  }
  base <- do.call(functions_of("translate_session")$spell_class, bases[[1L]]$arguments)
  if (is.null(base) || any(vapply(members, is_active, NA)) || "private" %in% names(members)) {
    refuse_form()
  }
  written <- vapply(names(members), function(member) write_function(members[[member]], found, member), "")
  list(
    code = paste(
      c(sprintf("%s(%s) %%py_class%% {", name, base), gsub("(?m)^", "  ", written, perl = TRUE), "}"),
      collapse = "\n"
    ),
    class = name
  )
}

# A class that another part uses, or a function that creates layers of that class.
write_used_class <- function(value, found) {
  wraps <- inherits(value, "keras_layer_wrapper")
  if (wraps && length(environment(value)$modifiers)) {
    refuse_form()
  }
  made <- as_py_class(if (wraps) attr(value, "Layer") else value)
  recipe <- pruned(complete_recipe(functions_of("origins")$find_recipe(made)))
  form <- write_known_class(recipe, found)
  if (!wraps) {
    return(form$code)
  }
  assign(form$class, form$code, envir = found)
  sprintf("create_layer_wrapper(%s)", as_name(form$class))
}

write_known_class <- function(recipe, found) {
  if (!identical(recipe$make, "make_py_class")) {
    refuse_form()
  }
  form <- do.call(write_class, c(list(found), recipe$arguments))
  if (form$class %in% attr(found, "classes")) {
    refuse_form() # two of one name
  }
  attr(found, "classes") <- c(attr(found, "classes"), form$class)
  form
}

is_used_class <- function(value) {
  inherits(value, c("keras_layer_wrapper", "rkeras_delayed_class", "R6ClassGenerator", "python.builtin.type"))
}

# The code of a value. Variables of enclosing functions become variables of the script.
write_variable <- function(value, found) {
  if (is_used_class(value)) {
    return(write_used_class(value, found))
  }
  if (is.function(value) && !is.primitive(value) && !inherits(value, "python.builtin.object")) {
    note_variables(environment(value), found)
    attributes(value) <- NULL
    value <- utils::removeSource(value)
  } else if (!is_plain_value(value)) {
    refuse_form()
  }
  code <- deparse_exactly(value)
  if (is.function(value) && endsWith(code[[1L]], ") ")) {
    code <- c(paste0(sub("^function \\(", "function(", code[[1L]]), code[[2L]]), code[-(1:2)])
  }
  paste(code, collapse = "\n")
}

# With the fewest digits that reproduce the same numbers.
deparse_exactly <- function(value) {
  control <- c("keepNA", "keepInteger", "niceNames")
  code <- deparse(value, 500L, control = control)
  parts <- function(x) if (is.function(x)) list(formals(x), body(x)) else x
  again <- eval(parse(text = code, keep.source = FALSE), baseenv())
  if (identical(parts(again), parts(value))) code else deparse(value, 500L, control = c(control, "digits17"))
}

is_plain_value <- function(value) {
  known <- is.null(value) || is.numeric(value) || is.character(value) || is.logical(value) || is.list(value)
  known &&
    !is.object(value) &&
    length(setdiff(names(attributes(value)), "names")) == 0L &&
    length(value) <= 1000L &&
    (!is.list(value) || all(vapply(value, is_plain_value, NA)))
}

note_variables <- function(frame, found) {
  while (!identical(frame, globalenv()) && !identical(frame, topenv(frame))) {
    for (name in ls(frame, all.names = TRUE)) {
      value <- frame[[name]]
      known <- attr(found, "values")[[name]]
      if (is.null(found[[name]])) {
        assign(name, "", envir = found) # it may name itself
        attr(found, "values")[[name]] <- value
        assign(name, write_variable(value, found), envir = found)
      } else if (!identical(known, value)) {
        refuse_form()
      }
    }
    frame <- parent.env(frame)
  }
  own <- c("base", "rkeras", "R_GlobalEnv")
  if (!environmentName(frame) %in% own) {
    refuse_form()
  }
}
