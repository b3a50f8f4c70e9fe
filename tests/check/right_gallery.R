#### pre-trained with custom head: fine
library(keras)
base <- application_mobilenet_v2(weights = NULL, include_top = FALSE, input_shape = c(64, 64, 3))
freeze_weights(base)
head <- base$output %>% layer_global_average_pooling_2d() %>% layer_dropout(0.2) %>% layer_dense(5, activation = "softmax")
model <- keras_model(base$input, head)
model %>% compile(optimizer = optimizer_rmsprop(learning_rate = 2e-5), loss = "categorical_crossentropy", metrics = "accuracy")

#### base as a layer of a sequential model: fine
library(keras)
base <- application_vgg16(weights = NULL, include_top = FALSE, input_shape = c(32, 32, 3))
model <- keras_model_sequential() %>% base() %>% layer_flatten() %>% layer_dense(256, activation = "relu") %>% layer_dense(1, activation = "sigmoid")
model %>% compile("adam", "binary_crossentropy", metrics = c("accuracy"))

#### list of layers by lapply: fine
library(keras)
heads <- lapply(1:3, function(i) layer_dense(units = i, name = paste0("head_", i)))
x <- layer_input(4)
outs <- lapply(heads, function(h) h(x))
model <- keras_model(x, outs)

#### reduce over sizes: fine
library(keras)
x <- layer_input(4)
y <- Reduce(function(acc, n) layer_dense(acc, n, activation = "relu"), c(16, 8), x) %>% layer_dense(1)
model <- keras_model(x, y)
model %>% compile("adam", "mse")

#### do call of layers: fine
library(keras)
args <- list(units = 3, activation = "relu")
l <- do.call(layer_dense, args)
model <- keras_model_sequential(input_shape = 2) %>% l()

#### switch of optimizers: fine
library(keras)
pick <- function(name) switch(name, sgd = optimizer_sgd(0.1), adam = optimizer_adam(1e-3), stop("unknown"))
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile(pick("sgd"), "mae")

#### early stop in a list by name: fine
library(keras)
cbs <- list(stop = callback_early_stopping(monitor = "loss", patience = 1), log = callback_csv_logger(tempfile()))
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("sgd", "mse")
model %>% fit(matrix(0, 4, 2), rep(0, 4), epochs = 1, callbacks = unname(cbs), verbose = 0)

#### monitor of a named metric: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, activation = "sigmoid")
model %>% compile("adam", "binary_crossentropy", metrics = list(metric_precision(name = "prec"), metric_recall(name = "rec")))
model %>% fit(matrix(0, 4, 2), c(0, 1, 0, 1), validation_split = 0.5, epochs = 1, verbose = 0,
  callbacks = list(callback_early_stopping(monitor = "val_prec", mode = "max"), callback_reduce_lr_on_plateau(monitor = "val_rec")))

#### monitor of an output: fine
library(keras)
i <- layer_input(3)
a <- i %>% layer_dense(1, name = "price")
b <- i %>% layer_dense(2, activation = "softmax", name = "kind")
model <- keras_model(i, list(a, b))
model %>% compile("adam", loss = list(price = "mse", kind = "sparse_categorical_crossentropy"), metrics = list(kind = "accuracy"))
model %>% fit(matrix(0, 4, 3), list(price = rep(0, 4), kind = c(0, 1, 0, 1)), epochs = 1, verbose = 0,
  callbacks = callback_early_stopping(monitor = "kind_accuracy"))

#### data frame through as matrix and scale: fine
library(keras)
x <- scale(as.matrix(mtcars[, c("wt", "hp", "qsec")]))
y <- mtcars$mpg
model <- keras_model_sequential(input_shape = ncol(x)) %>% layer_dense(8, activation = "relu") %>% layer_dense(1)
model %>% compile(optimizer_adam(0.01), loss = "mse", metrics = list("mean_absolute_error"))
h <- model %>% fit(x, y, epochs = 2, validation_split = 0.25, verbose = 0)
min(h$metrics$val_mean_absolute_error)

#### iris by index: fine
library(keras)
idx <- sample(nrow(iris), 100)
x <- as.matrix(iris[idx, 1:4])
y <- to_categorical(as.integer(iris$Species[idx]) - 1L)
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(3, activation = "softmax")
model %>% compile("adam", "categorical_crossentropy", "accuracy")
model %>% fit(x, y, epochs = 1, verbose = 0)

#### own loss with an extra argument: fine
library(keras)
weighted <- function(w) function(y_true, y_pred) k_mean(w * k_square(y_true - y_pred))
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", loss = weighted(2), metrics = c(custom_metric("w", weighted(3))))

#### one unit tanh with hinge: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, activation = "tanh")
model %>% compile("sgd", "hinge", metrics = "accuracy")
model %>% fit(matrix(0, 4, 2), c(-1, 1, -1, 1), epochs = 1, verbose = 0)

#### sigmoid of many labels: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(5, activation = "sigmoid")
model %>% compile("adam", "binary_crossentropy", metrics = "binary_accuracy")
model %>% fit(matrix(0, 4, 2), matrix(0, 4, 5), epochs = 1, verbose = 0)

#### exponential with poisson: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, activation = "exponential")
model %>% compile("adam", "poisson")

#### softplus regression: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, activation = "softplus")
model %>% compile("adam", loss_mean_squared_logarithmic_error())

#### autoencoder with sigmoid and binary: fine
library(keras)
i <- layer_input(784)
code <- i %>% layer_dense(32, activation = "relu")
out <- code %>% layer_dense(784, activation = "sigmoid")
ae <- keras_model(i, out)
ae %>% compile("adam", "binary_crossentropy")
encoder <- keras_model(i, code)

#### attention over time: fine
library(keras)
i <- layer_input(c(10, 8))
h <- i %>% layer_lstm(8, return_sequences = TRUE)
a <- layer_attention(list(h, h))
o <- layer_concatenate(list(h, a)) %>% layer_global_average_pooling_1d() %>% layer_dense(1)
m <- keras_model(i, o)

#### unet crop and skip: fine
library(keras)
i <- layer_input(c(32, 32, 1))
c1 <- i %>% layer_conv_2d(4, 3, padding = "same", activation = "relu")
p1 <- c1 %>% layer_max_pooling_2d(2)
c2 <- p1 %>% layer_conv_2d(8, 3, padding = "same", activation = "relu")
u1 <- c2 %>% layer_conv_2d_transpose(4, 2, strides = 2)
m1 <- layer_concatenate(list(c1, u1), axis = 4)
o <- m1 %>% layer_conv_2d(1, 1, activation = "sigmoid")
model <- keras_model(i, o)
model %>% compile("adam", "binary_crossentropy")

#### text pipeline: fine
library(keras)
texts <- c("good film", "bad film")
tok <- text_tokenizer(num_words = 20) %>% fit_text_tokenizer(texts)
x <- pad_sequences(texts_to_sequences(tok, texts), maxlen = 4)
model <- keras_model_sequential() %>% layer_embedding(20, 8, input_length = 4) %>% layer_flatten() %>% layer_dense(1, activation = "sigmoid")
model %>% compile("adam", "binary_crossentropy", metrics = "acc")
h <- model %>% fit(x, c(1, 0), epochs = 1, verbose = 0)
h$metrics$acc

#### text vectorization in a model: fine
library(keras)
v <- layer_text_vectorization(max_tokens = 50, output_mode = "tf_idf")
adapt(v, c("a b", "b c"))
i <- layer_input(1, dtype = "string")
m <- keras_model(i, i %>% v() %>% layer_dense(1, activation = "sigmoid"))

#### loops over folds: fine
library(keras)
k <- 3
x <- matrix(runif(36), 12)
y <- runif(12)
folds <- rep(1:k, length.out = 12)
scores <- c()
for (i in 1:k) {
  model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
  model %>% compile("adam", "mse", metrics = "mae")
  model %>% fit(x[folds != i, ], y[folds != i], epochs = 1, verbose = 0)
  scores <- c(scores, evaluate(model, x[folds == i, ], y[folds == i], verbose = 0)["mae"])
}
mean(scores)

#### train on batch loop: fine
library(keras)
model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
for (step in 1:3) loss <- model %>% train_on_batch(matrix(0, 4, 3), rep(0, 4))

#### generator function: fine
library(keras)
gen <- function() list(matrix(runif(6), 2), runif(2))
model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(gen, steps_per_epoch = 2, epochs = 1, verbose = 0)

#### gan parts: fine
library(keras)
g <- keras_model_sequential(input_shape = 8) %>% layer_dense(16, activation = "relu") %>% layer_dense(4, activation = "tanh")
d <- keras_model_sequential(input_shape = 4) %>% layer_dense(16) %>% layer_activation_leaky_relu() %>% layer_dense(1, activation = "sigmoid")
d %>% compile("adam", "binary_crossentropy")
freeze_weights(d)
z <- layer_input(8)
gan <- keras_model(z, d(g(z)))
gan %>% compile("adam", "binary_crossentropy")

#### gradient tape by hand: fine
library(keras)
library(tensorflow)
w <- tf$Variable(1)
with(tf$GradientTape() %as% tape, { loss <- (w * 3 - 6)^2 })
grad <- tape$gradient(loss, w)
optimizer_sgd(0.1)$apply_gradients(list(list(grad, w)))

#### py class layer: fine
library(keras)
Scale(keras$layers$Layer) %py_class% {
  initialize <- function(by = 2, ...) {
    super$initialize(...)
    self$by <- by
  }
  call <- function(inputs) inputs * self$by
}
layer_scale <- create_layer_wrapper(Scale)
m <- keras_model_sequential(input_shape = 3) %>% layer_scale(by = 3) %>% layer_dense(1)

#### save and load: fine
library(keras)
f <- tempfile(fileext = ".h5")
m <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
m %>% save_model_hdf5(f)
n <- load_model_hdf5(f)
all.equal(get_weights(m), get_weights(n))

#### schedule of rates: fine
library(keras)
s <- learning_rate_schedule_exponential_decay(0.1, decay_steps = 100, decay_rate = 0.9)
opt <- optimizer_sgd(learning_rate = s, momentum = 0.9, nesterov = TRUE, clipnorm = 1)
m <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
m %>% compile(opt, "mse")

#### rate by a function of the epoch: fine
library(keras)
cb <- callback_learning_rate_scheduler(function(epoch, lr) if (epoch < 2) lr else lr * 0.5)
m <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
m %>% compile("sgd", "mse")
m %>% fit(matrix(0, 4, 3), rep(0, 4), epochs = 3, callbacks = cb, verbose = 0)

#### weights of classes: fine
library(keras)
m <- keras_model_sequential(input_shape = 3) %>% layer_dense(1, activation = "sigmoid")
m %>% compile("sgd", "binary_crossentropy")
m %>% fit(matrix(0, 4, 3), c(0, 1, 0, 1), class_weight = list("0" = 1, "1" = 5), epochs = 1, verbose = 0)

#### keras3 block with native pipes: fine
library(keras3)
inputs <- keras_input(shape = c(28, 28, 1))
out <- inputs |> layer_rescaling(1 / 255) |> layer_conv_2d(8, 3, activation = "relu") |> layer_max_pooling_2d(2) |> layer_flatten() |> layer_dense(10)
model <- keras_model(inputs, out)
model |> compile(optimizer_adam(1e-3), loss_sparse_categorical_crossentropy(from_logits = TRUE), metrics = "accuracy")

#### keras3 layer class: fine
library(keras3)
layer_gain <- Layer("Gain", initialize = function(k = 2, ...) { super$initialize(...); self$k <- k }, call = function(x) x * self$k)
m <- keras_model_sequential(input_shape = 2) |> layer_gain(k = 3) |> layer_dense(1)

#### keras3 ops: fine
library(keras3)
x <- op_array(matrix(1:6, 2), "float32")
y <- op_matmul(x, op_transpose(x)) |> op_sum(axis = -1)
z <- op_softmax(y)

#### seed and session: fine
library(keras)
library(tensorflow)
set_random_seed(42)
tf$config$list_physical_devices("GPU")
k_clear_session()

#### variable called model dollar fields: fine
library(keras)
conf <- list(units = 4, model = NULL)
conf$model <- keras_model_sequential(input_shape = 2) %>% layer_dense(conf$units)
conf$model %>% compile("sgd", "mse")
conf$model$summary()

#### siamese: fine
library(keras)
base <- keras_model_sequential(input_shape = 6) %>% layer_dense(4)
a <- layer_input(6)
b <- layer_input(6)
d <- layer_subtract(list(base(a), base(b))) %>% layer_lambda(function(x) k_abs(x)) %>% layer_dense(1, activation = "sigmoid")
m <- keras_model(list(a, b), d)
m %>% compile("adam", "binary_crossentropy", metrics = "accuracy")
m %>% fit(list(matrix(0, 4, 6), matrix(0, 4, 6)), c(0, 1, 0, 1), epochs = 1, verbose = 0)

#### pieces of a model: fine
library(keras)
m <- keras_model_sequential(input_shape = c(8, 8, 1)) %>% layer_conv_2d(2, 3, name = "c") %>% layer_flatten() %>% layer_dense(1)
part <- keras_model(m$input, get_layer(m, "c")$output)
maps <- predict(part, array(0, c(1, 8, 8, 1)), verbose = 0)
dim(maps)

#### two losses and weights: fine
library(keras)
i <- layer_input(3)
m <- keras_model(i, list(layer_dense(i, 1, name = "a"), layer_dense(i, 1, activation = "sigmoid", name = "b")))
m %>% compile("adam", loss = list("mse", "binary_crossentropy"), loss_weights = list(1, 0.5), metrics = list(a = "mae", b = "accuracy"))
