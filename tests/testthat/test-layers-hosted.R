# Layers of Keras 2 in models of Keras 3, as tfprobability and packages that build on it make them.

x <- matrix(sin(1:24), 8)
y <- matrix(cos(1:8))

test_that("a probabilistic regression trains on the distribution, by each door", {
  tfp <- reticulate::import("tensorflow_probability")
  tf_keras <- reticulate::import("tf_keras")
  tfd <- tfp$distributions
  make <- function(t) tfd$Normal(loc = t[, 1, drop = FALSE], scale = 0.1 + tf$nn$softplus(t[, 2, drop = FALSE]))
  negative_log_likelihood <- function(y_true, y_pred) -y_pred$log_prob(y_true)
  # As tfprobability's layer_distribution_lambda() is written.
  layer_distribution_lambda <- function(object, make_distribution_fn) {
    create_layer(tfp$layers$DistributionLambda, object, list(make_distribution_fn = make_distribution_fn))
  }
  start <- list(matrix(1, 3, 2), c(0, 0))
  input <- layer_input(3)
  models <- list(
    keras_model_sequential(input_shape = 3) %>%
      layer_dense(2, weights = start) %>%
      layer_distribution_lambda(make),
    keras_model(input, input %>% layer_dense(2, weights = start) %>% layer_distribution_lambda(make)),
    keras_model_sequential(list(layer_dense(units = 2, weights = start), tfp$layers$DistributionLambda(make)))
  )
  inner <- tf_keras$layers$Dense(2L)
  models[[4]] <- keras_model(input, input %>% layer_from_keras2(inner) %>% layer_distribution_lambda(make))
  set_weights(models[[4]], start)
  log_likelihood <- function(weights) {
    t <- sweep(x %*% weights[[1]], 2, weights[[2]], "+")
    mean(-stats::dnorm(y, t[, 1], 0.1 + log1p(exp(t[, 2])), log = TRUE))
  }
  trained <- lapply(models, function(model) {
    compile(model, optimizer_sgd(0.05), negative_log_likelihood)
    history <- fit(model, x, y, epochs = 2, batch_size = 8, verbose = 0)
    expect_equal(history$metrics$loss[[1]], log_likelihood(start), tolerance = 1e-5)
    expect_equal(evaluate(model, x, y, verbose = 0)[["loss"]], log_likelihood(get_weights(model)), tolerance = 1e-5)
    expect_identical(dim(predict(model, x, verbose = 0)), c(8L, 1L))
    mean <- as.array(model(x)$mean())
    expect_equal(
      mean,
      (x %*% get_weights(model)[[1]])[, 1, drop = FALSE] + get_weights(model)[[2]][[1]],
      tolerance = 1e-5
    )
    get_weights(model)
  })
  for (one in trained[-1]) {
    expect_equal(one, trained[[1]], tolerance = 1e-5)
  }
})

test_that("losses of classes written in R get the distribution", {
  tfp <- reticulate::import("tensorflow_probability")
  make <- function(t) tfp$distributions$Normal(loc = t, scale = 0.5)
  call <- function(y_true, y_pred) -y_pred$log_prob(y_true)
  losses <- list(
    call,
    Loss("OfKeras3", call = call)(),
    new_loss_class("OfClass", call = function(self, y_true, y_pred) call(y_true, y_pred))()
  )
  for (loss in losses) {
    model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1, weights = list(matrix(1, 3), 0))
    model <- layer_from_keras2(model, tfp$layers$DistributionLambda(make))
    compile(model, "sgd", loss, run_eagerly = TRUE)
    expected <- mean(-stats::dnorm(y, rowSums(x), 0.5, log = TRUE))
    expect_equal(evaluate(model, x, y, verbose = 0)[["loss"]], expected, tolerance = 1e-5)
    called <- loss(as.matrix(y), model(x))
    expect_equal(mean(as.array(called)), expected, tolerance = 1e-5)
  }
})
