# Formulas and classes: fit(model, y ~ ., data = frame), predict(newdata =, type =).

flowers <- iris[seq(1, 150, 5), ]

make <- function(inputs, units = 3, activation = "softmax", loss = "sparse_categorical_crossentropy") {
  set_random_seed(1)
  model <- keras_model_sequential(input_shape = inputs) %>% layer_dense(units, activation)
  model %>% compile(loss = loss, optimizer = optimizer_sgd(0.01))
}

test_that("a formula fits what model.matrix() makes, and predict() has R's own arguments and levels", {
  data <- cbind(flowers, gap = NA)
  data$site <- factor(rep(c("north", "south", "east"), 10), c("north", "south", "east"))
  model <- make(4)
  history <- model %>% fit(Species ~ Petal.Length + site, data = data, epochs = 2, shuffle = FALSE, verbose = 0)
  by_hand <- model.matrix(~ 0 + site + Petal.Length, data)[, c(4, 1:3)]
  plain <- make(4)
  same <- plain %>% fit(unname(by_hand), as.integer(data$Species) - 1L, epochs = 2, shuffle = FALSE, verbose = 0)
  expect_equal(history$metrics, same$metrics, tolerance = 1e-6)
  expected <- predict(plain, unname(by_hand), verbose = 0)
  new <- transform(data, Species = NA)[c("site", "gap", "Petal.Length", "Species")]
  probabilities <- predict(model, newdata = new, type = "prob")
  expect_equal(probabilities, `colnames<-`(expected, levels(iris$Species)), tolerance = 1e-5)
  classes <- factor(levels(iris$Species)[max.col(expected)], levels(iris$Species))
  expect_identical(predict(model, new, type = "class"), classes)
  expect_equal(
    evaluate(model, data, verbose = 0)[["loss"]],
    evaluate(plain, by_hand, as.integer(data$Species) - 1L, verbose = 0)[["loss"]]
  )
  file <- tempfile(fileext = ".keras")
  save_model(model, file)
  expect_identical(predict(load_model(file), new, type = "prob"), probabilities)
  expect_identical(predict(unserialize(serialize(model, NULL)), new, type = "class"), classes)
  expect_error(predict(model, transform(new, Petal.Length = NA)), "NA")
  expect_error(predict(model, newdata = new, type = "link"), "`type` should be", fixed = TRUE)
  expect_error(predict(model), "`x`", fixed = TRUE)
})

test_that("names that R quotes, several targets and columns of numbers alone", {
  data <- data.frame(`my width` = c(1, 2, 3, 4), b = 4:1, yes = c(TRUE, FALSE, TRUE, FALSE), check.names = FALSE)
  model <- make(2, 2, NULL, "mse")
  model %>%
    fit(cbind(b, yes) ~ `my width` + yes, data, epochs = 0, verbose = 0, data = data) %>%
    expect_error("`y`", fixed = TRUE)
  history <- model %>% fit(cbind(b, yes) ~ `my width` + yes, data = data, epochs = 1, verbose = 0, batch_size = 4)
  plain <- make(2, 2, NULL, "mse")
  x <- cbind(1:4, c(1, 0, 1, 0))
  expect_equal(history$metrics$loss, evaluate(plain, x, cbind(4:1, x[, 2]), verbose = 0)[["loss"]], tolerance = 1e-6)
  expect_equal(predict(model, data, verbose = 0), predict(model, x, verbose = 0))
  expect_error(fit(model, b ~ yes), "`data`", fixed = TRUE)
  expect_error(fit(model, b ~ log(yes), data = data), "such as log(a)", fixed = TRUE)
})
