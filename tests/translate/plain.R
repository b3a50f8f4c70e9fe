# Functions that plain Keras has in another form: padding, freezing, callbacks, layers that adapt.
library(keras)
padded <- pad_sequences(list(c(1, 2), c(3, 4, 5)), maxlen = 4, padding = "post")
cat(dim(padded), padded[1, 2], padded[2, 4], "\n")
model <- keras_model_sequential() %>%
  layer_dense(2, input_shape = 3, kernel_initializer = "ones") %>%
  layer_dense(1)
freeze_weights(model, to = 1)
cat(length(model$trainable_weights), "\n")
unfreeze_weights(model, from = 2)
cat(length(model$trainable_weights), "\n")
freeze_weights(model)
cat(length(model$trainable_weights), "\n")
unfreeze_weights(model)
cat(length(model$trainable_weights), "\n")
watching <- list(
  callback_model_checkpoint("best.keras", save_best_only = TRUE),
  callback_reduce_lr_on_plateau(factor = 0.2, patience = 3)
)
cat(length(watching), "\n")
standard <- layer_normalization(axis = NULL)
standard %>% adapt(c(1, 3, 5))
cat(as.numeric(standard$mean), "\n")
