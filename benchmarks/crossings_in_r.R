# Times of values and calls that cross, by reticulate alone or with this package attached: the same code in processes of
# their own, since the package takes the place of functions of reticulate. It prints JSON: seconds of processor time by row.
arguments <- commandArgs(trailingOnly = TRUE) # which package, the number of rounds
library(reticulate)
if (arguments[1] == "rkeras") {
  library(rkeras)
  invisible(keras$backend) # the package's own half of Python begins
}
py_run_string(
  "
def same(*args, **named):
    return args[0] if args else None

def call_back(function, times):
    for number in range(times):
        function(number)

def call_back_with_list(function, times):
    given = [1, 2, 3]
    for _ in range(times):
        function(given)

ints, floats = list(range(100000)), [number / 2 for number in range(100000)]
texts = [str(number) for number in ints]
rows = [list(range(10)) for _ in range(10000)]
records = [{'n': number, 'text': 'a', 'x': 0.5} for number in range(5000)]
small = {'a': 1, 'b': [1, 2], 'c': 'text'}
"
)
main <- import_main(convert = FALSE)
same <- py$same
plain_of_same <- main$same
given <- list(a = 1L, b = c(1, 2, 3), c = "text")
whole <- 1:100000
numbers <- whole / 2
texts <- as.character(whole)
many <- as.list(whole)
held <- r_to_py(1L)
add <- r_to_py(function(x) x)

# Each has to take 20 ms or more.
rows <- list(
  "A list of 100,000 ints to R" = list(20, function() py_to_r(main$ints)),
  "A list of 100,000 floats to R" = list(20, function() py_to_r(main$floats)),
  "A list of 100,000 texts to R" = list(5, function() py_to_r(main$texts)),
  "10,000 lists of 10 ints to R" = list(5, function() py_to_r(main$rows)),
  "5,000 dicts of 3 items to R" = list(5, function() py_to_r(main$records)),
  "A dict of 3 items to R" = list(2000, function() py_to_r(main$small)),
  "An int to R" = list(4000, function() py_to_r(held)),
  "100,000 integers to Python" = list(500, function() r_to_py(whole)),
  "100,000 doubles to Python" = list(500, function() r_to_py(numbers)),
  "100,000 texts to Python" = list(5, function() r_to_py(texts)),
  "A list of 100,000 integers to Python" = list(5, function() r_to_py(many)),
  "A list of 3 items to Python" = list(2000, function() r_to_py(given)),
  "A Python function called in R, of an integer" = list(2000, function() same(1L)),
  "... of a list and a text, by name" = list(1000, function() same(given, name = "text")),
  "... which gives no R value" = list(2000, function() plain_of_same(1L)),
  "A function of R called in Python, of an int" = list(1, function() main$call_back(add, 5000L)),
  "... given as an argument" = list(1, function() py_call(main$call_back, function(x) x, 5000L)),
  "... of a list of 3 ints" = list(1, function() main$call_back_with_list(add, 5000L))
)

measure <- function(times, f) {
  gc()
  before <- sum(proc.time()[1:2])
  for (i in seq_len(times)) {
    f()
  }
  (sum(proc.time()[1:2]) - before) / (times * if (times == 1) 5000 else 1)
}

asked <- strsplit(Sys.getenv("RKERAS_BENCH_ROWS"), "|", fixed = TRUE)[[1L]]
rows <- if (length(asked)) rows[asked] else rows
found <- lapply(rows, function(row) {
  median(vapply(0:as.integer(arguments[2]), function(round) measure(row[[1L]], row[[2L]]), 0)[-1L])
})
cat(import("json")$dumps(found), "\n")
