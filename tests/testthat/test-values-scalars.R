# A value of length one of any kind, wherever a function asks for a number: all that have a number as a default, or need one.

makers <- "^(layer|optimizer|loss|metric|callback|initializer|regularizer|constraint|learning_rate_schedule)_"

# Arguments without a default that make any of these functions work.
needed <- list(
  units = 3,
  filters = 2,
  kernel_size = 2,
  rate = 0.5,
  stddev = 0.5,
  n = 2,
  input_dim = 5,
  output_dim = 2,
  num_heads = 2,
  key_dim = 3,
  target_shape = 6,
  height_factor = 0.25,
  width_factor = 0.25,
  dims = 1,
  mask_value = 2,
  height = 4,
  width = 4,
  factor = 0.25,
  num_tokens = 4,
  num_bins = 3,
  max_value = 2,
  value = 2,
  l1 = 0.5,
  l2 = 0.25,
  num_classes = 3,
  scale = 2,
  initial_learning_rate = 0.5,
  decay_steps = 4,
  decay_rate = 0.5,
  first_decay_steps = 4,
  target_height = 4,
  target_width = 4,
  groups = 1,
  recall = 0.5,
  precision = 0.5,
  sensitivity = 0.5,
  specificity = 0.5,
  k = 2,
  output_size = 3,
  noise_shape = 1,
  head_dim = 3,
  num_query_heads = 2,
  num_key_value_heads = 1,
  fft_length = 8,
  bin_boundaries = 1,
  filename = "log.csv",
  log_dir = "logs",
  filepath = "m.keras",
  min_lr = 0
)

numpy <- reticulate::import("numpy", convert = FALSE)
is_whole <- function(x) x == round(x)
as_kept <- function(x) if (is_whole(x)) as.integer(x) else x
type_of <- function(x) if (is_whole(x)) "int32" else "float64"

kinds <- list(
  tensor = function(x) tf$constant(as_kept(x), type_of(x)),
  variable = function(x) tf$Variable(as_kept(x), dtype = type_of(x)),
  `tensor of one axis` = function(x) tf$constant(list(as_kept(x)), type_of(x)),
  `number of NumPy` = function(x) if (is_whole(x)) numpy$int64(as.integer(x)) else numpy$float64(x),
  integer = as_kept,
  integer64 = function(x) if (is_whole(x)) bit64::as.integer64(x) else x,
  difftime = function(x) as.difftime(x, units = "days"),
  array = array
)

# The arguments that an object was made with, and whether two were made with equal numbers.
python <- reticulate::py_run_string(
  "
class Description:
    def __init__(self, made):
        known = (bool, int, float, str, tuple)
        plain = {name: value for name, value in vars(made).items() if isinstance(value, known)}
        self.kind, self.found = type(made).__name__, made.get_config() if hasattr(made, 'get_config') else plain

    def equals(self, other):
        return self.kind == other.kind and self.are_equal(self.found, other.found)

    @classmethod
    def are_equal(cls, a, b):
        if isinstance(a, dict) and isinstance(b, dict):
            return a.keys() == b.keys() and all(name == 'name' or cls.are_equal(a[name], b[name]) for name in a)
        if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
            return len(a) == len(b) and all(map(cls.are_equal, a, b))
        if isinstance(a, (int, float)) and isinstance(b, (int, float)):
            return abs(a - b) <= 1e-6 * abs(b)  # a learning rate is kept in single precision
        return a == b
",
  local = TRUE
)

lacks_default <- function(maker) vapply(formals(maker), identical, NA, quote(expr = ))

# The arguments that a function needs, and a seed, so that two calls make the same.
find_needed <- function(maker) {
  given <- needed[intersect(names(which(lacks_default(maker))), names(needed))]
  if ("seed" %in% names(formals(maker))) c(given, seed = 3) else given
}

find_numbers <- function(maker) {
  defaults <- lapply(formals(maker)[!lacks_default(maker)], function(default) {
    value <- if (is.call(default) || is.numeric(default)) tryCatch(eval(default), error = function(e) NULL)
    if (length(value) == 1L && is.finite(value)) value
  })
  Filter(is.numeric, modifyList(defaults, find_needed(maker)))
}

make_described <- function(maker, arguments) {
  tryCatch(python$Description(do.call(maker, arguments)), error = conditionMessage)
}

test_that("a value of length one of any kind is a number where a number is asked", {
  wrong <- character()
  place <- 0L
  for (name in sort(grep(makers, getNamespaceExports("rkeras"), value = TRUE))) {
    maker <- getExportedValue("rkeras", name)
    base <- find_needed(maker)
    values <- find_numbers(maker)
    for (argument in names(values)) {
      plain <- make_described(maker, modifyList(base, values[argument]))
      if (is.character(plain)) {
        break # such as wrappers, which need a layer
      }
      place <- place + 1L
      for (kind in if (takes_all_cases()) names(kinds) else names(kinds)[[place %% length(kinds) + 1L]]) {
        arguments <- base
        arguments[[argument]] <- kinds[[kind]](values[[argument]])
        found <- make_described(maker, arguments)
        if (is.character(found) || !found$equals(plain)) {
          wrong <- c(wrong, sprintf("%s(%s = ): a %s is not %s", name, argument, kind, values[[argument]]))
        }
      }
    }
  }
  expect_identical(wrong, character())
  expect_gt(place, 200)
})
