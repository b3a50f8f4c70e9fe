# The shapes of parts.
library(keras)
c(c(a, b), c(d, e)) %<-% list(list(1:3, 4), list(5, 6))
cat(a, b, d, e, "\n")
f <- function() list(one = 1, two = c(2, 3))
c(p, q) %<-% f()
cat(p, q, "\n")
res <- f()
cat(res$two[2], res[["one"]], names(res), "\n")
