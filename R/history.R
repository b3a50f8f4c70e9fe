# The training history that fit() returns in R, with the same rules as Python's KerasTrainingHistory.

#' Make a training history
#'
#' @param params List of `verbose`, `epochs` and `steps`, as the training was asked for.
#' @param metrics Named list of numeric vectors, one value for each epoch that was run.
#' @return An object of class `keras_training_history`.
#' @noRd
new_history <- function(params, metrics) {
  metrics <- lapply(as.list(metrics), function(values) as.numeric(unlist(values)))
  epochs <- max(0L, lengths(metrics))
  metrics <- lapply(metrics, function(values) c(values, rep(NA_real_, epochs - length(values))))
  structure(list(params = as.list(params), metrics = metrics), class = "keras_training_history")
}

is_validation <- function(names) startsWith(names, "val_")

without_val <- function(names) sub("^val_", "", names)

#' Print, tabulate and plot a training history
#'
#' `fit()` changes the model in place and returns a history: the loss and metrics of each epoch. Plot it to see whether
#' the model overfits, or still improves and needs more epochs.
#'
#' `print()` shows the values of the last epoch. `as.data.frame()` returns one row for each metric and requested epoch,
#' with NA for the epochs after early stopping. `plot()` draws one panel for each metric, with the training and the
#' validation data in separate colors. For each metric, `summary()` reports the first and last values, the lowest and
#' highest with their epochs, and whether the validation loss rose after its minimum.
#'
#' @param x A `keras_training_history`, made by `fit()`.
#' @param y Not used.
#' @param metrics Names of the metrics to draw, without "val_"; NULL draws all. Unknown names cause a warning, or an
#'   error if no name is known.
#' @param method The package that draws: "ggplot2", "base" (graphics), or "auto": ggplot2 if it is installed.
#' @param smooth Whether ggplot2 draws a smooth (loess) line through the points, if there are at least 10; otherwise
#'   it connects them.
#' @param theme_bw Whether ggplot2 uses its black-and-white theme, for print.
#' @param digits Number of significant digits to show.
#' @param row.names Names of the rows.
#' @param ... Not used; required by the generics.
#' @return `print()` returns `x` invisibly; `as.data.frame()` a data frame with the columns `epoch`, `value`, `metric`
#'   and `data` (training or validation); `plot()` a ggplot object, or with base graphics NULL, invisibly.
#' @seealso [training], [model-tables] for `tidy()` and `glance()`.
#' @examplesIf is_keras_available()
#' model <- keras_model_sequential(input_shape = 1) %>% layer_dense(units = 1)
#' model %>% compile(optimizer = "sgd", loss = "mse")
#' x <- matrix(seq(-1, 1, length.out = 20))
#' history <- model %>% fit(x, 2 * x, epochs = 3, validation_split = 0.2, verbose = 0)
#' history
#' #> Final epoch (plot to see history):
#' #>     loss: 2.171
#' #> val_loss: 5.784
#' as.data.frame(history)
#' #>   epoch    value metric       data
#' #> 1     1 2.248403   loss   training
#' #> 2     2 2.209286   loss   training
#' #> 3     3 2.171317   loss   training
#' #> 4     1 5.802200   loss validation
#' #> 5     2 5.793295   loss validation
#' #> 6     3 5.783538   loss validation
#' summary(history)
#' #> Training history of 3 epochs
#' #>    metric first  last lowest in epoch highest in epoch
#' #>      loss 2.248 2.171  2.171        3   2.248        1
#' #>  val_loss 5.802 5.784  5.784        3   5.802        1
#' plot(history)
#' @name keras_training_history
NULL

#' @rdname keras_training_history
#' @export
print.keras_training_history <- function(x, ..., digits = 4L) {
  last <- vapply(x$metrics, function(values) if (length(values)) values[[length(values)]] else NA_real_, numeric(1))
  cat("\nFinal epoch (plot to see history):\n")
  if (length(last)) {
    shown <- vapply(signif(last, digits), prettyNum, "")
    cat(paste0(formatC(names(last), width = max(nchar(names(last)))), ": ", shown, "\n"), sep = "")
  }
  invisible(x)
}

#' @rdname keras_training_history
#' @export
as.data.frame.keras_training_history <- function(x, ..., row.names = NULL) {
  epochs <- max(0L, as.integer(x$params$epochs), lengths(x$metrics))
  names <- as.character(names(x$metrics))
  values <- lapply(x$metrics, function(values) c(values, rep(NA_real_, epochs - length(values))))
  panels <- unique(without_val(names))
  data.frame(
    epoch = rep(seq_len(epochs), times = length(names)),
    value = as.numeric(unlist(values, use.names = FALSE)),
    metric = factor(rep(without_val(names), each = epochs), levels = panels),
    data = factor(
      rep(ifelse(is_validation(names), "validation", "training"), each = epochs),
      levels = c("training", "validation")
    ),
    row.names = row.names
  )
}

#' @rdname keras_training_history
#' @export
plot.keras_training_history <- function(
  x,
  y,
  metrics = NULL,
  method = c("auto", "ggplot2", "base"),
  smooth = getOption("keras.plot.history.smooth", TRUE),
  theme_bw = getOption("keras.plot.history.theme_bw", FALSE),
  ...
) {
  method <- match_choice("plot", "method", method)
  curves <- choose_curves(as.data.frame(x), metrics)
  if (method == "auto") {
    method <- if (requireNamespace("ggplot2", quietly = TRUE)) "ggplot2" else "base"
  }
  if (method == "base") {
    return(invisible(plot_with_graphics(curves)))
  }
  if (!requireNamespace("ggplot2", quietly = TRUE)) {
    stop("plot(): `method = \"ggplot2\"` needs ggplot2. Run: install.packages(\"ggplot2\")", call. = FALSE)
  }
  plot_with_ggplot2(curves, isTRUE(smooth), isTRUE(theme_bw))
}

#' The rows to draw, without epochs that were not run
#' @noRd
choose_curves <- function(curves, metrics) {
  known <- levels(curves$metric)
  unknown <- setdiff(metrics, known)
  if (length(unknown)) {
    tell <- if (length(unknown) < length(unique(metrics))) warning else stop
    tell(
      "plot(): `metrics` should be made of ",
      toString(dQuote(known, FALSE)),
      ". Received: metrics = ",
      toString(dQuote(unknown, FALSE)),
      call. = FALSE
    )
  }
  if (!is.null(metrics)) {
    curves <- curves[curves$metric %in% metrics, , drop = FALSE]
  }
  curves <- droplevels(curves[!is.na(curves$value), , drop = FALSE])
  if (!nrow(curves)) {
    stop("plot(): there is nothing to draw, because the history has no values.", call. = FALSE)
  }
  curves
}

plot_with_ggplot2 <- function(curves, smooth, theme_bw) {
  places <- if (nlevels(curves$data) > 1) {
    ggplot2::aes(!!quote(epoch), !!quote(value), colour = !!quote(data), fill = !!quote(data))
  } else {
    ggplot2::aes(!!quote(epoch), !!quote(value))
  }
  drawn <- ggplot2::ggplot(curves, places)
  # A few epochs are not enough for a smooth curve, and one is not enough for a line.
  epochs <- table(droplevels(interaction(curves$metric, curves$data)))
  if (smooth && min(epochs) >= 10) {
    drawn <- drawn + ggplot2::geom_smooth(formula = y ~ x, method = "loess", se = FALSE, na.rm = TRUE)
  } else if (max(epochs) > 1) {
    drawn <- drawn + ggplot2::geom_line()
  }
  if (theme_bw) {
    drawn <- drawn + ggplot2::theme_bw()
  }
  drawn +
    ggplot2::geom_point(shape = 21, colour = if (theme_bw) "black" else "grey20") +
    ggplot2::facet_grid(rows = ggplot2::vars(!!quote(metric)), switch = "y", scales = "free_y") +
    ggplot2::scale_x_continuous(breaks = find_whole_breaks) +
    ggplot2::theme(axis.title.y = ggplot2::element_blank(), strip.placement = "outside") +
    ggplot2::theme(strip.background = ggplot2::element_blank(), legend.title = ggplot2::element_blank())
}

#' Ticks at whole epochs
#' @noRd
find_whole_breaks <- function(limits) {
  breaks <- pretty(limits)
  breaks[breaks == round(breaks) & breaks >= 1]
}

plot_with_graphics <- function(curves) {
  panels <- levels(curves$metric)
  colors <- c(training = "#0072B2", validation = "#D55E00")
  old <- graphics::par(mfrow = c(length(panels), 1), mar = c(3, 6, 2, 1), mgp = c(1.8, 0.6, 0), las = 1)
  on.exit(graphics::par(old))
  for (panel in panels) {
    shown <- curves[curves$metric == panel, ]
    finite <- shown$value[is.finite(shown$value)]
    limits <- if (length(finite)) range(finite) else c(0, 1)
    graphics::plot(range(curves$epoch), limits, type = "n", xlab = "epoch", ylab = "", xaxt = "n")
    graphics::title(ylab = panel, line = 4)
    graphics::axis(1, at = find_whole_breaks(range(curves$epoch)))
    graphics::grid(lty = 1, col = "grey90")
    for (data in levels(droplevels(shown)$data)) {
      curve <- shown[shown$data == data, ]
      graphics::lines(curve$epoch, curve$value, type = "o", pch = 21, bg = colors[[data]], col = colors[[data]])
    }
    if (nlevels(curves$data) > 1 && panel == panels[[1]]) {
      legend_above(colors)
    }
  }
  NULL
}

#' A legend in the margin, where it hides no point
#' @noRd
legend_above <- function(colors) {
  edges <- graphics::par("usr")
  graphics::legend(
    x = mean(edges[1:2]),
    y = edges[[4]],
    legend = names(colors),
    col = colors,
    pt.bg = colors,
    pch = 21,
    lty = 1,
    bty = "n",
    horiz = TRUE,
    xjust = 0.5,
    yjust = 0,
    xpd = NA
  )
}

# A common slip is `model <- model %>% fit(...)`: fit() changes the model in place and returns the history.
stop_for_history <- function(generic) {
  stop(
    generic,
    "(): a training history is not a model. fit() changes the model in place and returns the history: ",
    "history <- model %>% fit(...), and then ",
    generic,
    "(model, ...).",
    call. = FALSE
  )
}

#' @exportS3Method stats::predict
predict.keras_training_history <- function(object, ...) {
  stop_for_history("predict")
}

#' @export
evaluate.keras_training_history <- function(object, ...) {
  stop_for_history("evaluate")
}

#' @export
fit.keras_training_history <- function(object, ...) {
  stop_for_history("fit")
}

#' @rdname keras_training_history
#' @param object A `keras_training_history`.
#' @export
summary.keras_training_history <- function(object, ...) {
  values <- lapply(object$metrics, function(values) values[!is.na(values)])
  values <- values[lengths(values) > 0L]
  pick <- function(choose) vapply(values, function(values) values[[choose(values)]], 0)
  at <- function(choose) vapply(object$metrics[names(values)], function(values) as.integer(choose(values)), 1L)
  table <- data.frame(
    metric = as.character(names(values)),
    first = pick(function(values) 1L),
    last = pick(length),
    lowest = vapply(values, min, 0),
    lowest_epoch = at(which.min),
    highest = vapply(values, max, 0),
    highest_epoch = at(which.max),
    row.names = NULL
  )
  run <- max(0L, lengths(object$metrics))
  structure(
    list(epochs = run, asked = max(run, as.integer(object$params$epochs)), metrics = table),
    class = "summary.keras_training_history"
  )
}

#' @export
print.summary.keras_training_history <- function(x, ..., digits = 4L) {
  cut_short <- if (x$asked > x$epochs) paste0(" of ", x$asked, " asked for")
  cat("Training history of ", x$epochs, " epoch", if (x$epochs != 1L) "s", cut_short, "\n", sep = "")
  table <- x$metrics
  names(table) <- c("metric", "first", "last", "lowest", "in epoch", "highest", "in epoch")
  if (nrow(table)) {
    print(table, digits = digits, row.names = FALSE)
    held <- table[table$metric == "val_loss", , drop = FALSE]
    if (nrow(held) && held[[5L]] < x$epochs) {
      cat(
        "The validation loss was lowest in epoch ",
        held[[5L]],
        " and is ",
        signif(held$last, digits),
        " now.\n",
        sep = ""
      )
      trained <- table[table$metric == "loss", , drop = FALSE]
      if (nrow(trained) && trained$last < trained$first) {
        cat("The training loss fell: from then on the model may overfit. See ?callback_early_stopping.\n")
      }
    }
  }
  invisible(x)
}
