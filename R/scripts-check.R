#' Say what works in scripts, what differs on Keras 3, and what to do
#'
#' Reads scripts for R keras by R's parser, without running them, and says line by line what does not work, what differs
#' on Keras 3 and how, which arguments are unknown and which was meant, what is gone and what to do instead, and which
#' packages are missing. The Python package has the same as a command of the shell, `rkeras check`.
#'
#' Its words on functions are those of rkeras itself when they are called: the same words for the same mistakes.
#' Only values that stand in the script are looked at, and of functions only those called by their names; what a script
#' defines itself, Python objects (`tf$...`) and `do.call()` are left alone. A comment `# rkeras: ok` silences its line.
#'
#' @param path Scripts, `.Rmd`, `.qmd` and `.ipynb` files, or folders of such.
#' @param to `"keras3"` lists what you would change to use R's package keras3 instead; `NULL` does not.
#' @param all Whether to list the calls that work, too, and what only running the script would tell.
#' @param fix Whether to fix in the files what can be fixed safely, such as misspelt arguments. `"show"` shows the
#'   changes and writes nothing.
#' @param from The package whose meaning calls have in files that attach neither, `"keras"` or `"keras3"`; `NULL` is the
#'   former.
#' @return A data frame of the findings, invisibly: `file`, `line`, `column`, `level` ("problem", "note", "fine" or
#'   "unknown"), `rule`, `fun`, `message`.
#' @section Errors: If a file cannot be read.
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
  check <- import_rkeras_py("check_session")$Check(as.list(path.expand(path)))
  check$judge(describe_codes(check$codes), identical(to, "keras3"), from %||% "")
  check
}

# This session parses: its libraries are those that the scripts would find.
describe_codes <- function(codes) {
  tools <- new.env(parent = baseenv())
  sys.source(file.path(core_path(), "porting", "checking", "parse.R"), tools)
  paste(tools$describe_code(as.list(codes)), collapse = "\n")
}
