#' Draw a model
#'
#' Shows the layers of a model as boxes, with arrows for the tensors between them. Use it to check branches and shapes. The
#' Python package pydot and the program Graphviz draw the plot if they are installed. Without them rkeras draws SVG itself,
#' and `expand_nested` is an error. [plot_model()] always writes SVG.
#'
#' @param x A model.
#' @param show_shapes,show_dtype,show_layer_names,show_layer_activations Whether the boxes show these properties.
#' @param ... `show_trainable`, whether to mark the trainable layers; `splines`, the shape of the arrows: `"ortho"`,
#'   `"curved"`.
#' @param rankdir `"TB"` draws from top to bottom, `"LR"` from left to right.
#' @param expand_nested Whether to show the layers of models inside the model.
#' @param dpi Resolution, in dots per inch.
#' @param layer_range Not supported by Keras 3; must be `NULL`.
#' @param to_file Path of a file to write instead of drawing a plot; its extension determines the format.
#' @return Nothing.
#' @seealso [plot_model()], [model-table] for `summary()`.
#' @examplesIf is_keras_available()
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
  picture <- call_rkeras(
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
  if (is.list(picture)) {
    draw_boxes(picture, dpi)
  } else if (!is.null(picture)) {
    draw_pixels(picture, dpi)
  }
  invisible()
}

#' As large as it is at that resolution; smaller if the page is
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

#' Boxes and lines in pixels, counted from the upper left corner
#' @noRd
draw_boxes <- function(picture, dpi) {
  before <- graphics::par(mar = c(0, 0, 0, 0))
  on.exit(graphics::par(before))
  graphics::plot.new()
  size <- unlist(picture$size)
  scale <- min(1, graphics::par("pin") * dpi / size)
  room <- graphics::par("pin") * dpi / scale
  graphics::plot.window(
    size[1] / 2 + c(-0.5, 0.5) * room[1],
    size[2] / 2 + c(0.5, -0.5) * room[2],
    xaxs = "i",
    yaxs = "i"
  )
  for (path in picture$paths) {
    last <- nrow(path)
    graphics::lines(path[-last, 1], path[-last, 2], col = "grey45")
    graphics::arrows(
      path[last - 1, 1],
      path[last - 1, 2],
      path[last, 1],
      path[last, 2],
      length = 0.07 * scale,
      angle = 25,
      col = "grey45"
    )
  }
  boxes <- picture$boxes
  graphics::rect(
    boxes[, 1] - boxes[, 3] / 2,
    boxes[, 2] - boxes[, 4] / 2,
    boxes[, 1] + boxes[, 3] / 2,
    boxes[, 2] + boxes[, 4] / 2,
    col = "white",
    border = "grey25"
  )
  graphics::text(boxes[, 1], boxes[, 2], unlist(picture$texts), family = "mono", cex = 0.72 * scale * dpi / 96)
}
