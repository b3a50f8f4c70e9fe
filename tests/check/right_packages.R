#### tfdatasets: missing-package
library(keras)
library(tfdatasets)
ds <- tensor_slices_dataset(list(x, y)) %>%
  dataset_shuffle(100) %>%
  dataset_repeat() %>%
  dataset_batch(8, drop_remainder = TRUE) %>%
  dataset_map(function(a, b) list(a / 255, b)) %>%
  dataset_prefetch(1) %>%
  dataset_take(2)
model %>% fit(ds, epochs = 2, steps_per_epoch = 3)

#### feature spec: missing-package
library(keras)
library(tfdatasets)
spec <- feature_spec(train_df, label ~ .) %>%
  step_numeric_column(all_numeric(), normalizer_fn = scaler_standard()) %>%
  step_categorical_column_with_vocabulary_list(thal) %>%
  step_indicator_column(thal) %>%
  step_embedding_column(thal, dimension = 2) %>%
  fit()
input <- layer_input_from_dataset(train_df %>% select(-label))
output <- input %>%
  layer_dense_features(dense_features(spec)) %>%
  layer_dense(units = 64, activation = "relu") %>%
  layer_dense(units = 1)

#### fit of a spec in a variable: missing-package
library(keras)
library(tfdatasets)
ft_spec <- training %>% feature_spec(target ~ .) %>% step_bucketized_column(age, boundaries = c(18, 25))
ft_spec <- fit(ft_spec)
str(ft_spec$dense_features())

#### recipes: missing-package
library(keras)
library(recipes)
rec_obj <- recipe(Churn ~ ., data = train_tbl) %>%
  step_discretize(tenure, options = list(cuts = 6)) %>%
  step_log(TotalCharges) %>%
  step_dummy(all_nominal(), -all_outcomes()) %>%
  step_center(all_predictors(), -all_outcomes()) %>%
  prep(data = train_tbl)
x_train_tbl <- bake(rec_obj, newdata = train_tbl) %>% select(-Churn)

#### tidyverse: missing-package
library(keras)
library(tidyverse)
df <- read_csv("data.csv") %>%
  mutate(across(everything(), as.numeric)) %>%
  filter(!is.na(y)) %>%
  group_by(id) %>%
  summarise(n = n()) %>%
  ungroup()
df %>% ggplot(aes(x = n, y = id)) + geom_point()
splits <- map(1:3, ~ slice_sample(df, n = 10))
x <- df %>% select(-y) %>% as.matrix()

#### dplyr verbs: missing-package
library(dplyr)
library(keras)
train <- iris %>% sample_frac(0.7)
x <- train %>% select(-Species) %>% mutate_all(scale) %>% as.matrix()
y <- train %>% pull(Species) %>% as.integer()
model <- keras_model_sequential() %>% layer_dense(3, input_shape = 4)

#### rsample and yardstick: missing-package
library(keras)
library(rsample)
library(yardstick)
split <- initial_split(data, prop = 0.8)
train_tbl <- training(split)
test_tbl <- testing(split)
estimates %>% conf_mat(truth, estimate)
estimates %>% metrics(truth, estimate)
estimates %>% roc_auc(truth, class_prob)

#### tidymodels' fit: missing-package
library(keras)
library(tidymodels)
rf <- rand_forest(mode = "classification") %>% set_engine("ranger")
rf_fit <- rf %>% fit(Species ~ ., data = iris)
wf <- workflow() %>% add_model(rf) %>% add_formula(Species ~ .)
wf %>% fit(data = iris) %>% predict(new_data = iris)
nn <- mlp(epochs = 10) %>% set_engine("keras") %>% set_mode("regression")

#### purrr: fine
library(keras)
x <- matrix(runif(8), 4)
y <- runif(4)
library(purrr)
models <- map(c(4, 8), ~ keras_model_sequential(input_shape = 2) %>% layer_dense(.x) %>% layer_dense(1))
walk(models, ~ compile(.x, "adam", "mse"))
histories <- map(models, fit, x = x, y = y, epochs = 1)
scores <- map_dbl(models, ~ evaluate(.x, x, y)[["loss"]])
out <- reduce(list(layer_dense(units = 2), layer_dense(units = 1)), function(h, l) l(h), .init = layer_input(2))

#### tfprobability: missing-package
library(keras)
library(tfprobability)
model <- keras_model_sequential() %>%
  layer_dense(units = 2, input_shape = 1) %>%
  layer_distribution_lambda(function(x) tfd_normal(loc = x[, 1], scale = 1))
negloglik <- function(y, model) -(model %>% tfd_log_prob(y))
model %>% compile(optimizer = optimizer_adam(lr = 0.01), loss = negloglik)
layer_dense_variational(units = 1, make_posterior_fn = f, make_prior_fn = g)

#### tfhub: missing-package
library(keras)
library(tfhub)
model <- keras_model_sequential() %>%
  layer_hub(handle = "https://tfhub.dev/google/nnlm-en-dim50/2") %>%
  layer_dense(units = 1, activation = "sigmoid")
hub_load("https://tfhub.dev/x")

#### tfruns: missing-package
library(keras)
library(tfruns)
runs <- tuning_run("mnist.R", flags = list(dropout1 = c(0.2, 0.3)))
ls_runs(order = metric_val_acc)
compare_runs()
training_run("mnist.R")

#### lime for models: missing-package
library(keras)
library(lime)
model_type.keras.engine.sequential.Sequential <- function(x, ...) "classification"
predict_model.keras.engine.sequential.Sequential <- function(x, newdata, type, ...) data.frame(Yes = predict(x, as.matrix(newdata)))
explainer <- lime::lime(x = x_train_tbl, model = model_keras, bin_continuous = FALSE)
explanation <- lime::explain(x_test_tbl[1:10, ], explainer = explainer, n_labels = 1, n_features = 4, kernel_width = 0.5)

#### caret: missing-package
library(keras)
library(caret)
index <- createDataPartition(iris$Species, p = 0.7, list = FALSE)
confusionMatrix(factor(pred), factor(truth))
pre <- preProcess(iris, method = c("center", "scale"))
predict(pre, iris)
compare_models(a, b)
layer_stats(a)

#### plots: fine
library(keras)
library(ggplot2)
df <- data.frame(layer_1 = 1:3, layer_2 = 3:1)
ggplot(df, aes(layer_1, layer_2)) + geom_line()

#### data.table: missing-package
library(keras)
library(data.table)
dt <- fread("a.csv")
dt[, y := as.integer(y == "M")]
x <- as.matrix(dt[, !"y"])
dt_melted <- melt(dt, id.vars = "y")

#### keras tuner: missing-package
library(keras)
library(kerastuneR)
tuner_randomsearch <- RandomSearch(build_model, objective = "val_accuracy", max_trials = 5)
tuner_randomsearch %>% fit_tuner(x, y, epochs = 2, validation_data = list(x, y))
best <- tuner_randomsearch %>% get_best_models(1)

#### abind and others by two colons: missing-package
library(keras)
x <- abind::abind(a, b, along = 1)
m <- purrr::map(1:3, ~ layer_dense(units = .x))
d <- dplyr::select(iris, -Species)
s <- tfdatasets::dataset_batch(ds, 32)

#### tidytext: missing-package
library(keras)
library(tidytext)
library(stringr)
tokens <- df %>% unnest_tokens(word, text) %>% anti_join(stop_words) %>% count(word, sort = TRUE)
text <- str_replace_all(text, "[[:punct:]]", "")
text_to_vector(text)

#### forecast: missing-package
library(keras)
library(forecast)
fit <- auto.arima(AirPassengers)
fc <- forecast(fit, h = 12)
accuracy(fc)
metrics_table(fc)
fit <- fit %>% update_model()

#### packages by pacman: missing-package
pacman::p_load(keras, tfdatasets, magrittr)
ds <- csv_dataset("a.csv") %>% dataset_batch(4) %>% dataset_shuffel(3)
model <- keras_model_sequential() %>% layer_dense(1, input_shape = 2)

#### torch beside: missing-package
library(torch)
net <- nn_module("net", initialize = function() self$fc <- nn_linear(1, 1), forward = function(x) self$fc(x))
library(keras)
layer_dense(units = 2)

#### mlr and parsnip predictions: missing-package
library(keras)
library(parsnip)
spec <- linear_reg() %>% set_engine("lm")
fitted <- fit(spec, mpg ~ ., data = mtcars)
predict(fitted, new_data = mtcars)
compile_results(fitted)

#### reticulate: fine
library(keras)
library(reticulate)
np <- import("numpy", convert = FALSE)
x <- np$array(list(1, 2, 3))
py_to_r(x)
builtins <- import_builtins()
builtins$len(list(1, 2))

#### generators of reticulate: missing-package
library(keras)
library(coro)
gen <- generator(function() for (i in 1:3) yield(list(matrix(i, 1, 1), i)))
model %>% fit(gen(), steps_per_epoch = 3)

#### tfautograph: missing-package
library(keras)
library(tfautograph)
train <- autograph(function(ds) for (batch in ds) train_step(batch))
f <- tf_function(train)

#### zeallot: fine
library(keras)
library(zeallot)
c(a, b) %<-% list(1, 2)
c(model_a, layer_b) %<-% list(keras_model_sequential(), layer_dense(units = 3))
layer_input(shape = 2) %>% layer_b()

#### my package of helpers: missing-package
library(keras)
library(myhelpers)
layer_spectral(x, 3)
loss_focal(gamma = 2)
callback_onecycle(max_lr = 0.1)
optimizer_radam()
metric_f1()
k_special(x)

#### a file that is not there: fine
library(keras)
if (FALSE) source("helpers.R")
if (FALSE) {
  layer_spectral(x, 3)
  model <- build_special_model(10)
}
