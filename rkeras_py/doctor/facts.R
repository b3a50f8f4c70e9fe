# What R can say of itself and of the Python that it would use, in base R alone: rkeras may not be installed. As a
# script it prints the facts; rkeras_doctor() collects them in a session.

collect_facts <- function() {
  c(
    r.version = paste(getRversion()),
    r.home = R.home(),
    r.libraries = paste(.libPaths(), collapse = "; "),
    find_copies(),
    find_alias(),
    describe_reticulate()
  )
}

find_copies <- function() {
  files <- file.path(.libPaths(), "rkeras", "DESCRIPTION")
  files <- files[file.exists(files)]
  fields <- lapply(files, read.dcf, fields = c("Version", "Repository"))
  versions <- vapply(fields, function(found) found[[1L]], "")
  c(
    r.rkeras = if (length(versions)) versions[[1L]] else "",
    r.rkeras_path = if (length(files)) dirname(files[[1L]]) else "",
    r.rkeras_copies = paste(versions, "in", dirname(dirname(files)), collapse = "; ")[length(files) > 0L],
    r.rkeras_versions = paste(length(unique(versions))),
    r.rkeras_repository = c(unlist(lapply(fields, function(found) found[!is.na(found[, 2L]), 2L])), "")[[1L]]
  )
}

# A package keras that use_keras_alias() made has a mark.
find_alias <- function() {
  path <- if (isNamespaceLoaded("keras")) getNamespaceInfo("keras", "path") else system.file(package = "keras")
  marked <- nzchar(path) && !is.na(read.dcf(file.path(path, "DESCRIPTION"), fields = "RkerasAlias")[[1L]])
  c(r.keras = path, r.keras_is_alias = if (marked) "yes" else "no")
}

describe_reticulate <- function() {
  if (!nzchar(system.file(package = "reticulate"))) {
    return(c(reticulate.version = ""))
  }
  if (nzchar(system.file(package = "rkeras"))) {
    try(loadNamespace("rkeras"), silent = TRUE) # tells reticulate what is needed
  }
  running <- reticulate::py_available()
  found <- tryCatch(
    if (running) reticulate::py_config() else reticulate::py_discover_config(),
    error = function(condition) list(problem = conditionMessage(condition))
  )
  c(
    reticulate.version = paste(utils::packageVersion("reticulate")),
    reticulate.python = paste(found$python),
    reticulate.python_version = paste(found$version),
    reticulate.forced = paste(found$forced),
    reticulate.libpython = paste(found$libpython),
    reticulate.problem = paste(found$problem),
    reticulate.running = if (running) "yes" else "no",
    reticulate.asked = Sys.getenv("RETICULATE_PYTHON"),
    reticulate.uv = unname(Sys.which("uv"))
  )
}

print_facts <- function(facts) {
  cat(sprintf("\nrkeras-doctor\t%s\t%s", names(facts), gsub("[\r\n\t]+", " ", facts)), "\n", sep = "")
}

if (sys.nframe() == 0L) {
  print_facts(collect_facts())
}
