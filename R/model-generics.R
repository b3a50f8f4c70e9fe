#' Functions of other packages
#'
#' Generics that have methods for models here.
#'
#' @param object A model.
#' @param ... Arguments of the method.
#' @examplesIf is_keras_available()
#' model <- keras_model_sequential(input_shape = 1) %>% layer_dense(units = 1)
#' model %>% compile(optimizer = "sgd", loss = "mse")
#' model %>% fit(matrix(1:4), 1:4, epochs = 2, verbose = 0)
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
#' @examplesIf is_keras_available()
#' model <- keras_model_sequential(input_shape = 1) %>%
#'   layer_dense(units = 1, kernel_initializer = "ones")
#' model %>% compile(loss = "mse", metrics = "mae")
#' model %>% evaluate(matrix(1:4), c(1, 2, 3, 6), verbose = 0)
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
#' @examplesIf is_keras_available()
#' model <- keras_model_sequential(input_shape = 1) %>% layer_dense(units = 1)
#' export_savedmodel(model, "exported")
#' list.files("exported")
#' unlink("exported", recursive = TRUE)
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
#' @examplesIf is_keras_available()
#' as_tensor(1:3)
#' as_tensor(matrix(1:4, nrow = 2), dtype = "float32")
#' @export
as_tensor <- function(x, dtype = NULL, ..., name = NULL) {
  UseMethod("as_tensor")
}
