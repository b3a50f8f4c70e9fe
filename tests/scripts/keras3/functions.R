# Functions that no other script here has, each compared with plain Keras or with the formula.
library(keras3)
K <- reticulate::import("keras", convert = FALSE)
np <- reticulate::import("numpy", convert = FALSE)
tuple <- reticulate::tuple

agree <- function(ours, theirs) {
  if (inherits(theirs, "python.builtin.object")) theirs <- as.array(theirs)
  stopifnot(all.equal(as.array(ours), theirs, tolerance = 1e-5, check.attributes = FALSE), identical(dim(as.array(ours)), dim(theirs)))
}
m <- matrix(1:6 + 0, 2)
single <- function(x) np$array(x, "float32")

# Random numbers, by their seeds
agree(random_truncated_normal(c(2, 3), seed = 2), K$random$truncated_normal(tuple(2L, 3L), seed = 2L))
agree(random_gamma(c(2, 2), 1.5, seed = 4), K$random$gamma(tuple(2L, 2L), 1.5, seed = 4L))
agree(random_beta(2, 1, 2, seed = 4), K$random$beta(tuple(2L), 1, 2, seed = 4L))
agree(random_binomial(3, 5, 0.5, seed = 4), K$random$binomial(tuple(3L), 5, 0.5, seed = 4L))
agree(random_shuffle(m, axis = 2, seed = 3), K$random$shuffle(np$array(m), 1L, seed = 3L))
logits <- log(rbind(c(0.1, 0.9), c(0.5, 0.5)))
drawn <- K$random$categorical(single(logits), 5L, seed = 7L)
agree(random_categorical(logits, 5, seed = 7), op_add(drawn, 1L))
agree(random_categorical(logits, 5, seed = 7, zero_indexed = TRUE), drawn)

# Data
agree(normalize(m), m / sqrt(rowSums(m^2)))
agree(normalize(m, axis = 1, order = 1), sweep(m, 2, colSums(m), "/"))
agree(pad_sequences(list(1:3, 4:5), 4, padding = "post", value = 9), rbind(c(1:3, 9L), c(4L, 5L, 9L, 9L)))
agree(pad_sequences(list(c(0.5, 1), 2), dtype = "float32"), rbind(c(0.5, 1), c(0, 2)))
stopifnot(lengths(lapply(split_dataset(matrix(1:10, 5), left_size = 3), iterate)) == c(3, 2))
picture <- array(runif(90, 0, 255), c(5, 6, 3))
agree(image_smart_resize(picture, c(3, 4)), K$preprocessing$image$smart_resize(np$array(picture), tuple(3L, 4L)))
agree(image_to_array(image_from_array(picture, scale = FALSE)), floor(picture))
agree(imagenet_preprocess_input(picture, mode = "tf"), picture / 127.5 - 1)
agree(array_reshape(m, c(3, 2)), matrix(t(m), 3, byrow = TRUE))

# Operations
stopifnot(op_ndim(m) == 2, as.array(op_size(m)) == 6, identical(dim(op_empty(c(2, 3))), 2:3))
agree(op_convert_to_numpy(op_array(m)), m)
agree(op_convert_to_array(op_array(m)), m)
agree(op_fori_loop(0, 3, function(i, total) total + i, 0), 3)
agree(op_associative_scan(function(a, b) a + b, m, axis = 2), t(apply(m, 1, cumsum)))
agree(op_vectorize(function(a, b) a * b)(c(1, 2), c(3, 4)), array(c(3, 8)))
agree(op_vectorize(function(a, b) a * b, excluded = 0L)(c(1, 2), c(3, 4)), rbind(c(3, 6), c(4, 8)))
agree(op_meshgrid(1:2, 1:3)[[1]], matrix(1:2, 3, 2, byrow = TRUE))
agree(op_subset_set(m, 1, 2, value = 0), replace(m, 3, 0))
agree(op_get_item(m, 0L), array(m[1, ]))
agree(op_get_item(m, list(0, -1)), m[1, 3])
agree(op_switch(2, list(function(x) x, function(x) 2 * x), 4), 8)
agree(activation_sparsemax(rbind(c(1, 2, 4))), rbind(c(0, 0, 1)))

# Models, layers and classes
network <- keras_model_sequential(3) |> layer_dense(2, name = "a", kernel_initializer = "ones") |> layer_dense(1)
stopifnot(get_layer(network, index = 1)$name == "a", get_layer(network, "a")$name == "a")
pop_layer(network)
agree(predict_on_batch(network, m), cbind(rowSums(m), rowSums(m)))
freeze_weights(network)
stopifnot(length(network$trainable_weights) == 0)
cube <- array(sin(1:24), c(2, 3, 4))
ones <- function() layer_simple_rnn(units = 2, kernel_initializer = "ones", recurrent_initializer = "ones")
agree(bidirectional(layer = ones(), merge_mode = "sum")(cube), layer_bidirectional(layer = ones(), merge_mode = "sum")(cube))
agree(layer_time_distributed(layer = layer_rescaling(scale = 2))(cube), 2 * cube)
agree(time_distributed(layer = layer_lambda(f = function(x) 2 * x))(cube), 2 * cube)
stacked <- layer_rnn(cell = rnn_cells_stack(list(rnn_cell_simple(2), rnn_cell_gru(3))))
stopifnot(identical(dim(stacked(cube)), 2:3))
reset_state(stacked)
tripled <- new_layer_class("Tripled", call = function(x) 3 * x)
agree(tripled()(m), 3 * m)
halving <- new_learning_rate_schedule_class("Halving", initialize = function(r) self$r <- r, call = function(step) self$r / 2)
stopifnot(halving(1)(3) == 0.5)
positive <- Constraint("Positive", call = function(w) op_maximum(w, 0))
agree(positive()(c(-1, 2)), array(c(0, 2)))
metric_total <- Metric(
  "Total",
  initialize = function(...) {
    super$initialize(...)
    self$total <- self$add_weight(shape = shape(), initializer = "zeros", name = "total")
  },
  update_state = function(y_true, y_pred, sample_weight = NULL) self$total$assign_add(op_sum(y_pred)),
  result = function() self$total$value
)
total <- metric_total()
total$update_state(c(1, 2), c(3, 4))
agree(total$result(), 7)
far <- metric_mean_wrapper(fn = function(y_true, y_pred) op_abs(y_true - y_pred))
far$update_state(c(1, 2), c(1, 4))
agree(far$result(), 1)
agree(metric_huber(m, m + 2, delta = 1), array(c(1.5, 1.5)))
labels <- rbind(c(1, 0), c(0, 1))
shares <- rbind(c(0.75, 0.25), c(0.5, 0.5))
agree(metric_binary_focal_crossentropy(labels, shares), K$losses$binary_focal_crossentropy(single(labels), single(shares)))
agree(metric_categorical_focal_crossentropy(labels, shares), K$losses$categorical_focal_crossentropy(single(labels), single(shares)))
scaled <- optimizer_loss_scale(optimizer_sgd(0.5))
stopifnot(scaled$inner_optimizer$get_config()$learning_rate == 0.5)

# The configuration of Keras
told <- grep("^config_(?!set|enable|disable)", getNamespaceExports("keras3"), perl = TRUE, value = TRUE)
for (name in setdiff(told, c("config_is_flash_attention_enabled", "config_is_nnx_enabled"))) {
  theirs <- if (name == "config_backend") K$config$backend() else K$config[[sub("^config_", "", name)]]()
  ours <- getExportedValue("keras3", name)()
  if (!inherits(ours, "python.builtin.object")) stopifnot(identical(ours, reticulate::py_to_r(theirs)))
}
set_and_back <- function(set, get, value) {
  before <- get()
  set(value)
  stopifnot(identical(get(), value))
  set(before)
}
set_and_back(config_set_floatx, config_floatx, "float64")
set_and_back(config_set_epsilon, config_epsilon, 1e-5)
set_and_back(config_set_image_data_format, config_image_data_format, "channels_first")
set_and_back(config_set_max_epochs, config_max_epochs, 3L)
set_and_back(config_set_max_steps_per_epoch, config_max_steps_per_epoch, 2L)
config_set_dtype_policy("mixed_float16")
stopifnot(config_dtype_policy()$name == "mixed_float16", layer_dense(units = 1)$compute_dtype == "float16")
config_set_dtype_policy("float32")
config_enable_flash_attention()
config_disable_flash_attention()
stopifnot(!config_is_flash_attention_enabled())
config_disable_interactive_logging()
stopifnot(!config_is_interactive_logging_enabled())
config_enable_interactive_logging()
config_disable_traceback_filtering()
stopifnot(!config_is_traceback_filtering_enabled())
config_enable_traceback_filtering()

# Decompositions, by what they are made of
symmetric <- rbind(c(2, 1), c(1, 3))
.[values, vectors] <- op_eigh(symmetric)
agree(op_matmul(op_matmul(vectors, op_diag(values)), op_transpose(vectors)), symmetric)
.[values, vectors] <- op_eig(symmetric)
agree(op_real(op_matmul(symmetric, op_real(vectors))), t(t(as.array(op_real(vectors))) * c(as.array(op_real(values)))))

# Callbacks, features, files, and the rest that has arguments to convert
stopifnot(callback_reduce_lr_on_plateau(patience = 3, cooldown = 2)$patience == 3, callback_backup_and_restore(tempfile(), save_freq = 2)$save_freq == 2)
stopifnot(inherits(callback_swap_ema_weights(), "keras.src.callbacks.callback.Callback"))
features <- list(
  a = feature_float(),
  b = feature_float_rescaled(scale = 2, offset = 1),
  c = feature_float_normalized(),
  d = feature_integer_hashed(num_bins = 3),
  e = feature_string_hashed(num_bins = 4),
  f = feature_custom("float32", layer_rescaling(scale = 10), "float")
)
space <- layer_feature_space(features = features, output_mode = "dict")
rows <- list(a = c(1, 2), b = c(1, 2), c = c(1, 3), d = 1:2, e = c("x", "y"), f = c(1, 2))
adapt(space, tensorflow::tf$data$Dataset$from_tensor_slices(rows))
found <- space(rows)
agree(found$b, matrix(c(3, 5)))
agree(found$c, matrix(c(-1, 1)))
agree(found$f, matrix(c(10, 20)))
stopifnot(dim(found$d) == c(2, 3), dim(found$e) == c(2, 4))
folder <- tempfile()
for (class in c("no", "yes")) {
  dir.create(file.path(folder, class), recursive = TRUE)
  writeLines(class, file.path(folder, class, "text.txt"))
  image_array_save(array(0, c(4, 4, 3)), file.path(folder, class, "picture.png"), scale = FALSE)
}
read <- capture.output({
  texts <- iterate(text_dataset_from_directory(folder, batch_size = 2, shuffle = FALSE))[[1]]
  pictures <- iterate(image_dataset_from_directory(folder, image_size = c(3, 2), batch_size = 2, shuffle = FALSE))[[1]]
})
stopifnot(identical(c(as.array(texts[[2]])), 0:1), identical(dim(pictures[[1]]), c(2L, 3L, 2L, 3L)))
input <- keras_input(3)
output <- layer_spectral_normalization(input, layer = layer_dense(units = 2))
stopifnot(identical(get_source_inputs(output)[[1]]$name, input$name), identical(dim(layer_random_crop(height = 2, width = 3)(array(1, c(1, 4, 4, 1)))), c(1L, 2L, 3L, 1L)))
agree(layer_pipeline(layers = list(layer_rescaling(scale = 2), layer_rescaling(scale = 3)))(m), 6 * m)
lookup <- layer_string_lookup()
set_vocabulary(lookup, c("u", "v"))
agree(lookup(c("v", "w")), array(c(2L, 0L)))
config_file <- tempfile(fileext = ".json")
save_model_config(network, config_file)
stopifnot(count_params(load_model_config(config_file)) == count_params(network))
quantized <- keras_model_sequential(3) |> layer_dense(2)
quantize_weights(quantized, "int8")
stopifnot(quantized$layers[[1]]$quantization_mode == "int8", identical(dim(predict(quantized, m, verbose = 0)), c(2L, 2L)))
set_custom_objects(list(Tripled = tripled))
stopifnot("Tripled" %in% names(get_custom_objects()))
stopifnot(inherits(get_registered_object("Tripled", custom_objects = get_custom_objects()), "python.builtin.type"))
set_custom_objects(list(), clear = TRUE)
near <- custom_metric("near", function(y_true, y_pred) op_mean(op_abs(y_true - y_pred)))
compile(quantized, "sgd", "mse", metrics = near)
stopifnot(identical(sort(names(evaluate(quantized, m, cbind(1:2, 1:2), verbose = 0))), c("loss", "near")))
stopifnot(identical(named_list(near, b = 2), list(near = near, b = 2)), identical(names(named_list()), character()))
compile(quantized, "sgd", "mse")
tree <- get_state_tree(quantized)
set_state_tree(quantized, tree)
stopifnot("trainable_variables" %in% names(tree))

# A value that is invisible is so under keras3's name, too
stopifnot(!withVisible(fit(quantized, m, cbind(1:2, 1:2), verbose = 0))$visible, withVisible(count_params(quantized))$visible)
small <- keras_model_sequential(input_shape = 1) |> layer_dense(2) |> layer_dense(1)
stopifnot(!withVisible(freeze_weights(small))$visible, !withVisible(pop_layer(small))$visible)
