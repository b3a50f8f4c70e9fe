# Churn of customers: factors as dummies by hand, class weights, a confusion matrix by counts.
library(keras)

set.seed(5)
n <- 200
tenure <- runif(n, 0, 72)
charges <- runif(n, 20, 120)
contract <- sample(c("month", "year", "two"), n, replace = TRUE)
churn <- as.integer(charges / 100 - tenure / 72 + rnorm(n, sd = 0.2) > 0.3)

x <- cbind(
  log1p(tenure),
  (charges - mean(charges)) / sd(charges),
  as.numeric(contract == "month"),
  as.numeric(contract == "year")
)
test <- 151:200
x_train <- x[-test, ]
x_test <- x[test, ]
y_train <- churn[-test]
y_test <- churn[test]

model <- keras_model_sequential()
model %>%
  layer_dense(units = 8, kernel_initializer = "uniform", activation = "relu", input_shape = ncol(x_train)) %>%
  layer_dropout(rate = 0.1) %>%
  layer_dense(units = 1, kernel_initializer = "uniform", activation = "sigmoid")
model %>% compile(optimizer = "adam", loss = "binary_crossentropy", metrics = c("accuracy"))

weight <- sum(y_train == 0) / sum(y_train == 1)
history <- fit(
  object = model, x = as.matrix(x_train), y = y_train,
  batch_size = 25, epochs = 2, validation_split = 0.30, verbose = 0,
  class_weight = list("0" = 1, "1" = weight)
)

probabilities <- predict(model, x_test, verbose = 0) %>% as.vector()
classes <- ifelse(probabilities > 0.5, 1, 0)
tp <- sum(classes == 1 & y_test == 1)
fp <- sum(classes == 1 & y_test == 0)
fn <- sum(classes == 0 & y_test == 1)
tn <- sum(classes == 0 & y_test == 0)
cat("confusion:", tp, fp, fn, tn, "\n")
accuracy <- (tp + tn) / length(y_test)
cat("accuracy:", accuracy, "\n")
precision <- if (tp + fp > 0) tp / (tp + fp) else 0
recall <- tp / max(tp + fn, 1)
print(round(c(precision, recall), 3))
