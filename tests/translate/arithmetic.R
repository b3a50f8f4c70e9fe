# Operators on numbers and vectors, with R's rules.
a <- 7
b <- 2
cat(a + b, a - b, a * b, a / b, a^b, a %% b, a %/% b, -a %/% b, -a %% b, "\n")
cat(1 / 0, -1 / 0, 0.1 + 0.2 == 0.3, "\n")
v <- 1:6
w <- c(10, 20)
cat(v + w, "\n")
cat(v * 2, v / 2, v^2, v %% 2, v %/% 4, "\n")
cat((1:3)^2, 2^(1:3), (-8)^2, "\n")
cat(TRUE + TRUE, sum(c(TRUE, FALSE, TRUE)), mean(c(TRUE, FALSE)), "\n")
cat(!TRUE, TRUE && FALSE, TRUE || FALSE, xor(TRUE, FALSE), "\n")
cat(c(TRUE, FALSE) & c(TRUE, TRUE), c(TRUE, FALSE) | FALSE, !c(TRUE, FALSE), "\n")
cat(3 %in% v, c(3, 30) %in% v, "a" %in% c("a", "b"), "\n")
cat(round(2.567, 1), round(0.5), round(1.5), round(-2.5), floor(2.7), ceiling(2.1), trunc(-2.7), abs(-3:3), "\n")
cat(exp(1), log(10), log(8, base = 2), log10(1000), sqrt(2), "\n")
cat(5L %/% 2L, 5L / 2L, 100000, 123456789, 1e-5, 1e5 + 1, 2^31, "\n")
cat(max(1, 5, 3), min(v), max(v) - min(v), prod(1:5), "\n")
cat(ifelse(v > 3, v, -v), ifelse(TRUE, 1, 2), "\n")
cat(pmax(c(1, 5, 3), 2), pmin(c(1, 5, 3), c(2, 2, 2)), "\n")
cat(isTRUE(all.equal(0.1 + 0.2, 0.3)), identical(c(1, 2), c(1, 2)), "\n")
cat(as.integer(3.9), as.integer(-3.9), as.numeric("2.5"), as.integer(TRUE), "\n")
