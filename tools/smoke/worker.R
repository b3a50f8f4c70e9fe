# A worker of rkeras_launch(): all of them train one model, and each writes down the weights.
library(rkeras)
strategy <- tf$distribute$MultiWorkerMirroredStrategy()
x <- matrix(sin(1:32), ncol = 2)
with(strategy$scope(), {
  set_random_seed(3)
  model <- keras_model_sequential(input_shape = 2) %>% layer_dense(units = 1)
  model %>% compile(optimizer = optimizer_sgd(learning_rate = 0.1), loss = "mse")
})
model %>% fit(x, rowSums(x), batch_size = 8, epochs = 2, shuffle = FALSE, verbose = 0)
writeLines(format(unlist(get_weights(model)), digits = 6), sprintf("worker-%d.txt", strategy$cluster_resolver$task_id))
