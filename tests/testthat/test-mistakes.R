# The commonest mistakes of beginners: each is told in one line, by the function in which it was made.

x <- matrix(0.5, 12, 4)
classes <- rep(0:2, 4)
one_hot <- to_categorical(classes, 3)
grown <- function(units = 3, ...) keras_model_sequential(input_shape = 4) %>% layer_dense(units, ...)
compiled <- function(units = 3, loss = "mse", ...) grown(units) %>% compile("sgd", loss, ...)
functional <- function() {
  inputs <- layer_input(4)
  keras_model(inputs, inputs %>% layer_dense(1))
}
watched <- function(x) {
  tape <- tf$GradientTape()
  with(tape, k_constant(x))
  tape
}
sparse <- "sparse_categorical_crossentropy"

mistakes <- list(
  list(quote(layer_dense()), "layer_dense(): argument `units` is missing"),
  list(quote(layer_dense(units = "ten")), "layer_dense(): `units` should be a whole number"),
  list(quote(layer_dense(units = 0)), "layer_dense(): `units` should be a whole number of at least 1"),
  list(quote(layer_dense(units = NULL)), "layer_dense(): `units` should be a whole number"),
  list(quote(layer_dense(units = 1, activation = "rleu")), "Did you mean \"relu\"?"),
  list(quote(layer_dense(units = 1, kernel_initializer = "glorot_unifrom")), "kernel_initializer = \"glorot_unifrom\""),
  list(quote(layer_dense(units = 1, kernel_initializer = y ~ x)), "layer_dense(): `kernel_initializer`: A formula"),
  list(quote(layer_dense(units = 1, actvation = "relu")), "Did you mean `activation`?"),
  list(quote(layer_dense(units = 1, name = "a\xffb")), "layer_dense(): `name`: A text is not valid in its encoding"),
  list(
    quote(layer_dense(units = methods::new("externalptr"))),
    "layer_dense(): `units`: Python cannot use an R external pointer."
  ),
  list(quote(layer_dense(units = 1, activation = layer_dense)), "layer_dense(): `activation` should be the name of an"),
  list(
    quote(grown() %>% compile(loss = layer_dense)),
    "loss_...(), which has to be called: with parentheses. Received"
  ),
  list(quote(grown() %>% compile(metrics = fit)), "compile(): `metrics` should be the name of one"),
  list(
    quote(grown() %>% compile("sgd", function(x) x)),
    "`loss` should be a function of y_true and y_pred. It takes x."
  ),
  list(quote(op_softmax(x, axis = 9)), "`axis` should be an axis of `x`, which has 2. Received: axis = 9"),
  list(quote(layer_conv_2d(layer_input(3), 1, 1)), "a shape of (NULL, 3)"),
  list(quote(callback_learning_rate_scheduler(layer_dense)), "layer_dense() creates a layer"),
  list(
    quote(initializer_random_uniform(2, 1)),
    "`maxval` should be at least `minval`, which is 2. Received: maxval = 1"
  ),
  list(quote(k_foldl(function(x) x, k_constant(1:3))), "`fn` should be a function of two arguments. It takes x."),
  list(quote(tuner_random_search(function() 1)), "`build` should be a function of one argument. It takes none."),
  list(quote(clone_model(grown(), clone_function = function(l) NULL)), "returns a layer. It returned: NULL."),
  list(quote(layer_dropout(rate = 50)), "layer_dropout(): `rate` should be a number from 0 to 1"),
  list(quote(layer_input(shape = -1)), "layer_input(): `shape` should be"),
  list(quote(keras_model_sequential(list(1))), "keras_model_sequential(): `layers` should be a layer"),
  list(quote(layer_conv_2d(filters = 1)), "layer_conv_2d(): argument `kernel_size` is missing"),
  list(quote(functional() %>% layer_dense(1)), "layer_dense(): only a Sequential model can be grown"),
  list(quote(layer_dense("abc", units = 1)), "layer_dense(): `object` should be a tensor"),
  list(quote(get_layer(functional(), 2)), "get_layer(): `name` should be a string. A position is given by `index`"),
  list(quote(get_layer(functional(), index = 9)), "get_layer(): `index` should be a position from 1 to 2"),
  list(quote(fit(grown(), x, one_hot)), "fit(): the model is not compiled"),
  list(quote(grown %>% fit(x, one_hot)), "fit(): `object` should be a model, which goes first. Call the function"),
  list(quote(fit(x, compiled(), one_hot)), "fit(): `object` should be a model, which goes first."),
  list(quote(compile(layer_dense(units = 1))), "which goes first. Received: object = an object of class Dense"),
  list(quote(fit(iris, 1)), "which goes first. Received: object = an object of class data.frame"),
  list(
    quote(fit(compiled(), x, one_hot, callbacks = list(end = function(epoch, logs) 1))),
    "callback_lambda() creates"
  ),
  list(quote(compile(loss = "mse")), "compile(): `object` should be a model"),
  list(quote(evaluate(x, one_hot)), "evaluate(): `object` should be a model"),
  list(quote(predict(x, compiled())), "predict(): `object` should be a model, which goes first."),
  list(quote(predict(1:4, compiled())), "predict(): `object` should be a model"),
  list(quote(predict(as.data.frame(x), compiled())), "predict(): `object` should be a model"),
  list(quote(predict(x, 1)), "no applicable method for 'predict'"),
  list(
    quote(fit(compiled(), mean, steps_per_epoch = 1, verbose = 0)),
    "fit(): a function that returns batches has no"
  ),
  list(quote(evaluate(compiled(), mean, steps = 1)), "evaluate(): a function that returns batches has no"),
  list(quote(compiled()$optimizer$apply_gradients(NA)), "apply_gradients(): the arguments cannot be used."),
  list(quote(watched(3)$gradient(3, list(1))), "gradient(): the arguments cannot be used. Received: target = 3"),
  list(quote(grown()(matrix(1i, 1, 4))), "): `object` should be real numbers. Take the parts apart: Re(x) and Im(x)"),
  list(quote(layer_rescaling(matrix(1i), 2)), "layer_rescaling(): `object` should be real numbers."),
  list(quote(k_sum(factor("a"))), "k_sum(): `x` should be numbers: a tensor, an array or a vector. A factor is no"),
  list(quote(loss_mean_squared_error(factor("a"), 1)), "loss_mean_squared_error(): `y_true` should be numbers"),
  list(quote(k_concatenate(list(factor("a"), 1))), "k_concatenate(): `tensors` should be a list of tensors or arrays"),
  list(quote(export_savedmodel(x, "a")), "export_savedmodel(): `object` should be a model"),
  list(quote(fit(compiled(), lm(dist ~ speed, cars), one_hot)), "fit(): `x`: A list should name all of its elements"),
  list(quote(predict(compiled(), NA)), "predict(): `x`: The data have 1 missing value"),
  list(quote(predict(compiled(), as.raw(1:4))), "predict(): `x` should be numbers: as.integer()"),
  list(quote(predict(compiled(), layer_input(4))), "predict(): `x` should be data with values"),
  list(
    quote(predict(grown(activation = mean), x)),
    "(): an activation should return a tensor with the same number of axes as it gets"
  ),
  list(quote(summary(grown(), width = "a")), "summary(): `width` should be a whole number of at least 1. Received"),
  list(quote(summary(grown(), line_length = "a")), "summary(): `line_length` should be a whole number"),
  list(quote(plot(grown(), show_shapes = "a")), "plot(): `show_shapes` should be TRUE or FALSE"),
  list(quote(layer_add(list(letters, letters))), "layer_add(): `inputs` should be numbers. Received: inputs = text"),
  list(quote(k_constant(300, dtype = "uint8")), "k_constant(): `value` should be whole numbers from 0 to 255"),
  list(quote(compiled(loss = "binary_crosentropy")), "Did you mean \"binary_crossentropy\"?"),
  list(quote(compiled(metrics = "acuracy")), "Did you mean \"accuracy\"?"),
  list(quote(compiled(loss = as.Date("2024-01-01"))), "compile(): `loss`"),
  list(quote(compiled(loss = new.env())), "compile(): `loss` should be the name of one"),
  list(quote(compiled(loss_weights = NaN)), "compile(): `loss_weights` should be a number. NaN is not a number."),
  list(quote(grown() %>% compile("addam", "mse")), "Did you mean \"adam\"?"),
  list(quote(optimizer_adam(learning_rate = -1)), "optimizer_adam(): `learning_rate` should be a number"),
  list(quote(optimizer_sgd(momentum = 7)), "optimizer_sgd(): `momentum` should be a number from 0 to 1"),
  list(quote(fit(compiled(), matrix(0, 12, 5), one_hot)), "fit(): `x` should be"),
  list(quote(fit(compiled(), x, one_hot[1:5, ])), "fit(): `y` should be data of as many samples as `x`"),
  list(quote(fit(compiled(loss = "categorical_crossentropy"), x, classes)), "fit(): `y` should be"),
  list(quote(fit(compiled(loss = sparse), x, classes + 1L)), "subtract 1"),
  list(quote(fit(compiled(1), x, rep(c("a", "b"), 6))), "fit(): `y` should be numbers"),
  list(quote(fit(compiled(), x, one_hot, epochs = 1e300)), "fit(): `epochs` should be a whole number"),
  list(
    quote(fit(compiled(), x, one_hot, batch_size = 0)),
    "fit(): `batch_size` should be a whole number of at least 1"
  ),
  list(quote(callback_early_stopping(patience = -3)), "callback_early_stopping(): `patience` should be"),
  list(quote(predict(compiled(), x[1, ])), "drop = FALSE"),
  list(quote(predict(compiled(), x[, 1:3])), "an array of shape (NULL, 4). Received: x = matrix of shape (12, 3)"),
  list(quote(fit(compiled(), x, function(a) a)), "fit(): `y` should be an array"),
  list(quote(plot(grown(), to_file = x)), "plot(): `to_file` should be the name of a file"),
  list(quote(to_categorical(integer())), "to_categorical(): `y` should be labels"),
  list(quote(to_categorical(1:3, 3)), "labels start at 0"),
  list(quote(k_one_hot(1:2, 1.7)), "k_one_hot(): `num_classes` should be a whole number"),
  list(quote(k_sum(x, axis = 3)), "k_sum(): `axis` should be an axis of `x`, which has 2"),
  list(
    quote(op_take(x, c(1, 99), 2)),
    "op_take(): `indices` should be whole numbers from 1 to 4. Received: indices = 99"
  ),
  list(
    quote(layer_batch_normalization(x, axis = 9)),
    "`axis` should be an axis of the input, which has 2. Received: axis"
  ),
  list(
    quote(layer_activation_softmax(layer_input(4), axis = 7)),
    "layer_activation_softmax(): `axis` should be an axis of the input, which has 2. It counts from 0. Received: axis = 7"
  ),
  list(
    quote(op_split(x, list(50), 1)),
    "op_split(): `indices_or_sections` should be whole numbers in increasing order up to 13. Received: indices_or_sec"
  ),
  list(quote(metric_auc(num_thresholds = 1e308)), "metric_auc(): `num_thresholds` should be a whole number from 1"),
  list(quote(skipgrams(1:3, 9, negative_samples = 2^63)), "skipgrams(): `negative_samples` should be a number from 0")
)

for (mistake in mistakes) {
  test_that(paste("a mistake is told in one line:", deparse1(mistake[[1]])), {
    error <- tryCatch(eval(mistake[[1]]), error = identity)
    expect_s3_class(error, "error")
    expect_match(conditionMessage(error), mistake[[2]], fixed = TRUE)
    expect_no_match(conditionMessage(error), "\n|py_last_error|Traceback")
  })
}

test_that("a mistyped monitor is corrected", {
  callback <- callback_early_stopping(monitor = "acuracy")
  expect_warning(
    fit(compiled(metrics = "accuracy"), x, one_hot, epochs = 1, verbose = 0, callbacks = callback),
    "Did you mean \"accuracy\"?",
    fixed = TRUE
  )
})
