# Puts a page in place of a vignette, so that the package builds and installs without a Python: Rscript knit_page.R FILE HOW.
# "run" has its code with what it printed, and its pictures, which need no R any more; "show" has the code alone.
# At the end stands a hidden chunk with the code of all chunks, from which R CMD build makes the vignette's .R file.
given <- commandArgs(TRUE)
file <- given[[1L]]
page <- paste0(file, ".md")
code <- knitr::purl(file, tempfile(fileext = ".R"), quiet = TRUE)
code <- readLines(code)

if (given[[2L]] == "run") {
  knitr::opts_chunk$set(fig.path = paste0(tools::file_path_sans_ext(file), "-"), error = FALSE)
  knitr::knit(file, page, quiet = TRUE, envir = new.env())
  text <- readLines(page)
  unlink(page)
  uncaptioned <- grep("plot of chunk", text, value = TRUE)
  if (length(uncaptioned)) {
    stop(file, ": a picture has no fig.cap: ", toString(uncaptioned))
  }
} else {
  text <- sub("^```\\{(r|python)\\b.*\\}$", "```\\1", readLines(file))
}

writeLines(
  c(
    text,
    "",
    "```{r, include = FALSE, eval = 0}", # runs no line; FALSE would make comments of all in the .R file
    code,
    "```"
  ),
  file
)
