# The Python requirements of these functions. A test compares them with pyproject.toml.
python_versions <- ">=3.11,<3.14"

python_packages <- c("tensorflow", "keras>=3.12,<4", "h5py", "pyyaml", "pillow", "scipy", "pydot")

# The environment that install_keras() creates. reticulate looks there if no other Python was chosen.
own_environment <- "r-rkeras"

# Tells reticulate, once it is loaded, which Python packages are required. Loading this package does not load it.
require_python_packages <- function() {
  if (isNamespaceLoaded("reticulate")) {
    tell_reticulate()
  }
  setHook(packageEvent("reticulate", "onLoad"), tell_reticulate)
}

# From version 1.41 on, reticulate creates an environment with the required packages if it finds no other Python.
tell_reticulate <- function(...) {
  if (!reticulate::py_available()) {
    reticulate::import("keras", delay_load = list(environment = own_environment))
  }
  require_in_python(python_packages, python_version = python_versions)
  require_backend(Sys.getenv("KERAS_BACKEND"))
}

require_in_python <- function(...) {
  if ("py_require" %in% getNamespaceExports("reticulate")) {
    getExportedValue("reticulate", "py_require")(...)
  }
}

# The chosen backend replaces the others in the requirements.
require_backend <- function(backend) {
  if (backend %in% names(backend_names)) {
    require_in_python(setdiff(names(backend_names), backend), action = "remove")
    require_in_python(backend)
  }
}

# TensorFlow and Python read this variable when they start, whoever starts them.
quiet_tensorflow <- function() {
  if (nzchar(Sys.getenv("TF_CPP_MIN_LOG_LEVEL"))) {
    return()
  }
  Sys.setenv(TF_CPP_MIN_LOG_LEVEL = "2")
  if (python_runs()) {
    reticulate::import("os")$environ$update(list(TF_CPP_MIN_LOG_LEVEL = "2"))
  }
}

check_python_packages <- function(sys) {
  find <- reticulate::import("importlib.util")$find_spec
  is_absent <- function(name) !has_item(sys$modules, name) && is.null(find(name))
  absent <- c(if (all(vapply(names(backend_names), is_absent, NA))) "tensorflow", if (is_absent("keras")) "keras")
  if (length(absent)) {
    stop_without_python(paste0(
      "Python in use: ",
      reticulate::py_config()$python,
      ", which has no ",
      paste(absent, collapse = " and no ")
    ))
  }
}

stop_without_python <- function(found) {
  stop(
    "rkeras needs Python (3.11 to 3.13) with tensorflow and keras 3. ",
    found,
    ".\n",
    "  To install them: rkeras::install_keras()\n",
    "  Without a network: rkeras::install_keras(wheels = \"folder\"), from a folder filled by pip download\n",
    "  To use another Python: rkeras::use_python(\"...\") in a fresh session, before the first function\n",
    "  To see what is wrong: rkeras::rkeras_doctor()",
    call. = FALSE
  )
}

# The command that installs a Python package into the current Python.
spell_install <- function(package) {
  find_rkeras_py()
  functions_of("installing")$spell_install(package)
}
