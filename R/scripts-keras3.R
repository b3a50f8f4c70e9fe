# The package that use_keras_alias() offers as keras3. Most functions are the same as here. If R keras 2 has other arguments
# than keras3, or the same call has another meaning, keras3's calls are converted to calls of the functions here.

# Hand-written functions, without their prefix `keras3_`; the table contains their arguments.
keras3_by_hand <- c("install_keras", "keras_model_sequential", "op_shape", "shape", "use_backend")

# The object with this name in keras3. The exports are looked up when they are used.
keras3_function <- function(name) {
  own <- asNamespace("rkeras")
  row <- keras3_calls[[name]]
  if (name %in% keras3_by_hand) {
    found <- get(paste0("keras3_", name), own)
    if (!is.null(row$formals)) {
      formals(found) <- formals(eval(call_formals(row$formals), own))
    }
    return(found)
  }
  found <- get(row$ours %||% name, own)
  is_measure <- grepl("^(loss|metric)_", name)
  if (is.null(row$formals) && is.null(row$converted) && !is_measure) {
    return(found)
  }
  formals <- if (is.null(row$formals)) formals(found) else formals(eval(call_formals(row$formals), own))
  made <- as.function(c(formals, call("call_in_keras2", name)), own)
  attributes(made) <- attributes(found)["rkeras_name"]
  made
}

call_formals <- function(code) str2lang(sprintf("function(%s) NULL", code))

# Converts a call with keras3's arguments to a call of the function here. It is evaluated in the frame of the original call, so
# that names, lazy arguments and `..1` keep their meaning.
call_in_keras2 <- function(name) {
  frame <- parent.frame(2L)
  call <- match.call(sys.function(-1L), sys.call(-1L), envir = frame)
  args <- read_keras3(name, list_given(call))
  row <- keras3_calls[[name]]
  if (!is.null(row$measured) && any(c("y_true", "y_pred") %in% names(args))) {
    return(eval(as.call(c(eval(str2lang(row$measured)), args)), frame))
  }
  made <- withVisible(eval(as.call(c(call("::", quote(rkeras), as.name(row$ours %||% name)), args)), frame))
  if (inherits(made$value, keras_names[c("Loss", "Metric")])) {
    functions_of("targets")$mark_measure(made$value, FALSE)
  }
  if ("()" %in% names(row$converted)) {
    made$value <- read_doubles(name, "()", made$value)
  }
  if (made$visible) made$value else invisible(made$value)
}

# The arguments of a call, without those that are empty, as after a trailing comma; inside of `...` an empty one is an index.
list_given <- function(call) {
  args <- as.list(call)[-1L]
  is_index <- !nzchar(names(args) %||% rep("", length(args))) & seq_along(args) < length(args)
  args[is_index | !vapply(args, identical, NA, quote(expr = ))]
}

# Converts the arguments of a keras3 call to those of the function here.
read_keras3 <- function(name, args) {
  row <- keras3_calls[[name]]
  named <- names(args) %||% rep("", length(args))
  for (argument in names(row$converted)) {
    read <- paste0("read_", row$converted[[argument]])
    at <- which(named == if (argument == "...") "" else argument)
    args[at] <- lapply(args[at], function(code) within_rkeras(call(read, name, argument, code)))
  }
  args <- c(args, row$sent[setdiff(names(row$sent), names(args))])
  places <- match(names(row$renamed), names(args))
  names(args)[places[!is.na(places)]] <- row$renamed[!is.na(places)]
  args
}

# Qualifies a call of an internal function, because it is evaluated elsewhere.
within_rkeras <- function(call) {
  call[[1L]] <- base::call(":::", quote(rkeras), call[[1L]])
  call
}

is_conversion <- function(code) {
  is.call(code) &&
    is.call(code[[1L]]) &&
    identical(code[[1L]][1:2], quote(rkeras:::x)[1:2]) &&
    startsWith(as.character(code[[1L]][[3L]]), "read_")
}

# Values --------------------------------------------------------------------------------------------------------------

# Axes and positions that count from 1 in keras3 and from 0 here.
read_from_one <- function(fun, argument, value) {
  shift_positions(fun, argument, value, 1, "whole numbers, counted from 1, or negative ones from the end")
}

# Axes and positions that count from 0 in keras3 and from 1 here.
read_from_zero <- function(fun, argument, value) {
  shift_positions(fun, argument, value, 0, "whole numbers, counted from 0, or negative ones from the end")
}

shift_positions <- function(fun, argument, value, first, expected) {
  given <- value
  if (inherits(value, "python.builtin.object")) {
    value <- tryCatch(read_numbers(value), error = function(e) stop_argument(fun, argument, expected, given))
  }
  if (is.logical(value) || inherits(value, "difftime")) {
    value <- as.numeric(value)
  }
  if (is.list(value) && !is.object(value)) {
    return(lapply(value, function(one) shift_positions(fun, argument, one, first, expected)))
  }
  if (is.null(value)) {
    return(NULL)
  }
  is_position <- is.numeric(value) && all(vapply(value, is_whole, NA))
  if (!is_position || any(value >= 0 & value < first)) {
    stop_argument(fun, argument, expected, given)
  }
  value + ifelse(value < 0, 0, 1 - 2 * first)
}

# The numbers in a tensor, a variable, an array or a Python tuple.
read_numbers <- function(value) {
  read <- reticulate::py_to_r(value)
  if (inherits(read, "python.builtin.object")) as.array(read) else read
}

# "hard_sigmoid" is Keras 2's formula here, and Keras 3's in keras3.
read_activation <- function(fun, argument, value) {
  is_hard <- identical(value, "hard_sigmoid") || identical(attr(value, "rkeras_name", exact = TRUE), "op_hard_sigmoid")
  if (is_hard) keras$activations$hard_sigmoid else value
}

# In keras3 arrays and data frames of doubles become float64, like NumPy arrays, also those that go into a function or come from
# it; numbers and vectors become Keras's float type.
read_doubles <- function(fun, argument, value) {
  if (is.function(value)) {
    return(if (has_doubles()) functions_of("precision")$doubles(to_python(value)) else value)
  }
  if (is.list(value) && !is.object(value)) {
    return(lapply(value, function(one) read_doubles(fun, argument, one)))
  }
  array <- if (is_frame_of_numbers(value) && !anyNA(as.matrix(value))) unname(as.matrix(value)) else value
  is_precise <- is.double(array) && !is.null(dim(array)) && !inherits(array, "integer64") && length(array)
  has_gaps <- is_precise && anyNA(array) && !all(is.nan(array) == is.na(array)) # which the function itself refuses
  if (is_precise && !has_gaps && has_doubles()) op_array(array, "float64") else array
}

is_frame_of_numbers <- function(value) {
  is_plain <- function(column) (is.numeric(column) || is.logical(column)) && !is.object(column)
  is.data.frame(value) && all(vapply(value, is_plain, NA)) && any(vapply(value, is.numeric, NA))
}

# JAX supports float64 only if it is enabled, and warns otherwise.
has_doubles <- function() {
  config_backend() != "jax" || isTRUE(reticulate::import("jax")$config$jax_enable_x64)
}

# Wraps functions that are called with the number of an epoch or batch: keras3 counts from 1.
read_hook <- function(fun, argument, value) {
  if (!is.function(value) || inherits(value, "python.builtin.object")) {
    return(value)
  }
  index <- names(formals(args(value)))[1L]
  if (is.na(index) || index == "logs") {
    return(value)
  }
  if (is.primitive(value) || index == "...") {
    return(function(index, ...) value(index + 1L, ...))
  }
  index <- as.name(index)
  body(value) <- call("{", call("<-", index, call("+", index, 1L)), body(value))
  value
}

read_hooks <- function(fun, argument, value) {
  counted <- grepl("^on_(epoch|(train|test|predict)_batch)_(begin|end)$", names(value))
  value[counted] <- lapply(value[counted], function(hook) read_hook(fun, argument, hook))
  value
}

# Methods ---------------------------------------------------------------------------------------------------------------

# These generics belong to other packages, and are the same function however they are called. The meaning of a call is
# determined by its package (`keras3::fit()`), by the imports of the package that contains the code, or by the package attached
# last.
speaks_keras3 <- function(head, frame) {
  said <- if (is.call(head) && as.character(head[[1L]]) %in% c("::", ":::")) as.character(head[[2L]])
  if (isTRUE(said %in% c("keras", "keras3", "rkeras"))) {
    return(said == "keras3")
  }
  top <- topenv(frame)
  if (isNamespace(top) && !identical(top, baseenv())) {
    imported <- intersect(c("keras", "keras3", "rkeras"), names(getNamespaceImports(top)))
    if (length(imported) || identical(top, asNamespace("rkeras"))) {
      return(identical(imported, "keras3"))
    }
  }
  prefers_keras3()
}

# The package attached last wins.
prefers_keras3 <- function() {
  attached <- intersect(search(), paste0("package:", c("keras", "keras3", "rkeras")))
  identical(attached[1L], "package:keras3")
}

# The dialect of the session, or of code that was read from a file, for tools that read code; "" is R keras 2.
spoken_package <- function(frame = globalenv()) if (speaks_keras3(NULL, frame)) "keras3" else ""

#' @method fit keras.src.models.model.Model
#' @export
#' @noRd
fit.keras.src.models.model.Model <- function(object, ...) {
  frame <- parent.frame()
  if (!speaks_keras3(sys.call(-1L)[[1L]], frame)) {
    return(fit.keras.engine.training.Model(object, ...))
  }
  call <- match.call(expand.dots = TRUE)
  call$object <- object
  call <- name_places(call, "fit")
  call[[1L]] <- quote(fit.keras.engine.training.Model)
  eval(within_rkeras(call), frame)
}

#' @method compile keras.src.models.model.Model
#' @export
#' @noRd
compile.keras.src.models.model.Model <- function(object, ...) {
  frame <- parent.frame()
  if (!speaks_keras3(sys.call(-1L)[[1L]], frame)) {
    return(compile.keras.engine.training.Model(object, ...))
  }
  call <- match.call(expand.dots = TRUE)
  call$object <- object
  call <- as.call(c(quote(compile.keras.engine.training.Model), read_keras3("compile", list_given(call))))
  eval(within_rkeras(call), frame)
}

#' @method evaluate keras.src.models.model.Model
#' @export
#' @noRd
evaluate.keras.src.models.model.Model <- function(object, ...) {
  frame <- parent.frame()
  if (!speaks_keras3(sys.call(-1L)[[1L]], frame)) {
    return(evaluate.keras.engine.training.Model(object, ...))
  }
  call <- match.call(expand.dots = TRUE)
  call$object <- object
  call <- name_places(call, "evaluate")
  call[[1L]] <- quote(evaluate.keras.engine.training.Model)
  result <- eval(within_rkeras(call), frame)
  as.list(result[order(names(result), method = "radix")])
}

# In keras3's methods all arguments after the data must be named; an option of keras3 sets how strict that is.
name_places <- function(call, fun) {
  args <- list_given(call)
  open <- which(!nzchar(names(args)))
  free <- setdiff(c("x", "y"), names(args))
  if (length(open) > length(free)) {
    stop(fun, "(): all arguments after `y` need names in keras3.", call. = FALSE)
  }
  names(args)[open] <- free[seq_along(open)]
  said <- getOption("keras.verbose")
  if (!"verbose" %in% names(args) && !is.null(said)) {
    args$verbose <- said
  }
  as.call(c(call[[1L]], read_keras3(fun, args)))
}

# Functions that are written by hand ------------------------------------------------------------------------------------

keras3_keras_model_sequential <- function(...) {
  args <- capture_args()
  names <- names(args) %||% rep("", length(args))
  is_of_input <- startsWith(names, "input_") | names %in% c("batch_size", "batch_shape", "dtype", "sparse", "ragged")
  given <- args[is_of_input & !vapply(args, is.null, NA)]
  names(given) <- sub("^input_(?!tensor)", "", names(given), perl = TRUE)
  others <- args[!is_of_input]
  if (!all(nzchar(names(others) %||% rep("", length(others))))) {
    stop("keras_model_sequential(): pass layers as a list in `layers`, or add them with the pipe.", call. = FALSE)
  }
  if (length(given)) {
    sizes <- intersect(c("shape", "batch_shape"), names(given))
    given[sizes] <- lapply(given[sizes], keras3_shape)
    input <- do.call(keras$layers$InputLayer, given)
    others$layers <- c(list(input), as_layer_list(others$layers))
  }
  others <- c(others, keras3_calls$keras_model_sequential$sent)
  do.call(keras_model_sequential, others)
}

as_layer_list <- function(layers) {
  if (is.null(layers) || (is.list(layers) && !is.object(layers))) layers else list(layers)
}

keras3_shape <- function(...) {
  sizes <- unlist(lapply(rlang::list2(...), sizes_of), recursive = FALSE)
  new_keras_shape(as.list(sizes))
}

keras3_op_shape <- function(x) {
  new_keras_shape(op_shape(x))
}

# The sizes for one argument of shape(): the shape of an object that has one, otherwise the value itself.
sizes_of <- function(x) {
  if (inherits(x, "AsIs")) {
    class(x) <- setdiff(class(x), "AsIs")
    return(as.list(if (is_size_tensor(x)) list(x) else x))
  }
  if (is_size_tensor(x)) {
    return(if (length(x$shape) == 0L) list(x) else as.list(op_shape(x)))
  }
  if (!is.null(dim(x))) {
    return(as.list(dim(x)))
  }
  if (is.null(x)) {
    return(list(NULL))
  }
  lapply(as.list(x), function(size) if (is_size_tensor(size)) size else as_dimension(size, "shape", "..."))
}

is_size_tensor <- function(x) {
  is_tensor(x) || inherits(x, keras_names[["Variable"]])
}

keras3_install_keras <- function(...) {
  args <- capture_args()
  do.call(install_keras, args[names(args) != "gpu"])
}

keras3_use_backend <- function(backend, gpu) {
  choose_backend("use_backend", backend, gpu)
}
