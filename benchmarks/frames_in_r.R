# Measures data frames, generators of R and results on their way to R, at three sizes.
source("turns.R")

sized <- function(title, size, theirs, ours) {
  what <- paste(title, size, sep = "|")
  for (number in 0:rounds) {
    turn(what, number, theirs, ours)
  }
}

count <- function(number) format(number, big.mark = ",", scientific = FALSE)

# A data frame against its matrix.
for (rows in c(1e4, 1e5, 1e6)) {
  columns <- if (rows > 1e5) 10L else 50L
  x <- matrix(stats::runif(rows * columns), rows)
  frame <- as.data.frame(x)
  y <- as.numeric(x[, 1] > 0.5)
  model <- keras_model_sequential(input_shape = columns) %>% layer_dense(16, activation = "relu") %>% layer_dense(1)
  model %>% compile(loss = "mse", optimizer = "sgd")
  train <- function(data, size = 1024) fit(model, data, y, batch_size = size, epochs = 1, verbose = 0)
  stopifnot(identical(evaluate(model, x, y, verbose = 0), evaluate(model, frame, y, verbose = 0)))
  size <- paste(count(rows), "rows of", columns)
  sized("Data frame into `fit`", size, function() seconds(function() train(x)), function() {
    seconds(function() train(frame))
  })
}

# A frame with a factor, for a model with an input for each column, against its columns as arrays.
for (rows in c(1e4, 1e5, 1e6)) {
  frame <- data.frame(age = stats::runif(rows), city = factor(sample(letters, rows, TRUE)))
  arrays <- list(age = array(frame$age), city = array(as.integer(frame$city) - 1L))
  y <- frame$age
  age <- layer_input(shape = 1, name = "age")
  city <- layer_input(shape = 1, name = "city", dtype = "int32")
  out <- layer_concatenate(list(age, city %>% layer_embedding(26, 4) %>% layer_flatten())) %>% layer_dense(1)
  model <- keras_model(list(age, city), out)
  model %>% compile(loss = "mse", optimizer = "sgd")
  train <- function(data) fit(model, data, y, batch_size = 4096, epochs = 1, verbose = 0)
  sized(
    "Data frame with a factor into `fit`",
    paste(count(rows), "rows"),
    function() seconds(function() train(arrays)),
    function() seconds(function() train(frame))
  )
}

# A generator of R against one of Python that gives the same arrays.
for (width in c(48L, 96L, 224L)) {
  for (inputs in 1:2) {
    shape <- c(width, width, 3L)
    pictures <- lapply(seq_len(inputs), function(i) array(stats::runif(32 * prod(shape)), c(32L, shape)))
    y <- array(stats::runif(32), c(32L, 1L))
    layers <- lapply(seq_len(inputs), function(i) layer_input(shape = shape))
    pooled <- lapply(layers, layer_global_average_pooling_2d)
    out <- if (inputs > 1) layer_concatenate(pooled) else pooled[[1]]
    model <- keras_model(layers, out %>% layer_dense(1))
    model %>% compile(loss = "mse", optimizer = "sgd")
    x <- if (inputs > 1) pictures else pictures[[1]]
    of_python <- plain$batches(reticulate::r_to_py(pictures), reticulate::r_to_py(y))
    generate <- function() list(x, y)
    title <- paste0("Generator of R, ", inputs, if (inputs > 1) " inputs" else " input", ", 10 batches")
    sized(title, paste(width, "pixels wide"), function() plainly(plain$fit_steps, model, of_python, 10L), function() {
      seconds(function() fit(model, generate, steps_per_epoch = 10, epochs = 1, verbose = 0))
    })
  }
}

# Results.
module <- sub("[.][^.]*$", "", rkeras:::python_names[["LargeArray"]])
LargeArray <- reticulate::import(module, convert = FALSE)$LargeArray
numpy <- reticulate::import("numpy", convert = FALSE)
for (rows in c(6000L, 20000L, 60000L)) {
  packed <- numpy$ones(c(rows, 784L), "float32")
  sized(
    "Results become doubles of R (left: copied)",
    paste(count(rows), "x 784"),
    function() plainly(plain$copy, packed),
    function() seconds(function() reticulate::py_to_r(LargeArray(packed)))
  )
}

# What stays in memory of many calls.
held <- function() as.numeric(strsplit(readLines("/proc/self/statm"), " ")[[1]][2]) * 4096
crossings <- as.integer(arguments[3])
x <- k_constant(1)
for (i in 1:2000) {
  k_shape(x)
}
before <- held()
for (i in seq_len(crossings)) {
  k_shape(x)
}
gc()
collect()

found <- list(rows = by_size(), bytes_a_crossing = (held() - before) / crossings)
report()
