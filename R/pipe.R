#' Pipe
#'
#' `lhs %>% f(...)` is `f(lhs, ...)`. A layer or model may stand on the right: `x %>% model`.
#'
#' @param lhs A value.
#' @param rhs A call, to whose front the value is put.
#' @return The value of the call.
#' @name pipe
#' @importFrom magrittr %>%
#' @export
#' @rdname pipe
magrittr::`%>%`
