# Pictures as arrays.
picture <- array(seq(0, 1, length.out = 24), dim = c(2, 4, 3))
grey <- apply(picture, c(1, 2), mean)
cat(dim(grey), grey, "\n")
flipped <- picture[, 4:1, ]
cat(flipped[1, 1, 1], picture[1, 4, 1], "\n")
red <- picture[, , 1]
cat(dim(red), max(red), "\n")
brighter <- pmin(picture + 0.5, 1)
cat(max(brighter), sum(brighter == 1), "\n")
batch <- array(0, dim = c(2, 2, 4, 3))
for (i in 1:2) batch[i, , , ] <- picture * i
cat(dim(batch), sum(batch), batch[2, 1, 1, 2], "\n")
flat <- matrix(picture, nrow = 2)
cat(dim(flat), flat[, 12], "\n")
