# Writes alias packages as R CMD INSTALL would install them, but without running it. They are small, and their help pages are
# those of rkeras.

holds_another <- function(name, library) {
  description <- file.path(library, name, "DESCRIPTION")
  file.exists(description) && is.na(read.dcf(description, fields = "RkerasAlias")[[1L]])
}

#' Install packages `keras` and `keras3` that load this package
#'
#' Use it once if `library(keras)` and `library(keras3)` should load rkeras in every R session, including the sessions
#' that callr, targets or `R CMD check` start; [use_keras_alias()] does the same for one session. The packages are
#' small: they have the names and versions of R keras 2.15 and of keras3, and their help pages are those of rkeras,
#' which must stay installed.
#'
#' `remove.packages(c("keras", "keras3"))` removes them. `update.packages()` may offer newer versions of the original
#' packages: do not accept them.
#'
#' If you use renv, tell it to ignore the two packages, because they are in no repository:
#' `renv::settings$ignored.packages(c("keras", "keras3"))`. Call `rkeras::install_keras_alias()` after
#' `renv::restore()`. The lockfile must contain rkeras.
#'
#' @param lib The library to install them into.
#' @param packages `"keras"`, `"keras3"`, or both. Add `"tensorflow"` for packages that import the R package tensorflow,
#'   if you do not install that: it provides the functions that scripts often use.
#' @param quiet Whether to suppress messages.
#' @return The folders of the packages, invisibly.
#' @section Errors: If the library contains the original package of that name. Nothing is written in this case.
#' @seealso [use_keras_alias()] for one session.
#' @examples
#' lib <- file.path(tempdir(), "library")
#' dir.create(lib)
#' rkeras::install_keras_alias(lib)
#' packageVersion("keras", lib)
#' #> [1] '2.15.0'
#' remove.packages(c("keras", "keras3"), lib)
#' @export
install_keras_alias <- function(lib = .libPaths()[1L], packages = c("keras", "keras3"), quiet = FALSE) {
  if (!is_string(lib) || !dir.exists(lib)) {
    stop_argument("install_keras_alias", "lib", "the folder of a library", lib)
  }
  if (!is.character(packages) || !length(packages) || !all(packages %in% names(alias_versions))) {
    stop_argument("install_keras_alias", "packages", '"keras", "keras3" or "tensorflow"', packages)
  }
  lib <- normalizePath(lib)
  refuse_others(packages, lib)
  stage <- tempfile(".rkeras-alias-", lib)
  if (!dir.create(stage, showWarnings = FALSE)) {
    stop_argument("install_keras_alias", "lib", "a library that you can write to", lib)
  }
  on.exit(unlink(stage, recursive = TRUE))
  for (name in packages) {
    write_alias(name, stage)
    move_into_place(file.path(stage, name), file.path(lib, name))
  }
  if (!quiet) {
    say_installed(packages, lib)
  }
  invisible(file.path(lib, packages))
}

refuse_others <- function(packages, lib) {
  others <- packages[vapply(packages, holds_another, NA, library = lib)]
  if (length(others)) {
    stop(
      "install_keras_alias(): ",
      file.path(lib, others[[1L]]),
      " is a package that rkeras did not install, and is not replaced. Choose another library with `lib`, or remove the package first: ",
      sprintf("remove.packages(\"%s\", \"%s\")", others[[1L]], lib),
      call. = FALSE
    )
  }
}

# R finds either the old package or the new one, because renaming a folder within a file system is atomic.
move_into_place <- function(new, folder) {
  old <- paste0(new, "-old")
  if (dir.exists(folder) && !file.rename(folder, old) || !file.rename(new, folder)) {
    file.rename(old[dir.exists(old)], folder[dir.exists(old)])
    stop("install_keras_alias(): ", folder, " could not be written. Is it open in another program?", call. = FALSE)
  }
}

say_installed <- function(packages, lib) {
  message(
    sprintf("Installed %s in %s: ", paste(packages, alias_versions[packages], collapse = " and "), lib),
    paste0("library(", packages, ")", collapse = ", "),
    if (length(packages) > 1L) " mean rkeras " else " means rkeras ",
    getNamespaceVersion("rkeras"),
    ".\nTo remove: remove.packages(",
    if (length(packages) > 1L) deparse(packages) else dQuote(packages, FALSE),
    sprintf(", lib = \"%s\")", lib)
  )
}

# Writes an installed package.
write_alias <- function(name, library) {
  folder <- file.path(library, name)
  for (part in c("Meta", "R", "help", "html")) {
    dir.create(file.path(folder, part), recursive = TRUE, showWarnings = FALSE)
  }
  write_description(name, folder)
  exports <- vapply(alias_exports(name), function(export) deparse(export), "")
  writeLines(c("importFrom(rkeras, use_keras_alias)", sprintf("export(%s)", exports)), file.path(folder, "NAMESPACE"))
  saveRDS(parseNamespaceFile(name, library), file.path(folder, "Meta", "nsInfo.rds"))
  writeLines("rkeras:::fill_alias(environment())", file.path(folder, "R", name))
  write_help(name, folder)
}

write_description <- function(name, folder) {
  own <- utils::packageDescription("rkeras")
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
    `Authors@R` = own[["Authors@R"]],
    Author = own$Author,
    Maintainer = own$Maintainer,
    Description = paste0(
      "The exports of the R package '",
      name,
      "', with their arguments, as functions of 'rkeras'. Made by use_keras_alias() or install_keras_alias()."
    ),
    License = "MIT",
    Encoding = "UTF-8",
    Depends = "R (>= 4.1)",
    Imports = "rkeras",
    NeedsCompilation = "no",
    RkerasAlias = "yes",
    Packaged = paste0(built$Date, "; rkeras"),
    Built = paste0("R ", built$R, "; ; ", built$Date, "; ", built$OStype)
  )
  write.dcf(as.list(description), file.path(folder, "DESCRIPTION"))
  none <- list()
  on_r <- list(name = "R", op = ">=", version = package_version("4.1"))
  content <- list(
    DESCRIPTION = description,
    Built = built,
    Rdepends = on_r,
    Rdepends2 = list(on_r),
    Depends = none,
    Suggests = none,
    Imports = list(rkeras = list(name = "rkeras")),
    LinkingTo = none
  )
  saveRDS(structure(content, class = "packageDescription2"), file.path(folder, "Meta", "package.rds"))
}

# The help pages of the exported functions: separate indexes, with links to the pages of rkeras. No help if rkeras was installed
# without help.
write_help <- function(name, folder) {
  own <- system.file(package = "rkeras")
  if (!file.exists(file.path(own, "Meta", "Rd.rds"))) {
    return()
  }
  topics <- find_topics(readRDS(file.path(own, "Meta", "Rd.rds")), alias_exports(name))
  in_folder <- function(...) file.path(folder, ...)
  save_list <- function(values, ...) saveRDS(stats::setNames(values, topics$name), in_folder(...))
  save_list(topics$file, "help", "aliases.rds")
  save_list(sprintf("../../%s/html/%s.html", name, topics$file), "Meta", "links.rds")
  saveRDS(search_lists(name, own, topics), in_folder("Meta", "hsearch.rds"))
  writeLines(paste(topics$name, topics$file, sep = "\t"), in_folder("help", "AnIndex"))
  writeLines(sprintf("%-30s %s", topics$name, topics$title), in_folder("INDEX"))
  writeLines(index_page(name, topics), in_folder("html", "00Index.html"))
  shared <- c("help/rkeras.rdb", "help/rkeras.rdx", "help/paths.rds", "html/R.css")
  for (file in shared) {
    share_file(file.path(own, file), in_folder(sub("rkeras", name, file, fixed = TRUE)))
  }
}

find_topics <- function(pages, exports) {
  page <- rep(seq_along(pages$File), lengths(pages$Aliases))
  topics <- data.frame(
    name = unlist(pages$Aliases),
    page = pages$Name[page],
    file = sub("[.]Rd$", "", pages$File[page]),
    title = pages$Title[page]
  )
  topics[topics$name %in% exports, ]
}

# The index for help.search() over the pages of the alias.
search_lists <- function(name, own, topics) {
  lists <- readRDS(file.path(own, "Meta", "hsearch.rds"))
  kept <- lists[[1L]][, "Name"] %in% topics$page
  ids <- lists[[1L]][kept, "ID"]
  lists[[1L]] <- lists[[1L]][kept, , drop = FALSE]
  lists[-1L] <- lapply(lists[-1L], function(list) list[list[, "ID"] %in% ids, , drop = FALSE])
  lapply(lists, function(list) {
    list[, "Package"] <- name
    list
  })
}

index_page <- function(name, topics) {
  plain <- function(text) gsub("<", "&lt;", gsub("&", "&amp;", text, fixed = TRUE), fixed = TRUE)
  row <- "<tr><td><a href=\"%s.html\">%s</a></td><td>%s</td></tr>"
  c(
    "<!DOCTYPE html>",
    sprintf("<html><head><title>%s</title><meta charset=\"utf-8\">", name),
    "<link rel=\"stylesheet\" type=\"text/css\" href=\"R.css\"></head><body>",
    sprintf("<h1>The functions of rkeras under the name %s</h1>", name),
    "<table>",
    sprintf(row, topics$file, plain(topics$name), plain(topics$title)),
    "</table></body></html>"
  )
}

# A link, so that the index of a newer rkeras is used; a copy if the system does not support links.
share_file <- function(from, to) {
  if (file.exists(from) && !suppressWarnings(file.symlink(from, to))) {
    file.copy(from, to)
  }
}
