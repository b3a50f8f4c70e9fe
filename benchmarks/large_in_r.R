# Measures large counts from R: layers in a chain, rows in fit(), batches of a generator, epochs with a callback, models.
source("turns.R")

scale <- as.numeric(arguments[3]) # 1 for the counts of the page
counted <- function(n) as.integer(n * scale)
held <- function() as.numeric(strsplit(readLines("/proc/self/statm"), " ")[[1]][2]) * 4096
count <- function(number) format(number, big.mark = ",", scientific = FALSE)
extra <- list()

small <- function() {
  model <- keras_model_sequential(input_shape = 4) %>% layer_dense(units = 1)
  model %>% compile(optimizer = "sgd", loss = "mse")
  model
}

rows <- counted(1e7)
x <- matrix(0.5, rows, 4)
y <- x[, 1]
gc()
before <- held()
fit(small(), x, y, batch_size = 65536, epochs = 1, verbose = 0)
extra$rows <- list(
  data = as.numeric(object.size(x)) + as.numeric(object.size(y)),
  most = reticulate::py_to_r(plain$peak()) - before
)

for (layers in counted(c(1000, 5000))) {
  x <- layer_input(16)
  chain <- function() {
    y <- x
    for (i in seq_len(layers)) {
      y <- y %>% layer_dense(16)
    }
  }
  for (number in 0:rounds) {
    turn(
      paste("Chain from R|", count(layers), "layers"),
      number,
      function() plainly(plain$chain, layers),
      function() seconds(chain)
    )
  }
}

batches <- counted(1e5)
inputs <- matrix(1, 1, 4)
targets <- matrix(1, 1, 1)
of_python <- plain$batches(list(reticulate::r_to_py(inputs)), reticulate::r_to_py(targets))
theirs <- plain$small_network()
ours <- small()
generate <- function() list(inputs, targets)
before <- NULL
for (number in 0:1) {
  steps <- if (number) batches else 100L
  turn(
    paste("Generator of R|", count(steps), "batches of a row"),
    number,
    function() plainly(plain$fit_steps, theirs, of_python, steps),
    function() {
      before <<- held()
      seconds(function() fit(ours, generate, steps_per_epoch = steps, epochs = 1, verbose = 0))
    }
  )
}
extra$generator <- (held() - before) / batches

logged <- counted(1e4)
for (number in 0:1) {
  n <- if (number) logged else 100L
  x <- matrix(1, n, 4)
  y <- array(1, n)
  logs_seen <- list()
  keep_logs <- callback_lambda(on_batch_end = function(batch, logs) logs_seen[[batch + 1]] <<- logs)
  turn(
    paste("Callback of R, which keeps the logs|", count(n), "batches"),
    number,
    function() plainly(plain$fit_logged, theirs, reticulate::r_to_py(x), reticulate::r_to_py(y)),
    function() seconds(function() fit(ours, x, y, batch_size = 1, epochs = 1, verbose = 0, callbacks = keep_logs))
  )
  stopifnot(length(logs_seen) == n, is.numeric(logs_seen[[n]]$loss))
}

models <- extra$count <- counted(1000)
for (i in seq_len(models)) {
  predict(small(), inputs, verbose = 0)
  if (i %% (models %/% 20L) == 0L) {
    k_clear_session()
    gc()
    collect()
    extra$models <- c(extra$models, held())
  }
}

found <- list(rows = by_size(), extra = extra)
report()
