#' Pair the elements of lists
#'
#' Use it to loop over several lists at once, such as gradients and the variables that they belong to. It turns lists of
#' equal length into one list of lists, by name if they have names, else by position.
#'
#' @param ... Lists or vectors of equal length, or one list of them.
#' @return A list of the same length, with one list for each position.
#' @seealso [unpack] for `%<-%`.
#' @examples
#' gradients <- list("grad_for_wt_1", "grad_for_wt_2")
#' weights <- list("weight_1", "weight_2")
#' str(zip_lists(gradient = gradients, weight = weights))
#' #> List of 2
#' #>  $ :List of 2
#' #>   ..$ gradient: chr "grad_for_wt_1"
#' #>   ..$ weight  : chr "weight_1"
#' #>  $ :List of 2
#' #>   ..$ gradient: chr "grad_for_wt_2"
#' #>   ..$ weight  : chr "weight_2"
#' @export
zip_lists <- function(...) {
  lists <- list(...)
  if (length(lists) == 1L) {
    lists <- list_of_r(lists[[1L]])
  }
  lists <- lapply(lists, list_of_r)
  if (length(unique(lengths(lists))) > 1L) {
    stop("zip_lists(): all should have the same length. Received lengths: ", toString(lengths(lists)), call. = FALSE)
  }
  first <- names(lists[[1L]])
  if (!is.null(first)) {
    matching <- vapply(lists, function(x) !anyDuplicated(names(x)) && setequal(names(x), first), NA)
    if (!all(matching)) {
      stop("zip_lists(): names should be unique, and the same in all. To pair by position use unname().", call. = FALSE)
    }
    lists <- lapply(lists, `[`, first)
  }
  zipped <- .mapply(list, lists, NULL)
  names(zipped) <- first
  zipped
}

# A Python list from a model that reticulate does not convert, as an R list; otherwise `[[` would count from 0.
list_of_r <- function(x) if (inherits(x, "python.builtin.object")) reticulate::py_to_r(x) else x
