# Models made in R, trained and lengthened by plain Keras in Python, trained on in R, kept by saveRDS(), then saved.
library(rkeras)
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[[1]]
python <- reticulate::py_run_string(sprintf("import sys; sys.path.insert(0, r'%s'); import in_python, keras; keras.utils.set_random_seed(3)", arguments[[2]]))
in_python <- python$in_python

picture <- keras_model_sequential(input_shape = c(6, 6, 1)) |>
  layer_conv_2d(3, 3, activation = "relu") |>
  layer_batch_normalization() |>
  layer_flatten() |>
  layer_dense(2)

said <- layer_input(c(4, 3))
heard <- layer_input(c(4, 3))
reader <- layer_lstm(units = 3)
both <- layer_concatenate(list(reader(said), reader(heard)))
pair <- keras_model(list(said, heard), layer_dense(both, 1))

text <- layer_input(1, dtype = "string")
order <- layer_text_vectorization(output_sequence_length = 4, vocabulary = c("a", "b", "c"))
word <- keras_model(text, layer_dense(layer_flatten(layer_embedding(order(text), 6, 2)), 1))

models <- list(picture = picture, pair = pair, word = word)
for (name in names(models)) {
  longer <- in_python$trained_and_lengthened(models[[name]])
  longer |> compile(optimizer = "adam", loss = "mse")
  data <- in_python$data(longer)
  before <- train_on_batch(longer, data$x, data$y)
  rds <- file.path(folder, paste0(name, ".rds"))
  saveRDS(serialize_model(longer), rds)
  again <- unserialize_model(readRDS(rds))
  after <- train_on_batch(again, data$x, data$y)
  stopifnot(is.finite(before), after < before)
  place <- file.path(folder, name)
  dir.create(place)
  save_model_hdf5(again, file.path(place, "model.h5"))
  save_model_tf(again, file.path(place, "tf"))
  writeLines(model_to_json(again), file.path(place, "model.json"))
  save_model_weights_hdf5(again, file.path(place, "model.weights.h5"))
  in_python$keep_outputs(again, place)
}
