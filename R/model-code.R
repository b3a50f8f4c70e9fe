# The result of show_r() and show_python(): a string that prints as code.
as_source_code <- function(text) {
  structure(text, class = c("rkeras_code", "character"))
}

#' @export
#' @method print rkeras_code
print.rkeras_code <- function(x, ...) {
  cat(x)
  invisible(x)
}

#' @export
#' @method format rkeras_code
format.rkeras_code <- function(x, ...) {
  as.character(unclass(x))
}
