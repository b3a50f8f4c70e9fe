#' Name the classes that an ImageNet network predicts
#'
#' Use it on the output of a pretrained network to see which objects it recognizes. The class names are downloaded on
#' first use and kept in ~/.keras/models.
#'
#' @param preds Matrix of predictions, of shape (samples, 1000).
#' @param top Number of most probable classes to return.
#' @return A list with a data frame for each sample: `class_name` (the WordNet ID), `class_description` and `score`,
#'   most probable first.
#' @section Errors: If the file with the class names is missing and cannot be downloaded; the message names the file and
#' the folder to put it in.
#' @seealso [application_mobilenet_v2()], [application_preprocess_inputs()].
#' @examples
#' \dontrun{
#' model <- application_mobilenet_v2()
#' image <- image_load("elephant.jpg", target_size = c(224, 224)) %>% image_to_array()
#' batch <- mobilenet_v2_preprocess_input(array_reshape(image, c(1, 224, 224, 3)))
#' model %>% predict(batch) %>% imagenet_decode_predictions(top = 3)
#' }
#' @concept applications: imagenet
#' @export
imagenet_decode_predictions <- function(preds, top = 5) {
  args <- capture_args()
  predictions_as_frames(call_rkeras("imagenet_decode_predictions", args))
}

#' @rdname imagenet_decode_predictions
#' @export
mobilenet_decode_predictions <- function(preds, top = 5) {
  args <- capture_args()
  predictions_as_frames(call_rkeras("mobilenet_decode_predictions", args))
}

#' @rdname imagenet_decode_predictions
#' @export
mobilenet_v2_decode_predictions <- function(preds, top = 5) {
  args <- capture_args()
  predictions_as_frames(call_rkeras("mobilenet_v2_decode_predictions", args))
}

predictions_as_frames <- function(samples) {
  lapply(samples, function(best) {
    data.frame(
      class_name = vapply(best, `[[`, "", 1L),
      class_description = vapply(best, `[[`, "", 2L),
      score = vapply(best, `[[`, 0, 3L)
    )
  })
}
