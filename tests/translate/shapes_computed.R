# Shapes that are computed.
library(keras)
n <- 4
m <- 3
shape_in <- c(n, m)
input <- layer_input(shape = shape_in)
out <- input %>% layer_flatten() %>% layer_dense(units = n * m) %>% layer_reshape(target_shape = c(m, n))
model <- keras_model(input, out)
print(unlist(model$output_shape[2:3]))
x <- array_reshape(1:24, c(2, shape_in))
cat(dim(x), dim(predict(model, x, verbose = 0)), "\n")
img <- array(0, c(1, 28, 28))
img <- array_reshape(img, c(dim(img), 1))
cat(dim(img), "\n")
