# Linear regression by gradient descent.
library(tensorflow)
library(keras)
set.seed(1)
x <- runif(20)
y <- 3 * x + 2
w <- tf$Variable(0)
b <- tf$Variable(0)
xt <- tf$constant(x, dtype = "float32")
yt <- tf$constant(y, dtype = "float32")
for (step in 1:20) {
  with(tf$GradientTape() %as% tape, {
    loss <- tf$reduce_mean((xt * w + b - yt)^2)
  })
  grads <- tape$gradient(loss, list(w, b))
  w$assign_sub(0.1 * grads[[1]])
  b$assign_sub(0.1 * grads[[2]])
}
cat(as.numeric(w), as.numeric(b), as.numeric(loss), "\n")
