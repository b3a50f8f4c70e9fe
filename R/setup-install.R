#' Install Keras and TensorFlow for Python
#'
#' Has reticulate make or fill a Python environment. Needs a network. Where a Python with TensorFlow 2.16 or newer is
#' there already, [use_python()] is enough.
#'
#' @param method `"auto"`, `"virtualenv"` or `"conda"`: what kind of environment.
#' @param conda Path of conda; `"auto"` searches for it.
#' @param version The version of TensorFlow: `"default"` or `"release"` (the newest), `"nightly"`, a number such as
#'   `"2.18"`; with `"cpu"` or `"gpu"`, alone or after a `-`, for a build for these.
#' @param tensorflow The same as `version`.
#' @param extra_packages Further Python packages to install.
#' @param ... Further arguments of [reticulate::py_install()], such as `envname`.
#' @return `NULL`, invisibly.
#' @section Differences: Refuses TensorFlow before 2.16, which has no Keras 3.
#' @export
install_keras <- function(
  method = c("auto", "virtualenv", "conda"),
  conda = "auto",
  version = "default",
  tensorflow = version,
  extra_packages = NULL,
  ...
) {
  method <- match.arg(method)
  packages <- c(tensorflow_requirement(tensorflow), "keras>=3.12", "h5py", "pillow", "scipy", extra_packages)
  reticulate::py_install(packages, method = method, conda = conda, pip = TRUE, ...)
  message("Installed. Restart R, then library(rkeras) finds it.")
  invisible()
}

# What pip is to install for R keras's words.
tensorflow_requirement <- function(version) {
  if (!is_string(version)) {
    stop_argument("install_keras", "version", "a string such as \"default\" or \"2.18\"", version)
  }
  parts <- strsplit(version, "-", fixed = TRUE)[[1L]]
  build <- parts[parts %in% c("cpu", "gpu")]
  release <- c(setdiff(parts, c("cpu", "gpu", "default", "release")), "")[[1L]]
  if (release == "nightly") {
    return(if (length(build) && build == "cpu") "tf-nightly-cpu" else "tf-nightly")
  }
  name <- if (length(build) == 0L) "tensorflow" else c(cpu = "tensorflow-cpu", gpu = "tensorflow[and-cuda]")[[build]]
  if (!nzchar(release)) {
    return(paste0(name, ">=2.16"))
  }
  if (!grepl("^[0-9]+([.][0-9]+)+$", release) || package_version(release) < "2.16") {
    stop_argument(
      "install_keras",
      "version",
      "\"default\", \"nightly\" or at least \"2.16\"",
      version,
      "Keras 3 needs it."
    )
  }
  paste0(name, "==", release, if (nchar(gsub("[^.]", "", release)) == 1L) ".*")
}
