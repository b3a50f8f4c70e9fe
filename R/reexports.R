#' Functions of other packages
#'
#' Generics that have methods for models here.
#'
#' @param object A model.
#' @param ... Arguments of the method.
#' @name reexports
#' @keywords internal
NULL

#' @importFrom generics compile
#' @export
#' @rdname reexports
generics::compile

#' @importFrom generics fit
#' @export
#' @rdname reexports
generics::fit

#' @importFrom generics evaluate
#' @export
#' @rdname reexports
generics::evaluate
