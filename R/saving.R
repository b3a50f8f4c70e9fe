# Saves an object. If a file exists and must not be replaced, asks an interactive user.
save_rkeras <- function(name, args, model) {
  saved <- tryCatch(call_rkeras(name, args), python.builtin.FileExistsError = function(condition) {
    if (!interactive() || !isFALSE(args$overwrite) || !wants_to_replace(conditionMessage(condition))) {
      if (interactive() && isFALSE(args$overwrite)) {
        return(FALSE)
      }
      stop(condition)
    }
    args$overwrite <- TRUE
    call_rkeras(name, args)
  })
  if (missing(model) || isFALSE(saved)) {
    return(invisible(saved))
  }
  if (is.null(args$filepath)) saved else invisible(model)
}

wants_to_replace <- function(message) {
  isTRUE(utils::askYesNo(paste0(sub(" \\(pass overwrite.*", "", message), " Replace it?"), default = FALSE))
}

#' Make custom classes and functions available by name
#'
#' Use it around code that loads or builds a model with custom classes, such as [load_model_hdf5()]. Outside of it the
#' names are unknown again, so two projects can use the same name for different classes.
#'
#' @param objects Functions and classes: a list, whose names are derived from the elements, or a named list.
#' @param expr The code to evaluate.
#' @return The value of `expr`.
#' @seealso [register_keras_serializable()], [load_model()].
#' @examplesIf is_keras_available()
#' double <- function(x) 2 * x
#' layer <- with_custom_object_scope(
#'   list(double = double),
#'   layer_dense(units = 1, activation = "double", kernel_initializer = "ones")
#' )
#' layer(rbind(c(1, 2)))
#' #> <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[6.]], dtype=float32)>
#' @concept saving: objects
#' @export
with_custom_object_scope <- function(objects, expr) {
  parts <- mark_model_parts(list(objects = objects), match.call(), parent.frame())
  scope <- call_rkeras("with_custom_object_scope", parts)
  scope$`__enter__`()
  on.exit(scope$`__exit__`(NULL, NULL, NULL))
  expr
}
