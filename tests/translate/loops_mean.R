# Loops, conditions.
total <- 0
n <- 0
while (TRUE) {
  n <- n + 1
  if (n %% 2 == 0) next
  if (n > 9) break
  total <- total + n
}
cat("total:", total, "n:", n, "\n")
repeat {
  total <- total / 2
  if (total < 2) break
}
print(total)
squares <- numeric(5)
for (i in seq_len(5)) squares[i] <- i^2
squares
s <- 0
for (v in list(1, 2, 3)) s <- s + v
s
