# A gradient.
library(tensorflow)
library(keras)
x <- tf$constant(3)
with(tf$GradientTape() %as% tape, {
  tape$watch(x)
  y <- x * x + 2 * x
})
g <- tape$gradient(y, x)
cat(as.numeric(g), "\n")
