#### plain functional: fine
library(keras)
inputs <- layer_input(shape = c(784))
predictions <- inputs %>%
  layer_dense(units = 16, activation = "relu") %>%
  layer_dense(units = 16, activation = "relu") %>%
  layer_dense(units = 10, activation = "softmax")
model <- keras_model(inputs = inputs, outputs = predictions)
model %>% compile(optimizer = "rmsprop", loss = "categorical_crossentropy", metrics = c("accuracy"))

#### two inputs and two outputs: fine
library(keras)
main_input <- layer_input(shape = c(20), dtype = "int32", name = "main_input")
lstm_out <- main_input %>%
  layer_embedding(input_dim = 100, output_dim = 8, input_length = 20) %>%
  layer_lstm(units = 4)
auxiliary_output <- lstm_out %>% layer_dense(units = 1, activation = "sigmoid", name = "aux_output")
auxiliary_input <- layer_input(shape = c(5), name = "aux_input")
main_output <- layer_concatenate(c(lstm_out, auxiliary_input)) %>%
  layer_dense(units = 8, activation = "relu") %>%
  layer_dense(units = 1, activation = "sigmoid", name = "main_output")
model <- keras_model(inputs = c(main_input, auxiliary_input), outputs = c(main_output, auxiliary_output))
model %>% compile(
  optimizer = "rmsprop",
  loss = list(main_output = "binary_crossentropy", aux_output = "binary_crossentropy"),
  loss_weights = list(main_output = 1.0, aux_output = 0.2)
)

#### a layer that is shared: fine
library(keras)
tweet_a <- layer_input(shape = c(14, 16))
tweet_b <- layer_input(shape = c(14, 16))
shared_lstm <- layer_lstm(units = 4)
encoded_a <- tweet_a %>% shared_lstm
encoded_b <- tweet_b %>% shared_lstm
merged_vector <- layer_concatenate(c(encoded_a, encoded_b), axis = -1)
predictions <- merged_vector %>% layer_dense(units = 1, activation = "sigmoid")
model <- keras_model(inputs = c(tweet_a, tweet_b), outputs = predictions)
model %>% compile(optimizer = "rmsprop", loss = "binary_crossentropy", metrics = c("accuracy"))

#### layer_shared by a pipe: fine
library(keras)
x <- layer_input(shape = 4)
y <- layer_input(shape = 4)
layer_shared <- layer_dense(units = 3, activation = "relu")
out <- layer_add(list(x %>% layer_shared(), y %>% layer_shared()))
model <- keras_model(list(x, y), out)

#### residual connection: fine
library(keras)
x <- layer_input(shape = c(16, 16, 3))
y <- x %>% layer_conv_2d(filters = 3, kernel_size = c(3, 3), padding = "same")
z <- layer_add(c(x, y))
model <- keras_model(x, z)

#### inception module: fine
library(keras)
input_img <- layer_input(shape = c(16, 16, 3))
tower_1 <- input_img %>%
  layer_conv_2d(filters = 4, kernel_size = c(1, 1), padding = "same", activation = "relu") %>%
  layer_conv_2d(filters = 4, kernel_size = c(3, 3), padding = "same", activation = "relu")
tower_2 <- input_img %>%
  layer_max_pooling_2d(pool_size = c(3, 3), strides = c(1, 1), padding = "same") %>%
  layer_conv_2d(filters = 4, kernel_size = c(1, 1), padding = "same", activation = "relu")
output <- layer_concatenate(c(tower_1, tower_2), axis = 1)

#### question and image: fine
library(keras)
vision_model <- keras_model_sequential()
vision_model %>%
  layer_conv_2d(filters = 4, kernel_size = c(3, 3), activation = "relu", padding = "same", input_shape = c(16, 16, 3)) %>%
  layer_max_pooling_2d(pool_size = c(2, 2)) %>%
  layer_flatten()
image_input <- layer_input(shape = c(16, 16, 3))
encoded_image <- image_input %>% vision_model
question_input <- layer_input(shape = c(10), dtype = "int32")
encoded_question <- question_input %>%
  layer_embedding(input_dim = 100, output_dim = 8, input_length = 10) %>%
  layer_lstm(units = 4)
output <- layer_concatenate(c(encoded_question, encoded_image)) %>% layer_dense(units = 10, activation = "softmax")
vqa_model <- keras_model(inputs = c(image_input, question_input), outputs = output)

#### a model per frame: fine
library(keras)
image <- layer_input(shape = c(8, 8, 1))
vision <- keras_model(image, image %>% layer_flatten() %>% layer_dense(3))
video_input <- layer_input(shape = c(4, 8, 8, 1))
encoded_video <- video_input %>% time_distributed(vision) %>% layer_lstm(units = 2)

#### variational autoencoder: fine
library(keras)
K <- keras::backend()
x <- layer_input(shape = c(12))
h <- layer_dense(x, 8, activation = "relu")
z_mean <- layer_dense(h, 2)
z_log_var <- layer_dense(h, 2)
sampling <- function(arg) {
  z_mean <- arg[, 1:2]
  z_log_var <- arg[, 3:4]
  epsilon <- k_random_normal(shape = c(k_shape(z_mean)[[1]]), mean = 0, stddev = 1)
  z_mean + k_exp(z_log_var / 2) * epsilon
}
z <- layer_concatenate(list(z_mean, z_log_var)) %>% layer_lambda(sampling)
decoder_h <- layer_dense(units = 8, activation = "relu")
decoder_mean <- layer_dense(units = 12, activation = "sigmoid")
h_decoded <- decoder_h(z)
x_decoded_mean <- decoder_mean(h_decoded)
vae <- keras_model(x, x_decoded_mean)
encoder <- keras_model(x, z_mean)
decoder_input <- layer_input(shape = 2)
generator <- keras_model(decoder_input, decoder_mean(decoder_h(decoder_input)))

#### encoder and decoder: fine
library(keras)
encoder_inputs <- layer_input(shape = list(NULL, 10))
encoder <- layer_lstm(units = 4, return_state = TRUE)
encoder_results <- encoder_inputs %>% encoder
encoder_states <- encoder_results[2:3]
decoder_inputs <- layer_input(shape = list(NULL, 8))
decoder_lstm <- layer_lstm(units = 4, return_sequences = TRUE, return_state = TRUE, stateful = FALSE)
decoder_results <- decoder_lstm(decoder_inputs, initial_state = encoder_states)
decoder_dense <- layer_dense(units = 8, activation = "softmax")
decoder_outputs <- decoder_dense(decoder_results[[1]])
model <- keras_model(inputs = list(encoder_inputs, decoder_inputs), outputs = decoder_outputs)
model %>% compile(optimizer = "rmsprop", loss = "categorical_crossentropy")

#### siamese with a lambda: fine
library(keras)
euclidean_distance <- function(vects) {
  x <- vects[[1]]
  y <- vects[[2]]
  k_sqrt(k_maximum(k_sum(k_square(x - y), axis = 2, keepdims = TRUE), k_epsilon()))
}
base_network <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 6)
input_a <- layer_input(shape = 6)
input_b <- layer_input(shape = 6)
processed_a <- base_network(input_a)
processed_b <- base_network(input_b)
distance <- list(processed_a, processed_b) %>% layer_lambda(euclidean_distance)
model <- keras_model(list(input_a, input_b), distance)

#### embeddings of users and items: fine
library(keras)
user <- layer_input(shape = c(1), name = "user")
item <- layer_input(shape = c(1), name = "item")
user_vec <- user %>% layer_embedding(input_dim = 50, output_dim = 4) %>% layer_flatten()
item_vec <- item %>% layer_embedding(input_dim = 30, output_dim = 4) %>% layer_flatten()
score <- layer_dot(list(user_vec, item_vec), axes = 1)
model <- keras_model(list(user, item), score)
model %>% compile("adam", "mse")
model %>% fit(list(matrix(1:4), matrix(4:1)), 1:4, epochs = 1, verbose = 0)

#### attention: fine
library(keras)
query <- layer_input(shape = c(5, 8))
value <- layer_input(shape = c(6, 8))
attended <- layer_attention(list(query, value))
pooled <- layer_concatenate(list(layer_global_average_pooling_1d(query), layer_global_average_pooling_1d(attended)))

#### multi head attention: fine
library(keras)
x <- layer_input(shape = c(6, 8))
attention <- layer_multi_head_attention(num_heads = 2, key_dim = 4)
y <- layer_layer_normalization(attention(x, x) + x)
model <- keras_model(x, y)

#### merging layers: fine
library(keras)
a <- layer_input(shape = 4)
b <- layer_input(shape = 4)
merged <- list(layer_add(list(a, b)), layer_subtract(list(a, b)), layer_multiply(list(a, b)), layer_maximum(list(a, b)), layer_average(list(a, b)), layer_minimum(list(a, b)))
model <- keras_model(list(a, b), layer_concatenate(merged))

#### outputs of a layer inside: fine
library(keras)
inputs <- layer_input(shape = 4)
model <- keras_model(inputs, inputs %>% layer_dense(3, name = "inner") %>% layer_dense(1))
inner <- keras_model(inputs = model$input, outputs = get_layer(model, "inner")$output)
predict(inner, matrix(1:4, 1), verbose = 0)

#### operators of tensors: fine
library(keras)
x <- layer_input(shape = c(4, 3))
y <- x[, , 1, drop = FALSE] * 2 + 1
model <- keras_model(x, y %>% layer_flatten() %>% layer_dense(1))

#### function that returns a block: fine
library(keras)
conv_block <- function(filters, ...) {
  function(x) x %>% layer_conv_2d(filters, 3, padding = "same", ...) %>% layer_batch_normalization() %>% layer_activation("relu")
}
block_one <- conv_block(4, strides = 2)
layer_block_two <- conv_block(8)
input <- layer_input(shape = c(16, 16, 3))
out <- input %>% block_one() %>% layer_block_two() %>% layer_global_max_pooling_2d()

#### u-net: fine
library(keras)
down <- function(x, n) {
  conv <- x %>% layer_conv_2d(n, 3, padding = "same", activation = "relu")
  list(conv, conv %>% layer_max_pooling_2d(2))
}
input <- layer_input(shape = c(16, 16, 1))
c(skip, pooled) %<-% down(input, 4)
up <- pooled %>% layer_conv_2d_transpose(4, kernel_size = 2, strides = 2)
out <- layer_concatenate(list(skip, up)) %>% layer_conv_2d(1, 1, activation = "sigmoid")
unet <- keras_model(input, out)
unet %>% compile("adam", "binary_crossentropy", metrics = list(metric_mean_iou(num_classes = 2)))

#### layers in a list: fine
library(keras)
blocks <- list(layer_dense(units = 4), layer_dense(units = 3))
x <- layer_input(shape = 2)
for (block in blocks) x <- block(x)
y <- Reduce(function(h, layer) layer(h), blocks, layer_input(shape = 2))

#### transfer by a base model: fine
library(keras)
base_model <- application_mobilenet_v2(weights = NULL, include_top = FALSE, input_shape = c(32, 32, 3), alpha = 0.35)
predictions <- base_model$output %>%
  layer_global_average_pooling_2d() %>%
  layer_dense(units = 8, activation = "relu") %>%
  layer_dense(units = 5, activation = "softmax")
model <- keras_model(inputs = base_model$input, outputs = predictions)
freeze_weights(base_model)
for (layer in base_model$layers) layer$trainable <- FALSE
model %>% compile(optimizer = "rmsprop", loss = "categorical_crossentropy")

#### base in a sequential model: fine
library(keras)
conv_base <- application_vgg16(weights = NULL, include_top = FALSE, input_shape = c(32, 32, 3))
model <- keras_model_sequential() %>%
  conv_base %>%
  layer_flatten() %>%
  layer_dense(units = 4, activation = "relu") %>%
  layer_dense(units = 1, activation = "sigmoid")
freeze_weights(conv_base)
unfreeze_weights(conv_base, from = "block5_conv1")
model %>% compile(loss = "binary_crossentropy", optimizer = optimizer_rmsprop(lr = 2e-5), metrics = c("accuracy"))

#### functional with logits: fine
library(keras)
x <- layer_input(shape = c(8, 8, 1))
logits <- x %>% layer_flatten() %>% layer_dense(10)
model <- keras_model(x, logits)
model %>% compile("adam", loss_sparse_categorical_crossentropy(from_logits = TRUE), metrics = "accuracy")

#### several models of parts: fine
library(keras)
input <- layer_input(shape = 8)
code <- input %>% layer_dense(2, activation = "relu")
output <- code %>% layer_dense(8, activation = "sigmoid")
autoencoder <- keras_model(input, output)
encoder <- keras_model(input, code)
autoencoder %>% compile("adam", "mse")
codes <- encoder %>% predict(matrix(runif(16), 2), verbose = 0)

#### a name that is used again: fine
library(keras)
x <- layer_input(shape = 4)
y <- x %>% layer_dense(1, activation = "softmax")
y <- x %>% layer_dense(3, activation = "softmax")
model <- keras_model(x, y)
model %>% compile("adam", "categorical_crossentropy")
model <- keras_model(x, x %>% layer_dense(1, activation = "sigmoid"))
model %>% compile("adam", "binary_crossentropy")

#### gan: fine
library(keras)
generator <- keras_model_sequential(input_shape = 4) %>% layer_dense(6)
discriminator <- keras_model_sequential(input_shape = 6) %>% layer_dense(1, activation = "sigmoid")
discriminator %>% compile(optimizer = optimizer_rmsprop(lr = 8e-4, clipvalue = 1.0, decay = 1e-8), loss = "binary_crossentropy")
freeze_weights(discriminator)
gan_input <- layer_input(shape = c(4))
gan_output <- discriminator(generator(gan_input))
gan <- keras_model(gan_input, gan_output)
gan %>% compile(optimizer = "adam", loss = "binary_crossentropy")
d_loss <- discriminator %>% train_on_batch(matrix(runif(12), 2), c(0, 1))
