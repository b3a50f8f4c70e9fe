# Pipes of both kinds, places in them, and functions of one's own.
library(magrittr)
x <- c(4, 9, 16)
x %>% sqrt() %>% sum() %>% cat("\n")
x |> sqrt() |> rev() |> cat("\n")
half <- function(v, by = 2) v / by
cat(x %>% half(), x %>% half(4), x |> half(by = 8), "\n")
x %<>% sqrt()
cat(x, "\n")
c("a", "b") %>% paste0("-", .) %>% cat("\n")
x %>% sapply(function(v) v + 1) %>% cat("\n")
x %>% max(10) %>% cat("\n")
