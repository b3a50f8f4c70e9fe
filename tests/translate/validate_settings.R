library(keras)
use_session_with_seed(7, quiet = TRUE)
set.seed(32)
x <- matrix(runif(120), 30, 4)
y <- ifelse(x[, 1] > 0.5, 1, 0)
create_model <- function(units = 4, dropout = 0, lr = 0.01, activation = "relu") {
  model <- keras_model_sequential() %>%
    layer_dense(units = units, activation = activation, input_shape = ncol(x))
  if (dropout > 0) model %>% layer_dropout(rate = dropout)
  model %>% layer_dense(units = 1, activation = "sigmoid")
  model %>% compile(optimizer = optimizer_adam(lr), loss = "binary_crossentropy", metrics = "accuracy")
  return(model)
}
cross_validate <- function(folds, ...) {
  ids <- rep(seq_len(folds), length.out = nrow(x))
  vapply(seq_len(folds), function(f) {
    held <- ids == f
    model <- create_model(...)
    model %>% fit(x[!held, ], y[!held], epochs = 1, verbose = 0)
    metrics <- model %>% evaluate(x[held, ], y[held], verbose = 0)
    metrics[["loss"]]
  }, numeric(1))
}
settings <- list(
  list(units = 2, activation = "tanh"),
  list(units = 3, activation = "relu")
)
for (s in settings) {
  scores <- do.call(cross_validate, c(list(folds = 3), s))
  cat(sprintf("%-5s units=%d mean=%.3f sd=%.3f\n", s$activation, as.integer(s$units), mean(scores), sd(scores)))
}
