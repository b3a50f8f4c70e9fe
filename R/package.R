#' The R keras API on Keras 3
#'
#' The functions of R keras 2.x, on Keras 3, with models that R and Python share. Use it to build, train and apply
#' neural networks in R, and to run scripts for R keras without changes.
#'
#' The package is an interface to the Python package `rkeras_py`, which it includes. Python starts when you first call a
#' function, not at `library(rkeras)`.
#'
#' @section First functions:
#' [keras_model_sequential()] starts a model, [layer_dense()] and other layers extend it, [compile()] chooses loss and
#' optimizer, [fit()] trains, [evaluate()] measures, [predict()] uses the model, and [save_model()] saves it. The page
#' [training] explains how they work together. [install_keras()] installs Python packages, [rkeras_doctor()] checks them.
#'
#' @section Positions:
#' Positions count from 1, in R and in Python: axes, indices, layers of a model, parts of a tensor. Some count from 0,
#' as in R keras: the numbers of classes and bins; those of epochs and batches in callbacks, and `initial_epoch` of
#' `fit()`; pixel coordinates; tensors of positions in `x[i]`, `op_subset()` and `k_gather()`; the results of
#' `k_argmax()` and `k_argmin()`, and the rows that `op_lu_factor()` returns; `start` and `end` of `hdf5_matrix()`,
#' `start_index` and `end_index` of `timeseries_generator()`; and the arguments `attention_axes` of
#' `layer_multi_head_attention()`, `axes` of `layer_dot()`, `axis` of `activation_softmax()`, `constraint_maxnorm()`,
#' `constraint_minmaxnorm()`, `constraint_unitnorm()`, `layer_activation_softmax()`, `layer_concatenate()` and
#' `layer_layer_normalization()`, `reduction_axes` of `k_normalize_batch_in_training()`, `shared_axes` of
#' `layer_activation_parametric_relu()`.
#'
#' @section Topics:
#' * Models: [keras_model()], [layer_input()], [new_model_class()], [freeze_weights()], [clone_model()]
#' * Layers: [layer_dense()], [layer_conv_2d()], [layer_lstm()], [layer_embedding()], [layer_dropout()],
#'   [layer_batch_normalization()], [layer_multi_head_attention()], [new_layer_class()]
#' * Preprocessing: [layer_normalization()], [layer_text_vectorization()], [layer_feature_space()], [pad_sequences()],
#'   [image_dataset_from_directory()], [timeseries_dataset_from_array()], [to_categorical()]
#' * Training: [fit.keras.engine.training.Model()], [callback_early_stopping()], [callback_model_checkpoint()],
#'   [loss_mean_squared_error()], [metric_auc()], [optimizer_adam()], [learning_rate_schedule_cosine_decay()]
#' * Hyperparameters: [tuner_random_search()], [tuner_search()], [hp_float()]
#' * Pretrained models: [application_resnet50()], [application_mobilenet_v2()], [application_preprocess_inputs()]
#' * Saving: [save_model()], [load_model()], [save_model_hdf5()], [export_savedmodel()], [upgrade_model()]
#' * Tensors: [op_matmul()] and other `op_*` functions, [random_normal()], [k_mean()] and other `k_*` functions
#' * Datasets: [dataset_mnist()], [dataset_imdb()], [dataset_california_housing()]
#' * Scripts for other packages: [use_keras_alias()], [rkeras_check()], [rkeras_translate()]
#'
#' @section Articles: `vignette("getting_started", package = "rkeras")` is a good start; `browseVignettes("rkeras")`
#' lists all.
#'
#' @examplesIf is_keras_available()
#' model <- keras_model_sequential(input_shape = 2) %>%
#'   layer_dense(units = 1, kernel_initializer = "ones")
#' model %>% compile(optimizer = "adam", loss = "mse", metrics = "mae")
#' x <- matrix(c(1, 2, 3, 4), ncol = 2)
#' history <- model %>% fit(x, c(4, 6), epochs = 2, verbose = 0)
#' dim(predict(model, x, verbose = 0))
#' #> [1] 2 1
#' @keywords internal
"_PACKAGE"

#' @importFrom R6 R6Class
#' @importFrom stats predict
#' @useDynLib rkeras, .registration = TRUE, .fixes = "C_"
NULL

# R6 defines it in the methods of a class.
utils::globalVariables("private")

state <- new.env(parent = emptyenv())
state$functions <- new.env(parent = emptyenv())
state$plans <- new.env(parent = emptyenv())
state$members <- new.env(parent = emptyenv())

.onLoad <- function(libname, pkgname) {
  .Call(C_rkeras_set_functions, write_handle_state, read_handle_state, note_old_version)
  quiet_tensorflow()
  require_python_packages()
  register_methods()
  register_tensor_methods()
  register_array_generics()
  watch_tensorflow_in_python()
}

`%||%` <- function(x, y) if (is.null(x)) y else x
