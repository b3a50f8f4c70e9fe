# R values on their way to Python, where reticulate alone would lose something: NA, names, factors, data frames,
# functions of this package.
to_python <- function(value) {
  if (is.null(value) || is.raw(value)) {
    return(value)
  }
  if (inherits(value, "python.builtin.object")) {
    refuse_dead_object(value)
    return(if (is_r_iterator(value)) iterator_to_python(value) else value)
  }
  if (is_plain_scalar(value)) {
    return(value)
  }
  if (is_written_class(value)) {
    return(as_py_class(value))
  }
  if (is.function(value)) {
    return(function_to_python(value))
  }
  if (inherits(value, c("KerasCallback", "KerasConstraint"))) {
    return(r6_to_python(value))
  }
  if (rlang::is_formula(value)) {
    return(contain_jumps_of(formula_function(value)))
  }
  if (is.factor(value)) {
    return(factor_to_python(value))
  }
  if (is.data.frame(value)) {
    return(frame_to_python(value))
  }
  if (inherits(value, "Matrix")) {
    return(matrix_to_python(value))
  }
  if (is.list(value)) {
    return(list_to_python(value))
  }
  if (is.atomic(value)) {
    return(atomic_to_python(value))
  }
  if (is.environment(value)) {
    return(environment_to_python(value))
  }
  value
}

# Most arguments are one number or one string.
is_plain_scalar <- function(value) {
  is.atomic(value) && length(value) == 1L && is.null(attributes(value)) && !is.na(value)
}

# What readRDS() or load() gives for a Python object is a pointer to nothing, whose `$` is silently NULL. In a process
# that R forked it points to what nobody may use there.
refuse_dead_object <- function(value) {
  refuse_fork()
  if (reticulate::py_is_null_xptr(value)) {
    stop("this model died with its R session; use save_model_hdf5() or serialize_model()", call. = FALSE)
  }
}

list_to_python <- function(value) {
  named <- names(value)
  if (!is.null(named) && !all(nzchar(named))) {
    stop_value(
      "A list should name all of its elements or none. Received names: ",
      paste0('"', named, '"', collapse = ", ")
    )
  }
  attributes(value) <- NULL
  value <- lapply(value, to_python)
  if (is.null(named)) {
    return(value)
  }
  names(value) <- named
  reticulate::dict(value)
}

atomic_to_python <- function(value) {
  if (inherits(value, c("Date", "POSIXct"))) {
    return(value)
  }
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

# A matrix of the package Matrix: a sparse one stays sparse, as scipy has it.
matrix_to_python <- function(value) {
  if (!methods::is(value, "sparseMatrix")) {
    return(atomic_to_python(as.matrix(value)))
  }
  if (!reticulate::py_module_available("scipy")) {
    stop(
      "A sparse matrix needs the Python package scipy: pip install scipy. Or make it dense, by as.matrix().",
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

# A long vector goes as a one-dimensional array, without a Python object for each number.
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

refuse_na <- function(value) {
  named <- length(dim(value)) == 2L && !is.null(colnames(value))
  refuse_missing(if (named) colSums(is.na(value)) else sum(is.na(value)), length(value))
}

# `counts` has one number for each column, with its name, or a single one. values_to_python() adds which function
# and argument it was.
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
  stop(structure(list(message = message, call = NULL), class = c("rkeras_missing_values", "error", "condition")))
}

factor_to_python <- function(value) {
  if (anyNA(value)) {
    refuse_na(value)
  }
  codes <- array(as.integer(value) - 1L, length(value))
  # Called as an R function it would convert back.
  reticulate::py_call(get_from_rkeras_py("Factor"), codes, as.list(levels(value)))
}

frame_to_python <- function(value) {
  missing <- vapply(value, function(column) if (is.list(column)) 0L else sum(is.na(column)), 0L)
  if (any(missing > 0L)) {
    refuse_missing(missing, nrow(value) * length(value))
  }
  columns <- lapply(as.list(value), function(column) {
    if (is.factor(column)) {
      return(factor_to_python(column))
    }
    if (is.list(column)) {
      return(lapply(unname(unclass(column)), to_python))
    }
    array(column, length(column))
  })
  get_from_rkeras_py("Frame")(reticulate::dict(columns))
}
