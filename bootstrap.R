# Run by pkgbuild (devtools, remotes, pak) before it builds the package, and by configure.win: where git makes no links, as
# on Windows, a link in inst is a file with the path of what it leads to, and that takes its place.
links <- c("python/rkeras_py", "vignettes/python", paste0("docs/", c("differences", "compatibility", "conversions"), ".md"))
for (link in file.path("inst", links)) {
  target <- if (file.exists(link) && !dir.exists(link)) readLines(link, n = 1L, warn = FALSE)
  if (length(target) && startsWith(target, "../../")) {
    unlink(link)
    stopifnot(file.copy(sub("../../", "", target, fixed = TRUE), dirname(link), recursive = TRUE))
  }
}
