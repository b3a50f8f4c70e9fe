#### tokenizer: fine
library(keras)
samples <- c("The cat sat on the mat.", "The dog ate my homework.")
tokenizer <- text_tokenizer(num_words = 100) %>% fit_text_tokenizer(samples)
sequences <- texts_to_sequences(tokenizer, samples)
one_hot_results <- texts_to_matrix(tokenizer, samples, mode = "binary")
word_index <- tokenizer$word_index
cat("Found", length(word_index), "unique tokens.\n")
data <- pad_sequences(sequences, maxlen = 10, padding = "post")

#### hashing trick: fine
library(keras)
text_hashing_trick("a b c", n = 20)
text_one_hot("a b c", n = 20, filters = "!", lower = TRUE, split = " ")
text_to_word_sequence("Hello world", lower = TRUE)
skipgrams(1:5, vocabulary_size = 10, window_size = 1)
make_sampling_table(10)

#### text vectorization and adapt: fine
library(keras)
vectorizer <- layer_text_vectorization(max_tokens = 50, output_mode = "int", output_sequence_length = 4)
vectorizer %>% adapt(c("foo bar", "bar baz"))
get_vocabulary(vectorizer)
set_vocabulary(vectorizer, c("foo", "bar"))
input <- layer_input(shape = 1, dtype = "string")
out <- input %>% vectorizer() %>% layer_embedding(input_dim = 51, output_dim = 4) %>% layer_global_average_pooling_1d() %>% layer_dense(1)

#### normalization layer: fine
library(keras)
norm <- layer_normalization()
norm %>% adapt(matrix(runif(20), 10))
model <- keras_model_sequential() %>% norm() %>% layer_dense(1)
x <- layer_input(shape = 2)
y <- norm(x)

#### lookup layers: fine
library(keras)
lookup <- layer_string_lookup(vocabulary = c("a", "b", "c"))
lookup(matrix(c("a", "z"), 2))
layer_integer_lookup(vocabulary = c(10L, 20L), num_oov_indices = 1)
layer_category_encoding(num_tokens = 4, output_mode = "multi_hot")
layer_hashing(num_bins = 3)
layer_discretization(bin_boundaries = c(0, 1, 2))

#### image tools: fine
library(keras)
path <- file.path(tempdir(), "a.png")
img <- array(runif(48), c(4, 4, 3)) * 255
image_array_save(img, path)
x <- image_load(path, target_size = c(8, 8)) %>% image_to_array() %>% array_reshape(c(1, 8, 8, 3))
x <- imagenet_preprocess_input(x, mode = "tf")

#### mnist prepared: fine
library(keras)
prepare <- function() {
  mnist <- dataset_mnist()
  x_train <- mnist$train$x
  y_train <- mnist$train$y
  c(c(train_images, train_labels), c(test_images, test_labels)) %<-% mnist
  x_train <- array_reshape(x_train, c(nrow(x_train), 784)) / 255
  list(x_train, to_categorical(y_train, 10), train_images, test_labels)
}

#### imdb prepared: fine
library(keras)
prepare <- function() {
  imdb <- dataset_imdb(num_words = 10000, maxlen = 100, seed = 1)
  c(c(train_data, train_labels), c(test_data, test_labels)) %<-% imdb
  word_index <- dataset_imdb_word_index()
  reverse_word_index <- names(word_index)
  names(reverse_word_index) <- word_index
  imdb$train$x %>% pad_sequences(maxlen = 80)
}

#### other data sets: fine
library(keras)
load_all <- function() {
  c(dataset_boston_housing()$train$x, dataset_cifar10()$test$y, dataset_cifar100(label_mode = "fine")$train$x, dataset_reuters(num_words = 10)$train$x, dataset_fashion_mnist()$train$y)
}

#### arrays: fine
library(keras)
x <- array_reshape(1:12, c(3, 4))
y <- to_categorical(c(0, 2, 1), num_classes = 3)
normalize(x, axis = -1)
dim(x)
x[, 1]
k_eval(k_constant(x))

#### backend functions: fine
library(keras)
x <- k_constant(matrix(1:4, 2))
k_dot(x, k_transpose(x))
k_sum(x, axis = 1, keepdims = TRUE)
k_concatenate(list(x, x), axis = 2)
k_expand_dims(x, axis = 1)
k_reshape(x, c(4, 1))
k_int_shape(x)
k_batch_flatten(x)
k_clip(x, 0, 1)
k_gather(x, c(1L, 2L))
k_switch(k_constant(1) > 0, x, -x)
k_map_fn(function(v) v * 2, x)

#### backend by its module: fine
library(keras)
K <- backend()
x <- K$constant(c(1, 2))
K$sum(K$square(x))
K$mean(x)

#### dataset from arrays: fine
library(keras)
library(reticulate)
ds <- timeseries_dataset_from_array(matrix(1:20), targets = NULL, sequence_length = 4, batch_size = 2)
batch <- iter_next(as_iterator(ds))

#### downloads: fine
library(keras)
fetch <- function() {
  path <- get_file("nietzsche.txt", origin = "https://s3.amazonaws.com/text-datasets/nietzsche.txt")
  zip_path <- get_file(fname = "a.zip", origin = "https://example.org/a.zip", extract = TRUE, cache_subdir = "data")
  tolower(readChar(path, file.info(path)$size))
}

#### images of folders: fine
library(keras)
load_images <- function(train_dir) {
  train_datagen <- image_data_generator(rescale = 1 / 255)
  train_generator <- flow_images_from_directory(train_dir, train_datagen, target_size = c(150, 150), batch_size = 20, class_mode = "binary")
  batch <- generator_next(train_generator)
  image_dataset_from_directory(train_dir, image_size = c(64, 64), batch_size = 8, label_mode = "categorical")
}

#### predictions decoded: fine
library(keras)
classify <- function(path) {
  model <- application_resnet50(weights = "imagenet")
  x <- image_to_array(image_load(path, target_size = c(224, 224)))
  x <- imagenet_preprocess_input(array_reshape(x, c(1, dim(x))))
  imagenet_decode_predictions(model %>% predict(x), top = 3)[[1]]
}

#### weights from a file: fine
library(keras)
pretrained <- function(file) application_resnet50(weights = file, include_top = FALSE)
own <- function() application_vgg16(weights = "weights/mine.h5", include_top = TRUE, classes = 4)

#### plot of history: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
history <- model %>% fit(matrix(runif(20), 10), runif(10), epochs = 2, verbose = 0, validation_split = 0.2)
str(history)
print(history)
df <- data.frame(epoch = seq_along(history$metrics$loss), loss = history$metrics$loss)
with(df, range(loss))
