# A classifier for three classes, as in the first chapter of every book.
library(keras)
use_session_with_seed(42, quiet = TRUE)

# data
x <- matrix(rnorm(150 * 4), 150)
labels <- ifelse(x[, 1] > 0.5, 2, ifelse(x[, 2] > 0, 1, 0))
y <- to_categorical(labels, 3)
train <- 1:100

model <- keras_model_sequential() %>%
  layer_dense(units = 16, activation = "relu", input_shape = c(4)) %>%
  layer_dropout(rate = 0.2) %>%
  layer_dense(units = 3, activation = "softmax")

model %>% compile(
  optimizer = "rmsprop", # the usual one
  loss = "categorical_crossentropy",
  metrics = c("accuracy")
)
history <- model %>% fit(x[train, ], y[train, ], epochs = 3, batch_size = 32, verbose = 0)
cat("losses:", history$metrics$loss, "\n")
scores <- model %>% evaluate(x[-train, ], y[-train, ], verbose = 0)
cat("loss:", scores[["loss"]], "accuracy:", scores[["accuracy"]], "\n")
predicted <- model %>% predict(x[-train, ], verbose = 0)
cat(dim(predicted), round(predicted[1, ], 4), "\n")
cat(max.col(predicted)[1:10], "\n")
for (weights in get_weights(model)) cat(length(weights), round(sum(weights), 4), "\n")
