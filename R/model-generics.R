#' Train, evaluate and use a model
#'
#' Training takes three steps. [compile()][compile.keras.engine.training.Model] chooses the loss, the optimizer and the
#' metrics. [fit()][fit.keras.engine.training.Model] trains the model for a number of epochs and returns the history of
#' losses and metrics. [evaluate()][evaluate.keras.engine.training.Model] computes them on test data, and
#' [predict()][predict.keras.engine.training.Model] returns the outputs for new data.
#'
#' Split the data first: train on one part, compare models on a validation part (`validation_split` or `validation_data`
#' of `fit()`), and evaluate the final model once on a test part. If the validation loss rises while the training loss
#' still falls, the model overfits.
#'
#' @param object A model.
#' @param ... Arguments of the method.
#' @return The methods for models return: `compile()` the model, `fit()` a training history, `evaluate()` the loss and
#'   the metrics as a named vector, `predict()` an array.
#' @seealso
#' During training: [callback_early_stopping()], [callback_model_checkpoint()], [callback_reduce_lr_on_plateau()],
#' [callback_tensorboard()]. After it: [keras_training_history], [save_model()], [freeze_weights()] for fine-tuning.
#' Custom loops: [train_on_batch()], [test_on_batch()], [predict_on_batch()], [new_model_class()].
#' The vignette: `vignette("training", package = "rkeras")`.
#' @examplesIf is_keras_available()
#' model <- keras_model_sequential(input_shape = 1) %>%
#'   layer_dense(units = 1, kernel_initializer = "ones")
#' model %>% compile(loss = "mse", optimizer = "sgd", metrics = "mae")
#' model %>% evaluate(matrix(1:4), c(1, 2, 3, 6), verbose = 0)
#' #> loss  mae
#' #>  1.0  0.5
#' history <- model %>% fit(matrix(1:4), 1:4, epochs = 2, verbose = 0)
#' dim(predict(model, matrix(5:6), verbose = 0))
#' #> [1] 2 1
#' @name training
#' @aliases predict
NULL

#' @importFrom generics compile
#' @export
#' @rdname training
generics::compile

#' @importFrom generics fit
#' @export
#' @rdname training
generics::fit

#' @export
#' @rdname training
evaluate <- function(object, ...) {
  UseMethod("evaluate")
}

#' Refuse what is no model: arguments in another order, or a function without its parentheses
#' @noRd
stop_for_other <- function(verb, object) {
  is_python <- inherits(object, "python.builtin.object")
  is_uncalled <- is.function(object) && !is_python
  stop_value(
    verb,
    "(): `object` should be a model, which goes first.",
    if (is_uncalled) " Call the function that creates the model, with parentheses.",
    " Received: object = ",
    if (is_uncalled) {
      "a function"
    } else {
      paste("an object of class", if (is_python) sub("^.*[.]", "", class(object)[[1L]]) else class(object)[[1L]])
    }
  )
}

#' @export
evaluate.default <- function(object, ...) {
  stop_for_other("evaluate", object)
}

#' @export
fit.default <- function(object, ...) {
  stop_for_other("fit", object)
}

# predict() has no default method, and gets none here: this method of data classes catches a model as the second argument.
predict_of_data <- function(object, ...) {
  if (...length() && inherits(..1, keras_names[["Model"]])) {
    stop_for_other("predict", object)
  }
  default <- utils::getS3method("predict", "default", optional = TRUE) # of another package
  if (!is.null(default)) {
    return(default(object, ...))
  }
  shown <- paste0('"', class(object), '"', collapse = ", ")
  stop("no applicable method for 'predict' applied to an object of class ", shown, call. = FALSE)
}

#' @exportS3Method stats::predict
predict.array <- predict_of_data

#' @exportS3Method stats::predict
predict.numeric <- predict_of_data

#' @exportS3Method stats::predict
predict.data.frame <- predict_of_data

#' @export
compile.default <- function(object, ...) {
  stop_for_other("compile", if (!missing(object)) object)
}

#' @export
export_savedmodel.default <- function(object, export_dir_base, ...) {
  stop_for_other("export_savedmodel", object)
}

#' Generate samples
#'
#' This is the generic function from the generics package. Packages and scripts can define methods for their own models,
#' such as generative ones; rkeras defines none.
#'
#' @param x An object whose class has a method.
#' @param ... Arguments of the method.
#' @return The result of the method.
#' @examples
#' generate.dice <- function(x, ...) sample(x$sides, 2, replace = TRUE)
#' length(generate(structure(list(sides = 6L), class = "dice")))
#' #> [1] 2
#' @name reexports
#' @keywords internal
NULL

#' @importFrom generics generate
#' @export
#' @rdname reexports
generics::generate

#' Export the graph of a model
#'
#' The exported folder runs in TensorFlow Serving without Keras or R. It can predict but not train;
#' [save_model_tf()] saves a model that can do both.
#'
#' @param object A model.
#' @param export_dir_base Path of the folder to create.
#' @param ... Arguments of the method.
#' @return The result of the method; for a model the path of the folder, invisibly.
#' @seealso [export_savedmodel.keras.engine.training.Model()]
#' @examplesIf is_keras_available()
#' model <- keras_model_sequential(input_shape = 1) %>% layer_dense(units = 1)
#' export_savedmodel(model, "exported")
#' list.files("exported")
#' #> [1] "assets"         "fingerprint.pb" "saved_model.pb" "variables"
#' unlink("exported", recursive = TRUE)
#' @export
export_savedmodel <- function(object, export_dir_base, ...) {
  UseMethod("export_savedmodel")
}

#' Convert a value to a tensor
#'
#' Use it to pass R values to TensorFlow functions. It is a generic function: packages can define methods for their own
#' classes.
#'
#' @param x A value.
#' @param dtype Name of the data type.
#' @param ... Arguments of the method.
#' @param name Ignored; kept for R keras.
#' @return A tensor.
#' @seealso [as_tensor.default()]
#' @examplesIf is_keras_available()
#' as_tensor(1:3)
#' #> <tf.Tensor: shape=(3,), dtype=int32, numpy=array([1, 2, 3], dtype=int32)>
#' as_tensor(matrix(1:4, nrow = 2), dtype = "float32")
#' #> <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
#' #> array([[1., 3.],
#' #>        [2., 4.]], dtype=float32)>
#' @export
as_tensor <- function(x, dtype = NULL, ..., name = NULL) {
  UseMethod("as_tensor")
}
