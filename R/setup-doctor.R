#' Check the installation, and report how to fix it
#'
#' Use it if rkeras does not start or does not find Python, a package or a device. It checks R, the Python that R uses,
#' TensorFlow, Keras and their devices, and rpy2, and works even if these do not. The Python package provides it as a
#' shell command, `rkeras doctor`.
#'
#' Checks that could hang or crash run in separate processes; this session does not start Python. One process starts
#' rkeras as you would, in your R with its libraries and variables, and creates a layer; another one does it with R inside
#' Python, if rpy2 is installed.
#'
#' @param report Whether to print a text for a bug report, without user names and the paths of their folders.
#' @param timeout Time limit for each part, in seconds.
#' @return A data frame of the problems, invisibly: `kind` is "problem", "unknown" (the check did not finish
#'   in time) or "note" (something optional is missing), `problem` describes it, and `mend` is the command that fixes it.
#' @seealso [install_keras()], [use_python()].
#' @examples
#' \dontrun{
#' rkeras_doctor()
#' rkeras_doctor(report = TRUE)
#' }
#' @export
rkeras_doctor <- function(report = FALSE, timeout = 120) {
  if (!isTRUE(report) && !isFALSE(report)) {
    stop_argument("rkeras_doctor", "report", "TRUE or FALSE", report)
  }
  if (!is.numeric(timeout) || length(timeout) != 1L || !is.finite(timeout) || timeout <= 0) {
    stop_argument("rkeras_doctor", "timeout", "a number of seconds", timeout)
  }
  tools <- new.env(parent = baseenv())
  sys.source(system.file("python", "rkeras_py", "doctor", "facts.R", package = "rkeras"), tools)
  facts <- c(
    tools$collect_facts(),
    alias = if (is.null(state$alias)) "no" else "yes",
    env.PYTHONPATH = Sys.getenv("PYTHONPATH"), # which the process that asks lends itself
    env.LD_LIBRARY_PATH = Sys.getenv("LD_LIBRARY_PATH")
  )
  problem <- find_python_problem(facts)
  if (is.null(problem)) {
    asked <- ask_python_doctor(facts, tools, report, timeout)
    if (is.data.frame(asked)) {
      return(invisible(asked))
    }
    problem <- list(paste0(facts[["reticulate.python"]], " does not run: ", asked), other_python)
  }
  tell_without_python(facts, problem, report)
}

other_variable <- "Sys.unsetenv(\"RETICULATE_PYTHON\"), or set it to a working Python; check .Renviron, too"

other_python <- "rkeras::install_keras(), then restart R; or, before all else, rkeras::use_python(\"...\")"

# The reason why Python's part of the examination cannot run; NULL if it can.
find_python_problem <- function(facts) {
  if (!nzchar(facts[["reticulate.version"]])) {
    return(list("The R package reticulate is not installed.", "install.packages(\"reticulate\")"))
  }
  python <- get_fact(facts, "reticulate.python")
  asked <- get_fact(facts, "reticulate.asked")
  if (nzchar(get_fact(facts, "reticulate.problem"))) {
    return(list(
      paste("reticulate finds no Python:", get_fact(facts, "reticulate.problem")),
      if (nzchar(asked)) other_variable else other_python
    ))
  }
  if (!nzchar(python) && !asked %in% c("", "managed")) {
    return(list(paste0("RETICULATE_PYTHON names ", asked, ", which does not run."), other_variable))
  }
  if (!nzchar(python)) {
    return(list("No Python was chosen, and none is installed for rkeras.", describe_managed(facts)))
  }
  version <- get_fact(facts, "reticulate.python_version")
  if (nzchar(version) && (package_version(version) < "3.11" || package_version(version) >= "3.14")) {
    list(paste0(python, " is Python ", version, ", and rkeras needs 3.11 to 3.13."), other_python)
  }
}

get_fact <- function(facts, name) {
  if (name %in% names(facts)) facts[[name]] else ""
}

describe_managed <- function(facts) {
  paste(
    if (package_version(facts[["reticulate.version"]]) >= "1.41") {
      "call any rkeras function: with a network connection, reticulate creates an environment with uv; or"
    },
    "rkeras::install_keras()"
  )
}

# Runs `rkeras doctor` in the Python concerned. Returns the problems, or the reason why it failed.
ask_python_doctor <- function(facts, tools, report, timeout) {
  folder <- tempfile("rkeras-doctor-")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  writeLines(enc2utf8(utils::capture.output(tools$print_facts(facts))), file.path(folder, "session"), useBytes = TRUE)
  variables <- command_variables(get_fact(facts, "reticulate.libpython"))
  words <- c("-m", "rkeras_py", "doctor", "--timeout", timeout, "--exchange", folder, if (report) "--report")
  output <- with_variables(variables, {
    tryCatch(
      suppressWarnings(system2(
        facts[["reticulate.python"]],
        shQuote(words),
        stdout = TRUE,
        stderr = TRUE,
        timeout = 30 + 3 * timeout
      )),
      error = conditionMessage
    )
  })
  file <- file.path(folder, "problems")
  if (!file.exists(file)) {
    return(paste(c(utils::tail(output, 1L), "it reported nothing")[[1L]]))
  }
  Encoding(output) <- "UTF-8"
  writeLines(output)
  read_problems(file)
}

# The variables with which the command `rkeras` finds this R and its packages when R runs it.
command_variables <- function(libpython) {
  c(
    PYTHONPATH = paste(c(dirname(core_path()), python_path()), collapse = .Platform$path.sep),
    R_LIBS = paste(.libPaths(), collapse = .Platform$path.sep),
    R_HOME = R.home(),
    LD_LIBRARY_PATH = paste(
      # R's own libraries come before those of a Python, which could contain another libpython.
      c(dirname(libpython), Sys.getenv("LD_LIBRARY_PATH")),
      collapse = .Platform$path.sep
    ),
    PYTHONIOENCODING = "utf-8"
  )
}

# The copy of the Python package that R loads.
core_path <- function() {
  system.file("python", "rkeras_py", package = "rkeras")
}

python_path <- function() {
  Filter(nzchar, strsplit(Sys.getenv("PYTHONPATH"), .Platform$path.sep, fixed = TRUE)[[1L]])
}

read_problems <- function(file) {
  lines <- readLines(file, encoding = "UTF-8", warn = FALSE)
  parts <- strsplit(lines[nzchar(lines)], "\t", fixed = TRUE)
  part <- function(i) vapply(parts, `[`, "", i)
  data.frame(kind = part(1L), problem = part(2L), mend = part(3L))
}

tell_without_python <- function(facts, problem, report) {
  lines <- c(
    sprintf("%-27s%s", paste0(names(facts), ":"), facts),
    "",
    paste("problem 1:", problem[[1L]]),
    paste("  fix:", problem[[2L]]),
    "1 problem found."
  )
  writeLines(if (report) c("```text", hide_paths(lines), "```") else lines)
  invisible(data.frame(kind = "problem", problem = problem[[1L]], mend = problem[[2L]]))
}

# As hide_private() in Python, which may be unavailable here: keeps the last part of each path, and no user name.
hide_paths <- function(lines) {
  name <- Sys.info()[["user"]]
  lines <- gsub("(^|[ ;\"'(])(~|[A-Za-z]:)?[/\\\\][^;\"')]*[/\\\\]([^ /\\\\;\"')]*)", "\\1.../\\3", lines)
  if (nchar(name) > 2L && name != "root") gsub(name, "<user>", lines, fixed = TRUE) else lines
}
