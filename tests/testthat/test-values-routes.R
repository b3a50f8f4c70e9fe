# Each kind of object by each way in which R sends or keeps values: workers, cluster, future, knitr's cache. test-values.R has
# saveRDS() and .RData, tests/python/saving/test_pickles.py Python's ways.

x <- matrix(seq(-1, 1, length.out = 12), 4)
y <- c(1, 0, 1, 0)

test_that("each kind of object has the same values at the end of each way", {
  skip_on_os("windows") # which cannot fork
  helper <- normalizePath(test_path("helper-values.R"))
  folder <- withr::local_tempdir()
  document <- c(
    "```{r make, cache = TRUE}",
    "cat('run', file = 'runs', append = TRUE)",
    "library(rkeras)",
    "all <- suppressWarnings(make_all(x, y))",
    "expected <- values_of(all, x, y)",
    "```"
  )
  writeLines(document, file.path(folder, "page.Rmd"))
  setup <- sprintf('setwd("%s"); source("%s"); x <- %s; y <- %s', folder, helper, deparse1(x), deparse1(y))
  knit <- 'invisible(knitr::knit("page.Rmd", quiet = TRUE))'
  prepared(c(setup, knit))
  output <- prepared(
    c(
      setup,
      knit,
      "work <- function(all, x, y, values_of) {
         library(rkeras)
         values_of(all, x, y)
       }
       same <- function(way, found) cat(way, if (identical(found, expected)) TRUE else all.equal(found, expected), '\n')
       library(rkeras) # which a chunk that is not in the cache would attach
       same('cache', values_of(all, x, y))
       same('callr', callr::r(work, list(all, x, y, values_of)))
       cluster <- parallel::makePSOCKcluster(1)
       same('PSOCK', parallel::clusterCall(cluster, work, all, x, y, values_of)[[1]])
       parallel::stopCluster(cluster)
       future::plan(future::multisession, workers = I(1L))
       same('multisession', future::value(future::future(work(all, x, y, values_of))))
       future::plan(future::sequential)"
    ),
    timeout = 250
  )
  expect_identical(trimws(output[seq_len(4L)]), paste(c("cache", "callr", "PSOCK", "multisession"), "TRUE"))
  expect_identical(readLines(file.path(folder, "runs"), warn = FALSE), "run")
})
