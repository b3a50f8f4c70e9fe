# Autoencoder, checkpoints by a lambda, learning rate schedule, early stopping.
library(keras)
use_session_with_seed(5, quiet = TRUE)
x_train <- array(runif(32 * 6 * 6), dim = c(32, 6, 6))
y_train <- sample(0:2, 32, replace = TRUE)
x_train <- array_reshape(x_train, c(nrow(x_train), 36)) / 255
y <- to_categorical(y_train, 3)
input <- layer_input(shape = 36)
code <- input %>% layer_dense(8, activation = "relu", name = "code")
out <- code %>% layer_dense(36, activation = "sigmoid")
auto <- keras_model(input, out)
auto %>% compile(optimizer = optimizer_adam(learning_rate = 0.01), loss = "mse")
losses <- c()
cb <- list(
  callback_lambda(on_epoch_end = function(epoch, logs) losses <<- c(losses, logs$loss)),
  callback_early_stopping(monitor = "loss", patience = 2),
  callback_learning_rate_scheduler(function(epoch, lr) lr * 0.9)
)
h <- auto %>% fit(x_train, x_train, epochs = 3, batch_size = 8, verbose = 0, callbacks = cb)
cat(length(losses), round(losses, 6), "\n")
encoder <- keras_model(input, code)
z <- predict(encoder, x_train, verbose = 0)
cat(dim(z), round(mean(z), 5), "\n")
clf <- keras_model_sequential() %>% layer_dense(3, activation = "softmax", input_shape = 8)
clf %>% compile(loss = "categorical_crossentropy", optimizer = "sgd", metrics = "accuracy")
clf %>% fit(z, y, epochs = 2, verbose = 0)
pred <- predict(clf, z, verbose = 0)
classes <- apply(pred, 1, which.max) - 1
cat("classes:", classes[1:6], "accuracy:", mean(classes == y_train), "\n")
w <- get_weights(clf)
cat(length(w), dim(w[[1]]), round(sum(w[[1]]), 5), "\n")
for (l in auto$layers) cat(l$name, "\n")
summary_line <- paste0("trained ", length(h$metrics$loss), " epochs, last loss ", round(tail(h$metrics$loss, 1), 5))
cat(summary_line, "\n")
