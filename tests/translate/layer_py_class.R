# A layer by %py_class%.
library(keras)
use_session_with_seed(14, quiet = TRUE)
Scale(keras$layers$Layer) %py_class% {
  initialize <- function(factor = 2, ...) {
    super$initialize(...)
    self$factor <- factor
  }
  call <- function(inputs) {
    inputs * self$factor
  }
}
layer <- Scale(factor = 3)
print(as.array(layer(k_constant(c(1, 2)))))
