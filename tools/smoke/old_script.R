# A script for R keras as it is in books.
library(keras)
install_keras()
use_session_with_seed(1, quiet = TRUE)
x <- as.matrix(iris[, 1:4])
y <- to_categorical(as.integer(iris$Species) - 1)
model <- keras_model_sequential() %>%
  layer_dense(units = 8, activation = "relu", input_shape = 4) %>%
  layer_dense(units = 3, activation = "softmax")
model %>% compile(loss = "categorical_crossentropy", optimizer = "rmsprop", metrics = "accuracy")
history <- model %>% fit(x, y, epochs = 2, verbose = 0)
scores <- model %>% evaluate(x, y, verbose = 0)
print(length(history$metrics$loss) == 2)
