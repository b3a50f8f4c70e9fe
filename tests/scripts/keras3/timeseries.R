# Forecasts: windows of a series, recurrent layers, and a baseline of common sense.
library(keras3)

set_random_seed(6)
series <- cbind(sin(1:120 / 5), cos(1:120 / 7))
series <- scale(series)
delay <- 4
windows <- timeseries_dataset_from_array(
  data = head(series, -delay),
  targets = tail(series[, 1], -delay),
  sequence_length = 6,
  sampling_rate = 1,
  batch_size = 16
)
batches <- as_iterator(windows)
c(samples, targets) %<-% iter_next(batches)
dim(samples)
stopifnot(all.equal(as.array(samples)[2, , ], unname(series[2:7, ]), tolerance = 1e-6))
stopifnot(all.equal(c(as.array(targets)), series[1:16 + delay, 1], tolerance = 1e-6))

inputs <- layer_input(shape = c(6, 2))
outputs <- inputs |>
  layer_bidirectional(layer_gru(units = 3)) |>
  layer_dropout(0.1) |>
  layer_dense(1)
model <- keras_model(inputs, outputs)
model |> compile(optimizer = "rmsprop", loss = "mse", metrics = list("mae"))
history <- model |> fit(windows, epochs = 1, verbose = 0)
sort(names(history$metrics))
plain <- keras$models$clone_model(model)
plain$set_weights(get_weights(model))
stopifnot(all.equal(as.array(model(samples)), as.array(plain(samples)), tolerance = 1e-6))

# keras3's order: the regularizers stand before `return_sequences`
cell <- layer_lstm(, 2, "tanh", "sigmoid", TRUE, "ones")
stopifnot(class(cell$cell$kernel_initializer)[[1]] == "keras.src.initializers.constant_initializers.Ones")
stacked <- layer_rnn(cell = list(rnn_cell_lstm(units = 3), rnn_cell_gru(units = 2)), return_sequences = TRUE)
dim(stacked(samples))

# ConvLSTM's gates use the sigmoid, as Keras 3's do; in R keras 2 it was the hard one
frames <- random_normal(c(1, 3, 6, 6, 1), seed = 1)
gates <- layer_conv_lstm_2d(filters = 2, kernel_size = 3)
ours <- gates(frames)
theirs <- keras$layers$ConvLSTM2D(2L, 3L)
theirs$build(frames$shape)
theirs$set_weights(gates$get_weights())
stopifnot(all.equal(as.array(ours), as.array(theirs(frames)), tolerance = 1e-6))
