# A contractive autoencoder: its code changes little where the picture changes a little, because the loss also counts
# the derivatives of the code. Run: Rscript examples/r/contractive_autoencoder.R
# Prints the same as examples/python/contractive_autoencoder.py.

library(rkeras)

digits <- reticulate::import("sklearn.datasets")$load_digits()
x <- digits$data / 16
train <- x[1:1500, ]
test <- x[1501:1797, ]

# How much the code of each picture changes: the squares of its derivatives, by the pixels, added up. The derivative of
# the sigmoid h is h (1 - h).
contraction <- function(h, kernel) {
  slope <- h * (1 - h)
  k_sum(k_square(slope) * k_sum(k_square(kernel), axis = 1), axis = 2)
}

autoencoder <- function(lambda) {
  keras$utils$set_random_seed(1L)
  pixels <- layer_input(shape = c(64))
  code <- pixels %>% layer_dense(units = 24, activation = "sigmoid", name = "code")
  decoded <- code %>% layer_dense(units = 64, activation = "sigmoid")
  model <- keras_model(pixels, decoded)

  # The loss is written with the symbolic output of an inner layer, and with its weights.
  kernel <- get_layer(model, "code")$kernel
  contractive_loss <- function(y_true, y_pred) {
    error <- k_mean(k_square(y_true - y_pred), axis = 2)
    error + lambda * contraction(code, kernel)
  }
  model %>% compile(optimizer = optimizer_adam(learning_rate = 0.01), loss = contractive_loss)
  history <- model %>% fit(train, train, epochs = 5, batch_size = 50, verbose = 0)

  encoder <- keras_model(pixels, code)
  list(
    model = model,
    loss = history$metrics$loss,
    error = mean((predict(model, test, verbose = 0) - test)^2),
    contraction = mean(as.array(contraction(predict(encoder, test, verbose = 0), kernel)))
  )
}

plain <- autoencoder(lambda = 0)
contractive <- autoencoder(lambda = 1e-3)
cat(sprintf("epoch %d: loss %.4f\n", 1:5, contractive$loss), sep = "")
cat(sprintf("plain:       error %.4f, contraction %.3f\n", plain$error, plain$contraction))
cat(sprintf("contractive: error %.4f, contraction %.3f\n", contractive$error, contractive$contraction))
stopifnot(contractive$contraction < plain$contraction / 2)
