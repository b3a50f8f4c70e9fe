# Rscript knit.R VIGNETTE: leaves the page in page.md of the current folder, and its pictures in figures/.
# Around each chunk stand lines that name it, for its twin in Python to be put beside it.

vignette <- commandArgs(TRUE)
if (!rkeras::is_keras_available()) {
  stop("There is no Keras, without which vignettes show no results. Run: make setup")
}
stopifnot(file.copy(vignette, "vignette.Rmd"))
stopifnot(file.copy(list.files(dirname(vignette), pattern = "[.](png|jpg|svg)$", full.names = TRUE), "."))
name <- tools::file_path_sans_ext(basename(vignette))

knitr::render_markdown()
plain <- knitr::knit_hooks$get("chunk")
marked <- function(x, options) {
  paste0("\n@chunk ", options$label, "@\n\n", plain(x, options), "\n\n@end@\n")
}
knitr::knit_hooks$set(chunk = marked)
knitr::opts_chunk$set(fig.path = paste0("figures/", name, "-"), dpi = 110, error = FALSE)
knitr::knit("vignette.Rmd", "page.md", quiet = TRUE, envir = new.env(parent = globalenv()))
