library(keras)

FLAGS <- flags(
  flag_integer("units", 3),
  flag_numeric("rate", 0.05, "learning rate"),
  flag_boolean("center", TRUE),
  flag_string("activation", "tanh")
)
x <- matrix(sin(1:80), 20)
y <- rowSums(x)
model <- keras_model_sequential(name = "tuned", input_shape = 4) %>%
  layer_dense(FLAGS$units, activation = FLAGS$activation, use_bias = FLAGS$center) %>%
  layer_dense(1)
model %>% compile(optimizer_sgd(FLAGS$rate), "mse", metrics = "mae")
history <- model %>%
  fit(
    x,
    y,
    batch_size = 5,
    epochs = 3,
    verbose = 0,
    validation_split = 0.2,
    view_metrics = TRUE,
    callbacks = list(
      callback_lambda(on_epoch_end = function(epoch, logs) if (epoch == 1) model$stop_training <- TRUE),
      callback_model_checkpoint("kept/best.h5", monitor = "loss", save_best_only = TRUE),
      callback_model_checkpoint(file.path(run_dir(), "weights{epoch}"), save_weights_only = TRUE)
    )
  )
best <- load_model_hdf5("kept/best.h5")
loss_of_best <- evaluate(best, x, y, verbose = 0)[["loss"]]
scores <- model %>% evaluate(x, y, verbose = 0)
cat(
  paste("folder", basename(run_dir())),
  FLAGS$units,
  FLAGS$rate,
  FLAGS$activation,
  count_params(model),
  as.numeric(model$optimizer$learning_rate),
  signif(history$metrics$val_mae, 6),
  signif(scores, 6),
  loss_of_best,
  "\n"
)
