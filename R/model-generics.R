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

#' @importFrom generics generate
#' @export
#' @rdname reexports
generics::generate

#' Evaluate a model
#'
#' @param object A model.
#' @param ... Arguments of the method.
#' @return What the method returns: for a model the loss and the metrics, a named vector.
#' @seealso [evaluate.keras.engine.training.Model()]
#' @export
evaluate <- function(object, ...) {
  UseMethod("evaluate")
}

#' Export the graph of a model
#'
#' @param object A model.
#' @param export_dir_base Name of the folder.
#' @param ... Arguments of the method.
#' @return What the method returns: for a model the name of the folder, invisibly.
#' @seealso [export_savedmodel.keras.engine.training.Model()]
#' @export
export_savedmodel <- function(object, export_dir_base, ...) {
  UseMethod("export_savedmodel")
}

#' Make a tensor
#'
#' A generic: packages have methods for classes of their own.
#'
#' @param x A value.
#' @param dtype Name of the data type.
#' @param ... Arguments of the method.
#' @param name Accepted for R keras, not used.
#' @return A tensor.
#' @seealso [as_tensor.default()]
#' @export
as_tensor <- function(x, dtype = NULL, ..., name = NULL) {
  UseMethod("as_tensor")
}
