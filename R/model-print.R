#' Print a model
#'
#' Shows the layers of a model: name and type, output shape, number of parameters, and what each is connected to.
#'
#' @param x,object A model.
#' @param line_length Width of the table without the column of `show_trainable`.
#' @param positions Where the columns end, as fractions of the width; `NULL` fits them to what they hold.
#' @param expand_nested Whether to show the layers of models inside the model.
#' @param show_trainable Whether to show which layers train.
#' @param compact Whether to leave out empty lines.
#' @param width Width of the console.
#' @param ... Further arguments of `format()`.
#' @return `format()` returns the text, `print()` the model and `summary()` the text, both invisibly.
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
      ...
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
str.keras.engine.training.Model <- function(object, ...) {
  cat(format(object, ...), "\n", sep = "")
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

#' Draw a model
#'
#' Shows the layers of a model as boxes, with arrows for what goes from one to the next. It takes the Python package pydot
#' and the program Graphviz.
#'
#' @param x A model.
#' @param show_shapes,show_dtype,show_layer_names,show_layer_activations Whether the boxes tell these of each layer.
#' @param ... `show_trainable`, whether they tell which layers train; `splines`, how arrows run: `"ortho"`, `"curved"`.
#' @param rankdir `"TB"` draws from top to bottom, `"LR"` from left to right.
#' @param expand_nested Whether to show the layers of models inside the model.
#' @param dpi Resolution, in dots per inch.
#' @param layer_range Not supported by Keras 3, must be `NULL`.
#' @param to_file Name of a file to write in place of a plot; its ending says of which format.
#' @return Nothing.
#' @export
#' @method plot keras.engine.training.Model
plot.keras.engine.training.Model <- function(
  x,
  show_shapes = FALSE,
  show_dtype = FALSE,
  show_layer_names = TRUE,
  ...,
  rankdir = "TB",
  expand_nested = FALSE,
  dpi = 96,
  layer_range = NULL,
  show_layer_activations = FALSE,
  to_file = NULL
) {
  pixels <- call_rkeras(
    "draw_model",
    list(
      x,
      show_shapes = show_shapes,
      show_dtype = show_dtype,
      show_layer_names = show_layer_names,
      show_layer_activations = show_layer_activations,
      ...,
      rankdir = rankdir,
      expand_nested = expand_nested,
      dpi = as.integer(dpi),
      layer_range = layer_range,
      to_file = to_file
    )
  )
  if (!is.null(pixels)) {
    draw_pixels(pixels, dpi)
  }
  invisible()
}

#' As large as it is at that resolution; smaller where the page is
#' @noRd
draw_pixels <- function(pixels, dpi) {
  before <- graphics::par(mar = c(0, 0, 0, 0))
  on.exit(graphics::par(before))
  graphics::plot.new()
  size <- dim(pixels)[2:1] / dpi
  part <- size * min(1, graphics::par("pin") / size) / graphics::par("pin") / 2
  graphics::plot.window(c(0, 1), c(0, 1), xaxs = "i", yaxs = "i")
  graphics::rasterImage(pixels, 0.5 - part[1], 0.5 - part[2], 0.5 + part[1], 0.5 + part[2])
}
