#' A list whose elements all have names
#'
#' An element without a name is named by its code, as in `data.frame()`: `named_list(loss, accuracy)` is
#' `list(loss = loss, accuracy = accuracy)`. An empty list also counts as named: Python distinguishes an empty `dict`
#' from an empty `list`, and an empty R list without names becomes a `list`.
#'
#' @param ... The elements, all with different names.
#' @return A named list: Python's `dict`, even if there is no element.
#' @seealso [dict()], [tuple()].
#' @examplesIf is_keras_available()
#' units <- 4
#' str(named_list(units, rate = 0.5))
#' #> List of 2
#' #>  $ units: num 4
#' #>  $ rate : num 0.5
#' names(named_list())
#' #> character(0)
#' @export
named_list <- function(...) {
  rlang::dots_list(..., .named = TRUE, .homonyms = "error", .check_assign = FALSE)
}
