# The columns of a data frame that Python reads as a table of Arrow.

# The class of each column, or its type if it has no class; of a column of vectors all their values instead.
bridge_column_kinds <- function(x) {
  lapply(unname(as.list(x)), function(column) bridge_flatten(column) %||% bridge_kind(column))
}

bridge_kind <- function(x) if (is.object(x)) class(x)[[1L]] else typeof(x)

# NULL if a column has no vectors, or vectors of several types.
bridge_flatten <- function(column) {
  if (typeof(column) != "list" || inherits(column, c("data.frame", "POSIXlt"))) {
    return(NULL)
  }
  cells <- unclass(unname(column))
  if (!all(vapply(cells, function(cell) is.null(cell) || is.atomic(cell) && is.null(dim(cell)), NA))) {
    return(NULL)
  }
  filled <- cells[lengths(cells) > 0L]
  if (any(vapply(filled, is.object, NA))) {
    values <- if (length(unique(lapply(filled, class))) == 1L) do.call(c, filled)
  } else {
    values <- bridge_join(filled)
  }
  if (is.null(values)) {
    return(NULL)
  }
  list(
    kind = bridge_kind(values),
    values = data.frame(values = unname(values)),
    sizes = lengths(cells),
    missing = vapply(cells, is.null, NA)
  )
}

# NA alone is of any type.
bridge_join <- function(cells) {
  is_unknown <- vapply(cells, function(cell) is.logical(cell) && all(is.na(cell)), NA)
  types <- unique(vapply(cells[!is_unknown], typeof, ""))
  if (length(types) < 2L || setequal(types, c("double", "integer"))) unlist(cells, use.names = FALSE) %||% logical()
}
