# The start of a user of R, to the first layer, for `rkeras doctor`: their R, their libraries, their variables.

say <- function(name, value) {
  cat(sprintf("\nrkeras-doctor\tstart.r.%s\t%s\n", name, gsub("[\r\n\t]+", " ", value)))
}

say("stage", "library(rkeras)")
suppressPackageStartupMessages(library(rkeras))
say("stage", "a first layer")
layer <- layer_dense(units = 3, kernel_initializer = "ones")
say("sum", format(sum(as.array(layer(matrix(1, 2, 4))))))
say("python", reticulate::py_config()$python)
