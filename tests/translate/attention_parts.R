# Attention to one tensor, and to lists of query, value and key.
library(keras3)
x <- array(sin(1:24), c(2, 3, 4))
inputs <- layer_input(shape = c(3, 4))
a <- layer_multi_head_attention(list(inputs, inputs), num_heads = 2, key_dim = 3, kernel_initializer = initializer_random_uniform(-2, 2, seed = 4137))
b <- inputs |> layer_multi_head_attention(num_heads = 2, key_dim = 3, kernel_initializer = initializer_random_uniform(-2, 2, seed = 41))
outputs <- layer_multi_head_attention(list(a, b, a), num_heads = 2, key_dim = 3, kernel_initializer = initializer_random_uniform(-2, 2, seed = 7))
model <- keras_model(inputs, outputs)
cat(sprintf("%.3f", mean(predict(model, x, verbose = 0)^2)), "\n")
