# Access from Python to R objects, functions and packages.

bridge_classes <- function(x) as.list(class(x))

bridge_names <- function(x) {
  if (methods::is(x, "envRefClass")) {
    generator <- x$getRefClass()
    inherited <- methods::getRefClass("envRefClass")$methods()
    methods <- grep("#", setdiff(generator$methods(), inherited), fixed = TRUE, invert = TRUE, value = TRUE)
    return(as.list(c(names(generator$fields()), methods)))
  }
  if (is.environment(x)) {
    return(as.list(setdiff(ls(x), c(".__enclos_env__", "getClass"))))
  }
  as.list(if (is_of_slots(x)) methods::slotNames(x) else names(if (inherits(x, "POSIXlt")) unclass(x) else x))
}

# The length() that an S4 class defines, otherwise the number of names.
bridge_length <- function(x) {
  has_method <- function(class) methods::existsMethod("length", class)
  counts <- is_of_slots(x) && (methods::.hasSlot(x, ".Data") || any(vapply(methods::is(x), has_method, NA)))
  if (counts) length(x) else length(bridge_names(x))
}

# Tells whether the members of an object are slots; objects of reference classes are environments with fields.
is_of_slots <- function(x) isS4(x) && !is.environment(x) && !inherits(x, "refObjectGenerator")

# list() of the member, or an empty list if there is none.
bridge_member <- function(x, name) {
  for (spelled in unique(c(name, gsub("_", ".", name, fixed = TRUE)))) {
    if (inherits(x, "refObjectGenerator")) {
      if (spelled %in% c("className", "def", "fields", "help", "lock", "methods", "new", "show")) {
        return(list(eval(call("$", x, as.name(spelled)))))
      }
    } else if (is_of_slots(x)) {
      if (methods::.hasSlot(x, spelled)) {
        return(list(methods::slot(x, spelled)))
      }
    } else if (methods::is(x, "envRefClass")) {
      generator <- x$getRefClass()
      if (spelled %in% c(names(generator$fields()), generator$methods())) {
        return(list(eval(call("$", x, as.name(spelled)))))
      }
    } else if (is.environment(x)) {
      if (exists(spelled, envir = x, inherits = FALSE)) {
        return(list(get(spelled, envir = x)))
      }
    } else if (is.list(x) && spelled %in% bridge_names(x)) {
      return(list(eval(call("$", x, as.name(spelled)))))
    }
  }
  list()
}

# Converts a value for a slot or field: a NumPy array with one axis becomes a vector, a Python function an R function.
fit_into <- function(value, classes, name) {
  if (name %in% names(classes) && classes[[name]] == "function" && stands_for_python_object(value)) {
    return(function(...) value(...))
  }
  if (length(dim(value)) == 1L && !is.object(value) && name %in% names(classes)) {
    fits <- methods::is(value, classes[[name]])
    if (fits) value else as.vector(value)
  } else {
    value
  }
}

bridge_set_member <- function(x, name, value) {
  dotted <- gsub("_", ".", name, fixed = TRUE)
  known <- unlist(bridge_names(x))
  if (!(name %in% known) && dotted %in% known) {
    name <- dotted
  }
  if (is_of_slots(x)) {
    methods::slot(x, name) <- fit_into(value, methods::getSlots(class(x)), name)
  } else if (methods::is(x, "envRefClass")) {
    value <- fit_into(value, x$getRefClass()$fields(), name)
    eval(call("<-", call("$", quote(x), as.name(name)), quote(value)))
  } else if (is.environment(x)) {
    assign(name, value, envir = x)
  } else {
    x[[name]] <- value
  }
  x
}

# The arguments of a function: for each an empty list, or a list with its default as a value if it is constant, otherwise as
# code.
bridge_formals <- function(x) {
  lapply(as.list(formals(args(x))), function(default) {
    if (identical(default, quote(expr = ))) {
      list()
    } else if (is.null(default) || (is.atomic(default) && length(default) == 1L && !is.na(default))) {
      list(default)
    } else {
      list(default = paste(deparse(default), collapse = " "))
    }
  })
}

# The exports of a package whose names are valid in Python.
bridge_package_names <- function(package) {
  loadNamespace(package)
  exported <- sort(getNamespaceExports(package))
  data <- utils::data(package = package)$results[, "Item"]
  names <- unique(c(exported, sub(" .*", "", data)))
  dotted <- setdiff(gsub(".", "_", names, fixed = TRUE), names)
  in_r <- c(names, vapply(dotted, function(one) names[match(one, gsub(".", "_", names, fixed = TRUE))], ""))
  as.list(stats::setNames(in_r, c(names, dotted)))
}

bridge_exported <- function(package, name) getExportedValue(package, name)

bridge_help <- function(topic, package) {
  parts <- strsplit(topic, "::", fixed = TRUE)[[1L]]
  if (length(parts) == 2L) {
    package <- parts[[1L]]
    topic <- parts[[2L]]
  }
  found <- as.character(do.call(utils::help, list(topic, package = package)))
  if (!length(found)) {
    stop("R has no help of `", topic, "`", if (is.null(package)) " in the packages that it has loaded", call. = FALSE)
  }
  page <- asNamespace("utils")$.getHelpFile(found[[1L]])
  lines <- utils::capture.output(tools::Rd2txt(page, options = list(underline_titles = FALSE)))
  paste(gsub("_\b", "", lines), collapse = "\n")
}
