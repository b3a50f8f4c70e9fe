# A variational autoencoder of handwritten digits, with two numbers for each picture.
# Run: Rscript examples/r/variational_autoencoder.R
# Prints the same as examples/python/variational_autoencoder.py.

library(rkeras)
keras$utils$set_random_seed(1L)

original_dim <- 64L
latent_dim <- 2L
intermediate_dim <- 64L
epsilon_std <- 1.0

digits <- reticulate::import("sklearn.datasets")$load_digits()
x_train <- digits$data[1:1500, ] / 16
x_test <- digits$data[1501:1797, ] / 16

# The encoder finds a normal distribution for each picture.
x <- layer_input(shape = c(original_dim))
h <- layer_dense(x, intermediate_dim, activation = "relu")
z_mean <- layer_dense(h, latent_dim)
z_log_var <- layer_dense(h, latent_dim)

sampling <- function(arg) {
  z_mean <- arg[, 1:latent_dim]
  z_log_var <- arg[, (latent_dim + 1):(2 * latent_dim)]
  epsilon <- k_random_normal(shape = c(k_shape(z_mean)[1], latent_dim), mean = 0, stddev = epsilon_std)
  z_mean + k_exp(z_log_var / 2) * epsilon
}
z <- layer_concatenate(list(z_mean, z_log_var)) %>%
  layer_lambda(sampling)

# The layers of the decoder are used twice: in the model to train, and in the one that draws.
decoder_h <- layer_dense(units = intermediate_dim, activation = "relu")
decoder_mean <- layer_dense(units = original_dim, activation = "sigmoid")
x_decoded_mean <- decoder_mean(decoder_h(z))

vae <- keras_model(x, x_decoded_mean)
encoder <- keras_model(x, z_mean)
decoder_input <- layer_input(shape = latent_dim)
generator <- keras_model(decoder_input, decoder_mean(decoder_h(decoder_input)))

vae_loss <- function(x, x_decoded_mean) {
  xent_loss <- original_dim * loss_binary_crossentropy(x, x_decoded_mean)
  kl_loss <- -0.5 * k_sum(1 + z_log_var - k_square(z_mean) - k_exp(z_log_var), axis = -1L)
  xent_loss + kl_loss
}
vae %>% compile(optimizer = optimizer_adam(learning_rate = 0.005), loss = vae_loss)

history <- vae %>%
  fit(
    x_train,
    x_train,
    shuffle = TRUE,
    epochs = 10,
    batch_size = 50,
    verbose = 0,
    validation_data = list(x_test, x_test)
  )
curves <- as.data.frame(history$metrics)[c(1, 4, 7, 10), ]
cat(sprintf("loss %.3f, on new pictures %.3f\n", curves$loss, curves$val_loss), sep = "")

# Pictures of one class lie together in the plane: how often the nearest neighbor is of the same class.
plane <- encoder %>% predict(x_test, verbose = 0)
distances <- as.matrix(dist(plane))
diag(distances) <- Inf
labels <- digits$target[1501:1797]
agreement <- mean(labels[apply(distances, 1, which.min)] == labels)
cat(sprintf("neighbors in the plane of the same class: %.2f\n", agreement))

# The plane, drawn: 12 by 12 points, evenly by the normal distribution. Rows of pixels, then rows of pictures.
grid <- qnorm(seq(0.05, 0.95, length.out = 12))
points <- as.matrix(expand.grid(x = grid, y = grid))
pictures <- array(predict(generator, points, verbose = 0), c(12, 12, 8, 8))
canvas <- array(aperm(pictures, c(4, 2, 3, 1)), c(96, 96, 1))
image_array_save(255 * canvas, "latent_plane.png", scale = FALSE)
cat(sprintf("ink of the drawn plane: %.4f\n", mean(canvas)))
stopifnot(agreement > 0.4)
