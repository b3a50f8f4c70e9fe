# Operations of the backend.
library(keras)
x <- k_constant(matrix(1:6, 2), dtype = "float32")
cat(k_int_shape(x)[[1]], k_get_value(k_sum(x)), k_get_value(k_mean(x, axis = 1)), "\n")
cat(k_get_value(k_sum(x, axis = 2)), k_get_value(x[1, ]), k_get_value(x[, 2:3]), "\n")
y <- x * 2 + 1
cat(k_get_value(y), k_get_value(k_transpose(y)), "\n")
cat(k_get_value(k_concatenate(list(x, y), axis = 1)), "\n")
cat(k_get_value(k_softmax(k_constant(c(1, 2, 3)))), "\n")
cat(k_get_value(k_argmax(x, axis = 2)), k_get_value(k_clip(x, 2, 4)), "\n")
cat(k_get_value(k_expand_dims(k_constant(c(1, 2)), axis = 2)), "\n")
cat(dim(array_reshape(1:6, c(3, 2))), array_reshape(1:6, c(3, 2))[1, ], "\n")
cat(to_categorical(c(0, 2, 1)), "\n")
