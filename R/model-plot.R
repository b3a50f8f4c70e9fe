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
#' @examplesIf is_keras_available() && nzchar(Sys.which("dot"))
#' model <- keras_model_sequential(input_shape = 4) %>%
#'   layer_dense(units = 8, activation = "relu") %>%
#'   layer_dense(units = 1)
#' plot(model, show_shapes = TRUE)
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
