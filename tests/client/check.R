# Checks the package FOLDER as R CMD check does, with the aliases installed: check.R FOLDER WHERE. Then WHERE/aliases is a
# library with the aliases, and WHERE/kerasclient.Rcheck one with the package.
given <- normalizePath(commandArgs(TRUE))
setwd(given[[2L]])
dir.create("aliases")
rkeras::install_keras_alias("aliases", c("keras", "keras3", "tensorflow"), quiet = TRUE)
writeLines("options(repos = character())", "Rprofile") # else R CMD check asks CRAN for its index
Sys.setenv(
  R_LIBS = paste(c(normalizePath("aliases"), .libPaths()), collapse = .Platform$path.sep),
  R_PROFILE = normalizePath("Rprofile")
)
r <- function(...) {
  status <- system2(file.path(R.home("bin"), "R"), c("CMD", ...))
  if (status != 0L) quit(status = status)
}
r("build", given[[1L]])
r("check", "--no-manual", list.files(pattern = "[.]tar[.]gz$"))
