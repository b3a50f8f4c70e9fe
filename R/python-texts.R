# Text and sequences on their way to Python. In Python a string is a text, and a list of strings its words. R has only vectors,
# so the shape of the whole list determines the meaning here.
texts_to_python <- function(value) {
  if (is.factor(value)) {
    value <- as.character(value)
  }
  if (is.function(value)) {
    return(function() document_to_python(contain_jumps(value())))
  }
  if (is.character(value) && length(dim(value)) < 2L) {
    return(as.list(check_for_na(value)))
  }
  if (!is.list(value) || is.data.frame(value)) {
    return(to_python(value))
  }
  if (length(value) && all(vapply(value, is.numeric, NA))) {
    return(sequences_to_python(value))
  }
  if (all(vapply(value, function(one) is.character(one) && length(one) == 1L, NA))) {
    return(as.list(check_for_na(as.character(unlist(value)))))
  }
  lapply(unname(value), function(one) if (is.character(one)) as.list(check_for_na(one)) else to_python(one))
}

# The result of a function is a text, or the words of one text.
document_to_python <- function(value) {
  if (is.factor(value)) {
    value <- as.character(value)
  }
  if (anyNA(value)) {
    stop("A text returned by the function is missing (NA). Omit it.", call. = FALSE)
  }
  if (is.character(value) && length(value) != 1L) as.list(value) else value
}

check_for_na <- function(value) {
  attributes(value) <- NULL
  if (is.character(value)) {
    refuse_broken_text(value)
  }
  if (anyNA(value)) {
    refuse_na(value)
  }
  value
}

# A sequence of length 1 remains a sequence. For many numbers, Python does not create an object for each.
sequences_to_python <- function(value) {
  if (!is.list(value) || is.data.frame(value)) {
    return(to_python(value))
  }
  many <- sum(lengths(value)) > 10000L
  lapply(unname(value), function(one) {
    one <- integer64_to_double(one)
    if (!is.atomic(one) || !is.null(dim(one))) {
      return(to_python(one))
    }
    one <- check_for_na(one)
    if (many && is.numeric(one) && length(one)) array(one, length(one)) else as.list(one)
  })
}
