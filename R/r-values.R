# Results of rkeras_py on their way to R, each by the class that it has in Python.

history_to_r <- function(x) {
  content <- x$to_dict()
  new_history(content$params, content$metrics)
}

measures_to_r <- function(x) {
  values <- reticulate::py_to_r(reticulate::import_builtins(convert = FALSE)$dict(x))
  vapply(values, as.numeric, numeric(1))
}

# R's memory is filled in place, before anyone else can hold the array.
large_array_to_r <- function(x) {
  shape <- unlist(convert_to_r(x$shape))
  result <- numeric(prod(shape))
  dim(result) <- shape
  x$write(share_memory(result))
  result
}

factor_to_r <- function(x) {
  names <- as.character(unlist(x$levels))
  factor(names[as.integer(x$codes) + 1L], names)
}

dataset_to_r <- function(x) {
  list(train = data_part_to_r(x$train), test = data_part_to_r(x$test))
}

# Sequences of different lengths come as a list of integer vectors.
data_part_to_r <- function(part) {
  x <- part$x
  list(x = if (is.list(x)) lapply(x, unlist) else x, y = part$y)
}

# Keras keeps the lists that an instance gets as lists of its own kind.
tracked_to_r <- function(x) {
  builtins <- reticulate::import_builtins(convert = FALSE)
  plain <- if (inherits(x, "python.builtin.dict")) builtins$dict(x) else builtins$list(x)
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
