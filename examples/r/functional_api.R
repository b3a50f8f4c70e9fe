# The functional API, model by model, each checked by its numbers. Run: Rscript examples/r/functional_api.R
# The text to it is vignettes/functional_api.Rmd; the Python twin is examples/python/functional_api.py.

library(rkeras)
options(keras.fit_verbose = 0)
set.seed(1)
keras$utils$set_random_seed(1L)

section <- function(title) cat("\n", title, "\n", sep = "")
show <- function(...) cat("  ", ..., "\n", sep = "")

# The message of the error that an expression raises.
refused <- function(expr) {
  tryCatch(
    {
      force(expr)
      stop("this should have been an error")
    },
    python.builtin.Exception = conditionMessage
  )
}

dims <- function(tensor) unlist(lapply(tensor$shape, function(size) if (is.null(size)) NA else size))

# --- A densely connected network ------------------------------------------------------------------------------------
section("A densely connected network")

# input layer
inputs <- layer_input(shape = c(784))

# outputs compose input + dense layers
predictions <- inputs %>%
  layer_dense(units = 64, activation = 'relu') %>%
  layer_dense(units = 64, activation = 'relu') %>%
  layer_dense(units = 10, activation = 'softmax')

# create and compile model
model <- keras_model(inputs = inputs, outputs = predictions)
model %>%
  compile(
    optimizer = 'rmsprop',
    loss = 'categorical_crossentropy',
    metrics = c('accuracy')
  )

digits <- matrix(runif(192 * 784), 192)
classes <- max.col(digits[, 1:10]) - 1
history <- model %>% fit(digits, to_categorical(classes, 10), epochs = 2, batch_size = 32)
scores <- model %>% evaluate(digits, to_categorical(classes, 10), verbose = 0)
stopifnot(
  count_params(model) == 784 * 64 + 64 + 64 * 64 + 64 + 64 * 10 + 10,
  identical(vapply(model$layers[-1], function(layer) layer$name, ""), c("dense", "dense_1", "dense_2")),
  identical(names(history$metrics), c("loss", "accuracy")),
  lengths(history$metrics) == 2,
  identical(names(scores), c("loss", "accuracy"))
)
show("parameters: ", count_params(model), ", loss by epoch: ", toString(round(history$metrics$loss, 4)))

# --- A model is a layer ---------------------------------------------------------------------------------------------
section("A model is a layer")

x <- layer_input(shape = c(784))
# This works, and returns the 10-way softmax we defined above.
y <- x %>% model

same_model <- keras_model(x, y)
stopifnot(
  identical(dims(y), c(NA, 10L)),
  identical(predict(same_model, digits, verbose = 0), predict(model, digits, verbose = 0))
)

# Twenty pictures in a row: from the picture model to the video model it is one line.
frames <- layer_input(shape = c(20, 784))
processed <- frames %>% time_distributed(model)
video_model <- keras_model(frames, processed)
stopifnot(
  identical(dims(processed), c(NA, 20L, 10L)),
  count_params(video_model) == count_params(model)
)
show("one frame: ", toString(dims(y)), "; twenty of them: ", toString(dims(processed)))

# --- Two inputs, two outputs ----------------------------------------------------------------------------------------
section("Two inputs, two outputs")

main_input <- layer_input(shape = c(100), dtype = 'int32', name = 'main_input')

lstm_out <- main_input %>%
  layer_embedding(input_dim = 10000, output_dim = 512, input_length = 100) %>%
  layer_lstm(units = 32)

auxiliary_output <- lstm_out %>%
  layer_dense(units = 1, activation = 'sigmoid', name = 'aux_output')

auxiliary_input <- layer_input(shape = c(5), name = 'aux_input')

main_output <- layer_concatenate(c(lstm_out, auxiliary_input)) %>%
  layer_dense(units = 64, activation = 'relu') %>%
  layer_dense(units = 64, activation = 'relu') %>%
  layer_dense(units = 64, activation = 'relu') %>%
  layer_dense(units = 1, activation = 'sigmoid', name = 'main_output')

model <- keras_model(
  inputs = c(main_input, auxiliary_input),
  outputs = c(main_output, auxiliary_output)
)
stopifnot(
  count_params(model) == 5200610,
  any(grepl("Total params: 5,200,610", format(model), fixed = TRUE))
)
print(model)

n <- 64
headline_data <- matrix(sample(1:9999, n * 100, replace = TRUE), n)
additional_data <- matrix(runif(n * 5), n)
labels <- as.numeric(additional_data[, 1] > 0.5)

model %>%
  compile(
    optimizer = 'rmsprop',
    loss = 'binary_crossentropy',
    loss_weights = c(1.0, 0.2)
  )

history <- model %>%
  fit(
    x = list(headline_data, additional_data),
    y = list(labels, labels),
    epochs = 50,
    batch_size = 32
  )

# The loss is the weighted sum that was asked for, in every epoch.
weighted_sum <- function(history) {
  losses <- history$metrics
  stopifnot(
    identical(names(losses), c("loss", "main_output_loss", "aux_output_loss")),
    abs(losses$loss - (losses$main_output_loss + 0.2 * losses$aux_output_loss)) < 1e-6
  )
  show("loss of the first epoch ", round(losses$loss[[1]], 4), ", of the best ", round(min(losses$loss), 4))
}
weighted_sum(history)
stopifnot(min(history$metrics$loss) < history$metrics$loss[[1]] / 4)

model %>%
  compile(
    optimizer = 'rmsprop',
    loss = list(main_output = 'binary_crossentropy', aux_output = 'binary_crossentropy'),
    loss_weights = list(main_output = 1.0, aux_output = 0.2)
  )

# And trained it via:
history <- model %>%
  fit(
    x = list(main_input = headline_data, aux_input = additional_data),
    y = list(main_output = labels, aux_output = labels),
    epochs = 50,
    batch_size = 32
  )
weighted_sum(history)

answers <- model %>% predict(list(aux_input = additional_data, main_input = headline_data), verbose = 0)
stopifnot(
  length(answers) == 2,
  identical(dim(answers[[1]]), c(64L, 1L)),
  all(answers[[1]] >= 0 & answers[[1]] <= 1)
)

# --- Shared layers --------------------------------------------------------------------------------------------------
section("Shared layers: two tweets, one author?")

tweet_a <- layer_input(shape = c(280, 256))
tweet_b <- layer_input(shape = c(280, 256))

# One layer, called twice, has one set of weights.
shared_lstm <- layer_lstm(units = 64)
encoded_a <- tweet_a %>% shared_lstm
encoded_b <- tweet_b %>% shared_lstm

same_author <- layer_concatenate(c(encoded_a, encoded_b)) %>%
  layer_dense(units = 1, activation = 'sigmoid')
tweets_model <- keras_model(inputs = c(tweet_a, tweet_b), outputs = same_author)
tweets_model %>% compile(optimizer = 'rmsprop', loss = 'binary_crossentropy', metrics = c('accuracy'))

tweets <- lapply(1:2, function(i) array(sample(0:1, 8 * 280 * 256, replace = TRUE), c(8, 280, 256)))
tweets_model %>% fit(tweets, c(0, 1, 0, 1, 0, 1, 0, 1), epochs = 1)
stopifnot(
  count_params(tweets_model) == 4 * 64 * (256 + 64 + 1) + 2 * 64 + 1,
  identical(get_output_at(shared_lstm, 1)$name, encoded_a$name),
  identical(get_output_at(shared_lstm, 2)$name, encoded_b$name)
)
show("parameters: ", count_params(tweets_model), ", the LSTM's counted once")

# --- Nodes ----------------------------------------------------------------------------------------------------------
section("Nodes")

a <- layer_input(shape = c(280, 256))

lstm <- layer_lstm(units = 32)
encoded_a <- a %>% lstm

lstm$output
stopifnot(identical(lstm$output$name, encoded_a$name))

a <- layer_input(shape = c(280, 256))
b <- layer_input(shape = c(280, 256))

lstm <- layer_lstm(units = 32)
encoded_a <- a %>% lstm
encoded_b <- b %>% lstm

message <- refused(lstm$output)
show(message)
stopifnot(
  grepl(
    paste0(
      "Layer ",
      lstm$name,
      " has multiple inbound nodes, hence the notion of \"layer output\" is ill-defined. ",
      "Use `get_output_at(node_index)` instead."
    ),
    message,
    fixed = TRUE
  ),
  identical(get_output_at(lstm, 1)$name, encoded_a$name),
  identical(get_output_at(lstm, 2)$name, encoded_b$name),
  identical(unlist(lstm$output_shape), 32L)
)
for (index in c(0, 3, 1.5)) {
  show(refused(get_output_at(lstm, index)))
}

a <- layer_input(shape = c(32, 32, 3))
b <- layer_input(shape = c(64, 64, 3))

conv <- layer_conv_2d(filters = 16, kernel_size = c(3, 3), padding = 'same')
conved_a <- a %>% conv

# only one input so far, the following will work
conv$input_shape
stopifnot(identical(conv$input_shape, list(NULL, 32L, 32L, 3L)))

conved_b <- b %>% conv
# now the `$input_shape` property wouldn't work, but this does:
get_input_shape_at(conv, 1)
get_input_shape_at(conv, 2)

message <- refused(conv$input_shape)
show(message)
stopifnot(
  grepl("get_input_shape_at", message, fixed = TRUE),
  identical(get_input_shape_at(conv, 1), list(NULL, 32L, 32L, 3L)),
  identical(get_input_shape_at(conv, 2), list(NULL, 64L, 64L, 3L))
)

# --- Inception module -----------------------------------------------------------------------------------------------
section("Inception module")

input_img <- layer_input(shape = c(256, 256, 3))

tower_1 <- input_img %>%
  layer_conv_2d(filters = 64, kernel_size = c(1, 1), padding = 'same', activation = 'relu') %>%
  layer_conv_2d(filters = 64, kernel_size = c(3, 3), padding = 'same', activation = 'relu')

tower_2 <- input_img %>%
  layer_conv_2d(filters = 64, kernel_size = c(1, 1), padding = 'same', activation = 'relu') %>%
  layer_conv_2d(filters = 64, kernel_size = c(5, 5), padding = 'same', activation = 'relu')

tower_3 <- input_img %>%
  layer_max_pooling_2d(pool_size = c(3, 3), strides = c(1, 1), padding = 'same') %>%
  layer_conv_2d(filters = 64, kernel_size = c(1, 1), padding = 'same', activation = 'relu')

output <- layer_concatenate(c(tower_1, tower_2, tower_3), axis = 1)

show("three towers, one upon another: ", toString(dims(output)))
inception <- keras_model(input_img, output)
stopifnot(
  identical(dims(output), c(NA, 768L, 256L, 64L)),
  count_params(inception) == 256 + 36928 + 256 + 102464 + 256
)

# --- Residual connection --------------------------------------------------------------------------------------------
section("Residual connection")

x <- layer_input(shape = c(256, 256, 3))
y <- x %>% layer_conv_2d(filters = 3, kernel_size = c(3, 3), padding = 'same')
z <- layer_add(c(x, y))

residual <- keras_model(x, z)
set_weights(residual, lapply(get_weights(residual), function(weights) weights * 0))
picture <- array(runif(256 * 256 * 3), c(1, 256, 256, 3))
# Without weights nothing but the connection is left, and the picture passes as it came.
stopifnot(max(abs(predict(residual, picture, verbose = 0) - picture)) < 1e-6)
show("shape: ", toString(dims(z)))

# --- Shared vision model --------------------------------------------------------------------------------------------
section("Shared vision model: twice the same digit?")

digit_input <- layer_input(shape = c(27, 27, 1))
encoded_digit <- digit_input %>%
  layer_conv_2d(filters = 64, kernel_size = c(3, 3)) %>%
  layer_conv_2d(filters = 64, kernel_size = c(3, 3)) %>%
  layer_max_pooling_2d(pool_size = c(2, 2)) %>%
  layer_flatten()
digit_model <- keras_model(digit_input, encoded_digit)

digit_a <- layer_input(shape = c(27, 27, 1))
digit_b <- layer_input(shape = c(27, 27, 1))
same_digit <- layer_concatenate(c(digit_a %>% digit_model, digit_b %>% digit_model)) %>%
  layer_dense(units = 1, activation = 'sigmoid')
digits_model <- keras_model(inputs = c(digit_a, digit_b), outputs = same_digit)
stopifnot(
  identical(dims(encoded_digit), c(NA, 7744L)),
  count_params(digits_model) == count_params(digit_model) + 2 * 7744 + 1,
  identical(length(get_weights(digits_model)), 6L)
)
show("parameters: ", count_params(digits_model))

# --- Questions about pictures ---------------------------------------------------------------------------------------
section("Questions about pictures")

# First, let's define a vision model using a Sequential model.
# This model will encode an image into a vector.
vision_model <- keras_model_sequential()
vision_model %>%
  layer_conv_2d(
    filters = 64,
    kernel_size = c(3, 3),
    activation = 'relu',
    padding = 'same',
    input_shape = c(224, 224, 3)
  ) %>%
  layer_conv_2d(filters = 64, kernel_size = c(3, 3), activation = 'relu') %>%
  layer_max_pooling_2d(pool_size = c(2, 2)) %>%
  layer_conv_2d(filters = 128, kernel_size = c(3, 3), activation = 'relu', padding = 'same') %>%
  layer_conv_2d(filters = 128, kernel_size = c(3, 3), activation = 'relu') %>%
  layer_max_pooling_2d(pool_size = c(2, 2)) %>%
  layer_conv_2d(filters = 256, kernel_size = c(3, 3), activation = 'relu', padding = 'same') %>%
  layer_conv_2d(filters = 256, kernel_size = c(3, 3), activation = 'relu') %>%
  layer_conv_2d(filters = 256, kernel_size = c(3, 3), activation = 'relu') %>%
  layer_max_pooling_2d(pool_size = c(2, 2)) %>%
  layer_flatten()

# Now let's get a tensor with the output of our vision model:
image_input <- layer_input(shape = c(224, 224, 3))
encoded_image <- image_input %>% vision_model

# Next, let's define a language model to encode the question into a vector.
# Each question will be at most 100 word long,
# and we will index words as integers from 1 to 9999.
question_input <- layer_input(shape = c(100), dtype = 'int32')
encoded_question <- question_input %>%
  layer_embedding(input_dim = 10000, output_dim = 256, input_length = 100) %>%
  layer_lstm(units = 256)

# Let's concatenate the question vector and the image vector then
# train a logistic regression over 1000 words on top
output <- layer_concatenate(c(encoded_question, encoded_image)) %>%
  layer_dense(units = 1000, activation = 'softmax')

# This is our final model:
vqa_model <- keras_model(inputs = c(image_input, question_input), outputs = output)

stopifnot(
  length(vision_model$layers) == 11,
  identical(dims(encoded_image), c(NA, 160000L)),
  count_params(vqa_model) == count_params(vision_model) + 2560000 + 525312 + (256 + 160000 + 1) * 1000
)
show("picture: ", toString(dims(encoded_image)), ", question: ", toString(dims(encoded_question)))
show("parameters: ", format(count_params(vqa_model), big.mark = ","))

# --- Questions about videos -----------------------------------------------------------------------------------------
section("Questions about videos")

video_input <- layer_input(shape = c(100, 224, 224, 3))

# This is our video encoded via the previously trained vision_model (weights are reused)
encoded_video <- video_input %>%
  time_distributed(vision_model) %>%
  layer_lstm(units = 256)

# This is a model-level representation of the question encoder, reusing the same weights as before:
question_encoder <- keras_model(inputs = question_input, outputs = encoded_question)

# Let's use it to encode the question:
video_question_input <- layer_input(shape = c(100), dtype = 'int32')
encoded_video_question <- video_question_input %>% question_encoder

# And this is our video question answering model:
output <- layer_concatenate(c(encoded_video, encoded_video_question)) %>%
  layer_dense(units = 1000, activation = 'softmax')
video_qa_model <- keras_model(inputs = c(video_input, video_question_input), outputs = output)

new_weights <- 4 * 256 * (160000 + 256 + 1) + (512 + 1) * 1000 # the video's LSTM and the last layer; all else is shared
stopifnot(
  identical(dims(encoded_video), c(NA, 256L)),
  count_params(video_qa_model) == count_params(vision_model) + count_params(question_encoder) + new_weights
)
show("parameters: ", format(count_params(video_qa_model), big.mark = ","))

cat("\nAll numbers are as they should be.\n")
