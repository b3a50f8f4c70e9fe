# A classifier as in many tutorials for R keras: flags, a Sequential model, fit, evaluate, predict.
library(keras)

FLAGS <- flags(
  flag_numeric("dropout", 0.1),
  flag_integer("epochs", 20, "How often to go through the data")
)

use_session_with_seed(42, quiet = TRUE)

x <- scale(as.matrix(iris[, 1:4]))
y <- to_categorical(as.integer(iris$Species) - 1)
train <- seq(1, 150, by = 2)

model <- keras_model_sequential()
model %>%
  layer_dense(units = 16, activation = "relu", input_shape = 4) %>%
  layer_dropout(rate = FLAGS$dropout) %>%
  layer_dense(units = 3, activation = "softmax")

model %>% compile(
  loss = "categorical_crossentropy",
  optimizer = optimizer_adam(learning_rate = 0.02),
  metrics = c("accuracy")
)

history <- model %>% fit(x[train, ], y[train, ], epochs = FLAGS$epochs, batch_size = 16, verbose = 0)
plot(history)

score <- model %>% evaluate(x[-train, ], y[-train, ], verbose = 0)
class <- max.col(predict(model, x[-train, ], verbose = 0))
stopifnot(
  packageVersion("keras") >= "2.0",
  length(history$metrics$loss) == FLAGS$epochs,
  all.equal(score[["accuracy"]], mean(class == as.integer(iris$Species)[-train]), tolerance = 1e-6)
)
print(table(class))
score[["accuracy"]] > 0.8
