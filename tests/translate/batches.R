# Mini-batches by hand.
set.seed(31)
n <- 10
batch_size <- 4
order_of_rows <- sample(n)
starts <- seq(1, n, by = batch_size)
for (start in starts) {
  end <- min(start + batch_size - 1, n)
  rows <- order_of_rows[start:end]
  cat("batch from", start, "to", end, ":", rows, "\n")
}
count <- ceiling(n / batch_size)
cat(count, length(starts), n %% batch_size, "\n")
split_at <- 7
parts <- split_at
cat(parts, split_at, "\n")
