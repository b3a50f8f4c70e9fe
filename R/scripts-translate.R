#' Write R scripts as Python programs
#'
#' Use it to move a project from R to Python. It parses scripts without running them, and writes programs that print the
#' same output: pipes become `>>`, indices count from 0 or remain unchanged in `r.ix()`, the apply family becomes
#' comprehensions; comments and empty lines are kept. The Python package provides it as a shell command,
#' `rkeras translate`.
#'
#' Code that cannot be translated with certainty becomes a comment, `# rkeras translate:`, with the reason, and the
#' program stops there: no statement is omitted silently. Random numbers are those of R: `rkeras_py.porting.base_r`
#' reproduces [set.seed()], [runif()], [rnorm()] and [sample()].
#'
#' @param path Scripts, `.Rmd` and `.qmd` files, or folders that contain them.
#' @param output The file to write, with extension `.py`, or a folder; `NULL` shows the program instead.
#' @param style `"rkeras_py"` calls functions of the same name in the Python package; `"keras"` uses plain Keras.
#' @param overwrite Whether to replace existing files.
#' @param from The package that files without `library()` are written for, `"keras"` or `"keras3"`; `NULL` is
#'   `"keras"`.
#' @param verify Whether to run each script and its program with the same seed, in separate processes, and to compare
#'   their output, weights and losses; [fit()] then trains for two epochs. The report is shown.
#' @return The programs, invisibly, as a character vector.
#' @section Errors: If a file cannot be read or written, or is not R code; if `verify` finds a difference, a condition of
#'   class `rkeras_exit_status`, whose field `status` is 3.
#' @seealso [rkeras_check()], [show_python()].
#' @export
#' @examplesIf FALSE
#' rkeras_translate("script.R")
#' rkeras_translate("script.R", "script.py", style = "keras")
#' programs <- rkeras_translate("chapters", "programs")
#' length(programs)
#' rkeras_translate("script.R", "script.py", verify = TRUE)
rkeras_translate <- function(path, output = NULL, style = "rkeras_py", overwrite = FALSE, from = NULL, verify = FALSE) {
  if (missing(path) || !is.character(path) || !length(path) || anyNA(path)) {
    stop_argument("rkeras_translate", "path", "names of files or folders", if (missing(path)) NULL else path)
  }
  if (!is.null(output) && (!is.character(output) || length(output) != 1L || is.na(output))) {
    stop_argument("rkeras_translate", "output", "the name of a file or folder, or NULL", output)
  }
  if (!identical(style, "rkeras_py") && !identical(style, "keras")) {
    stop_argument("rkeras_translate", "style", "\"rkeras_py\" or \"keras\"", style)
  }
  if (!isTRUE(overwrite) && !isFALSE(overwrite)) {
    stop_argument("rkeras_translate", "overwrite", "TRUE or FALSE", overwrite)
  }
  if (!isTRUE(verify) && !isFALSE(verify)) {
    stop_argument("rkeras_translate", "verify", "TRUE or FALSE", verify)
  }
  refuse_dialect("rkeras_translate", from)
  name_errors("rkeras_translate", {
    translated <- translate_files(path, style, from)
    if (is.null(output)) {
      cat(translated$programs, sep = "\n")
    } else {
      translated$translation$write(path.expand(output), overwrite)
    }
    if (!verify) message(translated$translation$summarize())
  })
  if (verify) {
    verify_programs(path, style, from)
  }
  invisible(translated$programs)
}

# Status 1 means that marked code is left, which the report says too.
verify_programs <- function(path, style, from) {
  folder <- tempfile("programs")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  words <- c(
    "translate",
    "--verify",
    "--style",
    style,
    "--output",
    folder,
    if (!is.null(from)) c("--from", from),
    path.expand(path)
  )
  tryCatch(
    run_command("rkeras_translate", words),
    rkeras_exit_status = function(condition) if (condition$status != 1L) stop(condition)
  )
}

translate_files <- function(path, style, from = NULL) {
  translation <- functions_of("translate_session")$Translation(as.list(path.expand(path)))
  programs <- translation$translate(describe_codes(translation$codes), style, from %||% "")
  list(translation = translation, programs = as.character(programs))
}

# Translates a notebook cell: the program, then a line for each mark. Calls are interpreted by the attached dialect.
bridge_translate_cell <- function(code, style) {
  functions_of("translate_session")$translate_cell(code, describe_codes(list(code)), style, spoken_package())
}

# The RStudio addin: translates the selection or the whole script into a new document.
translate_addin <- function() {
  if (!requireNamespace("rstudioapi", quietly = TRUE)) {
    stop("The addin needs the package rstudioapi: install.packages(\"rstudioapi\")", call. = FALSE)
  }
  document <- rstudioapi::getActiveDocumentContext()
  selected <- document$selection[[1L]]$text
  script <- tempfile("selected", fileext = ".R")
  on.exit(unlink(script))
  writeLines(if (nzchar(selected)) selected else document$contents, script, useBytes = TRUE)
  rstudioapi::documentNew(translate_files(script, "rkeras_py")$programs, type = "r")
}
