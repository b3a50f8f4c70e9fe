#' A list that has names even when it is empty
#'
#' @param ... The elements, by name.
#' @return A named list: Python's `dict`, also where there is no element.
#' @examplesIf is_keras_available()
#' named_list(units = 4)
#' names(named_list())
#' @export
named_list <- function(...) {
  elements <- list(...)
  if (is.null(names(elements))) {
    names(elements) <- character(length(elements))
  }
  elements
}
