# A variational autoencoder with a sampling layer and its own train_step, in keras3.
library(keras3)

set.seed(6)
x <- matrix(runif(64 * 8), 64, 8)

layer_sampling <- Layer(
  "Sampling",
  call = function(inputs) {
    c(z_mean, z_log_var) %<-% inputs
    z_mean + op_exp(0.5 * z_log_var) * op_zeros_like(z_mean)
  }
)

encoder_inputs <- keras_input(shape = c(8))
hidden <- encoder_inputs |> layer_dense(6, activation = "relu")
z_mean <- hidden |> layer_dense(2, name = "z_mean")
z_log_var <- hidden |> layer_dense(2, name = "z_log_var")
z <- layer_sampling(list(z_mean, z_log_var))
encoder <- keras_model(encoder_inputs, list(z_mean, z_log_var, z), name = "encoder")

latent <- keras_input(shape = c(2))
decoder_outputs <- latent |> layer_dense(6, activation = "relu") |> layer_dense(8, activation = "sigmoid")
decoder <- keras_model(latent, decoder_outputs, name = "decoder")

outputs <- decoder(encoder(encoder_inputs)[[3]])
vae <- keras_model(encoder_inputs, outputs, name = "vae")
vae |> compile(optimizer = optimizer_adam(0.01), loss = "binary_crossentropy")
history <- vae |> fit(x, x, epochs = 2, batch_size = 16, verbose = 0)
cat("losses:", round(history$metrics$loss, 4), "\n")

codes <- predict(encoder, x, verbose = 0)
cat("parts:", length(codes), "\n")
print(dim(codes[[1]]))
grid <- seq(-1, 1, length.out = 3)
for (a in grid) {
  for (b in grid) {
    decoded <- predict(decoder, matrix(c(a, b), ncol = 2), verbose = 0)
    cat(round(mean(decoded), 3), "")
  }
  cat("\n")
}
