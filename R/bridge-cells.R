# Notebook cells in R.

# Runs a cell as R's console would: values are printed. For a line magic, which returns its value, only plots are shown. Plots
# are written to numbered files, HTML pages to files sorted among them; tables as well, if the notebook shows them.
bridge_cell <- function(code, plots, width, height, resolution, pointsize, background, prints, notebook) {
  bridge_guard(function() {
    state$cell_places <- list()
    state$cell_warnings <- list()
    expressions <- parse(text = code, keep.source = TRUE)
    grDevices::png(plots, width, height, "px", pointsize, background, resolution)
    device <- grDevices::dev.cur()
    begun <- FALSE # the page that the device has not written yet
    hooks <- c("plot.new", "grid.newpage")
    before <- lapply(hooks, getHook)
    note_page <- function(...) begun <<- TRUE
    lapply(hooks, setHook, note_page)
    on.exit({
      Map(setHook, hooks, before, "replace")
      state$typed_after <- NULL
      if (device %in% grDevices::dev.list()) grDevices::dev.off(device)
    })
    at <- 0L
    run <- function() {
      value <- NULL
      for (bridge_expr in expressions) {
        at <<- at + 1L
        state$typed_after <- if (at == length(expressions) && is_plain_call(bridge_expr)) sys.nframe() + 3L
        seen <- withVisible(eval(bridge_expr, globalenv()))
        value <- seen$value
        page <- if (seen$visible) find_page(value, prints && notebook)
        if (!is.null(page)) {
          write_page(page, dirname(plots), begun)
          value <- NULL
        } else if (seen$visible && (prints || is_drawn(value))) {
          print(value)
          if (!prints) value <- NULL
        }
      }
      value
    }
    note_places <- function(condition) state$cell_places <- cell_places(expressions, at, sys.calls())
    state$cell_line <- function() cell_places(expressions, at, sys.calls())[[1L]]$line
    keep_warning <- function(condition) {
      if (getOption("warn") %in% 0:1) {
        state$cell_warnings <- c(state$cell_warnings, list(list(conditionMessage(condition), state$cell_line())))
        tryInvokeRestart("muffleWarning")
      }
    }
    value <- withCallingHandlers(run(), error = note_places, warning = keep_warning)
    state$cell_value <- if (!prints) value
    state$cell_value
  })
}

# A cell that loads keras, keras3 or tensorflow gets the alias, as scripts do under `rkeras run`, unless R has already loaded
# the real package.
bridge_use_alias <- function(code) {
  asks <- "\\b((library|require|requireNamespace|loadNamespace)\\(\\s*[\"']?(keras3?|tensorflow)\\b|(keras3?|tensorflow)::)"
  loaded <- Filter(isNamespaceLoaded, c("keras", "keras3"))
  if (grepl(asks, code, perl = TRUE) && all(vapply(loaded, is_alias, NA))) {
    use_keras_alias(quiet = TRUE)
  }
  NULL
}

# Tells whether the code is a single call whose value is assigned or shown.
is_plain_call <- function(code) {
  while (is.call(code) && is.name(code[[1L]]) && as.character(code[[1L]]) %in% c("<-", "<<-", "=")) {
    code <- code[[3L]]
  }
  is.call(code) && !(bridge_call_head(code) %in% c("{", "if", "for", "while", "repeat"))
}

is_drawn <- function(value) {
  inherits(value, c("ggplot", "trellis", "grob", "gtable", "recordedplot"))
}

# R's console shows these values in a browser.
is_page <- function(value) {
  inherits(value, c("htmlwidget", "shiny.tag", "shiny.tag.list", "html"))
}

# The HTML lines that show a value; NULL if R prints it.
find_page <- function(value, with_tables) {
  if (is_page(value)) {
    render_page(value)
  } else if (with_tables && is.data.frame(value)) {
    frame_to_html(value)
  } else if (with_tables && inherits(value, "knitr_kable") && attr(value, "format") %in% c("html", "pipe")) {
    value
  }
}

# The HTML page of an object in Python, as R shows it.
bridge_page <- function(value) {
  paste(find_page(value, TRUE), collapse = "\n")
}

# The page is self-contained: scripts and styles of a widget are embedded. Without any, it becomes part of the notebook's page.
render_page <- function(value) {
  rendered <- htmltools::renderTags(value)
  parts <- unlist(lapply(htmltools::resolveDependencies(rendered$dependencies), enclose_dependency))
  c("<!DOCTYPE html><meta charset=\"utf-8\">"[length(parts) > 0L], parts, rendered$head, rendered$html)
}

write_page <- function(lines, folder, begun) {
  before <- length(list.files(folder, "png$")) + begun
  ending <- if (identical(attr(lines, "format"), "pipe")) "md" else "html"
  name <- sprintf("%04d.page%04d.%s", before, length(list.files(folder, "page")), ending)
  writeLines(enc2utf8(as.character(lines)), file.path(folder, name), useBytes = TRUE)
}

# The cells contain the text that R prints; long tables are shortened to the first and last rows.
frame_to_html <- function(frame) {
  tables <- import_rkeras_py("tables")
  choose <- function(number) vapply(tables$choose_shown(number), function(at) if (is.null(at)) NA else at + 1, 0)
  rows <- choose(nrow(frame))
  shown <- as.data.frame(frame)[rows[!is.na(rows)], , drop = FALSE]
  cells <- as.matrix(format(shown))
  cells[is.na(cells)] <- "NA"
  names <- if (is.character(attr(frame, "row.names"))) row.names(shown)
  written <- matrix("\u2026", length(rows), ncol(cells))
  written[!is.na(rows), ] <- trimws(cells)
  before <- rep("\u2026", length(rows))
  before[!is.na(rows)] <- names %||% format(rows[!is.na(rows)])
  title <- sprintf("%s of %d rows and %d columns", class(frame)[[1L]], nrow(frame), ncol(frame))
  lines <- lapply(seq_along(rows), function(at) as.list(c(before[[at]], written[at, ])))
  tables$write_html(title, as.list(c("", names(frame))), lines)
}

enclose_dependency <- function(dependency) {
  folder <- dependency$src$file
  if (is.null(folder)) {
    scripts <- vapply(dependency$script, function(one) if (is.list(one)) one$src else one, "")
    return(c(
      sprintf("<script src=\"%s/%s\"></script>", dependency$src$href, scripts),
      sprintf("<link rel=\"stylesheet\" href=\"%s/%s\">", dependency$src$href, as.character(dependency$stylesheet)),
      dependency$head
    ))
  }
  if (!is.null(dependency$package)) {
    folder <- system.file(folder, package = dependency$package)
  }
  read <- function(names) {
    vapply(
      names,
      function(name) {
        text <- readLines(file.path(folder, if (is.list(name)) name$src else name), warn = FALSE, encoding = "UTF-8")
        gsub("</(script|style)", "<\\\\/\\1", paste(text, collapse = "\n"))
      },
      ""
    )
  }
  c(
    sprintf("<script>%s</script>", read(dependency$script)),
    sprintf("<style>%s</style>", read(dependency$stylesheet)),
    dependency$head
  )
}

# The lines of a cell that are running, innermost first.
cell_places <- function(expressions, at, calls) {
  refs <- c(attr(expressions, "srcref")[at], lapply(calls, attr, "srcref"))
  file <- attr(expressions, "srcfile")
  refs <- Filter(function(ref) inherits(ref, "srcref") && identical(attr(ref, "srcfile"), file), refs)
  places <- lapply(rev(refs), function(ref) {
    text <- as.character(ref)
    list(line = ref[[1L]], text = paste0(text[[1L]], if (length(text) > 1L) " ..."))
  })
  places[!duplicated(vapply(places, `[[`, 1L, "line"))]
}

bridge_cell_places <- function() {
  state$cell_places
}

# The line of the cell that is running.
bridge_cell_line <- function() {
  state$cell_line()
}

# The warnings of the last cell, with their lines.
bridge_cell_warnings <- function() {
  state$cell_warnings
}
