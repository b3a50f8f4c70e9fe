# Similar vectors, by the cosine.
set.seed(21)
words <- c("cat", "dog", "car", "bus")
vectors <- matrix(round(rnorm(12), 3), nrow = 4)
cosine <- function(a, b) sum(a * b) / (sqrt(sum(a^2)) * sqrt(sum(b^2)))
similarity <- matrix(0, 4, 4)
for (i in 1:4) {
  for (j in 1:4) {
    similarity[i, j] <- cosine(vectors[i, ], vectors[j, ])
  }
}
for (i in seq_along(words)) {
  others <- similarity[i, ]
  others[i] <- -Inf
  cat(words[i], "is next to", words[which.max(others)], round(max(others), 4), "\n")
}
