#' Register a class or a function for loading files
#'
#' Use it in a package or at the top of a script: a file with your layer, loss, metric or function then loads without
#' `custom_objects`. The name must be the same when the file is saved and loaded; the file contains it as `package>name`.
#'
#' @param object An R function, or a class, such as one from [Layer()], [Metric()] or [new_layer_class()].
#' @param name The name; by default the name of the class, or of the variable that contains the function.
#' @param package A prefix that keeps the names of different packages apart. By default it is the package that calls the
#'   function, and `"Custom"` in scripts.
#' @return `object`, invisibly.
#' @section Errors: If `object` is neither a function nor a class, or if it is a function that is not in a variable and
#'   `name` is missing.
#' @seealso [with_custom_object_scope()], [load_model()].
#' @examplesIf is_keras_available()
#' layer_twice <- Layer("Twice", call = function(inputs) 2 * inputs)
#' register_keras_serializable(layer_twice)
#' model <- keras_model_sequential(input_shape = 3) |> layer_twice()
#' file <- tempfile(fileext = ".keras")
#' save_model(model, file)
#' load_model(file)
#' #> Model: "sequential"
#' #> ________________________________________________________________________________
#' #>  Layer (type)                 Output Shape                Param #
#' #> ================================================================================
#' #>  twice (Twice)                (None, 3)                   0
#' #> ================================================================================
#' #> Total params: 0 (0.00 Byte)
#' #> Trainable params: 0 (0.00 Byte)
#' #> Non-trainable params: 0 (0.00 Byte)
#' #> ________________________________________________________________________________
#' @export
register_keras_serializable <- function(object, name = NULL, package = NULL) {
  args <- list(object = object, name = name, package = package %||% registering_package(parent.frame()))
  if (is_own_function(object)) {
    code <- substitute(object)
    args$name <- name %||% if (is.symbol(code)) as.character(code)
    args$object <- function_to_register(object, args$name)
  } else if (is_written_class(object)) {
    args$object <- as_py_class(object)
  }
  call_rkeras("register_keras_serializable", args)
  invisible(object)
}

registering_package <- function(frame) {
  name <- environmentName(topenv(frame))
  if (isNamespace(topenv(frame))) name else "Custom"
}

# Each R function has one Python function, however often it is converted: files store its name.
function_to_register <- function(definition, name) {
  if (is.null(name)) {
    stop_argument("register_keras_serializable", "name", "a string, because the function is not in a variable", name)
  }
  part <- mark_model_part(definition, "", as.name(name), name, name)
  made <- find_registered(definition) %||% model_part_to_python(part)
  state$registered <- c(list(list(definition = definition, made = made)), state$registered)
  made
}

find_registered <- function(definition) {
  Find(function(one) identical(one$definition, definition), state$registered)$made
}
