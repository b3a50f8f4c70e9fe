# R values on their way to Python that reticulate alone would change: NA, names, factors, data frames, functions of this
# package.
to_python <- function(value, depth = 0L) {
  if (is.null(value)) {
    return(value)
  }
  if (is.character(value)) {
    refuse_broken_text(value)
  }
  if (is.raw(value)) {
    return(raw_to_python(value))
  }
  if (inherits(value, "python.builtin.object")) {
    ensure_alive(value)
    return(if (is_r_iterator(value)) iterator_to_python(value) else value)
  }
  if (is_plain_scalar(value)) {
    return(value)
  }
  if (typeof(value) == "externalptr") {
    stop_unusable("Python cannot use an R external pointer.")
  }
  if (is.object(value) && has_class_form(value)) {
    form <- reticulate::r_to_py(value)
    if (!identical(class(form), class(value))) {
      return(to_python(form))
    }
    value <- form
  }
  if (is.function(value)) {
    return(function_to_python(value))
  }
  if (rlang::is_formula(value)) {
    return(contain_jumps_of(formula_function(value)))
  }
  if (is.factor(value)) {
    return(factor_to_python(value))
  }
  if (inherits(value, "integer64")) {
    return(integer64_to_python(value))
  }
  if (is.data.frame(value)) {
    return(frame_to_python(value))
  }
  if (inherits(value, "Matrix")) {
    return(matrix_to_python(value))
  }
  if (is.list(value)) {
    refuse_moment(value)
    return(list_to_python(value, depth))
  }
  if (is.atomic(value)) {
    return(atomic_to_python(value))
  }
  if (is.environment(value)) {
    return(environment_to_python(value))
  }
  value
}

# Most arguments are a single number or string.
is_plain_scalar <- function(value) {
  is.atomic(value) && length(value) == 1L && is.null(attributes(value)) && !is.na(value)
}

# Deeper lists would overflow the stack of R or Python.
list_to_python <- function(value, depth = 0L) {
  if (depth >= 200L) {
    stop_unusable("Lists within lists should be at most 200 deep. Received: a deeper one.")
  }
  named <- names(value)
  refuse_broken_text(named)
  if (!is.null(named) && !all(nzchar(named))) {
    stop_unusable(
      "A list should name all of its elements or none. Received names: ",
      paste0('"', utils::head(named, 5L), '"', collapse = ", "),
      if (length(named) > 5L) ", ..."
    )
  }
  if (anyDuplicated(named)) {
    stop_unusable('A list should have one element of a name. Received two of "', named[anyDuplicated(named)], '".')
  }
  attributes(value) <- NULL
  value <- lapply(value, to_python, depth + 1L)
  if (is.null(named)) {
    return(value)
  }
  names(value) <- named
  reticulate::dict(value)
}

atomic_to_python <- function(value) {
  if (inherits(value, "integer64")) {
    return(integer64_to_python(value))
  }
  if (inherits(value, "difftime") && length(value) == 1L && is.null(dim(value))) {
    value <- as.numeric(value) # in the unit that it prints
  }
  refuse_moment(value)
  if (is.null(dim(value))) {
    return(vector_to_python(value))
  }
  if (anyNA(value)) {
    refuse_na(value)
  }
  if (is.object(value)) {
    attributes(value) <- list(dim = dim(value)) # reticulate would then copy it; it drops dimnames itself
  }
  value
}

# Bytes with a dim attribute, such as those of an image, are numbers.
raw_to_python <- function(value) {
  if (is.object(value)) {
    stop_unusable("Bytes of class ", class(value)[[1L]], " are not numbers. Convert them with as.numeric().")
  }
  if (is.null(dim(value))) value else array(as.integer(value), dim(value))
}

# Times and durations: their numbers are meaningless without a unit and an origin.
is_moment <- function(value) {
  inherits(value, c("Date", "POSIXt", "difftime"))
}

refuse_moment <- function(value) {
  if (is_moment(value)) {
    stop_unusable(
      class(value)[[1L]],
      " values must be converted to numbers: as.numeric(x), for a difftime with `units`."
    )
  }
}

# The class of the package bit64: doubles with the bits of whole numbers. The package need not be installed.
integer64_to_python <- function(value) {
  missing <- is_missing_value(value)
  dims <- dim(value)
  named <- names(value)
  if (any(missing) && (!is.null(dims) || length(value) > 64L)) {
    refuse_na(value)
  }
  attributes(value) <- NULL
  if (!is.null(dims) || (is.null(named) && length(value) != 1L && !any(missing))) {
    dim(value) <- dims
    return(view_as_int64(value))
  }
  items <- lapply(seq_along(value), function(i) {
    if (missing[[i]]) get_from_rkeras_py("NA") else call_python(view_as_int64(value[[i]])$item)
  })
  if (!is.null(named)) {
    return(list_to_python(stats::setNames(items, named)))
  }
  if (length(items) == 1L) items[[1L]] else items
}

view_as_int64 <- function(bits) {
  attributes(bits) <- list(dim = dim(bits) %||% length(bits))
  reticulate::import("numpy", convert = FALSE)$asarray(bits)$view("int64")
}

integer64_to_double <- function(value) {
  if (!inherits(value, "integer64")) {
    return(value)
  }
  missing <- is_missing_value(value)
  numbers <- as.numeric(reticulate::py_to_r(call_python(view_as_int64(value)$astype, "float64")))
  replace(numbers, missing, NA)
}

# In bit64, NA has the bits of -0, and negative numbers have those of NaN.
is_missing_value <- function(value) {
  if (!inherits(value, "integer64")) {
    return(is.na(value))
  }
  shape <- attributes(value)[c("dim", "dimnames")]
  attributes(value) <- shape[lengths(shape) > 0L]
  !is.nan(value) & value == 0 & 1 / value < 0
}

# A matrix of the package Matrix; a sparse one becomes a sparse scipy matrix.
matrix_to_python <- function(value) {
  if (!methods::is(value, "sparseMatrix")) {
    return(atomic_to_python(as.matrix(value)))
  }
  if (!reticulate::py_module_available("scipy")) {
    stop(
      "A sparse matrix needs the Python package scipy. Run: ",
      spell_install("scipy"),
      "  Or make it dense with as.matrix().",
      call. = FALSE
    )
  }
  for (class in c("dMatrix", "generalMatrix", "CsparseMatrix")) {
    value <- methods::as(value, class)
  }
  if (anyNA(value)) {
    refuse_na(value@x)
  }
  reticulate::r_to_py(value)
}

# A long vector becomes a one-dimensional array, without a Python object for each number.
vector_to_python <- function(value) {
  named <- names(value)
  attributes(value) <- NULL
  if (!is.null(named)) {
    return(list_to_python(stats::setNames(as.list(value), named)))
  }
  if (length(value) > 64L) {
    if (anyNA(value)) {
      refuse_na(value)
    }
    return(array(value, length(value)))
  }
  if (anyNA(value)) {
    missing_value <- get_from_rkeras_py("NA")
    value <- lapply(value, function(one) if (is.na(one) && !is.nan(one)) missing_value else one)
    return(if (length(value) == 1L) value[[1]] else value)
  }
  if (length(value) == 1L) value else as.list(value)
}

# Python would report such bytes in an error of its own, without a position.
refuse_broken_text <- function(value) {
  broken <- if (length(value)) value[is_broken_text(value)]
  if (length(broken)) {
    Encoding(broken) <- "bytes"
    stop_unusable(
      "A text is not valid in its encoding: ",
      encodeString(broken[[1L]], quote = '"'),
      ". Read it again with the right one, or convert it: iconv(x, \"latin1\", \"UTF-8\")."
    )
  }
}

is_broken_text <- function(value) {
  !validEnc(value) | Encoding(value) == "bytes"
}

refuse_na <- function(value) {
  missing <- is_missing_value(value)
  named <- length(dim(value)) == 2L && !is.null(colnames(value))
  counts <- if (named) colSums(missing) else sum(missing)
  if (all(is.nan(value) == missing)) {
    withRestarts(refuse_missing(counts, length(value)), keep_nan = function() NULL)
  } else {
    refuse_missing(counts, length(value))
  }
}

# NaN is a valid number for functions that compute, and an error in data.
computes_with_nan <- function(name) {
  grepl("^(op|k|activation|tensor)_|^as_tensor$", name)
}

# `counts` contains one number for each column, with its name, or a single number. values_to_python() adds the function and the
# argument.
refuse_missing <- function(counts, number) {
  counts <- counts[counts > 0]
  columns <- sprintf("column `%s` has %d", names(counts), as.integer(counts))
  if (length(columns) > 5L) {
    columns <- c(columns[1:5], sprintf("and so have %d more", length(columns) - 5L))
  }
  message <- sprintf(
    "The data have %d missing value(s) (NA) among %d%s. Remove or replace them first, e.g. with na.omit().",
    as.integer(sum(counts)),
    as.integer(number),
    if (length(columns)) paste0(": ", paste(columns, collapse = ", ")) else ""
  )
  stop_unusable(message)
}

stop_unusable <- function(...) {
  classes <- c("rkeras_missing_values", "error", "condition")
  stop(structure(list(message = paste0(...), call = NULL), class = classes))
}

factor_to_python <- function(value) {
  if (anyNA(value)) {
    refuse_na(value)
  }
  codes <- array(as.integer(value) - 1L, length(value))
  # Called as an R function, it would convert its result back.
  call_python(get_from_rkeras_py("Factor"), codes, as.list(levels(value)))
}

frame_to_python <- function(value) {
  missing <- vapply(value, count_missing, 0L)
  if (any(missing > 0L)) {
    refuse_missing(missing, nrow(value) * length(value))
  }
  get_from_rkeras_py("Frame")(reticulate::dict(Map(column_to_python, as.list(value), names(value))))
}

count_missing <- function(column) {
  if (is.list(column) || !inherits(column, "integer64") && !anyNA(column)) 0L else sum(is_missing_value(column))
}

# A column can be a matrix or a data frame.
column_to_python <- function(column, name) {
  if (is.raw(column) || is_moment(column)) {
    what <- if (is.raw(column)) "raw" else class(column)[[1L]]
    stop_unusable("Column `", name, "` is of class ", what, ". Convert it with as.numeric(), or omit it.")
  }
  if (is.factor(column)) {
    return(factor_to_python(column))
  }
  if (is.data.frame(column)) {
    return(frame_to_python(column))
  }
  if (is.list(column)) {
    return(lapply(unname(unclass(column)), to_python))
  }
  if (length(dim(column)) > 1L) {
    return(atomic_to_python(column))
  }
  if (inherits(column, "integer64")) view_as_int64(column) else array(column, length(column))
}
