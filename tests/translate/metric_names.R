# Losses and metrics by their names in Keras 2, measured on a vector of targets.
library(keras)
x <- matrix(sin(1:20), 10)
y <- as.numeric(cos(1:10) > 0)
model <- keras_model_sequential(input_shape = 2) %>%
  layer_dense(units = 1, activation = "sigmoid", kernel_initializer = "ones")
model %>% compile(
  optimizer = "sgd",
  loss = "logcosh",
  metrics = list(
    "cosine_proximity", "hinge", "poisson", "kullback_leibler_divergence", "huber_loss", "binary_crossentropy",
    "Precision", metric_squared_hinge(), metric_categorical_hinge(name = "by_class"), metric_auc()
  )
)
scores <- model %>% evaluate(x, y, verbose = 0)
cat(sprintf("%.4f", c(scores[["cosine_proximity"]], scores[["hinge"]], scores[["poisson"]])), "\n")
cat(sprintf("%.4f", c(scores[["kullback_leibler_divergence"]], scores[["huber_loss"]])), "\n")
cat(sprintf("%.4f", scores[["binary_crossentropy"]]), "\n")
cat(sprintf("%.4f", c(scores[["precision"]], scores[["squared_hinge"]], scores[["by_class"]], scores[["auc"]])), "\n")
history <- model %>% fit(x, y, epochs = 2, verbose = 0)
cat(sprintf("%.4f", history$metrics$poisson), "\n")
