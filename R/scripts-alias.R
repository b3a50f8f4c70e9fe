#' Let `library(keras)` mean this package
#'
#' For the rest of the session `library(keras)`, `keras::layer_dense`, `library(tensorflow)` and packages that import
#' from these find the functions of rkeras. Two tiny packages are put into a temporary library in front of the others;
#' what is installed stays as it is, and R processes that this one starts inherit them. Where the R package tensorflow
#' is installed, that one is used.
#'
#' @param quiet Whether to say nothing.
#' @return The path of the library, invisibly.
#' @section Errors: If another package keras is loaded already.
#' @examples
#' \dontrun{
#' rkeras::use_keras_alias()
#' library(keras)
#' }
#' @export
use_keras_alias <- function(quiet = FALSE) {
  if (!is.null(state$alias) && state$alias %in% .libPaths()) {
    return(invisible(state$alias))
  }
  if (isNamespaceLoaded("keras") && is_alias("keras")) {
    return(invisible(dirname(getNamespaceInfo("keras", "path"))))
  }
  names <- c("keras", if (!nzchar(system.file(package = "tensorflow")) || is_alias("tensorflow")) "tensorflow")
  refuse_loaded(names)
  folder <- tempfile("rkeras-alias-")
  for (name in names) {
    write_alias(name, folder)
  }
  state$alias <- normalizePath(folder)
  .libPaths(c(state$alias, .libPaths()))
  others <- strsplit(Sys.getenv("R_LIBS"), .Platform$path.sep, fixed = TRUE)[[1L]]
  Sys.setenv(R_LIBS = paste(c(state$alias, others), collapse = .Platform$path.sep))
  for (name in names) {
    loadNamespace(name, lib.loc = state$alias)
  }
  if (!quiet) {
    message(
      paste0("library(", names, ")", collapse = " and "),
      " now mean rkeras ",
      getNamespaceVersion("rkeras"),
      ", for this session. Nothing installed was changed."
    )
  }
  invisible(state$alias)
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
  !is.null(utils::packageDescription(name)$RkerasAlias)
}

refuse_loaded <- function(names) {
  loaded <- names[vapply(names, isNamespaceLoaded, NA)]
  if (length(loaded)) {
    stop(
      "use_keras_alias(): the package ",
      loaded[[1L]],
      " is loaded already, from ",
      getNamespaceInfo(loaded[[1L]], "path"),
      ". Call rkeras::use_keras_alias() in a fresh session, before library(keras).",
      call. = FALSE
    )
  }
}

alias_versions <- c(keras = "2.15.0", tensorflow = "2.16.0")

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
  if (name == "keras") setdiff(getNamespaceExports("rkeras"), "use_keras_alias") else names(tensorflow_exports)
}

# Run as the code of an alias package. Promises: a function is read when it is used.
fill_alias <- function(namespace) {
  own <- asNamespace("rkeras")
  name <- getNamespaceName(namespace)
  found <- if (name == "keras") c(stats::setNames(nm = alias_exports(name)), keras_internals) else tensorflow_exports
  lapply(names(found), function(wanted) {
    delayedAssign(wanted, get(found[[wanted]], own), assign.env = namespace)
  })
}
