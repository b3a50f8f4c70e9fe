model_table <- function(x, ...) {
  args <- list(x, ...)
  if (is.null(args$line_length)) {
    args$line_length <- getOption("width")
  }
  call_rkeras("format_model", args)
}

#' Print a model
#'
#' Shows the layers of a model: name and type, output shape, number of parameters, and what each is connected to.
#'
#' @param x,object A model.
#' @param line_length Width of the table, by default that of the console.
#' @param ... Further arguments: `positions`, `expand_nested`, `show_trainable`, `compact`.
#' @return `format()` returns the text, `print()` the model and `summary()` the text, both invisibly.
#' @name model-table
#' @export
#' @method format keras.engine.training.Model
format.keras.engine.training.Model <- function(x, line_length = getOption("width"), ...) {
  model_table(x, line_length = line_length, ...)
}

#' @rdname model-table
#' @export
#' @method print keras.engine.training.Model
print.keras.engine.training.Model <- function(x, ...) {
  cat(model_table(x, ...), "\n", sep = "")
  invisible(x)
}

#' @rdname model-table
#' @export
#' @method summary keras.engine.training.Model
summary.keras.engine.training.Model <- function(object, ...) {
  text <- model_table(object, ...)
  cat(text, "\n", sep = "")
  invisible(text)
}

#' @importFrom utils str
#' @rdname model-table
#' @export
#' @method str keras.engine.training.Model
str.keras.engine.training.Model <- function(object, ...) {
  cat(model_table(object, ...), "\n", sep = "")
}

#' @export
#' @method print keras.engine.base_layer.Layer
print.keras.engine.base_layer.Layer <- function(x, ...) {
  cat(format(x, ...), "\n", sep = "")
  invisible(x)
}

#' @export
#' @method format keras.engine.base_layer.Layer
format.keras.engine.base_layer.Layer <- function(x, ...) {
  reticulate::py_str(x)
}

#' @importFrom stats predict
NULL
