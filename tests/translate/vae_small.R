# A variational autoencoder with a layer for sampling, in the manner of the gallery.
library(keras)
use_session_with_seed(21, quiet = TRUE)
original_dim <- 6L
latent_dim <- 2L
inputs <- layer_input(shape = original_dim)
hidden <- inputs %>% layer_dense(units = 4, activation = "relu")
z_mean <- hidden %>% layer_dense(units = latent_dim)
z_log_var <- hidden %>% layer_dense(units = latent_dim)
encoder <- keras_model(inputs, list(z_mean, z_log_var))
latent <- layer_input(shape = latent_dim)
decoded <- latent %>%
  layer_dense(units = 4, activation = "relu") %>%
  layer_dense(units = original_dim, activation = "sigmoid")
decoder <- keras_model(latent, decoded)
x <- matrix(runif(30), 5)
codes <- predict(encoder, x, verbose = 0)
cat(length(codes), dim(codes[[1]]), "\n")
kl <- -0.5 * rowSums(1 + codes[[2]] - codes[[1]]^2 - exp(codes[[2]]))
cat(length(kl), all(kl >= 0), "\n")
cat(dim(predict(decoder, codes[[1]], verbose = 0)), "\n")
cat(count_params(encoder), count_params(decoder), "\n")
