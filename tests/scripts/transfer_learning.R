# Transfer learning: a base without weights, frozen, a new top; unfreezing from a layer on; image generators.
library(keras)
tensorflow::set_random_seed(10L)
base_model <- application_mobilenet_v2(weights = NULL, include_top = FALSE, input_shape = c(32, 32, 3), alpha = 0.35)
predictions <- base_model$output %>%
  layer_global_average_pooling_2d() %>%
  layer_dense(units = 8, activation = "relu") %>%
  layer_dense(units = 2, activation = "softmax")
model <- keras_model(inputs = base_model$input, outputs = predictions)
freeze_weights(base_model)
print(length(model$trainable_weights))
model %>% compile(optimizer = optimizer_rmsprop(lr = 1e-3), loss = "categorical_crossentropy", metrics = "accuracy")
x <- array(runif(8 * 32 * 32 * 3), c(8, 32, 32, 3))
y <- to_categorical(rep(0:1, 4), 2)
frozen <- get_weights(base_model)
datagen <- image_data_generator(rescale = 1, horizontal_flip = TRUE, rotation_range = 10)
model %>%
  fit_generator(flow_images_from_data(x, y, datagen, batch_size = 4), steps_per_epoch = 2, epochs = 1, verbose = 0)
print(identical(frozen[[1]], get_weights(base_model)[[1]]))
unfreeze_weights(base_model, from = "block_16_expand")
print(length(model$trainable_weights))
model %>% compile(optimizer = optimizer_sgd(lr = 0.0001, momentum = 0.9), loss = "categorical_crossentropy")
history <- model %>% fit(x, y, epochs = 1, batch_size = 4, verbose = 0)
print(names(history$metrics))
best <- tempfile(fileext = ".h5")
log <- tempfile(fileext = ".csv")
callbacks <- list(
  callback_model_checkpoint(best, monitor = "loss", save_best_only = TRUE),
  callback_early_stopping(monitor = "loss", patience = 1),
  callback_reduce_lr_on_plateau(monitor = "loss", factor = 0.1, patience = 5),
  callback_csv_logger(log)
)
history <- model %>% fit(x, y, epochs = 2, batch_size = 4, verbose = 0, callbacks = callbacks)
again <- load_model_hdf5(best)
print(dim(predict(again, x, verbose = 0)))
print(nrow(read.csv(log)))
