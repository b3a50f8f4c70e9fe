# Calls of R functions from Python.

# A call with a short expression: only scalars are inlined, other values are bound to names in `frame`. Otherwise functions that
# deparse their arguments would deparse whole arrays. `label` is the name of a function argument.
bridge_build_call <- function(fn, args, names, frame, label) {
  if (any(grepl("_", names, fixed = TRUE))) {
    name <- if (is.character(fn)) sub("^.*:::?", "", fn) else label
    names <- spell_arguments(if (is.character(fn)) eval(bridge_parse_name(fn), frame) else fn, name, names)
  }
  if (is.character(fn)) {
    head <- bridge_parse_name(fn)
  } else {
    head <- as.name(label)
    assign(label, fn, envir = frame)
  }
  for (i in seq_along(args)) {
    if (!bridge_is_short(args[[i]])) {
      label <- if (length(names) && nzchar(names[[i]])) names[[i]] else paste0("arg", i)
      if (is.name(head) && label == as.character(head)) {
        label <- paste0(".", label)
      }
      assign(label, args[[i]], envir = frame)
      args[[i]] <- as.name(label)
    }
  }
  names(args) <- names
  as.call(c(head, args))
}

bridge_is_short <- function(x) {
  is.null(x) ||
    (is.atomic(x) &&
      length(x) == 1L &&
      is.null(attributes(x)) &&
      (!is.character(x) || nchar(x, "bytes", keepNA = FALSE) < 100))
}

bridge_parse_name <- function(fn) {
  if (grepl("::", fn, fixed = TRUE)) {
    parts <- regmatches(fn, regexec("^([A-Za-z0-9.]+)(:::?)(.+)$", fn))[[1L]]
    if (length(parts) == 4L) {
      return(call(parts[[3L]], as.name(parts[[2L]]), as.name(gsub("^`|`$", "", parts[[4L]]))))
    }
  }
  if (!exists(fn, envir = bridge_workspace(), mode = "function")) {
    stop("there is no R function `", fn, "`", call. = FALSE)
  }
  as.name(fn)
}

# Arguments of primitive functions that formals() does not list.
untold_arguments <- list(c = c("recursive", "use.names"), rep = c("times", "length.out", "each"))

# Converts argument names from Python's spelling to those of the function or its methods: Python's inspect.signature() shows
# underscores for dots, and one after a Python keyword.
spell_arguments <- function(f, name, given) {
  known <- c(names(formals(args(f))), if (is.primitive(f)) untold_arguments[[name]])
  unknown <- grepl("_", given, fixed = TRUE) & !(given %in% known)
  if (any(unknown) && (is.primitive(f) || "UseMethod" %in% all.names(body(f)))) {
    methods <- tryCatch(as.character(utils::methods(name)), error = function(e) character())
    found <- unlist(lapply(methods, function(method) utils::getAnywhere(method)$objs))
    known <- c(known, unlist(lapply(Filter(is.function, found), function(method) names(formals(args(method))))))
  }
  words <- gsub("[^[:alnum:]_]", "_", known)
  given[unknown] <- vapply(given[unknown], FUN.VALUE = "", function(one) {
    place <- match(one, c(words, paste0(words, "_")))
    if (is.na(place)) one else rep(known, 2L)[[place]]
  })
  given
}
