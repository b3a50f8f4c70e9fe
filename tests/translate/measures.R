# Results of evaluate(), by places and names; older arguments of optimizers; shapes that are computed.
library(keras)
library(tensorflow)
use_session_with_seed(3)
n <- 3
x <- matrix(seq(0, 1, length.out = 30), 10, n)
y <- c(0, 1, 0, 1, 1, 0, 1, 0, 0, 1)
model <- keras_model_sequential() %>%
  layer_reshape(target_shape = c(n, 1), input_shape = dim(x)[-1]) %>%
  layer_flatten() %>%
  layer_dense(1, activation = "sigmoid", kernel_initializer = "ones")
model %>% compile(
  loss = "binary_crossentropy",
  optimizer = optimizer_sgd(lr = 0.5, decay = 0.1),
  metrics = c("accuracy", "mae")
)
history <- model %>% fit(x, y, epochs = 3, batch_size = 5, shuffle = FALSE, verbose = 0)
cat(history$metrics$loss, "\n")
scores <- model %>% evaluate(x, y, verbose = 0)
cat("Test loss:", scores[[1]], "\n")
cat("Test accuracy:", scores[["accuracy"]], scores[[3]], "\n")
c(loss, accuracy, mae) %<-% evaluate(model, x, y, verbose = 0)
cat(loss, accuracy, mae, "\n")
v <- tf$Variable(3)
cat(as.numeric(v * 2.5), "\n")
