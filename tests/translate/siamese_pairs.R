# One shared network for two inputs, a distance as a Lambda layer.
library(keras)

set.seed(12)
pairs <- 64
left <- matrix(rnorm(pairs * 5), pairs)
right <- left + matrix(rnorm(pairs * 5, sd = 0.5), pairs)
same <- as.numeric(rowSums((left - right)^2) < 1.2)
cat("same pairs:", sum(same), "\n")

base <- keras_model_sequential(name = "base") %>%
  layer_dense(units = 8, activation = "relu", input_shape = 5) %>%
  layer_dense(units = 4)

input_a <- layer_input(shape = 5, name = "a")
input_b <- layer_input(shape = 5, name = "b")
code_a <- base(input_a)
code_b <- input_b %>% base()
distance <- layer_lambda(
  list(code_a, code_b),
  function(x) k_sqrt(k_sum(k_square(x[[1]] - x[[2]]), axis = 2, keepdims = TRUE) + 1e-6),
  output_shape = 1
)
output <- distance %>% layer_dense(units = 1, activation = "sigmoid", name = "same")
model <- keras_model(inputs = list(input_a, input_b), outputs = output)

model %>% compile(optimizer = optimizer_adam(learning_rate = 0.01), loss = "binary_crossentropy", metrics = "accuracy")
model %>% fit(list(left, right), same, epochs = 2, batch_size = 16, verbose = 0)
probability <- predict(model, list(left[1:4, ], right[1:4, ]), verbose = 0)
print(round(probability[, 1], 3))
cat(length(base$weights), "weights are shared\n")
encoded <- predict(base, left[1:2, ], verbose = 0)
print(dim(encoded))
