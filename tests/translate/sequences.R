# Names that clash with Python's, and odd names.
list.of.things <- c(1, 2)
list <- c(5, 6)
lambda <- 0.5
my_sum <- sum(list) * lambda
class <- "a"
import_2 <- 3
sum <- 10
cat(list.of.things, list, my_sum, class, import_2, sum, sum(c(1, 2)), "\n")
`odd name` <- 7
cat(`odd name`, "\n")
len <- 4
range <- len:1
print <- 3
cat(len, range, print, "\n")
c <- 2
cat(c(c, c), "\n")
T <- 0
cat(T, "\n")
r <- 1
np <- 2
cat(r, np, r + np, rev(c(r, np)), "\n")
