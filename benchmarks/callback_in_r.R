# Measures what a callback costs for each batch: one in Python, a bare function of R, one of this package.
source("turns.R")

batches <- 2000L
x <- reticulate::r_to_py(matrix(stats::runif(batches * 4), batches))
y <- reticulate::r_to_py(array(stats::runif(batches)))
model <- plain$small_network()
bare <- reticulate::r_to_py(function(batch, logs) NULL)

in_fit <- function(callback) unlist(reticulate::py_to_r(plain$clocked_fit(model, x, y, callback)))

for (number in 0:rounds) {
  sides <- list(
    function() in_fit(plain$Callback(plain$nothing)),
    function() in_fit(plain$Callback(bare)),
    function() in_fit(callback_lambda(on_batch_end = function(batch, logs) NULL))
  )
  order <- if (number %% 2L) 1:3 else 3:1
  times <- lapply(sides[order], function(side) side())[order(order)]
  note("callback", number, times[[1]], times[[3]])
  note("bare", number, plainly(plain$call_back, bare, 2000L) / 2000, times[[2]])
}
report()
