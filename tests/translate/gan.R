# The steps of a generative adversarial network, by train_on_batch().
library(keras)
use_session_with_seed(14, quiet = TRUE)
latent <- 2
real <- function(n) matrix(rnorm(n, 4, 0.5), n, 1)
generator <- keras_model_sequential(input_shape = latent) %>% layer_dense(1)
discriminator <- keras_model_sequential(input_shape = 1) %>%
  layer_dense(4, activation = "relu") %>%
  layer_dense(1, activation = "sigmoid")
discriminator %>% compile(optimizer = optimizer_rmsprop(0.01), loss = "binary_crossentropy")
batch <- 8
for (step in 1:3) {
  noise <- matrix(rnorm(batch * latent), batch, latent)
  fakes <- predict(generator, noise, verbose = 0)
  x <- rbind(fakes, real(batch))
  y <- c(rep(0, batch), rep(1, batch))
  loss <- discriminator %>% train_on_batch(x, y)
  cat("step", step, "loss", round(loss, 4), "\n")
}
