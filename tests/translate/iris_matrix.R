library(keras)
use_session_with_seed(7, quiet = TRUE)
data(iris)
set.seed(1234)
iris[, 5] <- as.numeric(iris[, 5]) - 1
iris <- as.matrix(iris)
dimnames(iris) <- NULL
ind <- sample(2, nrow(iris), replace = TRUE, prob = c(0.67, 0.33))
iris.training <- iris[ind == 1, 1:4]
iris.test <- iris[ind == 2, 1:4]
iris.trainingtarget <- iris[ind == 1, 5]
iris.testtarget <- iris[ind == 2, 5]
iris.trainLabels <- to_categorical(iris.trainingtarget)
iris.testLabels <- to_categorical(iris.testtarget)
model <- keras_model_sequential()
model %>%
  layer_dense(units = 8, activation = 'relu', input_shape = c(4)) %>%
  layer_dense(units = 3, activation = 'softmax')
model %>% compile(loss = 'categorical_crossentropy', optimizer = 'adam', metrics = 'accuracy')
history <- model %>% fit(iris.training, iris.trainLabels, epochs = 2, batch_size = 5, validation_split = 0.2, verbose = 0)
classes <- max.col(model %>% predict(iris.test, batch_size = 128)) - 1
score <- model %>% evaluate(iris.test, iris.testLabels, batch_size = 128, verbose = 0)
cat(names(score), "\n")
