# Control flow.
sign_of <- function(x) {
  if (x > 0) {
    "positive"
  } else if (x < 0) {
    "negative"
  } else {
    "zero"
  }
}
for (value in c(-1, 0, 2)) cat(sign_of(value), "")
cat("\n")

i <- 0
while (TRUE) {
  i <- i + 1
  if (i == 2) next
  if (i > 4) break
  cat("i is", i, "\n")
}
repeat {
  i <- i - 1
  if (i < 0) {
    break
  }
}
cat(i, "\n")

area <- function(shape, size) {
  switch(shape,
    circle = pi * size^2,
    square = ,
    box = size^2,
    stop("unknown shape")
  )
}
cat(area("circle", 1), area("square", 3), area("box", 2), "\n")
x <- if (i < 0) "below" else "above"
cat(x, "\n")
y <- if (i > 0) {
  z <- 5
  z + 1
} else {
  z <- 7
  z * 2
}
cat(y, z, "\n")
count_down <- function(n) {
  while (n > 0) {
    n <- n - 1
    if (n == 2) return("stopped")
  }
  "done"
}
cat(count_down(5), count_down(2), "\n")
