#' Arithmetic on tensors
#'
#' R's operators and functions work on tensors, variables and symbolic tensors, the inputs and outputs of layers in a
#' model. Use them in custom layers, losses and metrics, instead of the functions `k_*` and `op_*`.
#'
#' * Operators: `+`, `-`, `*`, `/`, `^`, `%%`, `%/%`, `%*%` (from R 4.3 on), `==`, `!=`, `<`, `<=`, `>`, `>=`, `!`, `&`,
#'   `|`. An R number takes the type of the tensor, unless it has a fractional part and the tensor is of an integer
#'   type. Shapes broadcast as in TensorFlow and NumPy, from the last axis: a vector matches the last axis.
#' * Elementwise functions: abs, sign, sqrt, floor, ceiling, trunc, round, exp, expm1, log, log1p, the trigonometric and
#'   hyperbolic functions, sinpi, cospi and tanpi, lgamma, digamma, Re, Im, Mod, Arg, Conj, is.nan, is.finite,
#'   is.infinite; cumsum and cumprod on tensors of one axis; sort, along the last axis.
#' * Summaries: sum, prod, max, min, range, mean, all and any return a tensor. The arguments `axis`, counted from 1, and
#'   `keepdims` work as in [k_sum()].
#' * `x[1, 2:3, ]` extracts a part. Indices count from 1; `2:2` keeps its axis, 2 drops it; `2:NULL` extends to the end;
#'   logical vectors, and numbers in any order, select as in R. Negative indices count from the end, as in R keras, and
#'   do not exclude; a tensor as an index counts from 0. `NULL`, `newaxis` and `tf$newaxis` add an axis; `..` and
#'   `all_dims()` mean all axes that are not mentioned, which are kept in any case. `x[1:9:2]` takes steps of 2,
#'   `x[NULL:NULL:-1]` goes backwards; `NA` is an open end, too. `x[0:2, style = "python"]` counts as in Python;
#'   `options(tensorflow.extract.style = "python")` sets this for the session.
#' * `x[["dtype"]]` is `x$dtype`, and `x[[1]]` counts from 0, as in reticulate: scripts such as
#'   `k_shape(z_mean)[[1]]` rely on it.
#' * `x[2, ] <- 0` replaces `x` by a new tensor with these values; their shape is that of the part or broadcasts to it.
#'   Sizes must be known, except for the first axis, whose index must then be empty.
#' * `dim()` and `length()` return NA for a size that is not known yet, and `seq_along()` is an error. `t()` and
#'   `aperm()` transpose.
#' * `x$shape` is a list of sizes, NULL for one that is not known; `x$shape$as_list()`, `$rank` and other members of
#'   TensorFlow's shapes work, too.
#' * `unique()`, `duplicated()`, `rev()`, `rep()`, `diff()`, `split()`, `cut()`, `det()`, `hist()`, `barplot()`,
#'   `boxplot()`, `image()`, `contour()` and `persp()` convert a tensor with values to an array.
#' * as.array, as.matrix, as.data.frame, as.vector, as.numeric, as.integer, as.logical and as.character convert the
#'   values to R.
#'
#' @seealso [op_subset()], [as_tensor()], [shape()].
#' @examplesIf is_keras_available()
#' x <- op_array(matrix(c(1, 2, 3, 4), nrow = 2))
#' x * 10 + 1
#' #> <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
#' #> array([[11., 31.],
#' #>        [21., 41.]], dtype=float32)>
#' x[2, ]
#' #> <tf.Tensor: shape=(2,), dtype=float32, numpy=array([2., 4.], dtype=float32)>
#' sum(x, axis = 1)
#' #> <tf.Tensor: shape=(2,), dtype=float32, numpy=array([3., 7.], dtype=float32)>
#' sqrt(x) %*% c(1, 1)
#' #> <tf.Tensor: shape=(2, 1), dtype=float32, numpy=
#' #> array([[2.732051 ],
#' #>        [3.4142137]], dtype=float32)>
#' dim(layer_input(shape = 4) > 0)
#' #> [1] NA  4
#' @name tensors
#' @keywords internal
NULL

# The same function objects for all classes: otherwise R reports conflicting methods for two operands.
register_tensor_methods <- function() {
  methods <- lapply(tensor_methods, yield_to_tensorflow)
  for (class in keras_names[c("KerasTensor", "Tensor")]) {
    for (generic in names(methods)) {
      if (exists(generic, baseenv()) || generic %in% c("Ops", "Math", "Summary", "Complex")) {
        registerS3method(generic, class, methods[[generic]], envir = baseenv())
      }
    }
  }
}

tensor_operator <- function(e1, e2) {
  call_rkeras("tensor_operator", if (nargs() == 1L) list(.Generic, e1) else list(.Generic, e1, e2))
}

tensor_product <- function(x, y) {
  call_rkeras("tensor_operator", list("%*%", x, y))
}

# Arguments that R's functions accept, and those for tensors do not.
refuse_arguments <- function(generic, given) {
  if (length(given)) {
    stop(generic, "() of a tensor does not take `", names(given)[[1L]], "`.", call. = FALSE)
  }
}

# Tells whether the argument has its default effect.
changes_nothing <- function(value) {
  isFALSE(value) || identical(as.numeric(value), 0)
}

# digits of round(), base of log()
tensor_function <- function(x, ...) {
  call_rkeras("tensor_function", c(list(.Generic, x), unname(list(...))))
}

tensor_summary <- function(..., na.rm = FALSE, axis = NULL, keepdims = FALSE, finite = FALSE) {
  refuse_na_rm(.Generic, na.rm || finite)
  call_rkeras("tensor_summary", list(.Generic, unname(list(...)), axis = axis, keepdims = keepdims))
}

refuse_na_rm <- function(generic, asked) {
  if (asked) {
    stop(generic, "(): tensors have no missing values: omit `na.rm` and `finite`", call. = FALSE)
  }
}

tensor_mean <- function(x, axis = NULL, keepdims = FALSE, ..., trim = 0, na.rm = FALSE) {
  refuse_na_rm("mean", na.rm)
  refuse_arguments("mean", if (!changes_nothing(trim)) list(trim = trim))
  call_rkeras("tensor_summary", list("mean", list(x), axis = axis, keepdims = keepdims))
}

# The values as text; for a symbolic tensor the text that Python prints.
tensor_texts <- function(x, ...) {
  if (!inherits(x, tensors_with_python_shapes) && !reticulate::py_has_attr(x, "numpy")) {
    return(reticulate::py_str(x))
  }
  texts <- as.character(as.array(x))
  refuse_sprintf(length(texts), sys.nframe())
  texts
}

tensor_dim <- function(x) {
  sizes_to_integer(call_rkeras("tensor_sizes", list(x)))
}

# seq_along() and mapply() call this too, under other names, and treat NA as the lowest integer.
tensor_length <- function(x) {
  size <- as.integer(prod(tensor_dim(x)))
  if (is.na(size)) {
    asking <- sys.call(-1L)[[1L]]
    frame <- parent.frame()
    asking <- if (is.symbol(asking)) get0(as.character(asking), frame, mode = "function") else eval(asking, frame)
    counting <- Find(function(name) identical(asking, get(name, baseenv())), c("seq_along", "mapply"))
    refuse_unknown_size(counting, tensor_dim(x))
  }
  size
}

refuse_unknown_size <- function(generic, sizes) {
  if (!is.null(generic)) {
    stop(
      generic,
      "(): the tensor, of shape (",
      paste(sizes, collapse = ", "),
      "), has a size that is not known yet, so its ",
      "elements cannot be counted. Functions k_* and op_* use all of them; x[, 1] extracts a part.",
      call. = FALSE
    )
  }
}

tensor_part <- function(
  x,
  ...,
  drop = TRUE,
  style = getOption("tensorflow.extract.style"),
  options = tf_extract_opts(style)
) {
  code <- substitute(list(...))
  if (isTRUE(drop) && missing(options) && is.null(style) && inherits(x, keras_names[["Tensor"]])) {
    places <- single_places(code, parent.frame())
    result <- if (!is.null(places)) call_rkeras("eager_part", list(x, places))
    if (!is.null(result)) {
      return(result)
    }
  }
  places <- tensor_places(code, parent.frame(), options)
  call_rkeras("tensor_part", list(x, places, drop))
}

# list(2, NULL) for `x[2, ]`; NULL if an index is neither a number, nor a variable with one, nor empty.
single_places <- function(code, frame) {
  if (any(startsWith(names(.Options), "tensorflow."))) {
    return(NULL)
  }
  places <- vector("list", length(code) - 1L)
  for (i in seq_along(places)) {
    if (identical(code[[i + 1L]], quote(expr = ))) {
      next
    }
    one <- code[[i + 1L]]
    if (is.symbol(one) && !as.character(one) %in% names(index_words)) {
      one <- get0(as.character(one), frame)
    }
    if (!is.numeric(one) || length(one) != 1L || is.na(one) || !is.null(attributes(one))) {
      return(NULL)
    }
    places[[i]] <- as.numeric(one)
  }
  places
}

tensor_assign <- function(x, ..., value) {
  places <- tensor_places(substitute(list(...)), parent.frame(), tf_extract_opts())
  call_rkeras("tensor_assign", list(x, places, value))
}

tensor_places <- function(code, frame, options) {
  unname(lapply(as.list(code)[-1L], tensor_place, frame = frame, options = options))
}

# The index along one axis. Needs the code, since an empty index and `2:NULL` have no value.
tensor_place <- function(code, frame, options) {
  if (identical(code, quote(expr = ))) {
    return(list("all"))
  }
  if (is_range(code)) {
    ends <- lapply(range_ends(code), function(end) open_end(eval(end, frame)))
    if (length(ends) > 2L || any(vapply(ends, is.null, NA)) || !counts_as_r(options) || is_one(ends)) {
      return(range_place(ends, options))
    }
  }
  value <- eval(code, index_words, frame)
  if (is_all_dims(value)) {
    return(list("rest"))
  }
  if (is.null(value)) {
    return(list("new"))
  }
  if (is.logical(value)) {
    return(list("mask", value))
  }
  if (is.numeric(value) && options$warn_negatives_pythonic && any(value < 0, na.rm = TRUE)) {
    rlang::warn(
      "Negative indices of tensors count from the end: x[-1] is the last element.",
      .frequency = "once",
      .frequency_id = "rkeras_negative_indices"
    )
  }
  list("at", if (is.numeric(value) && !options$one_based) value + (value >= 0) else value)
}

# `1:1` is a slice and keeps its axis; the index 1 drops it.
is_one <- function(ends) {
  all(vapply(ends, function(end) is.numeric(end) && length(end) == 1L, NA)) && ends[[1L]] == ends[[2L]]
}

# NA or NULL stands for the end of the axis.
open_end <- function(end) {
  if (!(is.atomic(end) && length(end) == 1L && is.na(end))) end
}

counts_as_r <- function(options) {
  options$one_based && options$inclusive_stop
}

# A range with a negative step, or in Python's style, becomes a Python slice; the bounds of other ranges are checked.
range_place <- function(ends, options) {
  step <- if (length(ends) > 2L) ends[[3L]]
  backwards <- is.numeric(step) && step < 0
  if (counts_as_r(options) && !backwards) {
    return(c(list("range"), ends))
  }
  bounds <- lapply(ends[1:2], count_place, one_based = options$one_based)
  if (options$inclusive_stop && is.numeric(bounds[[2L]])) {
    stop <- bounds[[2L]] + if (backwards) -1L else 1L
    past_end <- if (backwards) bounds[[2L]] == 0L else stop == 0L
    bounds[2L] <- list(if (!past_end) stop)
  }
  c(list("slice"), bounds, list(if (is.numeric(step)) as.integer(step) else step))
}

count_place <- function(place, one_based) {
  if (!is.numeric(place)) {
    return(place)
  }
  if (one_based && place == 0) {
    stop("[(): indices of tensors count from 1", call. = FALSE)
  }
  as.integer(place) - if (one_based && place > 0) 1L else 0L
}

# How `[` interprets indices. `style` "R" counts from 1 and includes the ends; "python" counts from 0, excludes the ends, and
# does not warn; NULL uses the other arguments. Indices out of bounds are always errors.
tf_extract_opts <- function(
  style = getOption("tensorflow.extract.style"),
  ...,
  one_based = getOption("tensorflow.extract.one_based", getOption("tensorflow.one_based_extract", TRUE)),
  inclusive_stop = getOption("tensorflow.extract.inclusive_stop", TRUE),
  disallow_out_of_bounds = getOption("tensorflow.extract.disallow_out_of_bounds", FALSE),
  warn_tensors_passed_asis = getOption("tensorflow.extract.warn_tensors_passed_asis", TRUE),
  warn_negatives_pythonic = getOption("tensorflow.extract.warn_negatives_pythonic", TRUE)
) {
  if (!is.null(style)) {
    style <- match.arg(tolower(style), c("r", "python"))
    as_r <- style == "r"
    one_based <- if (missing(one_based)) as_r else one_based
    inclusive_stop <- if (missing(inclusive_stop)) as_r else inclusive_stop
    warn_negatives_pythonic <- if (missing(warn_negatives_pythonic)) as_r else warn_negatives_pythonic
  }
  structure(
    list(
      one_based = one_based,
      inclusive_stop = inclusive_stop,
      disallow_out_of_bounds = disallow_out_of_bounds,
      warn_tensors_passed_asis = warn_tensors_passed_asis,
      warn_negatives_pythonic = warn_negatives_pythonic
    ),
    class = "tf_extract_opts"
  )
}

is_range <- function(code) {
  is.call(code) && identical(code[[1L]], quote(`:`))
}

# R parses first:last:step as (first:last):step.
range_ends <- function(code) {
  if (is_range(code)) c(range_ends(code[[2L]]), list(code[[3L]])) else list(code)
}

#' All other axes, or a new axis, in a tensor index
#'
#' `all_dims()` means all axes that are not mentioned: `x[all_dims(), 1]` takes the first element along the last axis, for any
#' rank. `newaxis` adds an axis of size 1: `x[newaxis]` has one axis more than `x`.
#'
#' @return [all_dims()] returns a marker for use in an index; `newaxis` is `NULL`.
#' @seealso [tensors]
#' @examplesIf is_keras_available()
#' x <- op_array(array(1:8, c(2, 2, 2)))
#' x[all_dims(), 1]
#' #> <tf.Tensor: shape=(2, 2), dtype=int32, numpy=
#' #> array([[1, 3],
#' #>        [2, 4]], dtype=int32)>
#' dim(x[newaxis])
#' #> [1] 1 2 2 2
#' @export
all_dims <- function() {
  theirs <- get_from_tensorflow("all_dims")
  if (is.null(theirs)) own_all_dims() else theirs()
}

own_all_dims <- function() structure(list(), class = "rkeras_all_dims")

# The package tensorflow has its own marker with the same meaning.
is_all_dims <- function(value) {
  if (identical(value, own_all_dims()) || inherits(value, "python.builtin.ellipsis")) {
    return(TRUE)
  }
  theirs <- if (is.object(value) || is.language(value)) get_from_tensorflow("all_dims")
  !is.null(theirs) && identical(value, theirs())
}

#' @rdname all_dims
#' @format `NULL`
#' @export
newaxis <- NULL

# Names with a meaning only within brackets, as in the package tensorflow.
index_words <- list(newaxis = NULL, .. = own_all_dims(), all_dims = own_all_dims)

# For operands of two classes R asks the first method, then the second one with the operands reversed.
prefer_own_method <- function(x, y, mx, my, cl, reverse) {
  identical(topenv(environment(mx)), topenv())
}

# A method that converts the tensor to its values and calls base R's function.
answer_with_values <- function(name, go_on = get(name, baseenv())) {
  force(list(name, go_on))
  function(x, ...) {
    values <- go_on(call_rkeras("tensor_values", list(name, x)), ...)
    refuse_sprintf(length(values), sys.nframe())
    values
  }
}

tensor_methods <- list(
  Ops = tensor_operator,
  Math = tensor_function,
  Summary = tensor_summary,
  Complex = function(z) call_rkeras("tensor_function", list(.Generic, z)),
  sort = function(x, decreasing = FALSE, na.last = NA, ...) {
    refuse_arguments("sort", list(...))
    call_rkeras("tensor_sort", list(x, decreasing))
  },
  `%*%` = tensor_product,
  chooseOpsMethod = prefer_own_method,
  is.nan = function(x) call_rkeras("tensor_function", list("is.nan", x)),
  is.na = function(x) call_rkeras("tensor_function", list("is.nan", x)),
  anyNA = function(x, recursive = FALSE) as.logical(any(is.nan(x))),
  is.finite = function(x) call_rkeras("tensor_function", list("is.finite", x)),
  is.infinite = function(x) call_rkeras("tensor_function", list("is.infinite", x)),
  mean = tensor_mean,
  t = function(x) call_rkeras("tensor_transpose", list(x)),
  aperm = function(a, perm = rev(seq_along(dim(a))), ..., resize = TRUE) {
    refuse_arguments("aperm", if (!resize) list(resize = resize))
    k_permute_dimensions(a, perm)
  },
  dim = tensor_dim,
  length = tensor_length,
  names = function(x) NULL,
  `[` = tensor_part,
  `[<-` = tensor_assign,
  as.array = function(x, ...) call_rkeras("tensor_values", list("as.array", x)),
  as.data.frame = function(x, row.names = NULL, optional = FALSE, ...) {
    as.data.frame(as.array(x), row.names = row.names, optional = optional, ...)
  },
  as.character = tensor_texts,
  as.matrix = answer_with_values("as.matrix"),
  as.vector = answer_with_values("as.vector"),
  as.double = answer_with_values("as.double"),
  as.integer = answer_with_values("as.integer"),
  as.logical = answer_with_values("as.logical")
)
