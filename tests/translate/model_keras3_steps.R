library(keras3)
set_random_seed(7)
set.seed(34)
CustomModel <- new_model_class(
  "CustomModel",
  initialize = function(units) {
    super$initialize()
    self$dense1 <- layer_dense(units = units, activation = "relu")
    self$dense2 <- layer_dense(units = 1)
    self$tracker <- metric_mean(name = "loss")
  },
  call = function(inputs) {
    inputs |> self$dense1() |> self$dense2()
  },
  train_step = function(data) {
    c(x, y) %<-% data
    with(tensorflow::tf$GradientTape() %as% tape, {
      y_pred <- self(x, training = TRUE)
      loss <- op_mean(op_square(y - y_pred))
    })
    gradients <- tape$gradient(loss, self$trainable_weights)
    self$optimizer$apply(gradients, self$trainable_weights)
    self$tracker$update_state(loss)
    list(loss = self$tracker$result())
  },
  metrics = active_property(function() list(self$tracker))
)
model <- CustomModel(units = 3)
model |> compile(optimizer = "sgd")
x <- matrix(runif(40), 20)
y <- matrix(rowSums(x), ncol = 1)
history <- model |> fit(x, y, epochs = 2, batch_size = 10, verbose = 0)
cat(names(history$metrics), length(history$metrics$loss), "\n")
cat(history$metrics$loss[1] > 0, "\n")
