library(rkeras)
set_random_seed(1)

x <- reticulate::import("sklearn.datasets")$load_digits()$data / 16
network <- function(input, output, activation = NULL) {
  keras_model_sequential(input_shape = input) %>%
    layer_dense(units = 128, activation = "leaky_relu") %>%
    layer_dense(units = 128, activation = "leaky_relu") %>%
    layer_dense(units = output, activation = activation)
}
measure <- loss_binary_crossentropy(from_logits = TRUE)
generator <- network(16, 64, "sigmoid")
discriminator <- network(64, 1)
generator_optimizer <- optimizer_adam(0.001)
discriminator_optimizer <- optimizer_adam(0.001)

GAN <- new_model_class(
  "GAN",
  initialize = function() {
    super$initialize()
    self$seeds <- random_seed_generator(seed = 1L)
    self$generator <- generator
    self$discriminator <- discriminator
  },
  call = function(noise) self$generator(noise),
  train_step = function(data) {
    noise <- random_normal(list(op_shape(data)[[1]], 16L), seed = self$seeds)
    with(tf$GradientTape(persistent = TRUE) %as% tape, {
      fake <- self$generator(noise, training = TRUE)
      on_real <- self$discriminator(data, training = TRUE)
      on_fake <- self$discriminator(fake, training = TRUE)
      d_loss <- measure(op_ones_like(on_real), on_real) + measure(op_zeros_like(on_fake), on_fake)
      g_loss <- measure(op_ones_like(on_fake), on_fake)
    })
    d_weights <- self$discriminator$trainable_variables
    g_weights <- self$generator$trainable_variables
    discriminator_optimizer$apply_gradients(zip_lists(tape$gradient(d_loss, d_weights), d_weights))
    generator_optimizer$apply_gradients(zip_lists(tape$gradient(g_loss, g_weights), g_weights))
    list(d_loss = d_loss, g_loss = g_loss)
  }
)
gan <- GAN()
gan %>% compile(optimizer = "adam")
history <- gan %>% fit(x, epochs = 40, batch_size = 64, verbose = 0)
cat(tail(history$metrics$d_loss, 1), tail(history$metrics$g_loss, 1), "\n")
