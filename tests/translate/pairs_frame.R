library(keras)
# Pairs of points in a data frame that a function makes; a network that measures their distance.
set.seed(5)
points <- matrix(c(0, 0.1, 0.2, 1, 1.1, 1.2, 0, 0.2, 0.1, 1.1, 1, 1.2), 6)
class <- rep(0:1, each = 3)
partner <- function(samples, shift) (samples + shift - 1) %% 6 + 1
pair_up <- function(samples) {
  left <- rep(samples, 3)
  right <- c(sapply(c(1, 3, 5), partner, samples = samples))
  data.frame(left, right, same = as.integer(class[left] == class[right]))
}
pairs <- pair_up(1:6)
cat(nrow(pairs), sum(pairs$same), pairs$left[1:6], pairs$right[1:6], "\n")
apart <- as.matrix(dist(points))
diag(apart) <- Inf
nearest <- apply(apart, 1, which.min)
cat(nearest, mean(class[nearest] == class), "\n")
first <- layer_input(shape = 2)
second <- layer_input(shape = 2)
encoder <- keras_model_sequential(input_shape = 2) %>% layer_dense(2, kernel_initializer = "identity")
difference <- encoder(first) - encoder(second)
distance <- k_sqrt(k_sum(k_square(difference), axis = -1, keepdims = TRUE) + 1e-6)
model <- keras_model(list(first, second), distance)
measured <- predict(model, list(points[pairs$left, ], points[pairs$right, ]), verbose = 0)[, 1]
cat(round(measured, 4), "\n")
by_kind <- sapply(0:1, function(kind) mean(measured[pairs$same == kind]))
cat(round(by_kind, 3), "\n")
explain <- function(values, level) list(above = values > level, count = sum(values > level), rank = rank(values))
found <- explain(measured, 1)
cat(found$count, mean(found$above), found$rank, explain(measured, 0.5)$count, "\n")
