# Results of evaluate() by name and by place.
library(keras)
use_session_with_seed(20, quiet = TRUE)
x <- matrix(rnorm(80), 20)
y <- to_categorical(sample(0:2, 20, replace = TRUE), 3)
model <- keras_model_sequential() %>%
  layer_dense(5, activation = "relu", input_shape = 4) %>%
  layer_dense(3, activation = "softmax")
model %>% compile(optimizer = "adam", loss = "categorical_crossentropy", metrics = c("accuracy", "mae"))
score <- model %>% evaluate(x, y, verbose = 0)
cat("Test loss:", score[[1]], "\n")
cat("Test accuracy:", score[[2]], score["accuracy"], score[["mae"]], "\n")
cat(length(score), names(score), "\n")
print(score)
c(loss, acc, mae) %<-% evaluate(model, x, y, verbose = 0)
cat(loss, acc, mae, "\n")
cat(sprintf("loss %.4f, accuracy %.2f%%", score[["loss"]], 100 * score[["accuracy"]]), "\n")
