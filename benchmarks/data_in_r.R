# Measures data on their way in and out.
source("turns.R")

rows <- reticulate::py_to_r(plain$ROWS)
x <- matrix(stats::runif(rows * 784), rows)
y <- as.integer(floor(x[, 1] * 10))
model <- reticulate::py_to_r(plain$network())
columns <- reticulate::r_to_py(x)
codes <- reticulate::r_to_py(array(y))
packed <- columns$astype("float32", order = "C")
one_row <- x[1, , drop = FALSE]
module <- sub("[.][^.]*$", "", rkeras:::python_names[["LargeArray"]])
LargeArray <- reticulate::import(module, convert = FALSE)$LargeArray

# Plain Keras gets the same array as R's in `fit`, and in `predict` float32, packed by rows, which it likes best.
for (number in 0:rounds) {
  turn(
    "fit",
    number,
    function() plainly(plain$fit, model, columns, codes, 1L),
    function() seconds(function() fit(model, x, y, epochs = 1, batch_size = 128, verbose = 0))
  )
  for (size in c(128L, 4096L)) {
    turn(
      paste("predict", size),
      number,
      function() plainly(plain$predict, model, packed, size),
      function() seconds(function() predict(model, x, batch_size = size, verbose = 0))
    )
  }
  turn(
    "predict 1",
    number,
    function() plainly(plain$predict, model, packed[0:1], 32L, 10L),
    function() {
      seconds(function() {
        for (i in 1:10) {
          predict(model, one_row, verbose = 0)
        }
      })
    },
    per = 10
  )
  turn(
    "back",
    number,
    function() plainly(plain$copy, packed),
    function() seconds(function() reticulate::py_to_r(LargeArray(packed)))
  )
}
report()
