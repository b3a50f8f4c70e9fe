# A small training, step by step, for the tests of callbacks and of the functions of R in them.
callback_x <- matrix(sin(1:72), 24)
callback_y <- as.numeric(rowSums(callback_x) > 0)

eager_model <- function(metrics = NULL) {
  keras_model_sequential(input_shape = 3) %>%
    layer_dense(1, activation = "sigmoid") %>%
    compile(optimizer_sgd(0.5), "binary_crossentropy", metrics = metrics, run_eagerly = TRUE)
}

train_with <- function(model, ..., epochs = 3, batch_size = 12) {
  fit(model, callback_x, callback_y, epochs = epochs, batch_size = batch_size, verbose = 0, callbacks = list(...))
}
