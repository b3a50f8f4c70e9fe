# Run by pkgbuild (devtools, remotes, pak) before it builds the package, and by configure.win: where git makes no links, as
# on Windows, inst/python/rkeras_py is a file with the name of the folder, and the folder takes its place.
link <- file.path("inst", "python", "rkeras_py")
if (!dir.exists(link) && dir.exists("rkeras_py")) {
  unlink(link)
  stopifnot(file.copy("rkeras_py", dirname(link), recursive = TRUE))
}
