# Train, validation and test rows by set operations.
set.seed(11)
n <- 20
train <- sample(1:n, 12)
rest <- setdiff(1:n, train)
valid <- rest[1:4]
test <- setdiff(rest, valid)
cat(length(train), length(valid), length(test), "\n")
cat(sort(union(valid, test)), "\n")
cat(length(intersect(train, test)), "\n")
x <- matrix(seq_len(2 * n), ncol = 2)
x_train <- x[train, ]
x_valid <- x[valid, ]
cat(dim(x_train), dim(x_valid), sum(x_train) + sum(x_valid) + sum(x[test, ]), "\n")
