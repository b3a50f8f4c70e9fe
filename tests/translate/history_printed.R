# A history that stands alone.
library(keras)
use_session_with_seed(43, quiet = TRUE)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile(optimizer = "sgd", loss = "mse", metrics = "mae")
history <- model %>% fit(matrix(0, 8, 2), rep(1, 8), epochs = 2, verbose = 0)
history
for (name in names(history$metrics)) cat(name, history$metrics[[name]], "\n")
cat(history$metrics[[1]], "\n")
