# Generator and discriminator, trained in turns.
library(keras)
use_session_with_seed(47, quiet = TRUE)
latent <- 2
generator <- keras_model_sequential() %>%
  layer_dense(units = 4, activation = "relu", input_shape = latent) %>%
  layer_dense(units = 3)
discriminator <- keras_model_sequential() %>%
  layer_dense(units = 4, activation = "relu", input_shape = 3) %>%
  layer_dense(units = 1, activation = "sigmoid")
discriminator %>% compile(optimizer = optimizer_adam(learning_rate = 0.01), loss = "binary_crossentropy")
real <- matrix(rnorm(12, mean = 2), 4)
for (step in 1:2) {
  noise <- matrix(rnorm(4 * latent), 4)
  fake <- predict(generator, noise, verbose = 0)
  x <- rbind(real, fake)
  y <- c(rep(1, 4), rep(0, 4))
  loss <- discriminator %>% train_on_batch(x, y)
  cat("step", step, "loss", round(loss, 3), dim(x), "\n")
}
