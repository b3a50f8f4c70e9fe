#' Let `library(keras)` and `library(keras3)` mean this package
#'
#' For the rest of the session `library(keras)`, `keras::layer_dense`, `library(keras3)`, `library(tensorflow)` and packages
#' that import from these find the functions of rkeras. Tiny packages are put into a temporary library in front of the
#' others; what is installed stays as it is, and R processes that this one starts inherit them. Where the R package
#' tensorflow is installed, that one is used.
#'
#' `keras` has the names, arguments and meanings of R keras 2.15, and all else that rkeras has. `keras3` has those of R's
#' keras3, and no others: `fit()` trains for one epoch if none are said, `evaluate()` gives a list, and the place of an
#' argument is that in keras3. Both may be attached in one session; as ever in R the one attached last has the word, and
#' `keras::` and `keras3::` say which is meant.
#'
#' @param packages `"keras"`, `"keras3"`, or both.
#' @param quiet Whether to say nothing.
#' @return The path of the library, invisibly.
#' @section Errors: If another package of that name is loaded already; without `packages`, another keras3 stays what it is.
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
  if (length(new)) {
    refuse_loaded(new)
    load_aliases(new)
    if (!quiet) {
      say_alias(new)
    }
  }
  invisible(dirname(system.file(package = packages[[1L]])))
}

load_aliases <- function(names) {
  if (is.null(state$alias) || !state$alias %in% .libPaths()) {
    folder <- tempfile("rkeras-alias-")
    dir.create(folder)
    state$alias <- normalizePath(folder)
    .libPaths(c(state$alias, .libPaths()))
    others <- strsplit(Sys.getenv("R_LIBS"), .Platform$path.sep, fixed = TRUE)[[1L]]
    Sys.setenv(R_LIBS = paste(c(state$alias, others), collapse = .Platform$path.sep))
  }
  for (name in names) {
    write_alias(name, state$alias)
    loadNamespace(name, lib.loc = state$alias)
  }
}

say_alias <- function(names) {
  calls <- paste0("library(", names, ")")
  last <- length(calls)
  message(
    if (last > 1L) paste(toString(calls[-last]), "and "),
    calls[[last]],
    if (last > 1L) " now mean rkeras " else " now means rkeras ",
    getNamespaceVersion("rkeras"),
    ", for this session. Nothing installed was changed."
  )
}

# library(keras) where there is no keras: R says so, and here what to do.
#' @export
conditionMessage.packageNotFoundError <- function(c) {
  text <- NextMethod()
  if (!c$package %in% names(alias_versions)) {
    return(text)
  }
  paste0(
    text,
    "\nrkeras has its functions: library(rkeras) is enough, or run rkeras::use_keras_alias() before library(",
    c$package,
    ")"
  )
}

# An R process that this one starts has the alias packages of its parent.
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

alias_versions <- c(keras = "2.15.0", keras3 = "1.5.1", tensorflow = "2.16.0")

# Lays out an installed package: what R reads when it loads one, and nothing that would need R CMD INSTALL.
write_alias <- function(name, library) {
  folder <- file.path(library, name)
  for (part in c("Meta", "R")) {
    dir.create(file.path(folder, part), recursive = TRUE, showWarnings = FALSE)
  }
  built <- list(
    R = getRversion(),
    Platform = "",
    Date = format(Sys.time(), "%F %T UTC", tz = "UTC"),
    OStype = .Platform$OS.type
  )
  description <- c(
    Package = name,
    Version = alias_versions[[name]],
    Title = paste0("The Functions of 'rkeras' under the Name '", name, "'"),
    Description = "Made by rkeras::use_keras_alias() for one session.",
    License = "MIT",
    Imports = "rkeras",
    RkerasAlias = "yes",
    Built = paste0("R ", built$R, "; ; ", built$Date, "; ", built$OStype)
  )
  write.dcf(as.list(description), file.path(folder, "DESCRIPTION"))
  none <- list()
  saveRDS(
    structure(
      list(
        DESCRIPTION = description,
        Built = built,
        Rdepends = none,
        Rdepends2 = none,
        Depends = none,
        Suggests = none,
        Imports = none,
        LinkingTo = none
      ),
      class = "packageDescription2"
    ),
    file.path(folder, "Meta", "package.rds")
  )
  exports <- vapply(alias_exports(name), function(export) deparse(export), "")
  writeLines(sprintf("export(%s)", exports), file.path(folder, "NAMESPACE"))
  writeLines("rkeras:::fill_alias(environment())", file.path(folder, "R", name))
}

alias_exports <- function(name) {
  switch(
    name,
    keras = setdiff(getNamespaceExports("rkeras"), c("use_keras_alias", "set_random_seed")), # tensorflow's is another
    keras3 = keras3_exports,
    tensorflow = names(tensorflow_exports)
  )
}

# Run as the code of an alias package. Promises: a function is read when it is used.
fill_alias <- function(namespace) {
  name <- getNamespaceName(namespace)
  found <- switch(
    name,
    keras = c(stats::setNames(nm = alias_exports(name)), keras_internals),
    keras3 = stats::setNames(nm = keras3_exports),
    tensorflow = tensorflow_exports
  )
  read <- if (name == "keras3") keras3_function else function(wanted) get(wanted, asNamespace("rkeras"))
  lapply(names(found), function(wanted) {
    delayedAssign(wanted, read(found[[wanted]]), assign.env = namespace)
  })
}
