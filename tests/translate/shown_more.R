# Values that stand alone.
library(keras3)
op_square(op_array(c(1, 2)))
x <- op_ones(c(2, 2))
op_sum(x)
h <- list(get = function() 3, put = function(v) invisible(v))
h$get()
h$put(4)
z <- 1:3
z[2]
z + 1
-z
!TRUE
z == 2
