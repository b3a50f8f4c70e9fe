#' Pipe
#'
#' `lhs %>% f(...)` is `f(lhs, ...)`. The right side may also be a layer or a model: `x %>% model`.
#'
#' @param lhs A value.
#' @param rhs A call; `lhs` becomes its first argument.
#' @return The result of the call.
#' @seealso [unpack] for `%<-%`.
#' @examples
#' c(1, 4, 9) %>% sqrt() %>% sum()
#' #> [1] 6
#' x <- c(3, 1, 2)
#' x %<>% sort()
#' x
#' #> [1] 1 2 3
#' @name pipe
#' @importFrom magrittr %>%
#' @export
#' @rdname pipe
magrittr::`%>%`

#' @importFrom magrittr %<>%
#' @export
#' @rdname pipe
#' @details `x %<>% f(...)` is `x <- f(x, ...)`.
magrittr::`%<>%`

#' Assign the parts of a value to several names
#'
#' `c(output, state) %<-% layer(x)` assigns the first part to `output` and the second to `state`. Use it for functions that
#' return several values, such as datasets with training and test data; see zeallot's vignette "unpacking-assignment".
#'
#' @param x Names in `c()`, which may be nested: `c(a, c(b, d))`. `...rest` takes the rest, `.` drops a part.
#' @param value A list, vector or other value with as many parts.
#' @return `value`, invisibly.
#' @seealso [zip_lists()].
#' @examples
#' c(first, ...rest) %<-% list(1, 2, 3)
#' first
#' #> [1] 1
#' length(rest)
#' #> [1] 2
#' @name unpack
#' @importFrom zeallot %<-%
#' @export
#' @rdname unpack
zeallot::`%<-%`
