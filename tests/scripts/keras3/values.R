# Values that R's keras3 converts for Keras: in functions on tensors, in objects that can be called, in classes and files.
library(keras3)
tf <- reticulate::import("tensorflow", convert = FALSE)

texts <- function(x) vapply(as.list(tf$reshape(x, list(-1L))$numpy()), function(one) as.character(one), "")
s <- tf$constant(c("a", "b"))
same <- function(ours, theirs) stopifnot(as.array(tf$reduce_all(tf$equal(ours, theirs))))
same(op_reshape(s, c(2, 1)), tf$reshape(s, c(2L, 1L)))
same(op_concatenate(list(s, op_flip(s))), tf$constant(c("a", "b", "b", "a")))
same(op_take(s, c(2, 2)), tf$constant(c("b", "b")))
same(op_where(c(TRUE, FALSE), op_tile(op_slice(s, 2, 1), 2), s), tf$constant(c("b", "b")))
same(op_add(s, s), tf$constant(c("aa", "bb")))
stopifnot(identical(c(as.array(op_equal(s, "b"))), c(FALSE, TRUE)), op_dtype(s) == "string", op_shape(s) == 2)
refusals <- c(tryCatch(op_exp("a"), error = conditionMessage), tryCatch(op_exp(s), error = conditionMessage))
stopifnot(startsWith(refusals, "op_exp(): "))
ragged <- tf$ragged$constant(list(list(1, 2), list(3)))
stopifnot(as.array(op_sum(op_add(ragged, 1))) == 9, op_shape(ragged) == shape(2, NA))
sparse <- tf$sparse$from_dense(matrix(c(1, 0, 0, 2), 2))
stopifnot(all.equal(as.array(op_matmul(sparse, matrix(1:4, 2) + 0)), diag(c(1, 2)) %*% matrix(1:4, 2)))

# Arrays of doubles keep their precision, numbers and vectors take Keras's; masks choose row by row
precise <- list(op_array(diag(2)), op_exp(diag(2)), op_add(op_ones(c(2, 2)), diag(2)), op_stack(list(diag(2), op_ones(c(2, 2)))))
joined <- list(op_einsum("ij,jk->ik", diag(2), diag(2)), op_hstack(diag(2), diag(2)), op_associative_scan(op_add, diag(2)))
mapped <- list(op_map(diag(2), op_exp), op_vectorized_map(diag(2), op_exp))
stopifnot(vapply(c(precise, joined, mapped), op_dtype, "") == "float64", op_dtype(op_einsum("i,i", 1:2 / 2, 1:2 / 2)) == "float32")
stopifnot(op_dtype(op_array(c(1, 2))) == "float32", op_dtype(op_sqrt(4)) == "float32")
stopifnot(all.equal(as.array(op_exp(diag(2))), exp(diag(2)), tolerance = 1e-14), op_dtype(op_array(diag(2), "float32")) == "float32")
drawn <- tf$constant(diag(4) + 1, "float64")
same(random_dropout(diag(4) + 1, 0.5, seed = 1), keras$random$dropout(drawn, 0.5, seed = 1L))
stopifnot(op_dtype(activation_elu(diag(2))) == "float64", op_dtype(loss_huber(diag(2), diag(2))) == "float64")
stopifnot(layer_dense(units = 1, activation = activation_gelu)$get_config()$activation == "gelu")
stopifnot(op_dtype(op_multiply(op_ones(2), 2)) == "float32", op_dtype(rkeras::op_exp(diag(2))) == "float32")
stopifnot(identical(c(as.array(op_solve(diag(c(2, 4)), op_ones(c(2, 1))))), c(0.5, 0.25)))
m <- matrix(c(3, -1, 2, 6, -5, 4), 2)
x <- op_array(m)
stopifnot(identical(c(as.array(x@r[x > 1])), t(m)[t(m) > 1]), identical(c(as.array(x@r[m[, 1] > 0, 2])), 2))
stopifnot(identical(as.array(op_subset(x, , op_array(m[1, ] > 0))), m[, m[1, ] > 0]))
x@r[x < 0] <- 0
stopifnot(identical(as.array(x), pmax(m, 0)))
x@r[x > 3] <- c(10, 20)
stopifnot(identical(c(as.array(x@r[, 2:3])), c(2, 10, 0, 20)))

# Objects that can be called
stopifnot(identical(dim(initializer_glorot_uniform(1)(c(2, 3))), 2:3), identical(dim(initializer_ones()(shape(4))), 4L))
stopifnot(identical(dim(initializer_ones()(reticulate::tuple(2L, 3L))), 2:3))
table <- data.frame(a = c(1, 2), b = c(3, 4))
stopifnot(as.array(loss_mean_squared_error()(table, table + 1)) == 1, as.array(metric_mean()(table)) == 2.5)
restored <- from_config(get_config(loss_mean_absolute_error(reduction = "sum")))
stopifnot(as.numeric(restored(rbind(1, 2), rbind(2, 4))) == 3)
stopifnot(all.equal(as.array(regularizer_l2(0.1)(c(1, 2))), 0.5, tolerance = 1e-6))
stopifnot(all.equal(c(as.array(constraint_nonneg()(c(-1, 2)))), c(0, 2)))
noted <- layer_category_encoding(num_tokens = 2, output_mode = "count")(rbind(c(0L, 1L), c(1L, 1L)), rbind(c(.5, 1), c(2, 3)))
stopifnot(identical(as.array(noted), rbind(c(0.5, 1), c(0, 5))))
each <- loss_mean_squared_error(reduction = NULL)
stopifnot(is.null(each$reduction), all.equal(c(as.array(each(diag(2), matrix(0, 2, 2)))), c(0.5, 0.5)))
counted <- layer_category_encoding(num_tokens = 3, output_mode = "count")(c(0, 1, 1), count_weights = c(1, 2, 3))
stopifnot(identical(c(as.array(counted)), c(1, 5, 0)))
stopifnot(layer_dense(units = matrix(2))$units == 2, identical(layer_dropout(rate = array(0.5))$rate, 0.5))

# The class in its methods, and in configurations
layer_scaled <- Layer(
  "Scaled",
  initialize = function(by = 1, ...) {
    super$initialize(...)
    self$by <- by
  },
  call = function(x) x * self$by,
  twice = function() `__class__`(by = 2 * self$by),
  get_config = function() c(super$get_config(), by = self$by),
  from_config = function(config) {
    config$by <- config$by + 10
    do.call(cls, config)
  }
)
layer <- layer_scaled(by = 3)
stopifnot(layer$twice()$by == 6, from_config(get_config(layer))$by == 13)
config <- get_config(layer_dense(units = 2))
config$units <- 5L
stopifnot(from_config(config)$units == 5)
dense <- reticulate::import("keras")$layers$Dense
stopifnot(from_config(list(units = 3L, `__class__` = dense))$units == 3)

# Classes that weigh as often as they are there
y <- c(0L, 1L, 2L, 2L)
model <- keras_model_sequential(2) |> layer_dense(3, "softmax", kernel_initializer = "zeros")
model |> compile(optimizer_sgd(0), "sparse_categorical_crossentropy")
weighed <- function(class_weight) {
  fit(model, matrix(1, 4, 2), y, class_weight = class_weight, verbose = 0)$metrics$loss
}
stopifnot(all.equal(weighed(table(y)), weighed(list(`0` = 1, `1` = 1, `2` = 2))), all.equal(weighed(table(y)), 1.5 * log(3), tolerance = 1e-6))

# Files, pictures, models without weights
source_file <- file.path(tempdir(), "named.txt")
writeLines("a", source_file)
said <- capture.output(fetched <- get_file(origin = paste0("file://", source_file), cache_dir = tempdir()))
stopifnot(startsWith(said[[1]], "Downloading data"), basename(fetched) == "named.txt", readLines(fetched) == "a")
picture <- file.path(tempdir(), "a.png")
image_array_save(array(1:48, c(4, 4, 3)), picture, scale = FALSE)
stopifnot(identical(c(as.array(image_load(picture))), 1:48))
big <- keras_model_sequential(100) |> layer_dense(60) |> layer_dense(50)
list_of_files <- file.path(tempdir(), "big.weights.json")
given_back <- function(saved) stopifnot(identical(saved$value, big), !saved$visible)
given_back(withVisible(save_model_weights(big, list_of_files, max_shard_size = 3e-5)))
given_back(withVisible(save_model(big, file.path(tempdir(), "big.keras"))))
given_back(withVisible(save_model_config(big, file.path(tempdir(), "big.json"))))
stopifnot(is.raw(save_model(big)), withVisible(save_model(big))$visible, is.character(save_model_config(big)))
stopifnot(length(dir(tempdir(), "^big_.*h5$")) == 2)
other <- clone_model(big)
load_model_weights(other, list_of_files)
stopifnot(identical(get_weights(other), get_weights(big)))
network <- application_mobilenet(weights = NULL, classes = 2, input_shape = c(32, 32, 3), alpha = 0.25)
pictures <- array(c(0, 255), c(1, 32, 32, 3))
stopifnot(identical(application_preprocess_inputs(network)(pictures), application_preprocess_inputs(network, pictures)))
stateful <- keras_model_sequential(c(3, 4), batch_size = 2) |> layer_lstm(1, stateful = TRUE)
stopifnot(identical(dim(predict(stateful, array(1, c(2, 3, 4)), verbose = 0)), c(2L, 1L)))
stopifnot(any(grepl("dense.*unbuilt", capture.output(print(keras_model_sequential() |> layer_dense(2))))))

# The differences that docs/keras3.md lists, and what is refused by the name of the function that was called
refuses <- function(code, words) stopifnot(grepl(words, tryCatch(code, error = conditionMessage), fixed = TRUE))
refuses(use_backend("numpy"), "`backend` should be \"tensorflow\", \"jax\" or \"torch\"")
refuses(op_exp(matrix(c(1, NA))), "op_exp(): `x`: The data have 1 missing value(s)")
stopifnot(identical(as.array(op_isnan(matrix(c(1, NaN)))), matrix(c(FALSE, TRUE))))
stopifnot(identical(shape(2, 3, ), shape(2, 3)), identical(dim(layer_add(diag(2), diag(2), )), c(2L, 2L)))

# An axis may be a single value of any kind, several in a tensor or a tuple
for (first in list(1, 1L, TRUE, array(1), op_array(1L), keras_variable(1L), reticulate::np_array(1L), as.difftime(1, units = "secs"))) {
  stopifnot(identical(dim(layer_concatenate(diag(2), diag(2), axis = first)), c(4L, 2L)))
}
for (both in list(c(2, 3), op_array(2:3), reticulate::tuple(2L, 3L))) {
  stopifnot(identical(unlist(layer_activation_softmax(axis = both)$axis), 1:2))
}
refuses(layer_concatenate(diag(2), diag(2), axis = op_array(0L)), "counted from 1, or negative ones from the end. Received: axis = EagerTensor")
