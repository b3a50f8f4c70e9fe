# Runs the examples of the installed help pages, and prints a line of JSON for each: its statements, the lines that each prints,
# and the numbers of the values that it shows; or its error. One more line has the exported functions whose page has none.
# Arguments: the root of the repository, for tools.help_examples.numbers_of(), and a file with the names of pages to leave out.

library(rkeras)
folder <- commandArgs(TRUE)[[1]]
reticulate::py_run_string(sprintf("import sys; sys.path.insert(0, r'%s')", folder))
numbers_of <- reticulate::import("tools.help_examples", convert = TRUE)$numbers_of

numbers <- function(value) {
  if (inherits(value, "python.builtin.object")) {
    return(as.numeric(unlist(numbers_of(value))))
  }
  if (is.numeric_version(value)) { # a list whose elements are such lists again, without end
    return(numeric())
  }
  if (is.data.frame(value)) {
    value <- as.matrix(value)
  }
  if (is.list(value)) {
    return(as.numeric(unlist(lapply(value, numbers))))
  }
  if (!is.numeric(value) && !is.logical(value)) {
    return(numeric())
  }
  if (!is.null(dim(value))) {
    value <- aperm(value)
  }
  as.numeric(value)
}

# The statements of an example with their code, without the condition that roxygen's @examplesIf puts around them; none where it
# does not hold.
statements <- function(page) {
  file <- tempfile(fileext = ".R")
  on.exit(unlink(file))
  tools::Rd2ex(page, file)
  if (!file.exists(file)) {
    return(NULL)
  }
  top <- parse(file, keep.source = TRUE)
  found <- list()
  for (i in seq_along(top)) {
    one <- top[[i]]
    inner <- is.call(one) && identical(one[[1]], quote(`if`)) && any(grepl("withAutoprint", deparse(one[[3]])))
    if (!inner) {
      found <- c(found, list(list(call = one, code = as.character(attr(top, "srcref")[[i]]))))
    } else if (identical(one[[2]], quote(is_keras_available())) || eval(one[[2]], globalenv())) {
      block <- one[[3]][[2]]
      codes <- lapply(attr(block, "srcref"), as.character)
      found <- c(found, Map(function(call, code) list(call = call, code = code), as.list(block)[-1], codes[-1]))
    }
  }
  found
}

run_page <- function(code, name) {
  utils <- reticulate::import("keras")$utils
  utils$clear_session(free_memory = FALSE) # whose collection takes half a second
  utils$set_random_seed(1L)
  space <- new.env(parent = globalenv())
  values <- list()
  shown <- list()
  for (one in code) {
    printed <- utils::capture.output({
      result <- withVisible(eval(one$call, space))
      if (result$visible) print(result$value)
    })
    shown <- c(shown, list(list(code = I(one$code), printed = I(printed))))
    if (result$visible && length(found <- numbers(result$value))) {
      values <- c(values, list(found))
    }
  }
  list(name = name, values = values, shown = shown)
}

has_example <- function(page) {
  "\\examples" %in% vapply(page, attr, "", "Rd_tag")
}

aliases <- function(page) {
  trimws(vapply(Filter(function(one) attr(one, "Rd_tag") == "\\alias", page), as.character, ""))
}

folder <- file.path(tempdir(), "examples")
dir.create(folder)
setwd(folder)
options(width = 80, useFancyQuotes = FALSE, cli.unicode = FALSE)
pages <- tools::Rd_db("rkeras")
left_out <- readLines(commandArgs(TRUE)[[2]])
without <- setdiff(getNamespaceExports("rkeras"), unlist(lapply(Filter(has_example, pages), aliases)))
cat("@without", jsonlite::toJSON(without), "\n", sep = "")
for (page in pages) {
  name <- sub("\\.Rd$", "", basename(attr(page, "Rdfile")))
  code <- if (name %in% left_out) NULL else statements(page)
  if (length(code)) {
    line <- tryCatch(
      run_page(code, name),
      error = function(e) list(name = name, error = conditionMessage(e))
    )
    cat("@@", jsonlite::toJSON(line, auto_unbox = FALSE, digits = 10, null = "null", na = "string"), "\n", sep = "")
  }
}
