# Weights that are saved, changed and read again.
library(keras)
use_session_with_seed(45, quiet = TRUE)
model <- keras_model_sequential() %>%
  layer_dense(units = 2, input_shape = 2, kernel_initializer = "ones")
path <- tempfile(fileext = ".weights.h5")
save_model_weights_hdf5(model, path)
set_weights(model, list(matrix(0, 2, 2), array(c(1, 2))))
cat(predict(model, matrix(1, 1, 2), verbose = 0), "\n")
load_model_weights_hdf5(model, path)
cat(predict(model, matrix(1, 1, 2), verbose = 0), "\n")
weights <- get_weights(model)
for (w in weights) {
  cat(length(w), sum(w), "\n")
}
unlink(path)
