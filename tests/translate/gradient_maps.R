library(keras)
library(tensorflow)
# The gradient of an output by the pixels of an image, by a function that returns a list.
images <- array((1:48) / 48, c(3, 4, 4, 1))
labels <- c(1L, 0L, 1L)
inputs <- layer_input(shape = c(4, 4, 1))
maps <- inputs %>% layer_conv_2d(2, 2, kernel_initializer = "ones", name = "maps")
outputs <- maps %>% layer_global_average_pooling_2d() %>% layer_dense(2, kernel_initializer = "ones")
inner <- keras_model(inputs, list(maps, outputs))
explain <- function(image, class) {
  image <- tf$Variable(image, dtype = "float32")
  with(tf$GradientTape(persistent = TRUE) %as% tape, {
    both <- inner(image)
    score <- both[[2]][1, class + 1]
  })
  list(
    slopes = as.array(k_abs(tape$gradient(score, image)))[1, , , 1],
    features = as.array(both[[1]])[1, , , ],
    score = as.array(both[[2]])[1, class + 1]
  )
}
first <- explain(images[1, , , , drop = FALSE], labels[1])
cat(dim(first$slopes), round(sum(first$slopes), 4), round(first$score, 4), "\n")
weights <- apply(first$features, 3, mean)
map <- pmax(apply(sweep(first$features, 3, weights, "*"), 1:2, sum), 0)
cat(round(weights, 4), dim(map), round(map / max(map), 3), "\n")
for (i in 2:3) {
  slopes <- explain(images[i, , , , drop = FALSE], labels[i])$slopes
  cat(round(mean(slopes), 4), "")
}
cat("\n")
