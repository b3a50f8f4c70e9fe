# Prints the most memory that this process has held, in bytes, after `fit()` on an array of doubles.
library(rkeras)

plain <- reticulate::import_from_path("plain", commandArgs(trailingOnly = TRUE)[1])
x <- stats::runif(plain$ROWS * 784)
dim(x) <- c(plain$ROWS, 784L)
y <- as.integer(floor(x[, 1] * 10))
fit(plain$network(), x, y, epochs = 1, batch_size = 128, verbose = 0)
cat(plain$peak(), "\n")
