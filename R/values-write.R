# The record that R writes for an object of Python: see src/values.c. A record says what the object was; all handles of one object,
# and of what is inside it, share one in a stream, so that what was one object is one when it is read.

# R keeps no half a file where this fails: what went wrong is written, and said at once.
write_handle_state <- function(handle, record) {
  if (is.null(record)) {
    record <- suspendInterrupts(find_record(handle, find_stream(sys.frame(-1L))))
  }
  if (!is.null(record$problem)) {
    warning("This ", record$class, " cannot be saved by R: ", record$problem, call. = FALSE)
  }
  list(handle, record)
}

# The records of one stream, known by the frame of the function that writes it, such as that of saveRDS().
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

# The record of this object that is in the stream already; NULL where `record` became it; a text where that fails.
fill_record <- function(record, handle, stream) {
  if (reticulate::py_is_null_xptr(handle)) {
    return("it had died already with an earlier session.")
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
  if (inherits(handle, "python.builtin.type")) {
    record$recipe <- complete_recipe(import_rkeras_py("origins")$find_recipe(handle))
    record$attached <- note_attached()
    return(NULL)
  }
  dumped <- values$dump_value(handle, getOption("rkeras.max_serialized"))
  record$data <- dumped$data
  record$parts <- lapply(dumped$parts, find_recipe)
  record$names <- dumped$names
  record$attached <- if (length(record$parts)) note_attached()
  note_parts(record, as.character(dumped$inside), stream)
  NULL
}

# The objects inside the object: later ones refer to them, and they refer to earlier ones.
note_parts <- function(record, ids, stream) {
  for (place in seq_along(ids)) {
    before <- stream$records[[ids[[place]]]]
    if (!is.null(before) && is.null(before$link$owner)) {
      record$mentions <- c(record$mentions, list(list(link = before$link, place = place)))
    }
    assign(ids[[place]], list(owner = record, place = place), envir = stream$inside)
  }
}

saved_values <- function() {
  if (is.null(state$saved_values)) {
    state$saved_values <- import_functions(
      python_names[["saved_values"]],
      c("identify", "dump_value", "load_value", "get_part")
    )
  }
  state$saved_values
}

# Have R ask for the state of an object when it is serialized.
watch_handle <- function(x) {
  .Call(C_rkeras_watch_handle, x)
}

# R's streams of version 2 know no such vectors.
note_old_version <- function() {
  writers <- list(saveRDS, save, serialize)
  if (any(vapply(writers, identical, NA, sys.function(-1L)))) {
    warning("Objects of Python are not saved with `version = 2`. Leave it out, or give 3.", call. = FALSE)
  }
}
