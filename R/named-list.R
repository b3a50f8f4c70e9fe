#' A list that has names even when it is empty
#'
#' Python distinguishes an empty `dict` from an empty `list`; an empty R list has no names and becomes a `list`. Use
#' this function where Python expects a `dict`.
#'
#' @param ... The elements, by name.
#' @return A named list: Python's `dict`, even if there is no element.
#' @seealso [dict()], [tuple()].
#' @examplesIf is_keras_available()
#' named_list(units = 4)
#' #> $units
#' #> [1] 4
#' names(named_list())
#' #> character(0)
#' @export
named_list <- function(...) {
  elements <- list(...)
  if (is.null(names(elements))) {
    names(elements) <- character(length(elements))
  }
  elements
}
