# A GAN with classes: a model with two outputs as a layer, frozen, trained by batches; Keras 2's backend by name.
library(keras)
K <- backend()

latent <- layer_input(shape = 4)
class <- layer_input(shape = 1, dtype = "int32")
known <- class %>% layer_embedding(input_dim = 3, output_dim = 4) %>% layer_flatten()
generator <- keras_model(list(latent, class), layer_multiply(list(latent, known)) %>% layer_dense(6, activation = "tanh"))

image <- layer_input(shape = 6)
features <- image %>% layer_dense(8) %>% layer_activation_leaky_relu() %>% layer_dropout(0.3)
fake <- features %>% layer_dense(1, activation = "sigmoid", name = "generation")
auxiliary <- features %>% layer_dense(3, activation = "softmax", name = "auxiliary")
discriminator <- keras_model(image, list(fake, auxiliary))
losses <- list("binary_crossentropy", "sparse_categorical_crossentropy")
adam <- function() optimizer_adam(lr = 0.001, beta_1 = 0.5, epsilon = NULL, decay = 0)
discriminator %>% compile(optimizer = adam(), loss = losses, metrics = list(auxiliary = "accuracy"))

freeze_weights(discriminator)
combined <- keras_model(list(latent, class), discriminator(generator(list(latent, class))))
combined %>% compile(optimizer = adam(), loss = losses)

noise <- matrix(runif(32, -1, 1), 8)
labels <- matrix(rep(0:2, length.out = 8))
before <- get_weights(discriminator)[[1]]
made <- generator %>% predict(list(noise, labels))
alone <- discriminator %>% train_on_batch(made, list(matrix(0, 8, 1), labels))
trained <- get_weights(discriminator)[[1]]
loss <- combined %>% train_on_batch(list(noise, labels), list(matrix(1, 8, 1), labels))
stopifnot(any(before != trained), identical(trained, get_weights(discriminator)[[1]]))
stopifnot(all.equal(loss[1], loss[2] + loss[3], tolerance = 1e-5), loss[2] != loss[3])

measured <- discriminator %>% evaluate(made, list(matrix(0, 8, 1), labels), verbose = 0)
stopifnot(identical(discriminator$metrics_names, names(measured)))
print(names(measured))
stopifnot(length(alone) == length(measured))
discriminator %>% compile("sgd", losses)
measured <- discriminator %>% evaluate(made, list(matrix(0, 8, 1), labels), verbose = 0)
stopifnot(!any(grepl("accuracy", names(measured))))

slope <- K$`function`(list(image), K$gradients(K$mean(fake, axis = 1L), image))
stopifnot(identical(dim(slope(list(made))[[1]]), c(8L, 6L)))
