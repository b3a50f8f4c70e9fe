# Reweight a distribution.
reweight <- function(p, temperature = 0.5) {
  p <- log(p) / temperature
  p <- exp(p)
  p / sum(p)
}
print(round(reweight(c(0.2, 0.5, 0.3)), 4))
print(round(reweight(c(0.2, 0.5, 0.3), temperature = 2), 4))
which.max(reweight(c(0.2, 0.5, 0.3)))
