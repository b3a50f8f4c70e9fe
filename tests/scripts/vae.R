# A variational autoencoder, with the loss as a function of layers.
library(keras)
K <- keras::backend()
tensorflow::set_random_seed(7L)
original_dim <- 8L
latent_dim <- 2L
x <- layer_input(shape = c(original_dim))
h <- layer_dense(x, 6L, activation = "relu")
z_mean <- layer_dense(h, latent_dim)
z_log_var <- layer_dense(h, latent_dim)
sampling <- function(arg) {
  z_mean <- arg[, 1:(latent_dim)]
  z_log_var <- arg[, (latent_dim + 1):(2 * latent_dim)]
  epsilon <- k_random_normal(shape = c(k_shape(z_mean)[[1]]), mean = 0., stddev = 1)
  z_mean + k_exp(z_log_var / 2) * 0
}
z <- layer_concatenate(list(z_mean, z_log_var)) %>% layer_lambda(sampling)
decoder_h <- layer_dense(units = 6L, activation = "relu")
decoder_mean <- layer_dense(units = original_dim, activation = "sigmoid")
h_decoded <- decoder_h(z)
x_decoded_mean <- decoder_mean(h_decoded)
vae <- keras_model(x, x_decoded_mean)
encoder <- keras_model(x, z_mean)
decoder_input <- layer_input(shape = latent_dim)
generator <- keras_model(decoder_input, decoder_mean(decoder_h(decoder_input)))
vae_loss <- function(x, x_decoded_mean) {
  xent_loss <- (original_dim / 1.0) * loss_binary_crossentropy(x, x_decoded_mean)
  kl_loss <- -0.5 * k_mean(1 + z_log_var - k_square(z_mean) - k_exp(z_log_var), axis = -1L)
  xent_loss + kl_loss
}
vae %>% compile(optimizer = "rmsprop", loss = vae_loss)
data <- matrix(runif(160), 20)
zm <- predict(encoder, data, verbose = 0)
recon <- predict(vae, data, verbose = 0)
print(all.equal(recon, predict(generator, zm, verbose = 0), tolerance = 1e-5))
lv <- predict(keras_model(x, z_log_var), data, verbose = 0)
xent <- 8 * rowMeans(-(data * log(recon) + (1 - data) * log(1 - recon)))
kl <- -0.5 * rowMeans(1 + lv - zm^2 - exp(lv))
print(all.equal(unname(evaluate(vae, data, data, verbose = 0)), mean(xent + kl), tolerance = 1e-4))
history <- vae %>%
  fit(data, data, shuffle = TRUE, epochs = 2, batch_size = 10, validation_data = list(data, data), verbose = 0)
print(names(history$metrics))
