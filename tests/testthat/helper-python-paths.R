# The path that Python itself gives to what a path names; "" where there is nothing.
path_in_python <- function(path) {
  reticulate::py_run_string(
    paste(
      "from importlib import import_module, util",
      "def own_path(path):",
      "    holder, _, name = path.rpartition('.')",
      "    package = import_module(holder)",
      "    if hasattr(package, '__path__') and util.find_spec(path):",
      "        return import_module(path).__name__",
      "    found = getattr(package, name, None)",
      "    return f'{found.__module__}.{found.__qualname__}' if found else ''",
      sep = "\n"
    )
  )$own_path(path)
}

paths_in_python <- function(paths) {
  keras$backend # has Python know rkeras_py
  vapply(paths, path_in_python, "")
}

# Functions of this package in whose code a string begins like this.
spelled_in <- function(start) {
  namespace <- asNamespace("rkeras")
  strings <- function(code) {
    if (is.character(code)) {
      code
    } else if (is.function(code)) {
      strings(as.list.function(code))
    } else if (is.call(code) || is.pairlist(code) || (is.list(code) && !is.object(code))) {
      unlist(lapply(as.list(code), strings))
    }
  }
  names <- ls(namespace, all.names = TRUE)
  begins <- function(name) any(startsWith(as.character(strings(namespace[[name]])), start), na.rm = TRUE)
  names[vapply(names, begins, NA)]
}
