# The iris data: shuffle, split, scale by the training rows.
library(keras)
set.seed(1)
data(iris)
rows <- sample(nrow(iris), 100)
train <- iris[rows, 1:4]
test <- iris[-rows, 1:4]
x_train <- as.matrix(train)
x_test <- as.matrix(test)
y_train <- as.integer(iris$Species[rows]) - 1
y_test <- as.integer(iris$Species[-rows]) - 1
center <- apply(x_train, 2, mean)
spread <- apply(x_train, 2, sd)
x_train <- scale(x_train, center = center, scale = spread)
x_test <- scale(x_test, center = center, scale = spread)
cat(dim(x_train), dim(x_test), "\n")
cat(round(colMeans(x_test), 4), "\n")
cat(sum(y_train), sum(y_test), "\n")
