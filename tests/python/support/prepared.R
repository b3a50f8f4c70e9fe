# The process that prepares scripts of R, as prepared.py does those of Python; their code comes in place of its own.
local({
  invisible(loadNamespace("rkeras"))
  given <- reticulate::import("prepared")$prepare_in_r(as.integer(commandArgs(TRUE)))
  all <- c("R", "--args", given)
  assign("commandArgs", function(trailingOnly = FALSE) if (trailingOnly) all[-(1:2)] else all, globalenv())
})
