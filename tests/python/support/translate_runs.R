# Runs scripts in one R, each in an environment of its own; what each prints goes to a file. Arguments: folder, scripts.
arguments <- commandArgs(TRUE)
suppressMessages(rkeras::use_keras_alias(quiet = TRUE))
suppressPackageStartupMessages(library(keras))
before <- search()
for (script in arguments[-1L]) {
  sink(file.path(arguments[[1L]], sub("[.]R$", ".txt", basename(script))))
  source(script, local = new.env(), print.eval = TRUE, encoding = "UTF-8")
  sink()
  file.create(file.path(arguments[[1L]], sub("[.]R$", ".done", basename(script))))
  for (name in setdiff(search(), before)) detach(name, character.only = TRUE)
  k_clear_session()
}
