library(keras)
use_session_with_seed(7, quiet = TRUE)
set.seed(36)
n <- 80
x <- matrix(rnorm(n * 3), n)
y <- as.integer(runif(n) < 0.2)
n_pos <- sum(y == 1)
n_neg <- sum(y == 0)
cat("Number of positive samples in training data:", n_pos, sprintf("(%.2f%% of total)", 100 * n_pos / n), "\n")
weight_for_0 <- 1 / n_neg
weight_for_1 <- 1 / n_pos
class_weight <- list("0" = weight_for_0 * n / 2, "1" = weight_for_1 * n / 2)
model <- keras_model_sequential(input_shape = 3) %>%
  layer_dense(8, activation = "relu") %>%
  layer_dropout(0) %>%
  layer_dense(1, activation = "sigmoid")
metrics <- list(
  metric_false_negatives(name = "fn"),
  metric_precision(name = "precision"),
  metric_recall(name = "recall")
)
model %>% compile(optimizer = optimizer_adam(0.01), loss = "binary_crossentropy", metrics = metrics)
model %>% fit(x, y, batch_size = 20, epochs = 2, verbose = 0, class_weight = class_weight)
p <- predict(model, x)
threshold <- 0.5
tp <- sum(p[, 1] > threshold & y == 1)
fp <- sum(p[, 1] > threshold & y == 0)
fn <- sum(p[, 1] <= threshold & y == 1)
precision <- if (tp + fp > 0) tp / (tp + fp) else 0
recall <- tp / (tp + fn)
cat(sprintf("precision %.3f, recall %.3f\n", precision, recall))
cat(tp + fn == n_pos, "\n")
