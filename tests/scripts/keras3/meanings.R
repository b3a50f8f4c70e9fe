# What keras3 counts from 1, calls otherwise, or takes where nothing is said, and R keras 2 does not.
library(keras3)

x <- op_ones(c(2, 3, 4))
stopifnot(identical(dim(layer_concatenate(x, x, axis = 2)), c(2L, 6L, 4L)), identical(dim(layer_concatenate(x, x)), c(2L, 3L, 8L)))
stopifnot(identical(dim(layer_dot(x, op_ones(c(2, 5, 4)), axes = 3)), c(2L, 3L, 5L)))
stopifnot(identical(dim(layer_dot(list(x, op_ones(c(2, 4, 5))), axes = c(3, 2))), c(2L, 3L, 5L)))
stopifnot(identical(dim(op_cross(op_ones(c(3, 2)), op_ones(c(3, 2)), axisa = 0, axisb = 0)), c(2L, 3L)))
refusal <- tryCatch(layer_concatenate(x, x, axis = 0), error = conditionMessage)
stopifnot(grepl("layer_concatenate(): `axis` should be whole numbers, counted from 1", refusal, fixed = TRUE))
m <- matrix(c(1, 2, 3, 5), 2)
softmax <- function(v) exp(v) / sum(exp(v))
stopifnot(all.equal(as.array(activation_softmax(m, axis = 1)), apply(m, 2, softmax), tolerance = 1e-6))
prelu <- layer_activation_parametric_relu(shared_axes = c(2, 3))
prelu$build(list(NULL, 3L, 4L, 5L))
stopifnot(identical(dim(prelu$weights[[1]]), c(1L, 1L, 5L)))

# Keras 3's formula, by its name and as a function
hard <- function(x) pmin(1, pmax(0, x / 6 + 0.5))
stopifnot(all.equal(c(as.array(activation_hard_sigmoid(c(-1, 0.5)))), hard(c(-1, 0.5)), tolerance = 1e-6))
for (activation in list("hard_sigmoid", activation_hard_sigmoid)) {
  layer <- layer_activation(activation = activation)
  stopifnot(layer$get_config()$activation == "hard_sigmoid")
  stopifnot(all.equal(c(as.array(layer(matrix(c(-1, 0.5))))), hard(c(-1, 0.5)), tolerance = 1e-6))
}

# A metric that is called with data
right <- metric_binary_accuracy(rbind(c(1, 0), c(0, 0)), rbind(c(0.8, 0.6), c(0.1, 0.7)))
stopifnot(identical(as.array(right), rbind(c(1, 0), c(1, 0))), c(as.array(metric_binary_accuracy(1, y_pred = 0.6, 0.7))) == 0)
stopifnot(identical(c(as.array(rkeras::metric_binary_accuracy(rbind(c(1, 0)), rbind(c(0.8, 0.6))))), 0.5))
stopifnot(inherits(metric_binary_accuracy(threshold = 0.3), "keras.src.metrics.accuracy_metrics.BinaryAccuracy"))

# Positions
parts <- op_split(op_arange(10), c(3, 8))
stopifnot(identical(lapply(parts, function(part) c(as.array(part))), list(c(1, 2), c(3, 4, 5, 6, 7), c(8, 9, 10))))
stopifnot(identical(unname(as.array(op_nonzero(m > 1))), unname(which(t(m) > 1, arr.ind = TRUE)[, 2:1])))
windows <- timeseries_dataset_from_array(1:10, NULL, 3, start_index = 1, end_index = 8)
stopifnot(as.array(reticulate::iter_next(reticulate::as_iterator(windows)))[, 1] == 2:6)

# Epochs and batches
seen <- character()
note <- function(what) function(index, logs) seen <<- c(seen, paste(what, index))
callback_note <- Callback("Note", on_epoch_end = note("epoch"), public = list(on_train_batch_end = note("batch")))
model <- keras_model_sequential(1) |> layer_dense(1)
model |> compile("sgd", "mse")
both <- list(callback_note(), callback_lambda(on_test_batch_begin = note("test"), on_train_batch_begin = function(...) note("dots")(..1)))
model |> fit(m[, 1], m[, 2], batch_size = 1, callbacks = both, validation_data = list(m[, 1], m[, 2]), verbose = 0)
stopifnot(identical(seen, c("dots 1", "batch 1", "dots 2", "batch 2", "test 1", "test 2", "epoch 1")))

# A comma at the end
model |> fit(m[, 1], m[, 2], epochs = 2, verbose = 0, )
stopifnot(layer_dense(, 3, "relu", )$units == 3, identical(dim(layer_concatenate(x, x, axis = 2, )), c(2L, 6L, 4L)))

# What is taken where nothing is said
stopifnot(regularizer_l1_l2()$l2 == 0, layer_conv_lstm_2d(, 1, 1)$get_config()$recurrent_activation == "sigmoid")
stopifnot(initializer_variance_scaling()$distribution == "truncated_normal", layer_conv_1d(, 1, 1)$data_format == "channels_last")

# The rest that means something else, and makes no object that a configuration describes
stopifnot(all.equal(c(as.array(activation_relu(c(-1, 2), negative_slope = 0.5))), c(-0.5, 2)))
for (cell in list(rnn_cell_simple(1, "hard_sigmoid"), rnn_cell_gru(1, "hard_sigmoid"), rnn_cell_lstm(1, "hard_sigmoid"))) {
  stopifnot(cell$get_config()$activation == "hard_sigmoid", as.array(cell$activation(3)) == 1, as.array(cell$activation(-1.5)) == 0.25)
}
stopifnot(callback_remote_monitor()$root == "http://localhost:9000")
refusal <- function(network) tryCatch(network(weights = "imagenet", classes = 3), error = conditionMessage)
stopifnot(identical(refusal(application_nasnetmobile), refusal(application_nasnet_mobile)), grepl("classes", refusal(application_nasnetlarge)))
stopifnot(inherits(mark_active(fn = function() 1), class(active_property(function() 1))))
numbers <- integer()
callback_numbers <- new_callback_class("Numbers", on_epoch_end = function(epoch, logs) numbers <<- c(numbers, epoch))
loss_twice <- new_loss_class("Twice", call = function(y_true, y_pred) 2 * op_abs(y_true - y_pred))
metric_ones <- new_metric_class(
  "Ones",
  update_state = function(y_true, y_pred, sample_weight = NULL) NULL,
  result = function() op_ones(shape())
)
zero <- keras_model_sequential(1) |> layer_dense(1, kernel_initializer = "zeros")
zero |> compile(optimizer_sgd(0), loss_twice(), metrics = metric_ones(name = "ones"))
history <- zero |> fit(matrix(1, 2), matrix(3, 2), epochs = 2, callbacks = callback_numbers(), verbose = 0)
stopifnot(identical(numbers, 1:2), history$metrics$loss == 6, history$metrics$ones == 1)
