#' Make results reproducible
#'
#' Use it at the top of a script whose results you want to repeat exactly. It seeds the random numbers of R, Python,
#' NumPy and TensorFlow, which Keras uses. Call it first: the settings that fix the order of parallel sums only work
#' before TensorFlow starts computing.
#'
#' @param seed Whole number, not negative.
#' @param disable_gpu Whether to compute on the CPU only.
#' @param disable_parallel_cpu Whether to compute in one thread.
#' @param quiet Whether to suppress messages.
#' @return `NULL`, invisibly, as TensorFlow 2 has no sessions.
#' @section Differences: Works; R keras 2.15 raised an error. It seeds R, Python, numpy and TensorFlow; one thread and no
#' GPU are possible only before TensorFlow computes; after that a message appears.
#' @seealso [set_random_seed()], [random_seed_generator()].
#' @examplesIf is_keras_available()
#' use_session_with_seed(42, disable_gpu = FALSE, disable_parallel_cpu = FALSE)
#' first <- random_normal(3)
#' use_session_with_seed(42, disable_gpu = FALSE, disable_parallel_cpu = FALSE)
#' all(random_normal(3) == first)
#' #> <tf.Tensor: shape=(), dtype=bool, numpy=True>
#' @export
use_session_with_seed <- function(seed, disable_gpu = TRUE, disable_parallel_cpu = TRUE, quiet = FALSE) {
  if (!is_whole(seed) || seed < 0) {
    stop_argument("use_session_with_seed", "seed", "a whole number of at least 0", seed)
  }
  running <- tensorflow_runs()
  if (disable_parallel_cpu && !running) {
    set_variables(c(TF_NUM_INTRAOP_THREADS = "1", TF_NUM_INTEROP_THREADS = "1"))
  }
  is_limited <- disable_parallel_cpu && (!running || functions_of("implementation")$limit_threads())
  set_random_seed_of_tensorflow(seed, disable_gpu)
  if (!quiet) {
    threads <- if (disable_parallel_cpu) functions_of("implementation")$describe_threads(is_limited)
    message("Set seed to ", seed, " (", toString(c(if (disable_gpu) "no GPU", threads)), ")")
  }
  invisible()
}

#' Set the seed of all random numbers
#'
#' Use it to reproduce initial weights and other random numbers. It seeds R, Python, NumPy and TensorFlow.
#' [use_session_with_seed()] also fixes the order of parallel sums.
#'
#' @param seed Whole number, not negative.
#' @return `NULL`, invisibly.
#' @section Errors: If `seed` is not a non-negative whole number.
#' @seealso [use_session_with_seed()], [random_seed_generator()].
#' @examplesIf is_keras_available()
#' set_random_seed(1)
#' first <- as.array(random_normal(2))
#' set_random_seed(1)
#' identical(as.array(random_normal(2)), first)
#' #> [1] TRUE
#' @export
set_random_seed <- function(seed) {
  args <- capture_args()
  call_rkeras("set_random_seed", args)
  set.seed(seed)
  invisible()
}

# The function of the same name in the R package tensorflow.
set_random_seed_of_tensorflow <- function(seed, disable_gpu = TRUE) {
  if (disable_gpu && !tensorflow_runs()) {
    set_variables(c(CUDA_VISIBLE_DEVICES = "-1"))
  } else if (disable_gpu && length(tensorflow_module()$config$list_logical_devices("GPU"))) {
    warning(
      "TensorFlow is already running and uses the GPU: set the seed before anything else to avoid this.",
      call. = FALSE
    )
  }
  set_random_seed(seed)
}

tensorflow_runs <- function() {
  reticulate::py_available() && has_item(reticulate::import("sys", convert = FALSE)$modules, "tensorflow")
}

# Python has its own copy of the environment variables.
set_variables <- function(values) {
  do.call(Sys.setenv, as.list(values))
  if (reticulate::py_available()) {
    reticulate::import("os")$environ$update(as.list(values))
  }
}
