# The record that R writes for a Python object (see src/values.c) describes the object. All handles of one object, and of the
# objects inside it, share one record in a stream, so that shared objects are still shared after reading.

# An error would leave half a file. So the record contains the problem, and a warning reports it at once.
write_handle_state <- function(handle, record) {
  if (is.null(record)) {
    record <- suspendInterrupts(find_record(handle, find_stream(sys.frame(-1L))))
  }
  if (!is.null(record$problem)) {
    warning("This ", record$class, " cannot be saved by R: ", record$problem, call. = FALSE)
  }
  if (length(record$of_python)) {
    warning(
      "This ",
      record$class,
      " is saved by R without its Python parts (",
      toString(record$of_python),
      "). In the session that reads it, use it first within with_custom_object_scope(list(",
      record$of_python[[1L]],
      " = ...), ...).",
      call. = FALSE
    )
  }
  list(handle, record)
}

# The records of one stream. The frame of the function that writes it, such as saveRDS(), identifies the stream.
find_stream <- function(frame) {
  if (is.null(state$stream) || !identical(rlang::wref_key(state$stream), frame)) {
    stream <- list(records = new.env(parent = emptyenv()), inside = new.env(parent = emptyenv()))
    if (identical(frame, globalenv())) {
      return(stream)
    }
    state$stream <- rlang::new_weakref(frame, stream)
  }
  rlang::wref_value(state$stream)
}

find_record <- function(handle, stream) {
  record <- new.env(parent = emptyenv())
  record$link <- new.env(parent = emptyenv()) # in what it is; apart, since R may read it before it has read all of the record
  record$class <- sub("^.*[.]", "", class(handle)[[1L]])
  problem <- tryCatch(fill_record(record, handle, stream), error = exception_message)
  if (is.environment(problem)) {
    return(problem)
  }
  record$problem <- problem
  record
}

# Returns the existing record of this object in the stream, NULL if `record` was filled, or a text that describes the problem.
fill_record <- function(record, handle, stream) {
  if (reticulate::py_is_null_xptr(handle)) {
    return("it was already lost with an earlier session.")
  }
  refuse_fork()
  values <- saved_values()
  id <- values$identify(handle)
  if (!is.null(stream$records[[id]])) {
    return(stream$records[[id]])
  }
  assign(id, record, envir = stream$records)
  place <- stream$inside[[id]]
  if (!is.null(place)) {
    record$link$owner <- place$owner
    record$link$place <- place$place
    return(NULL)
  }
  record$recipe <- find_recipe_by_name(handle)
  if (!is.null(record$recipe)) {
    return(NULL)
  }
  dumped <- values$dump_for_r(handle, getOption("rkeras.max_serialized"))
  record$data <- Map(function(place, piece) .Call(C_rkeras_show_bytes, place, piece), dumped$places, dumped$data)
  record$parts <- lapply(dumped$parts, find_recipe)
  record$names <- dumped$names
  record$of_python <- as.character(dumped$of_python)
  note_parts(record, as.character(dumped$inside), stream)
  NULL
}

# R classes are stored by their code, Python classes and modules by name. NULL for other objects.
find_recipe_by_name <- function(handle) {
  if (inherits(handle, "python.builtin.module")) {
    return(new_recipe("import_named", text_of(handle, "__name__")))
  }
  if (!inherits(handle, "python.builtin.type")) {
    return(NULL)
  }
  recipe <- functions_of("origins")$find_recipe(handle)
  if (!is.null(recipe)) {
    return(complete_recipe(recipe))
  }
  if (!functions_of("origins")$is_in_a_module(handle)) {
    stop("it is a Python class that is not in a module that another session could import.", call. = FALSE)
  }
  refer_to_class(handle)
}

text_of <- function(x, name) as.character(reticulate::py_get_attr(x, name))

import_named <- function(module) reticulate::import(module, convert = FALSE)

# Notes the objects inside an object, so that records can refer to each other. Two objects may share such parts, as two models
# with the same layers do: after reading, their variables share memory again.
note_parts <- function(record, ids, stream) {
  for (place in seq_along(ids)) {
    before <- stream$records[[ids[[place]]]]
    other <- stream$inside[[ids[[place]]]]
    if (!is.null(before) && is.null(before$link$owner)) {
      record$mentions <- c(record$mentions, list(list(link = before$link, place = place)))
    } else if (!is.null(other)) {
      record$shared <- c(record$shared, list(list(owner = other$owner, places = list(place, other$place))))
    }
    assign(ids[[place]], list(owner = record, place = place), envir = stream$inside)
  }
}

saved_values <- function() {
  if (is.null(state$saved_values)) {
    state$saved_values <- c(
      import_functions(python_names[["saved_values"]], "dump_for_r"),
      import_functions(python_names[["inside"]], c("identify", "get_part", "share_parts"))
    )
  }
  state$saved_values
}

# R then asks for the state of the object when it serializes it.
watch_handle <- function(x) {
  .Call(C_rkeras_watch_handle, x)
}

# Includes objects that R does not convert. These reticulate functions return them, and keep their frames.
watch_results <- function(reticulate) {
  called <- c(
    "py_call_impl",
    "py_get_attr",
    "py_get_item",
    "py_maybe_convert",
    "py_module_import",
    "py_none_impl",
    "py_slice"
  )
  for (name in intersect(called, ls(reticulate, all.names = TRUE))) {
    own <- reticulate[[name]]
    body(own) <- call(".Call", C_rkeras_watch_handle, body(own))
    replace_locked(name, own, reticulate)
  }
}

# Version 2 of R's serialization format has no such vectors.
note_old_version <- function() {
  writers <- list(saveRDS, save, serialize)
  if (any(vapply(writers, identical, NA, sys.function(-1L)))) {
    warning("Python objects cannot be saved with `version = 2`. Omit it, or use 3.", call. = FALSE)
  }
}
