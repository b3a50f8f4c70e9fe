# Replaces reticulate's conversions of values that it would silently change on their way to Python by those of
# docs/conversions.md: NA among whole numbers, logicals and text, factors, integer64 and durations; also times with NA, which it
# rejects. Other values are left to reticulate. The entrances are r_to_py(), which `r.x` uses, calls of Python functions, and
# those of R/python-doors.R.
register_kept_values <- function() {
  if (isNamespaceLoaded("reticulate")) {
    replace_conversions()
  }
  setHook(packageEvent("reticulate", "onLoad"), replace_conversions)
}

kept_classes <- c("default", "factor", "Date", "POSIXt", "difftime", "data.frame", "integer64", "error")

# reticulate finds its own methods in its namespace; others find those that are registered.
replace_conversions <- function(...) {
  reticulate <- asNamespace("reticulate")
  state$own_conversions <- lapply(stats::setNames(nm = kept_classes), function(class) {
    get0(paste0("r_to_py.", class), reticulate, mode = "function", inherits = FALSE)
  })
  state$own_conversions$default <- find_conversion(reticulate)
  for (class in kept_classes) {
    if (!is.null(state$own_conversions[[class]])) {
      replace_locked(paste0("r_to_py.", class), kept_to_python(class), reticulate)
    }
    registerS3method("r_to_py", class, kept_to_python(class), envir = reticulate)
  }
  replace_doors()
}

kept_to_python <- function(class) {
  force(class)
  if (class == "error") {
    return(error_to_python)
  }
  own <- own_conversion(class)
  function(x, convert = FALSE) {
    if (.Call(C_rkeras_goes_as_it_is, x)) {
      return(watch_handle(own(x, convert)))
    }
    kept <- if (is.function(x)) keep_results(x) else keep_value(x)
    if (inherits(kept, "python.builtin.object")) kept else watch_handle(own(kept, convert))
  }
}

# Applies to results of R functions that Python code calls, as with `r.f()`.
keep_results <- function(f) {
  if (is.primitive(f) || is.object(f) || stands_for_python_object(f)) f else contain_jumps_of(f, contain_overflow)
}

# The same for plain Python code, at a lower cost.
keep_results_of <- function(f) {
  if (is_wrapper(f) || stands_for_python_object(f)) {
    return(f)
  }
  run <- rlang::new_function(alist(... = ), bquote(.(keep_value)(.(f)(...))), environment(f))
  attributes(run) <- attributes(f)
  run
}

own_conversion <- function(class) state$own_conversions[[class]] %||% state$own_conversions$default

# A Python object if reticulate would change `x`; for a list, one for each such part.
keep_value <- function(x) {
  if (.Call(C_rkeras_goes_as_it_is, x)) {
    x
  } else if (is.object(x)) {
    keep_object(x)
  } else {
    switch(typeof(x), list = keep_parts(drop_lossy_names(x)), closure = keep_results_of(x), gaps_to_python(x))
  }
}

# A dict has one item for each name, so a list with duplicate or missing names is passed as a list, which keeps all items.
drop_lossy_names <- function(x) {
  named <- names(x)
  if (is.null(named) || (!anyDuplicated(named) && !anyNA(named) && all(nzchar(named)))) x else unname(x)
}

keep_parts <- function(x) {
  if (.Call(C_rkeras_parts_go_as_they_are, x)) {
    return(x)
  }
  for (i in seq_along(x)) {
    if (is.symbol(.subset2(x, i))) {
      next # as alist() has them, for no value
    }
    part <- .subset2(x, i)
    kept <- keep_value(part)
    if (!identical(part, kept)) x[[i]] <- kept
  }
  x
}

keep_object <- function(x) {
  if (is.factor(x)) {
    keep_factor(x)
  } else if (inherits(x, "integer64")) {
    keep_integer64(x)
  } else if (is_moment(x)) {
    keep_moment(x)
  } else if (is.data.frame(x)) {
    keep_columns(x)
  } else if (is.list(x) && !has_class_form(x)) {
    kept <- keep_parts(drop_lossy_names(unclass(x)))
    if (identical(kept, unclass(x))) x else kept
  } else if (is.logical(x) || is.integer(x) || is.character(x)) {
    if (anyNA(x)) gaps_to_python(x) else x
  } else if (typeof(x) == "closure" && !has_class_form(x)) {
    keep_results_of(x)
  } else {
    x
  }
}

# A single missing value becomes rkeras_py's missing value; among other values it becomes a gap.
gaps_to_python <- function(x) {
  if (length(x) == 1L && is.null(attributes(x))) {
    names <- c(logical = "NA", integer = "NA_integer_", character = "NA_character_")
    return(import_rkeras_py("r_missing", convert = FALSE)[[names[[typeof(x)]]]])
  }
  if (!is.character(x) && reticulate::py_numpy_available()) {
    return(call_python(vectors()$restore_na, whole_array(x), is.logical(x), NA_real_))
  }
  if (!is.null(dim(x))) {
    return(x) # reticulate has None there
  }
  items <- as.list(if (is.integer(x)) as.double(x) else as.vector(unclass(x)))
  items[is.na(x) & !is.integer(x)] <- list(NULL)
  own_conversion("default")(unname(items), FALSE)
}

whole_array <- function(x) {
  attributes(x) <- list(dim = dim(x) %||% length(x))
  if (is.logical(x)) {
    storage.mode(x) <- "integer"
  }
  x
}

keep_factor <- function(x) {
  levels <- levels(x)
  named <- as.list(levels)
  named[is.na(levels)] <- list(NULL)
  call_python(vectors()$make_factor, array(as.integer(x), length(x)), named, is.ordered(x))
}

keep_integer64 <- function(x) {
  if (length(x) > 1L || !is.null(dim(x))) {
    return(call_python(vectors()$restore_na_int64, view_as_int64(x), NA_real_))
  }
  if (!length(x) || !is_missing_value(x)) {
    return(integer64_to_python(x))
  }
  import_rkeras_py("r_missing", convert = FALSE)$NA_integer64_
}

# Times and dates that reticulate would convert to numbers or reject; some dates would crash R.
keep_moment <- function(x, one = length(x) == 1L && is.null(dim(x))) {
  if (inherits(x, "POSIXlt")) {
    x <- as.POSIXct(x)
  }
  zone <- attr(x, "tzone")[1L]
  zone <- if (is_string(zone) && nzchar(zone)) zone
  if (knows_moment(x)) {
    return(x)
  }
  units <- if (inherits(x, "difftime")) attr(x, "units") else "secs"
  kept <- call_python(vectors()$convert_moments, whole_array(x), as.list(class(x)), units, zone, one)
  if (inherits(kept, "python.builtin.NoneType")) {
    stop_value("Python has no form of this ", class(x)[[1L]], ", which is too far away or in unknown units.")
  }
  kept
}

knows_moment <- function(x) {
  inherits(x, "Date") &&
    length(x) > 0L &&
    is.null(dim(x)) &&
    !anyNA(x) &&
    all(x >= as.Date("0001-01-01") & x <= as.Date("9999-12-31"))
}

# The pandas data frame that reticulate creates, with these columns replaced; columns with duplicate names are all kept.
keep_columns <- function(x) {
  kept <- lapply(x, keep_column)
  of_python <- function(columns) vapply(columns, inherits, NA, "python.builtin.object")
  places <- unname(which(of_python(kept) & !of_python(x)))
  named <- names(x)
  rows <- attr(x, "row.names")
  rows <- if (is.integer(rows) && !identical(rows, seq_len(nrow(x)))) rows
  if (!length(places) && !anyDuplicated(named) && is.null(rows)) {
    return(x)
  }
  if (!reticulate::py_module_available("pandas")) {
    return(keep_parts(as.list(x)))
  }
  names(x) <- make.unique(named)
  for (place in places) {
    x[[place]] <- numeric(nrow(x))
  }
  frame <- own_conversion("data.frame")(x, FALSE)
  call_python(vectors()$set_columns, frame, as.list(places - 1L), unname(kept[places]), as.list(named), as.list(rows))
}

# reticulate converts factors, and text with NA, correctly within a data frame.
keep_column <- function(x) {
  if (is.factor(x) || is.character(x)) {
    x
  } else if (inherits(x, "integer64")) {
    call_python(vectors()$restore_na_int64, view_as_int64(x), NA_real_)
  } else if (is_moment(x)) {
    move_to_zone(keep_moment(x, one = FALSE), attr(x, "tzone")[1L])
  } else if (is.raw(x)) {
    call_python(vectors()$make_bytes, as.array(as.integer(x)))
  } else if (length(x) == 1L && is.atomic(x) && anyNA(x)) {
    keep_value(array(x, 1L))
  } else {
    keep_value(x)
  }
}

# Times in a column have a time zone.
move_to_zone <- function(moments, zone) {
  moved <- inherits(moments, "python.builtin.object") && is_string(zone) && nzchar(zone)
  if (moved) call_python(vectors()$move_to_zone, moments, zone) else moments
}

vectors <- function() {
  if (is.null(state$vectors)) {
    names <- c(
      "convert_moments",
      "make_bytes",
      "make_factor",
      "move_to_zone",
      "restore_na",
      "restore_na_int64",
      "set_columns"
    )
    module <- import_rkeras_py("r_vectors", convert = FALSE)
    state$vectors <- lapply(stats::setNames(nm = names), function(name) module[[name]])
  }
  state$vectors
}

# A missing value of rkeras_py in R.
missing_to_r <- function(x) {
  switch(
    reticulate::py_str(x),
    "NA_integer_" = NA_integer_,
    "NA_character_" = NA_character_,
    NA_integer64_ = structure(-0, class = "integer64"),
    NA
  )
}
