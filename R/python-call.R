# The arguments that the caller of a wrapper supplied. Must be called in a statement of its own: as an argument it would be a
# promise and see another frame. `object` is forced first, so that layers in a lazy pipe are created, named and seeded in
# reading order. `number` is the caller's nargs(): once that many arguments are found, the search ends. Arguments in `always`
# are included even if missing, those in `except` are not read. The plan of the caller is cached in `plans` under the name `of`.
capture_args <- function(of = NULL, number = Inf, always = character(), except = character(), plans = state$plans) {
  definition <- sys.function(-1)
  plan <- if (!is.null(of)) plans[[of]]
  if (is.null(plan) || !identical(plan$formals, formals(definition))) {
    plan <- plan_capture(definition, always, except)
    if (!is.null(of)) {
      plans[[of]] <- plan
    }
  }
  args <- eval(plan$first, parent.frame())
  if (!is.null(plan$rest) && length(args) != number) {
    args <- c(args, eval(plan$rest, parent.frame()))
  }
  if (!hold_parts(args) || has_no_parts(definition)) {
    return(args)
  }
  call <- match.call(definition, sys.call(-1), expand.dots = FALSE, envir = parent.frame(2))
  mark_model_parts(args, call, parent.frame(2))
}

# The code that collects the supplied arguments of a function in its order, then those in `always` and `...`. The first few,
# usually all that are supplied, are collected separately. A copy of the function with other arguments needs another plan. The
# code contains function objects, since an argument may have the name of a function.
plan_capture <- function(definition, always = character(), except = character()) {
  formals <- formals(definition)
  supplied <- lapply(setdiff(names(formals), c("...", except)), function(name) {
    call_of(`if`, call_of(`!`, call_of(missing, as.name(name))), listing(name))
  })
  added <- lapply(always, function(name) call_of(`if`, call_of(missing, as.name(name)), listing(name)))
  dots <- if ("..." %in% names(formals)) call_of(`if`, call_of(...length), call_of(rlang::list2, quote(...)))
  parts <- c(supplied, added, dots)
  is_first <- seq_along(parts) <= if (length(always)) length(parts) else min(4L, length(supplied))
  list(
    formals = formals,
    first = joining(parts[is_first]),
    rest = if (!all(is_first)) joining(parts[!is_first])
  )
}

joining <- function(parts) as.call(c(c, list(list()), parts))

listing <- function(name) as.call(stats::setNames(list(list, as.name(name)), c("", name)))

call_of <- function(...) as.call(list(...))

# Functions other than layers, such as op_map(), call their `f` at once, so it is not part of a model.
has_no_parts <- function(definition) {
  takes <- names(formals(definition))
  inherits(definition, "keras_layer_wrapper") || "f" %in% takes && !"object" %in% takes
}

# Calls a function of the Python package with R values, and converts the result. `...` names arguments with a conversion other
# than to_python(). Most calls go through src/calls.c, the others through reticulate.
call_rkeras <- function(name, args, ...) {
  in_order <- name %in% ends_in_order
  result <- if (in_order || ...length()) quote(by_reticulate) else call_quickly(name, args)
  if (!is.symbol(result)) {
    return(if (is.null(result)) invisible() else result)
  }
  if (in_order) {
    method <- sys.function(-1)
    args <- take_frames(name, args)
    args <- note_package(args, method, sys.nframe() - 1L)
  }
  if (identical(result, quote(kept))) {
    result <- reword_in_place(convert_to_r(call_python(get_from_rkeras_py("take_kept"))))
  } else {
    given <- names(args)
    if (is.null(given)) {
      given <- character(length(args))
    }
    values <- values_to_python(name, args, given, if (...length()) list(...))
    entry <- get_from_rkeras_py("call_from_r")
    result <- if (in_order) {
      reword_errors(convert_to_r(suspendInterrupts(call_python(entry, name, as.list(given), values))))
    } else {
      reword_in_place(convert_to_r(call_python(entry, name, as.list(given), values)))
    }
  }
  if (!is.object(result)) {
    return(if (is.null(result)) invisible() else result)
  }
  if (inherits(result, keras_names[c("Tensor", "KerasTensor", "Variable")])) {
    .Call(C_rkeras_note_type, result)
    return(result)
  }
  if (inherits(result, python_names[["Warned"]])) {
    for (message in as.list(result$messages)) {
      warning(message, call. = FALSE)
    }
    result <- convert_to_r(result$value)
  }
  if (inherits(result, python_names[["Interrupted"]])) {
    return(invisible(end_by_interrupt(result)))
  }
  if (is.null(result)) invisible() else result
}

# The result; or the symbol `by_reticulate` if reticulate must make the call, or `kept` if reticulate must fetch the result or
# error.
call_quickly <- function(name, args) {
  result <- .Call(C_rkeras_call, name, args)
  if (!identical(result, quote(arrays))) {
    return(result)
  }
  for (place in seq_along(args)) {
    value <- .subset2(args, place)
    if (is.numeric(value) && !is.object(value) && is.array(value)) {
      if (anyNA(value)) {
        return(quote(by_reticulate))
      }
      args[[place]] <- state$own_doors$r_to_py_impl(value, FALSE)
    }
  }
  .Call(C_rkeras_call, name, args)
}

# The arguments, with the name of the installed package whose code wrote the unknown ones: from scripts, Python rejects these.
# `frame` is the number of the method's frame.
note_package <- function(args, method, frame) {
  unknown <- setdiff(names(args), names(formals(method)))
  packages <- vapply(unknown, find_package, "", frame)
  if (length(packages) && all(nzchar(packages))) c(args, .package = packages[[1L]]) else args
}

# The installed package whose code wrote an argument of a call; "" for a script. Arguments in the `...` of a function were
# written by its caller; the same applies to base R's functions, such as lapply().
find_package <- function(argument, frame) {
  caller <- do.call(parent.frame, list(), envir = sys.frame(frame))
  home <- topenv(caller)
  if (identical(home, .BaseNamespaceEnv) || !argument %in% names(sys.call(frame))) {
    while (!identical(caller, home) && !exists("...", caller, inherits = FALSE)) {
      caller <- parent.env(caller)
    }
    outer <- Position(function(one) identical(one, caller), sys.frames()[seq_len(frame - 1L)], right = TRUE)
    if (!is.na(outer)) {
      return(find_package(argument, outer))
    }
  }
  name <- if (isNamespace(home)) getNamespaceName(home)[[1L]] else ""
  is_own <- name %in% c("rkeras", "keras", "keras3", "base") || exists(".__DEVTOOLS__", home, inherits = FALSE)
  if (is_own) "" else name
}

values_to_python <- function(name, args, given, ways) {
  if (!length(ways) && go_as_they_are(args)) {
    names(args) <- NULL
    return(args)
  }
  values <- vector("list", length(args))
  place <- 0L
  withCallingHandlers(
    for (place in seq_along(args)) {
      way <- ways[[given[place]]]
      value <- args[[place]]
      if (inherits(value, "table") && identical(given[[place]], "class_weight")) {
        value <- as.list(stats::setNames(as.vector(value), names(value))) # how often each class is there
      }
      values[place] <- list(if (is.null(way)) to_python(value) else way(value))
    },
    rkeras_missing_values = function(condition) {
      if (computes_with_nan(name)) {
        tryInvokeRestart("keep_nan")
      }
      argument <- if (nzchar(given[place])) paste0("`", given[place], "`: ")
      stop_value(name, "(): ", argument, conditionMessage(condition))
    }
  )
  values
}

# Fast check for values that to_python() would not change: Python objects, single numbers and strings, arrays of numbers, NULL.
go_as_they_are <- function(values) {
  for (value in values) {
    as_it_is <- if (is.object(value)) {
      inherits(value, "python.builtin.object") && !is_r_iterator(value) && !reticulate::py_is_null_xptr(value)
    } else {
      switch(
        typeof(value),
        "NULL" = TRUE,
        logical = ,
        integer = ,
        double = if (is.null(attributes(value))) length(value) == 1L && !is.na(value) else is_whole_array(value),
        character = is_plain_scalar(value) && !is_broken_text(value),
        FALSE
      )
    }
    if (!as_it_is) {
      return(FALSE)
    }
  }
  TRUE
}

is_whole_array <- function(value) {
  if (is.null(dim(value))) is_plain_scalar(value) else !anyNA(value)
}

# Python handles Ctrl-C in these functions, which end after the current batch; see R/python-interrupts.R. R handles it only in
# the user's functions, with allowInterrupts(): a jump out of reticulate's functions would leave Python in an invalid state.
ends_in_order <- c(
  "fit",
  "evaluate",
  "predict",
  "fit_generator",
  "evaluate_generator",
  "predict_generator",
  "tuner_search"
)

# py_call() alone does not dispatch to the S3 methods of py_to_r(), which leave TensorFlow's tensors unconverted. For symbolic
# tensors that method is called directly.
convert_to_r <- function(value) {
  classes <- c("python.builtin.object", keras_names[["Tensor"]], keras_names[["KerasTensor"]])
  found <- inherits(value, classes, which = TRUE)
  if (found[[1L]] == 0L) {
    return(value)
  }
  if (found[[2L]] > 0L) {
    return(watch_handle(value))
  }
  if (found[[3L]] > 0L) add_tensor_classes(value) else reticulate::py_to_r(value)
}

# Calls a layer function. As in R keras, composed results are invisible, and a Sequential model is returned as the object that
# was piped in.
compose_rkeras <- function(name, args) {
  result <- call_rkeras(name, args)
  if (is.null(args$object)) {
    return(result)
  }
  invisible(if (is_sequential(args$object)) args$object else result)
}
