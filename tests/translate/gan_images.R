library(keras)
use_session_with_seed(7, quiet = TRUE)
set.seed(33)
latent_dim <- 4
generator_input <- layer_input(shape = c(latent_dim))
generator_output <- generator_input %>%
  layer_dense(units = 16) %>%
  layer_activation_leaky_relu() %>%
  layer_reshape(target_shape = c(4, 4, 1)) %>%
  layer_conv_2d_transpose(filters = 1, kernel_size = 4, strides = 2, padding = "same", activation = "tanh")
generator <- keras_model(generator_input, generator_output)
discriminator_input <- layer_input(shape = c(8, 8, 1))
discriminator_output <- discriminator_input %>%
  layer_conv_2d(filters = 2, kernel_size = 3) %>%
  layer_activation_leaky_relu() %>%
  layer_flatten() %>%
  layer_dense(units = 1, activation = "sigmoid")
discriminator <- keras_model(discriminator_input, discriminator_output)
discriminator %>% compile(optimizer = optimizer_rmsprop(learning_rate = 0.0008, clipvalue = 1), loss = "binary_crossentropy")
freeze_weights(discriminator)
gan_input <- layer_input(shape = c(latent_dim))
gan_output <- discriminator(generator(gan_input))
gan <- keras_model(gan_input, gan_output)
gan %>% compile(optimizer = optimizer_rmsprop(learning_rate = 0.0004), loss = "binary_crossentropy")
x_train <- array(runif(10 * 64), dim = c(10, 8, 8, 1))
batch_size <- 4
start <- 1
for (step in 1:3) {
  random_latent_vectors <- matrix(rnorm(batch_size * latent_dim), nrow = batch_size, ncol = latent_dim)
  generated_images <- generator %>% predict(random_latent_vectors)
  stop <- start + batch_size - 1
  real_images <- x_train[start:stop, , , ]
  rows <- nrow(real_images)
  combined_images <- array(0, dim = c(rows * 2, dim(real_images)[-1], 1))
  combined_images[1:rows, , , ] <- generated_images
  combined_images[(rows + 1):(rows * 2), , , ] <- real_images
  labels <- rbind(matrix(1, nrow = batch_size, ncol = 1), matrix(0, nrow = batch_size, ncol = 1))
  labels <- labels + (0.5 * array(runif(prod(dim(labels))), dim = dim(labels)))
  d_loss <- discriminator %>% train_on_batch(combined_images, labels)
  misleading_targets <- array(0, dim = c(batch_size, 1))
  a_loss <- gan %>% train_on_batch(random_latent_vectors, misleading_targets)
  start <- start + batch_size
  if (start > (nrow(x_train) - batch_size))
    start <- 1
  cat("step", step, "rows", rows, dim(combined_images), "\n")
  cat("losses are numbers:", d_loss[[1]] > 0, a_loss[[1]] > 0, "\n")
}
