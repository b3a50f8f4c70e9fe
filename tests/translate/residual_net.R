# Residual blocks of dense layers.
library(keras)
use_session_with_seed(41, quiet = TRUE)
residual <- function(x, units) {
  shortcut <- x
  x <- x %>%
    layer_dense(units = units, activation = "relu") %>%
    layer_dense(units = units)
  layer_add(list(shortcut, x)) %>% layer_activation("relu")
}
inputs <- layer_input(shape = 3)
hidden <- residual(inputs, 3)
hidden <- residual(hidden, 3)
outputs <- hidden %>% layer_dense(units = 1)
model <- keras_model(inputs, outputs)
x <- matrix(c(0.5, -1, 2, 1, 0, -0.5), nrow = 2)
cat(count_params(model), dim(predict(model, x, verbose = 0)), "\n")
