#' List the problems of old scripts on Keras 3, and their solutions
#'
#' Use it before you run an old script. It parses scripts for R keras without running them, and reports for each line
#' what does not work, what differs on Keras 3, which arguments are unknown and which were probably meant, what was
#' removed and what replaces it, and which packages are missing. The Python package provides it as a shell command,
#' `rkeras check`.
#'
#' The messages are those of the functions of rkeras. The check looks only at values that the script contains and at
#' functions that are called by name; it ignores functions that the script defines, Python objects (`tf$...`) and
#' `do.call()`. A comment `# rkeras: ok` silences its line.
#'
#' @param path Scripts, `.Rmd`, `.qmd` and `.ipynb` files, or folders that contain them.
#' @param to `"keras3"` also lists the changes that you need for R's package keras3; `NULL` does not.
#' @param all Whether to list also the calls that work, and those that can only be checked by running the script.
#' @param fix Whether to fix problems in the files if this is safe, such as misspelled arguments. `"show"` shows the
#'   changes and writes nothing.
#' @param from The package that files without `library()` are written for, `"keras"` or `"keras3"`; `NULL` is
#'   `"keras"`.
#' @return A data frame of the findings, invisibly: `file`, `line`, `column`, `level` ("problem", "note", "fine" or
#'   "unknown"), `rule`, `fun`, `message`.
#' @section Errors: If a file cannot be read.
#' @seealso [rkeras_run()], [rkeras_translate()], [use_keras_alias()].
#' @export
#' @examplesIf FALSE
#' rkeras_check("script.R")
#' found <- rkeras_check("chapters", to = "keras3")
#' stopifnot(!any(found$level == "problem"))
rkeras_check <- function(path = ".", to = NULL, all = FALSE, fix = FALSE, from = NULL) {
  if (!is.character(path) || !length(path) || anyNA(path)) {
    stop_argument("rkeras_check", "path", "names of files or folders", path)
  }
  if (!is.null(to) && !identical(to, "keras3")) {
    stop_argument("rkeras_check", "to", "\"keras3\" or NULL", to)
  }
  refuse_dialect("rkeras_check", from)
  if (!isTRUE(all) && !isFALSE(all)) {
    stop_argument("rkeras_check", "all", "TRUE or FALSE", all)
  }
  if (!isTRUE(fix) && !isFALSE(fix) && !identical(fix, "show")) {
    stop_argument("rkeras_check", "fix", "TRUE, FALSE or \"show\"", fix)
  }
  name_errors("rkeras_check", {
    check <- judge_scripts(path, to, from)
    mended <- if (isTRUE(fix)) check$mend()
    if (length(mended)) {
      message(paste(mended, collapse = "\n"))
      before <- check
      check <- judge_scripts(path, to, from)
      check$keep_unmended(before)
    }
    cat(if (identical(fix, "show")) check$show_changes() else paste0(check$lay_out(all), "\n"))
    columns <- check$list_findings(all)
  })
  numbers <- c("line", "column")
  columns[numbers] <- lapply(columns[numbers], as.integer)
  columns[setdiff(names(columns), numbers)] <- lapply(columns[setdiff(names(columns), numbers)], as.character)
  invisible(as.data.frame(columns))
}

refuse_dialect <- function(fun, from) {
  if (!is.null(from) && !(is_string(from) && from %in% c("keras", "keras3"))) {
    stop_argument(fun, "from", "\"keras\", \"keras3\" or NULL", from)
  }
}

judge_scripts <- function(path, to, from) {
  check <- functions_of("check_session")$Check(as.list(path.expand(path)))
  check$judge(describe_codes(check$codes), identical(to, "keras3"), from %||% "")
  check
}

# This session parses the scripts, because it has the libraries that they would use.
describe_codes <- function(codes) {
  tools <- new.env(parent = baseenv())
  sys.source(file.path(core_path(), "porting", "checking", "parse.R"), tools)
  paste(tools$describe_code(as.list(codes)), collapse = "\n")
}
