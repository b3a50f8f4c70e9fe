# A model is saved, loaded, and predicts the same.
library(keras)
use_session_with_seed(8, quiet = TRUE)
model <- keras_model_sequential() %>%
  layer_dense(3, activation = "relu", input_shape = 2) %>%
  layer_dense(1)
x <- matrix(c(0.1, 0.2, 0.3, 0.4), 2)
before <- predict(model, x, verbose = 0)
file <- tempfile(fileext = ".h5")
save_model_hdf5(model, file)
again <- load_model_hdf5(file)
after <- predict(again, x, verbose = 0)
cat(before, all.equal(before, after), file.exists(file), "\n")
unlink(file)
weights <- get_weights(model)
set_weights(model, lapply(weights, function(w) w * 0))
cat(predict(model, x, verbose = 0), "\n")
