# Two inputs, shared layer, unpacking; the numbers are those of base R.
library(keras)
library(tensorflow)

a <- layer_input(shape = shape(3), name = "a")
b <- layer_input(shape = shape(3), name = "b")
shared <- layer_dense(units = 2, activation = "tanh", name = "shared")
both <- layer_concatenate(list(a %>% shared, b %>% shared))
model <- keras_model(list(a, b), both %>% layer_dense(1, name = "score"))

c(kernel, bias) %<-% get_weights(get_layer(model, "shared"))
c(kernel_2, bias_2) %<-% get_weights(get_layer(model, "score"))

x <- array_reshape(1:6 / 10, c(2, 3))
z <- cbind(tanh(x %*% kernel), tanh(-x %*% kernel)) %*% kernel_2
predicted <- predict(model, list(x, -x), verbose = 0)
stopifnot(all.equal(predicted, z, tolerance = 1e-6))

with(tf$GradientTape() %as% tape, {
  w <- tf$constant(c(1, 2))
  tape$watch(w)
  loss <- tf$reduce_sum(w^2L)
})
gradient <- tape$gradient(loss, w)
k_get_value(gradient)
