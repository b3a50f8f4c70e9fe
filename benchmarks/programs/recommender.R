library(rkeras)
set_random_seed(1)

pairs <- expand.grid(item = 0:99, user = 0:199)
score <- 3 + sin(pairs$user * 0.7 + pairs$item * 0.3) + 0.5 * cos(pairs$user * 1.3 - pairs$item)
hidden <- (7 * pairs$user + 5 * pairs$item) %% 3 == 0

user <- layer_input(shape = 1, dtype = "int32")
item <- layer_input(shape = 1, dtype = "int32")
look_up <- function(index, size, dim) {
  index %>%
    layer_embedding(input_dim = size, output_dim = dim) %>%
    layer_flatten()
}
interaction <- layer_dot(list(look_up(user, 200, 8), look_up(item, 100, 8)), axes = 1)
rating <- layer_add(list(interaction, look_up(user, 200, 1), look_up(item, 100, 1)))
model <- keras_model(list(user, item), rating)
model %>% compile(optimizer = optimizer_adam(0.01), loss = "mse")
history <- model %>%
  fit(
    list(pairs$user[!hidden], pairs$item[!hidden]),
    score[!hidden],
    epochs = 15,
    batch_size = 64,
    verbose = 0
  )
predicted <- predict(model, list(pairs$user[hidden], pairs$item[hidden]), verbose = 0)[, 1]
cat(tail(history$metrics$loss, 1), sqrt(mean((predicted - score[hidden])^2)), "\n")
