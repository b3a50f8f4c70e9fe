#' List the trials of a tuner
#'
#' Use it after [tuner_search()] to compare the scores and the hyperparameters of all trials in a table. Values at the edge of
#' a range show that the range is too small.
#'
#' @param tuner A tuner from [tuner_random_search()], [tuner_bayesian()] or [tuner_hyperband()].
#' @return A data frame with a row for each trial, the best first: `trial`, its number; `status`, "completed" or why
#'   not; `score`, the objective; `epoch`, the epoch with the best score, counted from 1; and a column for each
#'   hyperparameter, NA if the trial did not use it. The column name has the prefix "hp_" if the name is already taken.
#' @seealso [tuner_search()], [tuner_random_search()].
#' @examplesIf is_keras_available() && reticulate::py_module_available("keras_tuner")
#' build <- function(hp) keras_model_sequential(input_shape = 4) %>% layer_dense(hp_int(hp, "units", 8, 64))
#' nrow(tuner_results(tuner_random_search(build)))
#' #> [1] 0
#' @export
tuner_results <- function(tuner) {
  columns <- reword_errors(functions_of("tuning")$list_trials(tuner))
  fill <- function(values) unlist(lapply(values, function(value) if (is.null(value)) NA else value))
  filled <- lapply(columns, function(values) if (length(values)) fill(values) else logical())
  data.frame(filled, check.names = FALSE)
}
