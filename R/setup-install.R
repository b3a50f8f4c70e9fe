#' Install Keras and TensorFlow for Python
#'
#' Creates a Python environment, or completes an existing one, with the packages that rkeras needs, and checks it by
#' creating a layer in a new R process. If you already have a Python with TensorFlow and Keras 3.12 or newer,
#' [use_python()] is enough. With a network connection and reticulate 1.41 or newer, you do not need to install anything
#' by hand.
#'
#' If the packages are already installed, in the environment `envname` or in the Python of this session, the function
#' reports this and returns. A script can therefore begin with `install_keras()`: the second run downloads nothing.
#'
#' @section Without a network: `install_keras(wheels = "folder")` takes all packages from a folder. Fill it on a machine
#'   with the same operating system, architecture and Python version:
#'   `python -m pip download -d folder tensorflow "keras>=3.12,<4" h5py pyyaml pillow scipy pydot`.
#'
#' @param method `"auto"`, `"virtualenv"` or `"conda"`: the kind of environment; `"auto"` creates a virtualenv.
#' @param conda Path of conda; `"auto"` searches for it.
#' @param version The version of TensorFlow: `"default"` or `"release"` (the newest), `"nightly"`, a number such as
#'   `"2.18"`; `"cpu"` or `"gpu"`, alone or after a `-`, selects the build for it.
#' @param tensorflow The same as `version`.
#' @param extra_packages Further Python packages to install.
#' @param ... `wheels`, a folder of wheels to install from, without a network; further arguments of
#'   [reticulate::py_install()].
#' @param envname Name or path of the environment; by default `"r-rkeras"`, which rkeras finds automatically.
#' @param python_version Python version of a new environment; by default one that TensorFlow supports.
#' @param backend `"tensorflow"`, or `"jax"` or `"torch"`, which is then installed instead; functions that need
#'   TensorFlow are not available.
#' @param gpu Whether to install the packages for GPUs: `TRUE` and `FALSE` are the same as the versions `"gpu"` and
#'   `"cpu"`; `NA` uses `version`.
#' @param restart_session Ignored; kept for R's keras3. At the end a message asks you to restart R.
#' @return `NULL`, invisibly.
#' @section Differences: Refuses TensorFlow before 2.16, which has no Keras 3. Installs from a folder of wheels, too.
#' @seealso [rkeras_doctor()], [use_python()], [is_keras_available()].
#' @examples
#' \dontrun{
#' install_keras()
#' install_keras(wheels = "wheels") # without a network
#' }
#' @export
install_keras <- function(
  method = c("auto", "virtualenv", "conda"),
  conda = "auto",
  version = "default",
  tensorflow = version,
  extra_packages = NULL,
  ...,
  envname = NULL,
  python_version = NULL,
  backend = "tensorflow",
  gpu = NA,
  restart_session = FALSE
) {
  method <- sub("auto", "virtualenv", match_choice("install_keras", "method", method), fixed = TRUE)
  backend <- backend[[1L]]
  check_backend("install_keras", backend)
  packages <- c(
    if (backend == "tensorflow") {
      tensorflow_requirement(choose_build(tensorflow, gpu))
    } else {
      other_requirement(backend, tensorflow, gpu)
    },
    setdiff(python_packages, "tensorflow"),
    extra_packages
  )
  options <- list(envname = envname %||% own_environment, ...)
  options$python_version <- python_version %||% choose_python_version(method, options$wheels, backend)
  if (is.null(python_version) && is_ready(packages, extra_packages, method, envname, conda)) {
    return(invisible())
  }
  without_network(options$wheels, {
    if (method == "virtualenv" && !reticulate::virtualenv_exists(options$envname)) {
      reticulate::virtualenv_create(options$envname, version = options$python_version, packages = FALSE)
    }
    options$wheels <- NULL
    do.call(reticulate::py_install, c(list(packages, method = method, conda = conda, pip = TRUE), options))
  })
  prove_install(find_environment(method, options$envname, conda), backend)
  invisible()
}

# Tells whether a Python has everything requested, and reports it: the Python of the environment, or that of the session.
# Packages for plots or data only are named in a message; they alone do not cause TensorFlow to be installed again.
is_ready <- function(packages, extra_packages, method, envname, conda) {
  python <- tryCatch(
    if (is.null(envname)) discover_session_python()$python else find_environment(method, envname, conda),
    error = function(condition) NULL
  )
  if (!is_string(python) || !file.exists(python)) {
    return(FALSE)
  }
  unmet <- find_unmet(python, packages)
  optional <- intersect(unmet, setdiff(c("pillow", "scipy", "pydot"), extra_packages))
  if (is.null(unmet) || length(setdiff(unmet, optional))) {
    return(FALSE)
  }
  message(
    "install_keras(): ",
    python,
    " already has the required packages; nothing was installed.",
    if (length(optional)) {
      paste0(" Images need more packages: ", shQuote(python), " -m pip install ", paste(optional, collapse = " "), ".")
    },
    if (is.null(envname)) " `envname` creates another environment."
  )
  TRUE
}

# The requirements that a Python does not meet; NULL if it cannot tell, because it has no Keras.
find_unmet <- function(python, requirements) {
  said <- with_variables(c(PYTHONPATH = paste(c(dirname(core_path()), python_path()), collapse = .Platform$path.sep)), {
    words <- c("-m", python_names[["requirements"]], requirements)
    tryCatch(
      suppressWarnings(system2(python, shQuote(words), stdout = TRUE, stderr = FALSE, timeout = 60)),
      error = function(condition) structure("", status = 1L)
    )
  })
  if (is.null(attr(said, "status"))) said[nzchar(said)]
}

# Runs the installation with pip limited to a folder of wheels, however reticulate calls pip.
without_network <- function(wheels, installation) {
  if (is.null(wheels)) {
    return(installation)
  }
  told <- c(
    PIP_NO_INDEX = "1",
    PIP_FIND_LINKS = spell_url(normalizePath(wheels, winslash = "/")), # pip takes a path apart at spaces
    PIP_DISABLE_PIP_VERSION_CHECK = "1"
  )
  with_variables(told, installation)
}

spell_url <- function(path) {
  paste0("file://", if (!startsWith(path, "/")) "/", utils::URLencode(path))
}

# Wheels of TensorFlow, PyTorch and JAX's library are built for one Python version.
choose_python_version <- function(method, wheels, backend) {
  if (is.null(wheels)) {
    return(if (method == "conda") "3.12" else python_versions)
  }
  if (!is_string(wheels) || !dir.exists(wheels)) {
    stop_argument("install_keras", "wheels", "a folder of Python wheels", wheels)
  }
  package <- c(tensorflow = "(tensorflow|tf_nightly)(_cpu)?", jax = "jaxlib", torch = "torch")[[backend]]
  found <- list.files(wheels, paste0("^", package, "-.*[.]whl$"))
  if (!length(found)) {
    stop_argument(
      "install_keras",
      "wheels",
      paste("a folder with a wheel of", sub("jax", "jaxlib", backend)),
      wheels,
      paste0(
        "Fill it on a machine with a network connection: python -m pip download -d folder ",
        backend,
        ", and the others of ?install_keras."
      )
    )
  }
  tag <- sub(".*-cp3([0-9]+)-.*", "3.\\1", found[[1L]])
  if (tag == found[[1L]]) python_versions else tag
}

find_environment <- function(method, envname, conda) {
  if (method == "conda") reticulate::conda_python(envname, conda) else reticulate::virtualenv_python(envname)
}

# Creates a first layer in new R and Python processes, independent of this one.
prove_install <- function(python, backend = "tensorflow") {
  name <- backend_names[[backend]]
  code <- c(
    "library(rkeras)",
    paste0("use_backend('", backend, "')"),
    "found <- vapply(c('keras', config_backend()), function(name) paste(rkeras:::installed_version(name)), '')",
    "shape <- dim(predict(keras_model_sequential(input_shape = 2) %>% layer_dense(3), matrix(0, 4, 2), verbose = 0))",
    paste0(
      "cat('a first layer works: Keras', found[[1]], 'on ",
      name,
      "', found[[2]], if (all(shape == 4:3)) 'proved')"
    )
  )
  output <- run_r(code, c(RETICULATE_PYTHON = python))
  last <- utils::tail(output, 1L)
  if (length(last) == 0L || !endsWith(last, "proved")) {
    stop(
      "install_keras(): installed into ",
      python,
      ", but a first layer does not work there:\n",
      paste(utils::tail(output, 20L), collapse = "\n"),
      "\nTo see what is wrong: rkeras::rkeras_doctor()",
      call. = FALSE
    )
  }
  message("Installed into ", python, "; ", sub(" proved$", "", last), ".\n", tell_next_step(python))
}

tell_next_step <- function(python) {
  chosen <- Sys.getenv("RETICULATE_PYTHON")
  if (nzchar(chosen) && normalizePath(dirname(chosen), mustWork = FALSE) != normalizePath(dirname(python))) {
    return(paste0("RETICULATE_PYTHON names another Python, ", chosen, ": remove that variable, and restart R."))
  }
  if (basename(dirname(dirname(python))) == own_environment) {
    return("Restart R; library(rkeras) then finds it.")
  }
  paste0("Restart R, then library(rkeras) and use_python(\"", python, "\") find it.")
}

# Runs code in a new R, and returns its output, including errors.
run_r <- function(code, variables = character(), timeout = 600) {
  script <- tempfile(fileext = ".R")
  on.exit(unlink(script))
  writeLines(code, script)
  told <- c(R_LIBS = paste(.libPaths(), collapse = .Platform$path.sep), R_DEFAULT_PACKAGES = NA, variables)
  rscript <- file.path(R.home("bin"), "Rscript")
  with_variables(told, {
    suppressWarnings(system2(rscript, shQuote(script), stdout = TRUE, stderr = TRUE, timeout = timeout))
  })
}

# Evaluates code with other environment variables; NA unsets a variable.
with_variables <- function(variables, code) {
  before <- Sys.getenv(names(variables), NA, names = TRUE)
  on.exit(set_or_unset(before))
  set_or_unset(variables)
  code
}

set_or_unset <- function(variables) {
  Sys.unsetenv(names(variables)[is.na(variables)])
  if (!all(is.na(variables))) {
    do.call(Sys.setenv, as.list(variables[!is.na(variables)]))
  }
}

# The version, with the words for the build that `gpu` requests.
choose_build <- function(version, gpu) {
  check_gpu("install_keras", gpu)
  if (is.na(gpu) || !is_string(version)) {
    return(version)
  }
  if (grepl("(^|-)(cpu|gpu)($|-)", version)) {
    stop_argument("install_keras", "gpu", "omitted if `version` is given", gpu)
  }
  paste0(version, if (gpu) "-gpu" else "-cpu")
}

other_requirement <- function(backend, version, gpu) {
  check_gpu("install_keras", gpu)
  if (!identical(version, "default")) {
    stop_argument(
      "install_keras",
      "version",
      paste0("omitted if `backend` is \"", backend, "\""),
      version,
      "It is TensorFlow's."
    )
  }
  if (backend == "jax" && isTRUE(gpu)) "jax[cuda12]" else backend
}

# The packages for pip that correspond to R keras's `tensorflow` argument.
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
