# Runs a whole script in the R that Python hosts.

# Undoes two effects of the bridge that Rscript lacks: rkeras attached, and warnings about plots.
script_start <- function(path) {
  detach("package:rkeras", character.only = TRUE)
  if (identical(getOption("device"), bridge_device)) {
    options(device = grDevices::pdf)
  }
  use_keras_alias(quiet = TRUE)
  set_quit(state$quit)
  parse(path, keep.source = FALSE)
}

script_print <- function(result) {
  if (result$visible) {
    if (isS4(result$value)) methods::show(result$value) else print(result$value)
  }
}

# After an error; as in Rscript, options(error = ) can let the script continue.
script_failed <- function() {
  if (is.null(getOption("error"))) {
    message("Execution halted")
    quit("no", 1L, runLast = FALSE)
  }
}

# rpy2 calls .Last() whenever R ends.
script_forget_last <- function() {
  if (exists(".Last", globalenv(), inherits = FALSE)) {
    rm(".Last", envir = globalenv())
  }
}

script_end <- function() {
  quit("no", 0L)
}
