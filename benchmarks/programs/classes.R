library(rkeras)
set_random_seed(1)

digits <- reticulate::import("sklearn.datasets")$load_digits()
x <- digits$data / 16
y <- to_categorical(digits$target, 10)
train <- 1:1400

model <- keras_model_sequential(input_shape = 64) %>%
  layer_dense(units = 256, activation = "relu") %>%
  layer_dropout(rate = 0.3) %>%
  layer_dense(units = 128, activation = "relu") %>%
  layer_dense(units = 10, activation = "softmax")
model %>% compile(optimizer = "adam", loss = "categorical_crossentropy", metrics = "accuracy")
history <- model %>% fit(x[train, ], y[train, ], epochs = 60, batch_size = 32, validation_split = 0.1, verbose = 0)
scores <- model %>% evaluate(x[-train, ], y[-train, ], verbose = 0)
predicted <- max.col(predict(model, x[-train, ], verbose = 0)) - 1
print(table(predicted, digits$target[-train]))
cat(tail(history$metrics$loss, 1), scores[["accuracy"]], "\n")
