# K-fold cross-validation of a small network.
library(keras)
use_session_with_seed(3, quiet = TRUE)
x <- matrix(runif(60), 20, 3)
y <- rowSums(x)
k <- 4
indices <- sample(1:nrow(x))
folds <- cut(1:length(indices), breaks = k, labels = FALSE)
build_model <- function() {
  model <- keras_model_sequential() %>%
    layer_dense(units = 4, activation = "relu", input_shape = dim(x)[[2]]) %>%
    layer_dense(units = 1)
  model %>% compile(optimizer = "rmsprop", loss = "mse", metrics = c("mae"))
  model
}
all_scores <- c()
for (i in 1:k) {
  cat("processing fold #", i, "\n")
  val <- which(folds == i, arr.ind = TRUE)
  model <- build_model()
  model %>% fit(x[-val, ], y[-val], epochs = 2, batch_size = 5, verbose = 0)
  results <- model %>% evaluate(x[val, ], y[val], verbose = 0)
  all_scores <- c(all_scores, results["mae"])
}
cat(length(all_scores), round(mean(all_scores), 4), "\n")
