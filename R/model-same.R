#' Check whether two names hold the same object
#'
#' Models, layers and optimizers are not copied when you assign them to another name: changing one changes the other.
#' This also holds between R and Python in one process. [identical()] compares values instead.
#'
#' @param a,b Python or R objects. Names of the same R vector share its memory until one of them is modified.
#' @return TRUE or FALSE.
#' @seealso [clone_model()], [all.equal()][all.equal.python.builtin.object].
#' @examplesIf is_keras_available()
#' model <- keras_model_sequential(input_shape = 2) %>% layer_dense(units = 1)
#' same_object(model, model %>% layer_dense(units = 1))
#' #> [1] TRUE
#' same_object(model, clone_model(model))
#' #> [1] FALSE
#' @export
same_object <- function(a, b) {
  if (inherits(a, "python.builtin.object") || inherits(b, "python.builtin.object")) {
    return(inherits(b, "python.builtin.object") && is_same_object(a, b))
  }
  rlang::is_reference(a, b)
}
