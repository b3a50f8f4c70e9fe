# A convolutional autoencoder, and a variational one with a layer that samples.
library(keras3)

set_random_seed(4)
images <- as.array(random_uniform(c(16, 8, 8, 1), seed = 1))
input <- layer_input(shape = c(8, 8, 1))
decoded <- input |>
  layer_conv_2d(4, c(3, 3), activation = "relu", padding = "same") |>
  layer_max_pooling_2d(c(2, 2), padding = "same") |>
  layer_conv_2d_transpose(4, c(3, 3), strides = 2, activation = "relu", padding = "same") |>
  layer_conv_2d(1, c(3, 3), activation = "sigmoid", padding = "same")
autoencoder <- keras_model(input, decoded)
autoencoder |> compile(optimizer = "adam", loss = "binary_crossentropy")
history <- autoencoder |>
  fit(x = images, y = images, epochs = 2, batch_size = 16, verbose = 0)
dim(predict(autoencoder, images, verbose = 0))
p <- predict(autoencoder, images, verbose = 0)
history <- autoencoder |> fit(images, images, batch_size = 16, verbose = 0)
stopifnot(all.equal(history$metrics$loss, -mean(images * log(p) + (1 - images) * log(1 - p)), tolerance = 1e-5))

layer_sampling <- Layer(
  "Sampling",
  initialize = function(...) {
    super$initialize(...)
    self$seed_generator <- random_seed_generator(13)
  },
  call = function(inputs) {
    c(z_mean, z_log_var) %<-% inputs
    epsilon <- random_normal(shape = op_shape(z_mean), seed = self$seed_generator)
    z_mean + op_exp(0.5 * z_log_var) * epsilon
  }
)
encoder_input <- layer_input(shape = c(8, 8, 1))
flat <- encoder_input |> layer_flatten() |> layer_dense(6, "relu")
z_mean <- flat |> layer_dense(2, name = "z_mean")
z_log_var <- flat |> layer_dense(2, name = "z_log_var")
z <- list(z_mean, z_log_var) |> layer_sampling()
encoder <- keras_model(encoder_input, list(z_mean, z_log_var, z), name = "encoder")
decoder <- keras_model_sequential(2, "decoder") |>
  layer_dense(64, activation = "sigmoid") |>
  layer_reshape(c(8, 8, 1))

model_vae <- Model(
  "VAE",
  initialize = function(encoder, decoder, ...) {
    super$initialize(...)
    self$encoder <- encoder
    self$decoder <- decoder
    private$trackers <- lapply(c("loss", "reconstruction_loss", "kl_loss"), function(name) metric_mean(name = name))
    self$loss_tracker <- private$trackers[[1]]
    self$reconstruction_tracker <- private$trackers[[2]]
    self$kl_tracker <- private$trackers[[3]]
  },
  metrics = active_property(function() list(self$loss_tracker, self$reconstruction_tracker, self$kl_tracker)),
  train_step = function(data) {
    with(tensorflow::tf$GradientTape() %as% tape, {
      c(z_mean, z_log_var, z) %<-% self$encoder(data)
      off <- loss_binary_crossentropy(data, self$decoder(z)) |> op_sum(axis = c(2, 3)) |> op_mean()
      divergence <- op_mean(op_sum(-0.5 * (1 + z_log_var - op_square(z_mean) - op_exp(z_log_var)), axis = 2))
      total <- off + divergence
    })
    gradients <- tape$gradient(total, self$trainable_weights)
    self$optimizer$apply_gradients(zip_lists(gradients, self$trainable_weights))
    self$loss_tracker$update_state(total)
    self$reconstruction_tracker$update_state(off)
    self$kl_tracker$update_state(divergence)
    lapply(list(loss = self$loss_tracker, kl_loss = self$kl_tracker), function(tracker) tracker$result())
  }
)
vae <- model_vae(encoder, decoder)
vae |> compile(optimizer = optimizer_adam())
vae_history <- vae |> fit(images, epochs = 2, shuffle = TRUE, verbose = 0)
sort(names(vae_history$metrics))
stopifnot(all(is.finite(unlist(vae_history$metrics))))
