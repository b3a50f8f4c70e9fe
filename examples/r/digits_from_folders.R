# Handwritten digits, read from a folder for each class. Run: Rscript examples/r/digits_from_folders.R
# Prints the same as examples/python/digits_from_folders.py.

library(rkeras)
keras$utils$set_random_seed(1L)

# Writes 300 pictures of 8 by 8 pixels: 240 to train/<digit>/, 60 to test/<digit>/.
digits <- reticulate::import("sklearn.datasets")$load_digits()
folder <- tempfile("digits")
for (i in 1:300) {
  part <- if (i <= 240) "train" else "test"
  class <- file.path(folder, part, digits$target[i])
  dir.create(class, recursive = TRUE, showWarnings = FALSE)
  picture <- array(digits$images[i, , ], c(8, 8, 1))
  image_array_save(picture, file.path(class, sprintf("%03d.png", i)))
}

# Pictures to train with are shifted by up to one pixel, those to test with stay as they are.
read <- function(part, generator, shuffle) {
  flow_images_from_directory(
    file.path(folder, part),
    generator,
    target_size = c(8, 8),
    color_mode = "grayscale",
    shuffle = shuffle,
    seed = 1
  )
}
shifted <- image_data_generator(rescale = 1 / 255, width_shift_range = 1L, height_shift_range = 1L)
train <- read("train", shifted, shuffle = TRUE)
test <- read("test", image_data_generator(rescale = 1 / 255), shuffle = FALSE)

model <- keras_model_sequential(input_shape = c(8, 8, 1)) %>%
  layer_conv_2d(filters = 32, kernel_size = c(3, 3), activation = "relu") %>%
  layer_max_pooling_2d(pool_size = c(2, 2)) %>%
  layer_flatten() %>%
  layer_dense(units = 10, activation = "softmax")
model %>%
  compile(
    optimizer = optimizer_adam(learning_rate = 0.02),
    loss = "categorical_crossentropy",
    metrics = "accuracy"
  )

history <- model %>% fit(train, epochs = 3, verbose = 0)
cat(sprintf("epoch %d: loss %.4f, accuracy %.4f\n", 1:3, history$metrics$loss, history$metrics$accuracy), sep = "")

scores <- model %>% evaluate(test, verbose = 0)
cat(sprintf("test: loss %.4f, accuracy %.4f\n", scores[["loss"]], scores[["accuracy"]]))
unlink(folder, recursive = TRUE)
stopifnot(scores[["accuracy"]] > 0.7)
