# What use_keras_alias() offers as keras3. Most names mean the same there as here. Where R keras 2 has other arguments than
# keras3, or the same call means something else, keras3's calls are put into the words of the functions here.

# Functions that are not those of the same name here.
keras3_own <- c(
  application_nasnetlarge = "application_nasnet_large",
  application_nasnetmobile = "application_nasnet_mobile",
  install_keras = "keras3_install",
  keras_model_sequential = "keras3_model_sequential",
  layer_input = "keras_input",
  new_callback_class = "Callback",
  new_loss_class = "Loss",
  new_metric_class = "Metric",
  new_model_class = "Model",
  shape = "keras3_shape",
  use_backend = "keras3_use_backend"
)

# The argument of keras3, and that of the function here.
keras3_renamed <- list(
  activation_relu = c(negative_slope = "alpha"),
  image_array_save = c(x = "img"),
  layer_activation_leaky_relu = c(negative_slope = "alpha"),
  layer_attention = c(object = "inputs"),
  mark_active = c(fn = "x"),
  regularizer_l1 = c(l1 = "l"),
  regularizer_l2 = c(l2 = "l"),
  to_categorical = c(x = "y")
)

# What is sent where the user says nothing: R keras 2 takes another value.
keras3_defaults <- local({
  by_config <- list(data_format = quote(rkeras::config_image_data_format()))
  sigmoid <- list(recurrent_activation = "sigmoid")
  list(
    callback_remote_monitor = list(root = "http://localhost:9000"),
    callback_tensorboard = list(log_dir = "logs"),
    layer_average_pooling_1d = by_config,
    layer_conv_1d = by_config,
    layer_conv_lstm_1d = sigmoid,
    layer_conv_lstm_2d = sigmoid,
    layer_conv_lstm_3d = sigmoid,
    layer_global_average_pooling_1d = by_config,
    layer_global_max_pooling_1d = by_config,
    layer_max_pooling_1d = by_config,
    layer_separable_conv_1d = by_config,
    optimizer_adadelta = list(name = "adadelta"),
    optimizer_adagrad = list(name = "adagrad"),
    optimizer_adam = list(name = "adam"),
    optimizer_adamax = list(name = "adamax"),
    optimizer_ftrl = list(name = "ftrl"),
    optimizer_nadam = list(name = "nadam"),
    optimizer_rmsprop = list(ema_overwrite_frequency = NULL, name = "rmsprop"),
    regularizer_l1_l2 = list(l1 = 0, l2 = 0)
  )
})

# What R keras 2 counts from 0 and keras3 from 1.
keras3_counted <- list(
  constraint_maxnorm = "axis",
  constraint_minmaxnorm = "axis",
  constraint_unitnorm = "axis"
)

# What keras3 has under a name; the names of its exports are read as they are used.
keras3_function <- function(name) {
  own <- asNamespace("rkeras")
  if (name %in% names(keras3_own)) {
    return(get(keras3_own[[name]], own))
  }
  found <- get(name, own)
  if (!name %in% names(keras3_formals)) {
    return(found)
  }
  made <- eval(str2lang(sprintf("function(%s) NULL", keras3_formals[[name]])), own)
  body(made) <- call("call_in_keras2", name)
  attributes(made) <- attributes(found)["rkeras_name"]
  made
}

# A call by keras3's arguments, as one by those of the function here. It is evaluated where it was written, so that names,
# lazy arguments and `..1` mean what they meant there.
call_in_keras2 <- function(name) {
  frame <- parent.frame(2L)
  call <- match.call(sys.function(-1L), sys.call(-1L), envir = frame)
  args <- as.list(call)[-1L]
  if (!all(nzchar(names(args) %||% rep("", length(args))))) {
    stop(name, "(): the arguments after its own need names, as all in `...` do in keras3.", call. = FALSE)
  }
  counted <- intersect(keras3_counted[[name]], names(args))
  args[counted] <- lapply(counted, function(argument) call("count_axis", name, argument, args[[argument]]))
  args[counted] <- lapply(args[counted], within_rkeras)
  defaults <- keras3_defaults[[name]]
  args <- c(args, defaults[setdiff(names(defaults), names(args))])
  renamed <- keras3_renamed[[name]]
  places <- match(names(renamed), names(args))
  names(args)[places[!is.na(places)]] <- renamed[!is.na(places)]
  eval(as.call(c(call("::", quote(rkeras), as.name(name)), args)), frame)
}

# A call of an internal function here, which is evaluated elsewhere.
within_rkeras <- function(call) {
  call[[1L]] <- base::call(":::", quote(rkeras), call[[1L]])
  call
}

count_axis <- function(fun, argument, value) {
  if (!is.numeric(value) || anyNA(value) || any(value == 0) || !all(vapply(value, is_whole, NA))) {
    stop_argument(fun, argument, "whole numbers, counted from 1, or negative ones from the end", value)
  }
  ifelse(value > 0, value - 1, value)
}

# Methods ---------------------------------------------------------------------------------------------------------------

# The generics are those of other packages, and one function however it is reached. What a call of them means is said by
# its package, `keras3::fit()`, by what the package imports whose code it stands in, or by what a script attached last.
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
  attached <- intersect(search(), paste0("package:", c("keras", "keras3", "rkeras")))
  identical(attached[1L], "package:keras3")
}

#' @method fit keras.src.models.model.Model
#' @export
#' @noRd
fit.keras.src.models.model.Model <- function(object, ...) {
  frame <- parent.frame()
  call <- match.call(expand.dots = TRUE)
  call$object <- object
  if (speaks_keras3(sys.call(-1L)[[1L]], frame)) {
    call <- name_places(call, "fit")
    if (!"epochs" %in% names(call)) {
      call$epochs <- 1L
    }
    if ("initial_epoch" %in% names(call)) {
      call$initial_epoch <- within_rkeras(base::call("count_epoch", call$initial_epoch))
    }
  }
  call[[1L]] <- quote(fit.keras.engine.training.Model)
  eval(within_rkeras(call), frame)
}

#' @method evaluate keras.src.models.model.Model
#' @export
#' @noRd
evaluate.keras.src.models.model.Model <- function(object, ...) {
  frame <- parent.frame()
  call <- match.call(expand.dots = TRUE)
  call$object <- object
  in_keras3 <- speaks_keras3(sys.call(-1L)[[1L]], frame)
  if (in_keras3) {
    call <- name_places(call, "evaluate")
  }
  call[[1L]] <- quote(evaluate.keras.engine.training.Model)
  result <- eval(within_rkeras(call), frame)
  if (in_keras3) as.list(result[order(names(result), method = "radix")]) else result
}

# After the data every argument of keras3's methods needs its name; how much is said is an option of keras3.
name_places <- function(call, fun) {
  args <- as.list(call)[-1L]
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
  as.call(c(call[[1L]], args))
}

count_epoch <- function(value) {
  if (!is_whole(value) || value < 1) {
    stop_argument("fit", "initial_epoch", "a whole number of at least 1", value)
  }
  value - 1
}

# Functions whose arguments are others altogether ------------------------------------------------------------------------

keras3_model_sequential <- function(
  input_shape = NULL,
  name = NULL,
  ...,
  input_dtype = NULL,
  input_batch_size = NULL,
  input_sparse = NULL,
  input_ragged = NULL,
  input_batch_shape = NULL,
  input_name = NULL,
  input_tensor = NULL,
  input_optional = FALSE,
  trainable = TRUE,
  layers = list()
) {
  args <- capture_args()
  of_input <- startsWith(names(args) %||% rep("", length(args)), "input_") & !vapply(args, is.null, NA)
  given <- args[of_input]
  names(given) <- sub("^input_(?!tensor)", "", names(given), perl = TRUE)
  others <- args[!startsWith(names(args) %||% rep("", length(args)), "input_")]
  if (!all(nzchar(names(others) %||% rep("", length(others))))) {
    stop("keras_model_sequential(): layers go into `layers`, a list, or are added by the pipe.", call. = FALSE)
  }
  if (length(given)) {
    sizes <- intersect(c("shape", "batch_shape"), names(given))
    given[sizes] <- lapply(given[sizes], keras3_shape)
    input <- do.call(keras$layers$InputLayer, given)
    others$layers <- c(list(input), as_layer_list(others$layers))
  }
  do.call(keras_model_sequential, others)
}

as_layer_list <- function(layers) {
  if (is.null(layers) || (is.list(layers) && !is.object(layers))) layers else list(layers)
}

keras3_shape <- function(...) {
  sizes <- unlist(lapply(list(...), sizes_of), recursive = FALSE)
  if (any(vapply(sizes, is_size_tensor, NA))) sizes else new_shape(as.list(sizes))
}

# The sizes that one argument of shape() stands for: those of what has a shape, else itself.
sizes_of <- function(x) {
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

keras3_install <- function(envname = NULL, ..., backend = "tensorflow", gpu = NA, restart_session = TRUE) {
  refuse_backend("install_keras", backend)
  args <- list(...)
  args$envname <- envname
  do.call(install_keras, args)
}

keras3_use_backend <- function(backend, gpu = NA) {
  refuse_backend("use_backend", backend)
  if (isFALSE(gpu) && !tensorflow_runs()) {
    set_variables(c(CUDA_VISIBLE_DEVICES = "-1"))
  }
  invisible()
}

refuse_backend <- function(fun, backend) {
  if (!identical(backend, "tensorflow")) {
    stop_argument(fun, "backend", '"tensorflow"', backend, "rkeras runs Keras 3 on TensorFlow.")
  }
}
