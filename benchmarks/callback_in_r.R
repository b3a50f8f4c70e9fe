# Measures what a callback costs for each batch: one in Python, a bare function of R, one of this package.
source("turns.R")

batches <- 2000L
x <- matrix(stats::runif(batches * 4), batches)
y <- array(stats::runif(batches))
model <- reticulate::py_to_r(plain$small_network())
in_python <- list(reticulate::r_to_py(x), reticulate::r_to_py(y))
callback <- callback_lambda(on_batch_end = function(batch, logs) NULL)
bare <- reticulate::r_to_py(function(batch, logs) NULL)

ours <- function(...) {
  seconds(function() fit(model, x, y, epochs = 1, batch_size = 1, verbose = 0, ...), plain$now_in_thread) / batches
}
theirs <- function(...) {
  unlist(reticulate::py_to_r(plain$fit_by_one(model, in_python[[1]], in_python[[2]], ...))) / batches
}

for (number in 0:rounds) {
  sides <- list(
    function() theirs(),
    function() theirs(plain$nothing),
    function() theirs(bare),
    function() ours(),
    function() ours(callbacks = list(callback))
  )
  order <- if (number %% 2L) 1:5 else 5:1
  times <- lapply(sides[order], function(side) side())[order(order)]
  note("callback", number, times[[2]] - times[[1]], times[[5]] - times[[4]])
  note("bare", number, plainly(plain$call_back, bare, 2000L) / 2000, times[[3]] - times[[1]])
}
report()
