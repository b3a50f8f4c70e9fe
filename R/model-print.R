#' Print a model
#'
#' Shows the layers of a model: name and type, output shape, number of parameters, and connections. Use it to check shapes and
#' to see how large a model is.
#'
#' @param x,object A model.
#' @param line_length Width of the table, without the column that `show_trainable` adds.
#' @param positions Ends of the columns, as fractions of the width; `NULL` fits the columns to their text.
#' @param expand_nested Whether to show the layers of models inside the model.
#' @param show_trainable Whether to mark the trainable layers.
#' @param compact Whether to omit empty lines.
#' @param width Width of the console.
#' @param ... For `format()`, arguments of the generic, such as `digits`, which have no effect here; for the other
#'   methods, arguments of `format()`.
#' @param max.level,nest.lev As in [utils::str()]; if `max.level` is given, or inside a list, the model is shown in one
#'   line.
#' @return `format()` returns the text, `print()` the model and `summary()` the text, both invisibly.
#' @seealso [plot.keras.engine.training.Model()], [count_params()], [get_layer()].
#' @examplesIf is_keras_available()
#' model <- keras_model_sequential(input_shape = 4) %>%
#'   layer_dense(units = 8, activation = "relu") %>%
#'   layer_dense(units = 1)
#' model
#' #> Model: "sequential"
#' #> ________________________________________________________________________________
#' #>  Layer (type)                  Output Shape               Param #
#' #> ================================================================================
#' #>  dense (Dense)                 (None, 8)                  40
#' #>  dense_1 (Dense)               (None, 1)                  9
#' #> ================================================================================
#' #> Total params: 49 (196.00 Byte)
#' #> Trainable params: 49 (196.00 Byte)
#' #> Non-trainable params: 0 (0.00 Byte)
#' #> ________________________________________________________________________________
#' summary(model, line_length = 70, show_trainable = TRUE)
#' #> Model: "sequential"
#' #> _________________________________________________________________________________
#' #>  Layer (type)            Output Shape         Param #         Trainable
#' #> =================================================================================
#' #>  dense (Dense)           (None, 8)            40              Y
#' #>  dense_1 (Dense)         (None, 1)            9               Y
#' #> =================================================================================
#' #> Total params: 49 (196.00 Byte)
#' #> Trainable params: 49 (196.00 Byte)
#' #> Non-trainable params: 0 (0.00 Byte)
#' #> _________________________________________________________________________________
#' @name model-table
#' @export
#' @method format keras.engine.training.Model
format.keras.engine.training.Model <- function(
  x,
  line_length = width - (11L * show_trainable),
  positions = NULL,
  expand_nested = FALSE,
  show_trainable = x$built && as.logical(length(x$non_trainable_weights)),
  ...,
  compact = TRUE,
  width = getOption("width")
) {
  refuse_misspelled(names(list(...)), format.keras.engine.training.Model, "format")
  if (!is_whole(width) || width < 1) {
    stop_argument("summary", "width", "a whole number of at least 1", width)
  }
  if (missing(show_trainable)) {
    # As by default, also for an object that is held with `convert = FALSE`.
    show_trainable <- convert_to_r(x$built) && as.logical(length(x$non_trainable_weights))
  }
  call_rkeras(
    "format_model",
    list(
      x,
      line_length = line_length,
      positions = positions,
      expand_nested = expand_nested,
      show_trainable = show_trainable,
      compact = compact,
      ascii = !isTRUE(l10n_info()[["UTF-8"]]),
      unbuilt = prefers_keras3()
    )
  )
}

#' @rdname model-table
#' @export
#' @method print keras.engine.training.Model
print.keras.engine.training.Model <- function(x, ...) {
  cat(format(x, ...), "\n", sep = "")
  invisible(x)
}

#' @rdname model-table
#' @export
#' @method summary keras.engine.training.Model
summary.keras.engine.training.Model <- function(object, ...) {
  text <- format(object, ...)
  cat(text, "\n", sep = "")
  invisible(text)
}

#' @importFrom utils str
#' @rdname model-table
#' @export
#' @method str keras.engine.training.Model
str.keras.engine.training.Model <- function(object, ..., max.level = NA, nest.lev = 0L) {
  if (nest.lev > 0L || !is.na(max.level)) {
    cat(reticulate::py_str(object), "\n", sep = "")
  } else {
    cat(format(object, ...), "\n", sep = "")
  }
}

# Methods ignore unknown arguments, which other methods of the generic may have. Misspelled arguments of their own are errors.
refuse_misspelled <- function(given, method, generic) {
  known <- setdiff(names(formals(method)), c("x", "object", "..."))
  for (name in given[nzchar(given)]) {
    near <- known[utils::adist(name, known) <= 2L & nchar(known) > 4L]
    if (length(near)) {
      stop(generic, "(): unknown argument `", name, "`. Did you mean `", near[[1L]], "`?", call. = FALSE)
    }
  }
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
