# Regression with k-fold validation, in the manner of the book
library(keras)
use_session_with_seed(7, quiet = TRUE)
set.seed(11)
n <- 60
train_data <- matrix(runif(n * 5, 0, 10), nrow = n)
train_targets <- 2 * train_data[, 1] - train_data[, 3] + rnorm(n, sd = 0.1)
mean <- apply(train_data, 2, mean)
std <- apply(train_data, 2, sd)
train_data <- scale(train_data, center = mean, scale = std)

build_model <- function() {
  model <- keras_model_sequential() %>%
    layer_dense(units = 8, activation = "relu", input_shape = dim(train_data)[[2]]) %>%
    layer_dense(units = 1)
  model %>% compile(optimizer = "rmsprop", loss = "mse", metrics = c("mae"))
  model
}

k <- 4
indices <- sample(1:nrow(train_data))
folds <- cut(1:length(indices), breaks = k, labels = FALSE)
num_epochs <- 2
all_mae_histories <- NULL
all_scores <- c()
for (i in 1:k) {
  cat("processing fold #", i, "\n")
  val_indices <- which(folds == i, arr.ind = TRUE)
  val_data <- train_data[val_indices, ]
  val_targets <- train_targets[val_indices]
  partial_train_data <- train_data[-val_indices, ]
  partial_train_targets <- train_targets[-val_indices]
  model <- build_model()
  history <- model %>% fit(partial_train_data, partial_train_targets,
    validation_data = list(val_data, val_targets),
    epochs = num_epochs, batch_size = 1, verbose = 0)
  mae_history <- history$metrics$val_mae
  all_mae_histories <- rbind(all_mae_histories, mae_history)
  results <- model %>% evaluate(val_data, val_targets, verbose = 0)
  all_scores <- c(all_scores, results["mae"])
}
cat("folds:", length(all_scores), "\n")
print(round(mean(all_scores), 3))
average_mae_history <- data.frame(
  epoch = seq(1:ncol(all_mae_histories)),
  validation_mae = apply(all_mae_histories, 2, mean)
)
print(nrow(average_mae_history))
cat(round(average_mae_history$validation_mae, 3), "\n")
