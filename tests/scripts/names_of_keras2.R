# What scripts and packages for R keras 2 ask for by the names that it had; each line ran there.
library(keras)
library(tensorflow)
tf$compat$v1$set_random_seed(1L)

stopifnot(inherits(metric_auc(), "keras.metrics.base_metric.Metric"), inherits(optimizer_adam(), "keras.optimizers.optimizer.Optimizer"))
stopifnot(inherits(callback_early_stopping(), "keras.callbacks.Callback"), inherits(regularizer_l2(), "keras.regularizers.L2"))

layer_half <- function(object, units, ...) {
  args <- keras:::capture_args(match.call(), list(units = function(n) as.integer(n / 2)), ignore = "object")
  create_layer(keras$layers$Dense, object, args)
}
model <- keras_model_sequential(input_shape = 4) %>% layer_half(8, activation = "relu")
cat(model$output_shape[[2]], "\n")

print(keras$utils$np_utils$to_categorical(c(0, 2)))
x <- tf$constant(matrix(1:12, 3, byrow = TRUE))
print(as.array(x[2:NA, NULL:NULL:2]))
options(tensorflow.extract.style = "python")
print(as.array(x[0:2, -1]))
