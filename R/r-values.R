# Conversions of rkeras_py's results to R, by their Python class.

history_to_r <- function(x) {
  content <- convert_to_r(x$to_dict())
  history <- new_history(content$params, content$metrics)
  first <- convert_to_r(x$epoch)
  if (length(first) && first[[1L]] > 0) {
    attr(history, "initial_epoch") <- first[[1L]]
  }
  history
}

history_to_python <- function(x, convert = FALSE) {
  history <- import_rkeras_py("training_history", convert = FALSE)$KerasTrainingHistory
  as_dict <- function(values) do.call(reticulate::dict, as.list(values))
  history$from_r(as_dict(x$params), as_dict(x$metrics), attr(x, "initial_epoch") %||% 0)
}

# `model$fit()` of plain Keras returns the same kind of history as fit().
keras_history_to_r <- function(x) {
  history <- import_rkeras_py("training_history", convert = FALSE)$KerasTrainingHistory
  history_to_r(history$from_keras(x))
}

measures_to_r <- function(x) {
  values <- reticulate::py_to_r(reticulate::import_builtins(convert = FALSE)$dict(x))
  vapply(values, as.numeric, numeric(1))
}

# Fills R's memory in place, before other code can use the array.
large_array_to_r <- function(x) {
  if (!writes_to_r()) {
    return(reticulate::py_to_r(reticulate::py_get_attr(x, "values")))
  }
  shape <- unlist(convert_to_r(x$shape))
  result <- numeric(prod(shape))
  dim(result) <- shape
  x$write(share_memory(result))
  result
}

# Checks once whether numbers that Python writes to reticulate's view appear in the R array.
writes_to_r <- function() {
  if (is.null(state$writes_to_r)) {
    probe <- array(0, 2L)
    large <- import_functions(python_names[["r_results"]], "LargeArray", convert = FALSE)$LargeArray
    large(array(c(1, 2)))$write(share_memory(probe))
    state$writes_to_r <- identical(probe, array(c(1, 2)))
  }
  state$writes_to_r
}

named_columns_to_r <- function(x) {
  values <- convert_to_r(x$values)
  unnamed <- rep(list(NULL), length(dim(values)) - 1L)
  dimnames(values) <- c(unnamed, list(as.character(unlist(x$names))))
  values
}

factor_to_r <- function(x) {
  names <- as.character(unlist(x$levels))
  factor(names[as.integer(x$codes) + 1L], names)
}

dataset_to_r <- function(x) {
  list(train = data_part_to_r(x$train), test = data_part_to_r(x$test))
}

# Sequences of different lengths become a list of integer vectors.
data_part_to_r <- function(part) {
  x <- part$x
  list(x = if (is.list(x)) lapply(x, unlist) else x, y = part$y)
}

# Arrays that stay in Python.
numpy_dataset_to_r <- function(x) {
  part <- function(name) {
    found <- reticulate::py_get_attr(x, name)
    list(x = reticulate::py_get_attr(found, "x"), y = reticulate::py_get_attr(found, "y"))
  }
  list(train = part("train"), test = part("test"))
}

# Keras and TensorFlow replace lists assigned to an instance by their own list classes.
tracked_to_r <- function(x) {
  builtins <- reticulate::import_builtins(convert = FALSE)
  plain <- if (inherits(x, c("python.builtin.dict", keras_names[["DictWrapper"]]))) {
    builtins$dict(x)
  } else {
    builtins$list(x)
  }
  reticulate::py_to_r(plain)
}

iterable_to_list <- function(x) {
  reticulate::py_to_r(reticulate::import_builtins(convert = FALSE)$list(x))
}

words_to_r <- function(x) {
  as.character(iterable_to_list(x))
}

vocabulary_to_r <- function(x) {
  as.list(indices_to_r(x))
}

indices_to_r <- function(x) {
  as.integer(iterable_to_list(x))
}

sequences_to_r <- function(x) {
  lapply(iterable_to_list(x), as.integer)
}

skipgrams_to_r <- function(x) {
  list(couples = x$couples, labels = if (length(x$labels)) x$labels else integer())
}

# Numbers of types that reticulate does not convert, such as bfloat16.
narrow_numbers_to_r <- function(x) {
  found <- NextMethod()
  if (!inherits(found, "python.builtin.object")) {
    return(found)
  }
  wide <- call_python(widen(), x)
  if (inherits(wide, "python.builtin.NoneType")) found else reticulate::py_to_r(wide)
}

widen <- function() {
  if (is.null(state$widen)) {
    state$widen <- import_functions(python_names[["r_results"]], "widen", convert = FALSE)$widen
  }
  state$widen
}

# Creates an R value from the parts that take_apart() in rkeras_py/r/parts.py returns.
parts_to_r <- function(x) {
  take <- function(name) reticulate::py_to_r(reticulate::py_get_attr(x, name))
  details <- take("details")
  data <- take("data")
  if (take("is_vector")) {
    dim(data) <- NULL
  }
  missing <- as.vector(take("missing"))
  switch(
    take("kind"),
    values = fill_gaps(if (is.list(data)) character() else data, missing),
    items = as.list(data),
    factor = structure(
      replace(data, data == 0L, NA),
      levels = as.character(unlist(details$levels)),
      class = c(if (details$ordered) "ordered", "factor")
    ),
    sparse = bridge_make_sparse(paste0("lg", details$form, "Matrix"), details$places, data, details$dim),
    moments = moments_to_r(fill_gaps(data, missing), details),
    frame = frame_to_r(data, details)
  )
}

fill_gaps <- function(data, missing) {
  if (any(missing)) {
    data[missing] <- if (is.complex(data)) complex(real = NA, imaginary = 0) else NA # as c(1i, NA) has it
  }
  data
}

moments_to_r <- function(data, details) {
  switch(
    details$class,
    Date = structure(data, class = "Date"),
    POSIXct = structure(data, class = c("POSIXct", "POSIXt"), tzone = details$zone),
    structure(data, class = "difftime", units = "secs")
  )
}

# The classes of tables with Arrow's interface.
table_classes <- c(
  "polars.dataframe.frame.DataFrame",
  "polars.lazyframe.frame.LazyFrame",
  "pyarrow.lib.Table",
  "pyarrow.lib.RecordBatch",
  "pyarrow.lib.RecordBatchReader",
  "duckdb._relation.DuckDBPyRelation",
  "_duckdb.DuckDBPyRelation",
  "duckdb.duckdb.DuckDBPyRelation"
)

# The method of as.data.frame() for them, with the gaps, factors and times of the bridge.
table_to_frame <- function(x, ...) {
  frame <- parts_to_r(call_python(import_rkeras_py("r_parts", convert = FALSE)$take_table, x))
  warn_of_losses()
  as.data.frame(frame, ...)
}

frame_to_r <- function(columns, details) {
  rows <- as.vector(details$rows)
  attributes(columns) <- list(
    names = as.character(unlist(details$names)),
    class = "data.frame",
    row.names = if (details$counted) {
      .set_row_names(rows)
    } else if (is.numeric(rows)) {
      as.integer(rows)
    } else {
      as.character(unlist(rows))
    }
  )
  columns
}
