# Runs scripts as `rkeras translate --verify` does, each in a copy of this process:
# Rscript runs.R SCRIPT.R FOLDER SEED EPOCHS STEPS FILES...
given <- commandArgs(TRUE)
folder <- given[[2L]]
suppressMessages(library(rkeras))
use_keras_alias()
detach("package:rkeras")
invisible(reticulate::import("keras", convert = FALSE)$Model)
for (script in given[-(1:5)]) {
  if (file.exists(file.path(folder, "stop"))) {
    break
  }
  name <- sub("[.]R$", "", basename(script))
  job <- parallel::mcparallel({
    own <- file.path(folder, paste0(name, ".files"))
    dir.create(own)
    setwd(own)
    sink(nullfile())
    here <- new.env()
    here$commandArgs <- function(...) c(script, file.path(folder, paste0(name, ".R")), given[3:5])
    sys.source(given[[1L]], here)
  })
  if (is.null(parallel::mccollect(job, wait = FALSE, timeout = 600))) tools::pskill(job$pid, 9L)
  file.create(file.path(folder, paste0(name, ".done")))
}
