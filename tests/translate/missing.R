# NA, NaN and division by zero, which R tells apart for whole numbers.
print(c(1, NA, 3))
cat(NA + 1, 0 / 0, mean(c(NA, 2)), "\n")
cat(5L %/% 0L, 5 %/% 0, 5L %% 0L, 5 %% 0, "\n")
whole <- 1:4
cat(whole %/% 0L, whole %% 0L, whole %/% c(2L, 0L), whole %/% 2, "\n")
zero <- 0L
cat(whole %/% zero, 7L %/% 2L, -7L %/% 2L, -7L %% 3L, "\n")
cat(is.nan(c(NA, NaN, 1)), is.na(c(NA, NaN, 1)), "\n")
cat(identical(c(1, NA), c(1, NA)), identical(NA_real_, NaN), "\n")
print(character(1))
print(c("a", "say \"b\""))
print("text")
print(sd(3))
print(list(1, "b", NULL, c(1, 2)))
cat(toString(c(NA, 10L)), paste(c(1.5, NA)), "\n")
x <- c(1, 2)
x[4] <- 9
print(x)
print(5L %/% 0L)
print(7L %% zero)
print(rep(1:2, 3, 5))
cat(c(3, NA) %in% c(1, NA), c(3, NA) %in% 3, NA %in% c(1, 2), "\n")
