# Classes and functions of R as scripts, of which `rkeras translate` makes Python for processes without R.

# A list of the Python form of each, by name; NULL where one has none that certainly means the same. No error on the way
# keeps a model from being saved, which does without forms.
translate_parts <- function(parts) {
  tryCatch(lapply(parts, translate_part), error = function(condition) NULL)
}

translate_part <- function(made) {
  recipe <- import_rkeras_py("origins")$find_recipe(made) %||% refer_to_function(made)
  recipe <- pruned(complete_recipe(recipe))
  arguments <- recipe$arguments
  found <- new.env(parent = emptyenv())
  form <- switch(
    recipe$make %||% "",
    make_part_again = list(code = write_function(arguments[[1L]], found), role = arguments[[2L]]$role),
    function_to_python = list(code = write_function(arguments[[1L]], found), role = ""),
    make_py_class = do.call(write_class, c(list(found), arguments)),
    refuse_form()
  )
  variables <- vapply(sort(names(found)), function(name) paste(as_name(name), "<-", found[[name]]), "")
  code <- paste(c(variables[order(startsWith(variables, "function"))], form$code), collapse = "\n")
  form$code <- import_rkeras_py("translate_session")$translate_part(code, describe_codes(list(code)), spoken_package())
  if (nzchar(form$code)) form else refuse_form()
}

refuse_form <- function() stop("It has no Python form.", call. = FALSE)

as_name <- function(name) deparse1(as.name(name), backtick = TRUE)

write_function <- function(f, found, name = "rkeras_part") {
  paste(name, "<-", write_variable(f, found))
}

# `bases` are recipes of classes of Python that are not written in R.
write_class <- function(found, name, members, bases, keywords = list(), doc = NULL, of_keras3 = FALSE) {
  of_python <- length(bases) == 1L && inherits(bases[[1L]], "rkeras_recipe") && bases[[1L]]$make == "import_class"
  if (!of_python || length(keywords)) {
    refuse_form()
  }
  base <- do.call(import_rkeras_py("translate_session")$spell_class, bases[[1L]]$arguments)
  if (is.null(base) || any(vapply(members, is_active, NA)) || "private" %in% names(members)) {
    refuse_form()
  }
  written <- vapply(names(members), function(member) write_function(members[[member]], found, as_name(member)), "")
  list(code = paste(c(sprintf("%s(%s) %%py_class%% {", name, base), written, "}"), collapse = "\n"), class = name)
}

# The code of a value. Variables of the functions inside which it was made are those of the script.
write_variable <- function(value, found) {
  if (is.function(value) && !is.primitive(value) && !inherits(value, "python.builtin.object")) {
    note_variables(environment(value), found)
    attributes(value) <- NULL
    value <- utils::removeSource(value)
  } else if (!is_plain_value(value)) {
    refuse_form()
  }
  paste(deparse(value, 500L, control = c("keepNA", "keepInteger", "niceNames", "digits17")), collapse = "\n")
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
