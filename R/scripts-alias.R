#' Make `library(keras)` and `library(keras3)` load this package
#'
#' Use it at the top of an old script. For the rest of the session `library(keras)`, `keras::layer_dense`,
#' `library(keras3)`, `library(tensorflow)` and packages that import from these find the functions of rkeras. It puts
#' small packages into a temporary library, which child R processes inherit; your installed packages do not change. If
#' the R package tensorflow is installed, it is used. [install_keras_alias()] installs the packages permanently.
#'
#' `keras` has the 560 names, the arguments and the meanings of R keras 2.15, `keras3` the 792 of R's keras3: `fit()`
#' trains for one epoch if none are given, `evaluate()` returns a list, and arguments have the positions of keras3.
#' Write `rkeras::` for functions that only rkeras has, as in `rkeras::show_python()`. Functions that these packages
#' re-export (`fit()`, `tuple()`, `shape()`, `flags()`) are those of generics, reticulate, tensorflow and tfruns if
#' these are installed, so that a package can import from both. Both aliases may be attached in one session: the package
#' attached last wins, and `keras::` and `keras3::` choose one.
#'
#' The temporary library is the second one in `.libPaths()`, so that `install.packages()` still installs into the first
#' one. It is the first one only if your first library contains another keras, keras3 or tensorflow that would hide it.
#'
#' @param packages `"keras"`, `"keras3"`, or both.
#' @param quiet Whether to suppress messages.
#' @return The path of the library, invisibly.
#' @section Errors: If another package of that name is already loaded. Without `packages`, a loaded keras3 is left
#'   unchanged.
#' @seealso [install_keras_alias()], [rkeras_run()], [rkeras_check()].
#' @examples
#' \dontrun{
#' rkeras::use_keras_alias()
#' library(keras)
#' rkeras::use_keras_alias("keras3")
#' library(keras3)
#' }
#' @export
use_keras_alias <- function(packages = c("keras", "keras3"), quiet = FALSE) {
  if (!is.character(packages) || !length(packages) || !all(packages %in% c("keras", "keras3"))) {
    stop_argument("use_keras_alias", "packages", '"keras", "keras3", or both', packages)
  }
  if (missing(packages) && isNamespaceLoaded("keras3")) {
    packages <- "keras"
  }
  names <- c(packages, if (!nzchar(system.file(package = "tensorflow")) || is_alias("tensorflow")) "tensorflow")
  new <- names[!vapply(names, is_alias, NA)]
  refuse_loaded(new)
  load_aliases(new)
  if (!is.null(state$alias) && (length(new) || !state$alias %in% .libPaths())) {
    find_session_library()
  }
  if (length(new) && !quiet) {
    say_alias(new)
  }
  invisible(dirname(system.file(package = packages[[1L]])))
}

load_aliases <- function(names) {
  for (name in names) {
    write_alias(name, session_library())
    loadNamespace(name, lib.loc = session_library())
  }
}

# The library of this session, into which alias packages are written.
session_library <- function() {
  if (is.null(state$alias)) {
    folder <- tempfile("rkeras-alias-")
    dir.create(folder)
    state$alias <- normalizePath(folder)
  }
  state$alias
}

# R, and the R processes that it starts, find packages there. The user's first library remains the first, so that
# install.packages() works as before, unless it contains packages with these names, which R would find instead.
find_session_library <- function() {
  others <- setdiff(.libPaths(), state$alias)
  hidden <- any(vapply(list.files(state$alias), holds_another, NA, library = others[[1L]]))
  place <- if (hidden) 0L else 1L
  .libPaths(append(others, state$alias, place))
  inherited <- strsplit(Sys.getenv("R_LIBS"), .Platform$path.sep, fixed = TRUE)[[1L]]
  libraries <- unique(c(append(others[[1L]], state$alias, place), inherited))
  Sys.setenv(R_LIBS = paste(libraries, collapse = .Platform$path.sep))
}

say_alias <- function(names) {
  calls <- paste0("library(", names, ")")
  last <- length(calls)
  message(
    if (last > 1L) paste(toString(calls[-last]), "and "),
    calls[[last]],
    if (last > 1L) " now mean rkeras " else " now means rkeras ",
    getNamespaceVersion("rkeras"),
    ", for this session. Installed packages were not changed.",
    if (identical(.libPaths()[[1L]], state$alias)) {
      paste0(
        "\nThe first library, ",
        .libPaths()[[2L]],
        ", has a package with this name, so the session's library precedes it: install.packages() needs `lib`."
      )
    }
  )
}

# If library(keras) finds no keras, R's error is extended with the solution.
#' @export
conditionMessage.packageNotFoundError <- function(c) {
  text <- NextMethod()
  if (!c$package %in% names(alias_versions)) {
    return(text)
  }
  paste0(
    text,
    "\nrkeras has its functions: use library(rkeras), or run rkeras::use_keras_alias() before library(",
    c$package,
    ")"
  )
}

# An R process started from this one uses the alias packages of its parent.
is_alias <- function(name) {
  nzchar(system.file(package = name)) && !is.null(utils::packageDescription(name)$RkerasAlias)
}

refuse_loaded <- function(names) {
  loaded <- names[vapply(names, isNamespaceLoaded, NA)]
  if (length(loaded)) {
    stop(
      "use_keras_alias(): the package ",
      loaded[[1L]],
      " is loaded already, from ",
      getNamespaceInfo(loaded[[1L]], "path"),
      ". Call rkeras::use_keras_alias() in a fresh session, before library(",
      loaded[[1L]],
      ").",
      call. = FALSE
    )
  }
}
