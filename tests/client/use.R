library(kerasclient)
library(keras)

show <- function(...) cat(..., "\n")
tensorflow::set_random_seed(1L)

x <- matrix(c(1, 2, 3, 4, -1, 2, -3, 5), 4)
show("internals", unlist(lapply(describe_internals(), format)))

# Layers of every kind of class, alone and in a model
input <- layer_input(shape = 2)
output <- input %>%
  layer_shift(1.5) %>%
  layer_scale(factor = 3) %>%
  layer_warm(degrees = 10) %>%
  layer_power(exponent = 2) %>%
  layer_offset(0.25)
model <- keras_model(input, output)
expected <- ((x + 1.5) * 3 + 10)^2 + 0.25
show("layers", all.equal(predict(model, x, verbose = 0), expected, tolerance = 1e-5), count_params(model))
show("classes", vapply(model$layers[2:5], function(layer) class(layer)[[1]], ""))
show("type", explain_type(model), coef(model), explain_type(1))
stack <- keras_model_sequential(input_shape = 2) %>% layer_scale(4) %>% layer_dense(1, kernel_initializer = "ones")
show("sequential", explain_type(stack), predict(stack, x, verbose = 0))
file <- tempfile(fileext = ".h5")
save_model_hdf5(stack, file)
again <- load_model_hdf5(file, custom_objects = list(Scale = Scale))
show("saved", identical(predict(again, x, verbose = 0), predict(stack, x, verbose = 0)))

more <- input %>% layer_shifted(by = 1) %>% layer_double_power(exponent = 1)
more <- keras_model(input, more)
more %>% compile("sgd", "mse", metrics = list(Half(), Half(name = "again")))
show("more", all.equal(unname(evaluate(more, x, x, verbose = 0))[-1], rep(sum((x + 1)^2) / 2, 2), tolerance = 1e-5))

# Several inputs, a loss of k_* functions
multi <- make_multi(c(2, 1), weight = 0.5)
y <- rowSums(x) + 1
loss <- evaluate(multi, list(x, x[, 1, drop = FALSE]), y, verbose = 0)
output <- rowSums(x) + x[, 1]
show("multi", all.equal(unname(loss), mean((y - output)^2) + 0.5 * mean(abs(output)), tolerance = 1e-6))

# A specification that is fitted
frame <- data.frame(a = c(-2, -1, 1, 2), b = c(0, 1, 0, 1))
fitted <- fit(client_spec(3, epochs = 40), frame, factor(c("low", "low", "high", "high")))
print(fitted)
show("classes", as.character(predict(fitted, frame)), summary(fitted)$params)
probabilities <- predict(fitted, frame, type = "prob")
show("prob", colnames(probabilities), all.equal(rowSums(probabilities), rep(1, 4), tolerance = 1e-6))
show("losses", all.equal(fitted$counter$losses, fitted$history$metrics$loss), length(fitted$counter$losses))
show("tidy", identical(tidy(fitted$history), tail(fitted$history$metrics$accuracy, 1)))
restored <- restore(fitted)
show("restored", identical(predict(restored, frame, type = "prob"), probabilities))

likely <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, "sigmoid", kernel_initializer = "ones")
likely %>% compile("sgd", LogLikelihood)
p <- 1 / (1 + exp(-rowSums(x)))
right <- c(0, 1, 0, 1)
show(
  "likelihood",
  all.equal(
    unname(evaluate(likely, x / 10, right, verbose = 0)),
    {
      p <- 1 / (1 + exp(-rowSums(x / 10)))
      -mean(right * log(p) + (1 - right) * log(1 - p))
    },
    tolerance = 1e-6
  )
)
show("note", keras::fit(structure(1, class = "client_note")))
show("tensorflow", as.numeric(tensorflow::tf_function(function(x) x + x)(tensorflow::tf$constant(2))$numpy()))
stopifnot(tensorflow::tf_config()$available, !tensorflow::tf_gpu_configured(verbose = FALSE))
show("flags", unlist(read_flags(arguments = c("--epochs=7"))))
