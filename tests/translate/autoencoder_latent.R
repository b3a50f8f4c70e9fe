library(keras)
use_session_with_seed(7, quiet = TRUE)
original_dim <- 6L
latent_dim <- 2L
intermediate_dim <- 4L
x <- layer_input(shape = c(original_dim))
h <- layer_dense(x, intermediate_dim, activation = "relu")
z_mean <- layer_dense(h, latent_dim)
z_log_var <- layer_dense(h, latent_dim)
sampling <- function(arg) {
  z_mean <- arg[, 1:(latent_dim)]
  z_log_var <- arg[, (latent_dim + 1):(2 * latent_dim)]
  z_mean + k_exp(z_log_var / 2) * 0.1
}
z <- layer_concatenate(list(z_mean, z_log_var)) %>% layer_lambda(sampling)
decoder_h <- layer_dense(units = intermediate_dim, activation = "relu")
decoder_mean <- layer_dense(units = original_dim, activation = "sigmoid")
h_decoded <- decoder_h(z)
x_decoded_mean <- decoder_mean(h_decoded)
vae <- keras_model(x, x_decoded_mean)
encoder <- keras_model(x, z_mean)
decoder_input <- layer_input(shape = latent_dim)
h_decoded_2 <- decoder_h(decoder_input)
generator <- keras_model(decoder_input, decoder_mean(h_decoded_2))
vae %>% compile(optimizer = "rmsprop", loss = "binary_crossentropy")
set.seed(1)
x_train <- matrix(runif(60), 10, 6)
vae %>% fit(x_train, x_train, shuffle = TRUE, epochs = 2, batch_size = 5, verbose = 0)
encoded <- predict(encoder, x_train, batch_size = 5)
cat(dim(encoded), "\n")
n <- 3
grid_x <- seq(-1, 1, length.out = n)
rows <- NULL
for (i in 1:length(grid_x)) {
  column <- NULL
  for (j in 1:length(grid_x)) {
    z_sample <- matrix(c(grid_x[i], grid_x[j]), ncol = 2)
    column <- rbind(column, predict(generator, z_sample) %>% matrix(ncol = 2))
  }
  rows <- cbind(rows, column)
}
cat(dim(rows), "\n")
