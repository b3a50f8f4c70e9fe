# True if tests take all their cases, as under `make test-all`.
takes_all_cases <- function() nzchar(Sys.getenv("RKERAS_ALL_CASES"))

# Every so many of some cases, or all of them under `make test-all`; as sampled() of tests/python/support/support.py.
sampled <- function(cases, one_in) {
  cases[seq(1, length(cases), by = if (takes_all_cases()) 1 else one_in)]
}
