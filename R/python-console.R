# Calls from Python to R during training: see `r_process` in python-names.R.

introduce_r <- function() {
  functions_of("r_process")$introduce(
    write = write_to_console,
    captures = function() sink.number() > 0L,
    redraws = redraws_lines,
    writes_document = writes_document,
    width = function() getOption("width"),
    getenv = function(name) Sys.getenv(name),
    has_viewer = function() is.function(getOption("viewer")) && nzchar(Sys.getenv("RSTUDIO")),
    view = view_page,
    active_run = active_run,
    record_run = record_run,
    view_run = view_run,
    write_parts = write_parts,
    translate_parts = translate_parts,
    show_parts = show_parts,
    read_parts = read_parts,
    same_code = same_code
  )
}

# Consoles in windows, and IRkernel, show output only after a flush.
write_to_console <- function(text) {
  cat(text)
  utils::flush.console()
}

# Tells whether "\r" returns to the start of the line: in a console, but not in documents, files or captured output.
redraws_lines <- function() {
  if (writes_document()) {
    return(FALSE)
  }
  if (isTRUE(getOption("jupyter.in_kernel"))) {
    return(TRUE)
  }
  sink.number() == 0L && (interactive() || isatty(stdout()))
}

writes_document <- function() isTRUE(getOption("knitr.in.progress"))

# An error of the viewer must not stop the training.
view_page <- function(url) {
  viewer <- getOption("viewer")
  if (!is.function(viewer)) {
    return(FALSE)
  }
  tryCatch(
    {
      viewer(url)
      TRUE
    },
    error = function(e) {
      warning("fit(): the viewer could not show ", url, ": ", conditionMessage(e), call. = FALSE)
      FALSE
    }
  )
}
