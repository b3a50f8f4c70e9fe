# All kinds of objects of Python that R may save, and what they are known by.

# Values by which an object is known, in whichever process.
values_of <- function(all, x, y) {
  found <- lapply(all$models, function(model) predict(model, x, verbose = 0))
  found$evaluated <- evaluate(all$models$compiled, x, y, verbose = 0)
  found$iterations <- as.integer(all$models$compiled$optimizer$iterations)
  weights <- function(object) lapply(object$weights, as.array)
  found$layer <- weights(all$layer)
  found$optimizer <- as.numeric(all$optimizer$learning_rate)
  found$loss <- as.numeric(all$loss(matrix(c(0, 0)), matrix(c(5, 1))))
  found$metric <- as.numeric(all$metric$result())
  found$words <- all$tokenizer$word_index
  found$vectorizer <- get_vocabulary(all$vectorizer)
  found$generator <- all$generator$rotation_range
  found$prepared <- as.array(all$generator$preprocessing_function(array(1, c(1, 2, 1))))
  found$rate <- as.numeric(all$rate$schedule(1L, 0.6))
  found$slots <- lapply(all$trained$variables, as.array)
  found$tensor <- as.array(all$tensor)
  found$variable <- as.array(all$variable)
  found$callback <- all$callback$patience
  found$schedule <- as.numeric(all$schedule(3))
  found$regularizer <- all$regularizer$l2
  found$symbolic <- predict(keras_model(get_source_inputs(all$symbolic), all$symbolic), x, verbose = 0)
  found$initializer <- as.array(all$initializer(shape(2L)))
  found$history <- all$history$metrics
  bare <- all$bare
  found$bare <- list(
    predict(bare$model, x, verbose = 0),
    as.array(bare$tensor),
    reticulate::py_to_r(bare$array),
    reticulate::py_to_r(bare$module$add(1, 2)),
    reticulate::py_to_r(bare$dict),
    reticulate::py_to_r(bare$class$`__name__`)
  )
  holder <- all$nested$deep[[1]]
  found$constraint <- as.array(all$constraint(op_array(matrix(c(3, 4), 2), "float32")))
  found$counted <- c(all$counted$get(), all$loss_of_r(op_array(c(1, 2), "float32"), op_array(c(3, 5), "float32")))
  found$counted <- vapply(found$counted, as.numeric, 0)
  found$picture <- image_to_array(all$picture)
  found$nested <- list(predict(holder$model, x, verbose = 0), holder$history$metrics, holder$history$params$epochs)
  found
}

same_inside <- function(all) {
  c(
    same_object(all$first, all$models$compiled$layers[[1]]),
    same_object(all$kernel, all$first$kernel),
    same_object(all$nested$deep[[1]]$model, all$models$compiled),
    same_object(all$own_optimizer, all$models$compiled$optimizer),
    same_object(all$input, all$models$compiled$inputs[[1]])
  )
}

make_all <- function(x, y) {
  factor <- 3
  own_loss <- function(y_true, y_pred) op_mean(op_abs(y_true - y_pred)) * factor
  layer_scale <- Layer(
    "Scale",
    initialize = function(by = 1, ...) {
      super$initialize(...)
      self$by <- by
    },
    call = function(inputs) inputs * self$by * factor
  )
  compiled <- keras_model_sequential(input_shape = 3) %>%
    layer_dense(4, activation = function(x) x^2 * factor) %>%
    layer_dropout(0.1) %>%
    layer_scale(by = 0.5) %>%
    layer_lambda(function(x) x + factor) %>%
    layer_dense(1)
  compiled %>%
    compile("adam", own_loss, metrics = list(custom_metric("near", function(y_true, y_pred) y_pred - y_true)))
  counted <- Callback(
    "Counted",
    initialize = function() {
      super$initialize()
      private$n <- 0
    },
    private = list(n = 0),
    on_epoch_end = function(epoch, logs = NULL) {
      private$n <- private$n + 1
    },
    get = function() private$n
  )()
  loss_of_r <- Loss("LossOfR", call = function(y_true, y_pred) op_abs(y_true - y_pred) * factor)
  history <- compiled %>% fit(x, y, epochs = 2, verbose = 0, callbacks = counted)
  metric <- metric_mean()
  metric$update_state(c(1, 3))
  trained <- optimizer_adam(0.1)
  trained$apply_gradients(list(list(op_array(c(0.1, 0.2), "float32"), k_variable(c(1, 2)))))
  bare <- reticulate::import("keras", convert = FALSE)
  input <- layer_input(3)
  Holder <- R6::R6Class("Holder", public = list(model = NULL, history = NULL))
  holder <- Holder$new()
  holder$model <- compiled
  holder$history <- history
  Own <- new_model_class(
    "Own",
    initialize = function(units = 2) {
      super$initialize()
      self$dense <- layer_dense(units = units)
    },
    call = function(inputs) self$dense(inputs)
  )
  own <- Own(units = 3L)
  own(op_array(x, "float32"))
  list(
    first = compiled$layers[[1]], # before the model that it is in
    kernel = compiled$layers[[1]]$kernel,
    models = list(compiled = compiled, functional = keras_model(input, input %>% layer_dense(2)), own = own),
    own_optimizer = compiled$optimizer,
    input = compiled$inputs[[1]],
    nested = list(deep = list(holder)),
    history = history,
    bare = list(
      model = bare$Sequential(list(bare$Input(reticulate::tuple(3L)), bare$layers$Dense(2L))),
      tensor = bare$ops$ones(reticulate::tuple(2L)),
      array = reticulate::np_array(c(1, 2)),
      module = reticulate::import("numpy", convert = FALSE),
      dict = reticulate::dict(a = 1),
      class = bare$layers$Dense
    ),
    layer = layer_dense(units = 2, input_shape = 3),
    optimizer = optimizer_sgd(0.25),
    loss = loss_huber(delta = 2),
    metric = metric,
    tokenizer = text_tokenizer(10) %>% fit_text_tokenizer(c("b a", "b")),
    vectorizer = layer_text_vectorization(vocabulary = c("u", "v")),
    generator = image_data_generator(rotation_range = 7, preprocessing_function = function(x) x * factor),
    rate = callback_learning_rate_scheduler(function(epoch, lr) lr / factor),
    trained = trained,
    tensor = op_array(matrix(1:4, 2)),
    variable = k_variable(c(1, 2)),
    callback = callback_early_stopping(patience = 5),
    schedule = learning_rate_schedule_exponential_decay(0.1, 2, 0.5),
    regularizer = regularizer_l2(0.25),
    symbolic = input %>% layer_dense(2, kernel_initializer = "ones"),
    initializer = initializer_constant(4),
    constraint = constraint_maxnorm(2),
    counted = counted,
    loss_of_r = loss_of_r(),
    picture = image_from_array(array(0:23, c(2, 4, 3)))
  )
}
