library(keras)
use_session_with_seed(7, quiet = TRUE)
set.seed(12)
text_input <- layer_input(shape = list(NULL), dtype = "int32", name = "text")
encoded_text <- text_input %>% layer_embedding(20, 4, name = "emb_text") %>% layer_lstm(units = 3)
question_input <- layer_input(shape = list(NULL), dtype = "int32", name = "question")
encoded_question <- question_input %>% layer_embedding(20, 4) %>% layer_lstm(units = 3)
concatenated <- layer_concatenate(list(encoded_text, encoded_question))
answer <- concatenated %>% layer_dense(units = 5, activation = "softmax", name = "answer")
age <- concatenated %>% layer_dense(1, name = "age")
model <- keras_model(list(text_input, question_input), list(answer, age))
model %>% compile(optimizer = "rmsprop", loss = list(answer = "categorical_crossentropy", age = "mse"),
  loss_weights = list(answer = 1, age = 0.25), metrics = list(answer = "acc"))
num_samples <- 12
random_matrix <- function(range, nrow, ncol) {
  matrix(sample(range, size = nrow * ncol, replace = TRUE), nrow = nrow, ncol = ncol)
}
text <- random_matrix(1:19, num_samples, 7)
question <- random_matrix(1:19, num_samples, 5)
answers <- random_matrix(0:1, num_samples, 5)
ages <- runif(num_samples)
h <- model %>% fit(list(text = text, question = question), list(answer = answers, age = ages), epochs = 2, batch_size = 6, verbose = 0)
print(names(h$metrics))
out <- predict(model, list(text, question))
cat(length(out), dim(out[[1]]), dim(out[[2]]), "\n")
w <- get_layer(model, "emb_text")$get_weights()[[1]]
cat(dim(w), "\n")
