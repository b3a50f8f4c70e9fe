# A learning rate schedule, printed as a table.
decay <- function(epoch, initial = 0.1, drop = 0.5, every = 3) {
  initial * drop^floor((1 + epoch) / every)
}
epochs <- 0:6
rates <- sapply(epochs, decay)
cat(sprintf("%2d  %.4f\n", epochs, rates), sep = "")
cat("largest:", max(rates), "at", epochs[which.max(rates)], "\n")
warm <- vapply(1:4, function(i) min(i / 4, 1) * 0.1, numeric(1))
cat(warm, "\n")
cosine <- 0.5 * (1 + cos(pi * (0:4) / 4))
cat(round(cosine, 3), "\n")
