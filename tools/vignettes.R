# Renders vignettes, one after the other in this process: Rscript tools/vignettes.R FOLDER NAME...
# Leaves in the folder each page, and what its chunks printed in NAME.r.txt, for tools/vignettes.py to compare. Pages of the gallery
# have names such as gallery/digits, and leave gallery-digits.r.txt.

given <- commandArgs(TRUE)
options(rmarkdown.html_vignette.check_title = FALSE) # pages of the gallery are no vignettes
folder <- normalizePath(given[1])

# The format of a page, which also writes down what each chunk prints.
recording <- function(file) {
  format <- rmarkdown::html_vignette()
  write <- function(x, options) {
    cat("## ", options$label, "\n", x, "\n", sep = "", file = file, append = TRUE)
    knitr::hooks_markdown()$output(x, options)
  }
  format$knitr$knit_hooks$output <- write
  format
}

render <- function(name) {
  start <- proc.time()
  attached <- search()
  record <- file.path(folder, paste0(gsub("/", "-", name), ".r.txt"))
  file.create(record)
  page <- file.path("vignettes", paste0(name, ".Rmd"))
  rmarkdown::render(
    page,
    recording(record),
    output_dir = folder,
    intermediates_dir = file.path(folder, name),
    envir = new.env(parent = globalenv()),
    quiet = TRUE
  )
  for (package in setdiff(search(), attached)) {
    detach(package, character.only = TRUE)
  }
  rkeras::clear_session() # names of layers count from 1 again
  took <- proc.time() - start
  cat(sprintf("%s: %.1f s, %.1f s of a core\n", name, took[["elapsed"]], took[["user.self"]] + took[["sys.self"]]))
}

failed <- character()
for (name in given[-1]) {
  cat(name, "\n", sep = "", file = stderr())
  tryCatch(render(name), error = function(condition) {
    cat("Failed: ", conditionMessage(condition), "\n", sep = "", file = stderr())
    failed <<- c(failed, name)
  })
}
if (length(failed)) {
  stop("These vignettes failed: ", toString(failed))
}
