# Installs the package beside this file into the library given, in R's own way.
rkeras::use_keras_alias(quiet = TRUE)
given <- commandArgs(TRUE)
command <- c("CMD", "INSTALL", "--no-docs", paste0("--library=", given[[2]]), given[[1]])
quit(status = system2(file.path(R.home("bin"), "R"), command))
