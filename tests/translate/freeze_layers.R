# Freeze and unfreeze.
library(keras)
use_session_with_seed(26, quiet = TRUE)
base <- keras_model_sequential(input_shape = 4, name = "base") %>%
  layer_dense(3, activation = "relu", name = "one") %>%
  layer_dense(2, name = "two")
model <- keras_model_sequential(input_shape = 4) %>% base() %>% layer_dense(1)
cat(length(model$trainable_weights), "\n")
freeze_weights(base)
cat(length(model$trainable_weights), "\n")
unfreeze_weights(base, from = "two")
cat(length(model$trainable_weights), "\n")
