# Stop early, reduce on a plateau.
library(keras)
use_session_with_seed(6, quiet = TRUE)
x <- matrix(rnorm(60), 30)
y <- as.numeric(x[, 1] > 0)
model <- keras_model_sequential() %>%
  layer_dense(4, activation = "relu", input_shape = 2) %>%
  layer_dense(1, activation = "sigmoid")
model %>% compile(optimizer = optimizer_adam(learning_rate = 0.05), loss = "binary_crossentropy", metrics = "accuracy")
stop_early <- callback_early_stopping(monitor = "val_loss", patience = 1, restore_best_weights = TRUE)
plateau <- callback_reduce_lr_on_plateau(monitor = "val_loss", factor = 0.1, patience = 1)
h <- model %>% fit(x, y, epochs = 4, validation_split = 0.3, callbacks = list(stop_early, plateau), verbose = 0)
cat(length(h$metrics$loss) <= 4, h$metrics$loss[1:2], "\n")
cat(h$params$epochs, "\n")
