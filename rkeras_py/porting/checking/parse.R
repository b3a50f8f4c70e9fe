# R's own parser, for `rkeras check`, in base R alone. As a script it takes the folder of an exchange: `1.R`, `2.R`, ...
# are read, `parsed` is written. rkeras_check() calls describe_code() in its session. Nothing of the code is run.

# One line for each token of each text, and for each fact that its calls need, as fields between tabs.
describe_code <- function(texts) {
  found <- lapply(seq_along(texts), function(i) describe_text(i, texts[[i]]))
  tokens <- do.call(rbind, lapply(found, `[[`, "tokens"))
  c(unlist(lapply(found, `[[`, "lines")), describe_packages(tokens))
}

# A part of a file begins with a character that no code has, and the number of lines above it.
describe_text <- function(i, text) {
  above <- 0L
  if (startsWith(text, "\001")) {
    end <- regexpr("\n", text, fixed = TRUE)[[1L]]
    above <- as.integer(substr(text, 2L, end - 1L))
    text <- substring(text, end + 1L)
  }
  parsed <- tryCatch(
    parse(text = strsplit(text, "\n", fixed = TRUE)[[1L]], keep.source = TRUE, encoding = "UTF-8"),
    error = conditionMessage
  )
  if (is.character(parsed)) {
    return(list(lines = paste("error", i, above, escape(parsed[[1L]]), sep = "\t")))
  }
  tokens <- utils::getParseData(parsed)
  if (is.null(tokens) || !nrow(tokens)) {
    return(list())
  }
  cut <- tokens$token == "STR_CONST" & startsWith(tokens$text, "[") # "[1200 chars quoted with '"']"
  tokens$text[cut] <- utils::getParseText(tokens, tokens$id[cut])
  places <- tokens[c("id", "parent", "line1", "col1", "line2", "col2", "token")]
  places[c("line1", "line2")] <- places[c("line1", "line2")] + above
  text <- escape(tokens$text)
  list(lines = do.call(paste, c("token", i, places, list(text, sep = "\t"))), tokens = tokens[c("token", "text")])
}

escape <- function(text) {
  text <- gsub("\\", "\\\\", enc2utf8(text), fixed = TRUE)
  gsub("\r", "\\r", gsub("\n", "\\n", gsub("\t", "\\t", text, fixed = TRUE), fixed = TRUE), fixed = TRUE)
}

# Which of the names that may be packages are installed, and where the functions are that the code calls. Packages are
# not loaded: what they export stands in their files.
describe_packages <- function(tokens) {
  if (is.null(tokens)) {
    return(character())
  }
  called <- unique(tokens$text[tokens$token == "SYMBOL_FUNCTION_CALL"])
  named <- tokens$text[tokens$token %in% c("SYMBOL", "STR_CONST", "SYMBOL_PACKAGE")]
  named <- intersect(gsub("^[\"']|[\"']$", "", named), list.files(.libPaths()))
  installed <- named[vapply(named, function(name) nzchar(system.file("Meta", "package.rds", package = name)), NA)]
  c(
    paste("base", called[vapply(called, function(name) find_in(name, base), NA)], sep = "\t", recycle0 = TRUE),
    paste("package", base, "", sep = "\t"),
    unlist(lapply(setdiff(installed, base), describe_package, called))
  )
}

base <- c("base", "stats", "graphics", "grDevices", "utils", "datasets", "methods")

find_in <- function(name, packages) {
  any(vapply(packages, function(package) exists(name, asNamespace(package), mode = "function", inherits = FALSE), NA))
}

describe_package <- function(name, called) {
  file <- system.file("Meta", "nsInfo.rds", package = name)
  exports <- if (nzchar(file)) readRDS(file)[c("exports", "exportPatterns")] else list(exportPatterns = ".")
  meta <- readRDS(system.file("Meta", "package.rds", package = name))
  more <- setdiff(names(meta$Depends), base)
  is_open <- length(exports$exportPatterns) > 0L || length(more) > 0L || name == "tidyverse"
  paste("package", name, c(intersect(exports$exports, called), if (is_open) "*", ""), sep = "\t")
}

if (sys.nframe() == 0L) {
  folder <- commandArgs(TRUE)[[1L]]
  files <- file.path(folder, paste0(seq_along(list.files(folder, "[.]R$")), ".R"))
  texts <- lapply(files, function(file) {
    paste(readLines(file, encoding = "UTF-8", warn = FALSE), collapse = "\n")
  })
  output <- file(file.path(folder, "parsed"), open = "wb")
  writeLines(describe_code(texts), output, useBytes = TRUE)
  close(output)
}
