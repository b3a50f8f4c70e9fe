# Data frames.
df <- data.frame(x = c(1, 2, 3, 4), y = c(2.5, 3.5, 1, 0), g = c("a", "b", "a", "b"))
cat(nrow(df), ncol(df), names(df), "\n")
cat(df$x, df[["y"]], df[2, "y"], df[df$x > 2, "x"], "\n")
df$z <- df$x * 2
cat(df$z, sum(df$y), "\n")
cat(sapply(df[c("x", "y")], mean)[["y"]], "\n")
m <- as.matrix(df[, c("x", "y")])
cat(dim(m), m, "\n")
cat(df$x[df$g == "a"], "\n")
cat(colMeans(df[, c("x", "y")]), "\n")
