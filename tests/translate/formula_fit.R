# fit() of a formula.
library(keras)
use_session_with_seed(22, quiet = TRUE)
model <- keras_model_sequential(input_shape = 4) %>%
  layer_dense(8, activation = "relu") %>%
  layer_dense(3, activation = "softmax")
model %>% compile(optimizer = "adam", loss = "sparse_categorical_crossentropy", metrics = "accuracy")
history <- model %>% fit(Species ~ ., data = iris, epochs = 2, verbose = 0)
cat(history$metrics$loss, "\n")
cat(dim(predict(model, iris[1:3, ], verbose = 0)), "\n")
