# An encoder gives its states to a decoder; both again as models for inference; a callback draws samples while it trains.
library(keras)
units <- 6
encoder_inputs <- layer_input(shape = list(NULL, 5))
encoder <- layer_lstm(units = units, return_state = TRUE)
encoder_states <- (encoder_inputs %>% encoder)[2:3]
decoder_inputs <- layer_input(shape = list(NULL, 4))
decoder_lstm <- layer_lstm(units = units, return_sequences = TRUE, return_state = TRUE)
decoder_dense <- layer_dense(units = 4, activation = "softmax")
decoder_outputs <- decoder_dense(decoder_lstm(decoder_inputs, initial_state = encoder_states)[[1]])
model <- keras_model(inputs = list(encoder_inputs, decoder_inputs), outputs = decoder_outputs)

encoder_model <- keras_model(encoder_inputs, encoder_states)
states <- c(layer_input(shape = units), layer_input(shape = units))
results <- decoder_lstm(decoder_inputs, initial_state = states)
decoder_model <- keras_model(c(decoder_inputs, states), c(decoder_dense(results[[1]]), results[2:3]))

sequence <- function(samples, steps, tokens) to_categorical(matrix(sample(tokens, samples * steps, TRUE) - 1, samples), tokens)
x <- sequence(12, 3, 5)
y <- sequence(12, 2, 4)
decode <- function(input) {
  state <- predict(encoder_model, input, verbose = 0)
  token <- array(0, dim = c(1, 1, 4))
  token[1, 1, 1] <- 1
  probabilities <- NULL
  for (step in 1:2) {
    c(output, h, carry) %<-% predict(decoder_model, c(list(token), state), verbose = 0)
    state <- list(h, carry)
    probabilities <- rbind(probabilities, output[1, 1, ])
  }
  probabilities
}
decoded <- 0
model %>% compile(optimizer = "rmsprop", loss = "categorical_crossentropy")
model %>% fit(list(x, y), y, batch_size = 4, epochs = 2, verbose = 0, callbacks = callback_lambda(
  on_epoch_end = function(epoch, logs) decoded <<- decoded + nrow(decode(x[1, , , drop = FALSE]))
))
start <- array(rep(c(1, 0, 0, 0), each = 2), c(1, 2, 4))
at_once <- predict(model, list(x[1, , , drop = FALSE], start), verbose = 0)[1, , ]
stopifnot(all.equal(decode(x[1, , , drop = FALSE]), at_once, tolerance = 1e-5))
save_model_hdf5(model, "s2s.h5")
again <- load_model_hdf5("s2s.h5")
stopifnot(all.equal(predict(again, list(x, y), verbose = 0), predict(model, list(x, y), verbose = 0), tolerance = 1e-6))
print(decoded)
