#' Models and histories as tables
#'
#' Use them to work on models and histories with the tidyverse. They are methods for the generic functions of the
#' generics package, which broom and parsnip also use: call `library(broom)` or `generics::tidy()`.
#'
#' `tidy()` returns one row per layer of a model, or one row per metric and completed epoch of a history. `glance()`
#' returns one row: the size and the compile settings of a model, or the last epoch of a history. `augment()` adds
#' predictions to data.
#'
#' @param x A model, or a training history.
#' @param data,newdata Inputs of the model: a data frame, if the model was fitted with a formula or takes one, or a
#'   matrix; `newdata` takes precedence. A matrix becomes a data frame of its columns.
#' @param ... For `augment()`, arguments of [predict()][predict.keras.engine.training.Model], such as `batch_size`; not
#'   used by the other methods.
#' @return A data frame, or a tibble if the tibble package is installed. `augment()` returns the data with a column of
#'   predictions, `.fitted` (`.fitted_1`, `.fitted_2`, ... for several output columns), or, if the target was a factor,
#'   the columns `.pred_class` and, for each level, `.pred_LEVEL`. If the data contain the numeric target of a formula,
#'   also `.resid`, the target minus the prediction.
#' @seealso [keras_training_history], [model-table].
#' @examplesIf is_keras_available()
#' model <- keras_model_sequential(input_shape = 4) %>% layer_dense(3, "softmax")
#' model %>% compile(optimizer = "adam", loss = "sparse_categorical_crossentropy", metrics = "accuracy")
#' history <- model %>% fit(Species ~ ., data = iris, epochs = 2, verbose = 0)
#' generics::tidy(model)
#' #> # A tibble: 1 x 5
#' #>   layer type  output_shape parameters trainable
#' #>   <chr> <chr> <chr>             <dbl> <lgl>
#' #> 1 dense Dense (NA, 3)              15 TRUE
#' generics::glance(model)
#' #> # A tibble: 1 x 6
#' #>   layers parameters trainable_parameters optimizer learning_rate iterations
#' #>    <int>      <dbl>                <dbl> <chr>             <dbl>      <dbl>
#' #> 1      1         15                   15 adam            0.00100         10
#' generics::glance(history)
#' #> # A tibble: 1 x 3
#' #>   epochs  loss accuracy
#' #>    <int> <dbl>    <dbl>
#' #> 1      2  3.75    0.333
#' head(generics::augment(model, iris, verbose = 0), 3)
#' #> # A tibble: 3 x 9
#' #>   Sepal.Length Sepal.Width Petal.Length Petal.Width Species .pred_class
#' #>          <dbl>       <dbl>        <dbl>       <dbl> <fct>   <fct>
#' #> 1          5.1         3.5          1.4         0.2 setosa  virginica
#' #> 2          4.9         3            1.4         0.2 setosa  virginica
#' #> 3          4.7         3.2          1.3         0.2 setosa  virginica
#' #> # i 3 more variables: .pred_setosa <dbl>, .pred_versicolor <dbl>,
#' #> #   .pred_virginica <dbl>
#' @name model-tables
NULL

#' @rdname model-tables
#' @exportS3Method generics::tidy
tidy.keras.engine.training.Model <- function(x, ...) {
  columns <- functions_of("model_tables")$describe_layers(x)
  shapes <- gsub("None", "NA", as.character(columns$output_shape), fixed = TRUE)
  shapes[!nzchar(shapes)] <- NA
  parameters <- as.numeric(columns$parameters)
  parameters[is.nan(parameters)] <- NA
  as_table(data.frame(
    layer = as.character(columns$layer),
    type = as.character(columns$type),
    output_shape = shapes,
    parameters = parameters,
    trainable = as.logical(columns$trainable)
  ))
}

#' @rdname model-tables
#' @exportS3Method generics::glance
glance.keras.engine.training.Model <- function(x, ...) {
  described <- reword_errors(functions_of("model_tables")$describe_model(x))
  described[vapply(described, function(value) is.null(value) || is.nan(value), NA)] <- NA
  described$optimizer <- as.character(described$optimizer)
  rates <- c("learning_rate", "iterations")
  described[rates] <- lapply(described[rates], as.numeric)
  as_table(as.data.frame(described))
}

#' @rdname model-tables
#' @exportS3Method generics::augment
augment.keras.engine.training.Model <- function(x, data = NULL, newdata = NULL, ...) {
  given <- if (is.null(newdata)) data else newdata
  if (is.null(given)) {
    stop(
      "augment(): `data` should be a data frame or a matrix of inputs, because models do not store data.",
      call. = FALSE
    )
  }
  frame <- as.data.frame(given)
  probabilities <- names_of_classes(x)
  if (length(probabilities)) {
    found <- stats::predict(x, given, type = "prob", ...)
    classes <- factor(probabilities[max.col(found, "first")], probabilities)
    added <- data.frame(.pred_class = classes, found)
    names(added)[-1L] <- paste0(".pred_", probabilities)
  } else {
    found <- as.matrix(as_rows(stats::predict(x, given, ...)))
    added <- as.data.frame(found)
    names(added) <- if (ncol(found) == 1L) ".fitted" else paste0(".fitted_", seq_len(ncol(found)))
    target <- as.character(unlist(functions_of("levels")$list_targets(x)))
    if (length(target) == 1L && ncol(found) == 1L && is.numeric(frame[[target]])) {
      added$.resid <- frame[[target]] - added$.fitted
    }
  }
  as_table(cbind(frame, added))
}

#' @rdname model-tables
#' @exportS3Method generics::tidy
tidy.keras_training_history <- function(x, ...) {
  rows <- as.data.frame(x)
  as_table(rows[!is.na(rows$value), c("epoch", "metric", "data", "value")])
}

#' @rdname model-tables
#' @exportS3Method generics::glance
glance.keras_training_history <- function(x, ...) {
  last <- lapply(x$metrics, function(values) if (length(values)) values[[length(values)]] else NA_real_)
  as_table(data.frame(epochs = max(0L, lengths(x$metrics)), last, check.names = FALSE))
}

as_table <- function(frame) {
  rownames(frame) <- NULL
  if (requireNamespace("tibble", quietly = TRUE)) tibble::as_tibble(frame) else frame
}

# The classes of the first output; only its columns can be named.
names_of_classes <- function(model) {
  as.character(unlist(functions_of("levels")$get_remembered_levels(model, 0L)))
}

as_rows <- function(outputs) {
  if (is.list(outputs) || length(dim(outputs)) > 2L) {
    stop("augment(): the model should have one output with a row for each sample. Use predict().", call. = FALSE)
  }
  outputs
}
