# fit(), evaluate() and predict() with a formula and a data frame. Python interprets both: rkeras_py/data/formulas.py.

# Converts the formula to text, and keeps only the columns that it needs, because others may have missing values.
take_frames <- function(name, args) {
  place <- intersect(c("formula", "x"), names(args))
  if (name %in% c("fit", "tuner_search") && length(place) && rlang::is_formula(args[[place[[1L]]]], lhs = TRUE)) {
    formula <- args[[place[[1L]]]]
    args[[place[[1L]]]] <- paste(deparse(formula, width.cutoff = 500L, backtick = TRUE), collapse = " ")
    if (!"." %in% all.vars(formula)) {
      args <- select_columns(args, c("data", "validation_data"), all.vars(formula))
    }
  } else if (name %in% c("evaluate", "predict") && any(vapply(args[-1L], lacks_values, NA))) {
    columns <- functions_of("levels")$list_columns(args[[1L]], name == "evaluate")
    args <- select_columns(args, c("x", "newdata"), as.character(unlist(columns)))
  }
  args
}

lacks_values <- function(value) {
  is.data.frame(value) && anyNA(value, recursive = TRUE)
}

select_columns <- function(args, places, columns) {
  for (place in intersect(places, names(args))) {
    frame <- args[[place]]
    if (is.data.frame(frame) && length(columns) && all(columns %in% names(frame))) {
      args[[place]] <- as.data.frame(frame)[columns]
    }
  }
  args
}
