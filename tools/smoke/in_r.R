# An R user who has the archive of rkeras and a Python with Keras, and nothing of the project beside. The folder
# is that of a place (place.py), which has a script for R keras and one for workers.
say <- function(...) cat("  ", ..., "\n", sep = "")
is_near <- function(x, y) isTRUE(all.equal(as.vector(x), y, tolerance = 1e-5))

library(rkeras)
stopifnot(normalizePath(find.package("rkeras")) == normalizePath(file.path(Sys.getenv("SMOKE_LIBRARY"), "rkeras")))

# --- help -------------------------------------------------------------------------------------------------------
pages <- character()
options(pager = function(files, ...) pages <<- c(pages, gsub("_\b", "", unlist(lapply(files, readLines)))))
for (topic in c("layer_dense", "rkeras_run", "use_keras_alias", "fit")) {
  print(help((topic), package = "rkeras", help_type = "text"))
}
stopifnot(any(grepl("units", pages)), sum(grepl("Usage:", pages)) == 4L)
vignettes <- vignette(package = "rkeras")$results[, "Item"]
code <- dir(system.file("doc", package = "rkeras"), "[.]R$", full.names = TRUE)
stopifnot(length(vignettes) == 15L, length(code) == 15L, lengths(lapply(code, parse)) > 3L)
files <- dir(system.file("doc", package = "rkeras"), full.names = TRUE)
stopifnot(!any(grepl("plot of chunk", unlist(lapply(files, readLines, warn = FALSE)))))
stopifnot("rkeras 0.1.0" %in% paste("rkeras", news(package = "rkeras")$Version), nzchar(toBibtex(citation("rkeras"))))
say("help pages, ", length(vignettes), " vignettes and their code, news, citation")

# --- the functional pipe, training, files -------------------------------------------------------------------------
stopifnot(is.null(install_keras())) # all is there, so that it returns at once
set_random_seed(1)
x <- scale(as.matrix(iris[1:4]))
inputs <- layer_input(shape = 4)
outputs <- inputs %>% layer_dense(units = 16, activation = "relu") %>% layer_dense(units = 3, activation = "softmax")
model <- keras_model(inputs, outputs)
model %>% compile(loss = "sparse_categorical_crossentropy", optimizer = optimizer_adam(0.02), metrics = "accuracy")
history <- model %>% fit(x, iris$Species, epochs = 20, verbose = 0)
measured <- model %>% evaluate(x, iris$Species, verbose = 0)
stopifnot(measured[["accuracy"]] > 0.9, length(history$metrics$loss) == 20L)
predicted <- predict(model, x, verbose = 0)
stopifnot(identical(colnames(predicted), levels(iris$Species)))
for (file in c("model.keras", "model.h5", "weights.weights.h5")) {
  if (startsWith(file, "weights")) {
    save_model_weights(model, file)
    again <- clone_model(model)
    load_model_weights(again, file)
  } else {
    save_model(model, file)
    again <- load_model(file)
  }
  stopifnot(identical(unname(predict(again, x, verbose = 0)), unname(predicted)))
}
say("functional pipe, training to ", round(measured[["accuracy"]], 3), ", three kinds of files")

# --- one function of each group ------------------------------------------------------------------------------------
writeLines("some data", "origin.txt")
from <- paste0("file://", if (.Platform$OS.type == "windows") "/", normalizePath("origin.txt", winslash = "/"))
Doubled <- new_layer_class("Doubled", call = function(inputs) 2 * inputs)
layer_doubled <- create_layer_wrapper(Doubled)
stopifnot(
  is_near(activation_relu(c(-1, 2)), c(0, 2)),
  is_near(k_get_value(k_sum(matrix(1:4, 2), axis = 1)), c(3, 7)),
  is_near(op_add(1, 2), 3),
  is_near(initializer_constant(3)(shape(2)), c(3, 3)),
  is_near(loss_mean_squared_error(matrix(0, 1, 2), matrix(2, 1, 2)), 4),
  is_near(metric_binary_accuracy(matrix(1), matrix(0.9)), 1),
  is_near(regularizer_l2(0.5)(as_tensor(2)), 2),
  is_near(constraint_nonneg()(as_tensor(c(-1, 1))), c(0, 1)),
  is_near(learning_rate_schedule_exponential_decay(1, 10, 0.5)(10), 0.5),
  is_near(pad_sequences(list(1:2), maxlen = 3), c(0, 1, 2)),
  is_near(layer_doubled(as_tensor(matrix(2))), 4),
  readLines(get_file("fetched.txt", origin = from, cache_dir = ".")) == "some data",
  config_floatx() == "float32",
  application_mobilenet(weights = NULL, input_shape = c(32, 32, 3), classes = 2)$count_params() > 3e6,
  get_layer(model, index = 2)$units == 16,
  identical(c(list(1), 2), list(1, 2)),
  grepl("`hp` should be hyperparameters", tryCatch(hp_int(2, "units", 1, 2), error = conditionMessage))
)
stopped <- callback_early_stopping(monitor = "loss", patience = 1, min_delta = 1)
stopifnot(length(fit(model, x, iris$Species, epochs = 9, callbacks = list(stopped), verbose = 0)$metrics$loss) == 2L)
stopifnot(any(grepl("layer_dense(units = 16", show_r(model), fixed = TRUE)))
stopifnot(any(grepl("layer_dense(units=16", show_python(model), fixed = TRUE)))
say("one function of each group, show_r(), show_python()")

# --- scripts -------------------------------------------------------------------------------------------------------
found <- rkeras_check("old_script.R", all = TRUE)
stopifnot(is.data.frame(found), !any(found$level == "problem"))
program <- rkeras_translate("old_script.R", "translated.py", overwrite = TRUE)
stopifnot(file.exists("translated.py"), any(grepl("import", program)))
rkeras_run("old_script.R", arguments = "from rkeras_run")
writeLines("quit(status = 7)", "fails.R")
failed <- tryCatch(rkeras_run("fails.R"), error = identity)
stopifnot(grepl("exit status 7", conditionMessage(failed)), failed$status == 7L)
rkeras_launch("worker.R", workers = 2, timeout = 200)
stopifnot(identical(readLines("worker-0.txt"), readLines("worker-1.txt")))
say("check, translate, run, launch with two workers")

# --- the alias, in this session; Python in R -------------------------------------------------------------------------
first <- reticulate::py_run_string("import keras; first = keras.layers.Dense(2)")$first
stopifnot(same_object(first, (keras_model_sequential(input_shape = 4) %>% first)$layers[[1]]))
use_keras_alias()
library(keras)
stopifnot(
  environmentName(environment(keras::layer_dense)) %in% c("keras", "rkeras"),
  is_near(dim(keras::layer_dense(layer_input(4), 2)), c(NA, 2)),
  packageVersion("keras") >= "2.15",
  length(getNamespaceExports("keras")) == 560L,
  length(getNamespaceExports("keras3")) == 792L
)
dir.create("aliases")
install_keras_alias(lib = "aliases")
stopifnot(c("keras", "keras3") %in% rownames(installed.packages("aliases")))
problems <- rkeras_doctor()
stopifnot(is.data.frame(problems), !any(problems$kind == "problem"))
say("Python in R, the alias, rkeras_doctor() finds no problem")
