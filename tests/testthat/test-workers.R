# Processes beside this one get a model as bytes. Each script runs in a process of its own, killed when it hangs.

number <- if (takes_all_cases()) 2L else 1L # of workers that future starts

test_that("workers of callr and future predict with a model, and with its bytes", {
  skip_on_os("windows") # which cannot fork
  output <- fresh(
    c(
      sprintf("number <- %d", number),
      'library(rkeras)
     x <- matrix(seq(-1, 1, length.out = 12), 4)
     model <- keras_model_sequential(input_shape = 3) %>% layer_dense(5, activation = "tanh") %>% layer_dense(2)
     expected <- predict(model, x)
     bytes <- serialize_model(model)
     work <- function(bytes, x) predict(rkeras::unserialize_model(bytes), x)
     with_handle <- function(model, x) predict(model, x)
     message_of <- function(expr) tryCatch({ expr; "no error" }, error = function(e) conditionMessage(e$parent %||% e))
     `%||%` <- rlang::`%||%`

     same <- if (number == 2) identical(callr::r(work, list(bytes, x)), expected)
     same <- c(same, identical(callr::r(with_handle, list(model, x)), expected))
     background <- callr::r_bg(work, list(bytes, x))
     own <- predict(model, x) # while the worker computes
     background$wait(100000)
     same <- c(same, identical(own, expected), identical(background$get_result(), expected))

     future::plan(future::multisession, workers = I(number)) # I(): a process of its own also where it is one
     waiting <- lapply(seq_len(number), function(i) future::future(work(bytes, x)))
     same <- c(same, vapply(waiting, function(one) identical(future::value(one), expected), NA))
     same <- c(same, identical(future::value(future::future(with_handle(model, x))), expected))
     options(parallelly.fork.enable = TRUE)
     future::plan(future::multicore, workers = 2)
     forked <- message_of(future::value(future::future(predict(model, x))))
     future::plan(future::sequential)
     cat(same, grepl("forked process", forked))'
    ),
    timeout = 250
  )
  expect_identical(tail(output, 1L), paste(rep("TRUE", 4L + 2L * number), collapse = " "))
})

test_that("knitr's cache and clusters keep a model with parts of R, with equal numbers", {
  folder <- withr::local_tempdir()
  document <- c(
    "```{r train, cache = TRUE}",
    "cat('run', file = 'runs', append = TRUE)",
    "library(rkeras)",
    "use_session_with_seed(1, quiet = TRUE)",
    "factor <- 3",
    "x <- matrix(seq(-1, 1, length.out = 12), 4)",
    "model <- keras_model_sequential(input_shape = 3) %>% layer_dense(2, activation = function(x) x * factor)",
    "model %>% compile('adam', function(y_true, y_pred) op_mean(op_abs(y_true - y_pred)))",
    "history <- model %>% fit(x, x[, 1:2], epochs = 2, verbose = 0)",
    "```",
    "```{r use}",
    "cat(as.integer(model$optimizer$iterations), history$metrics$loss, sprintf('%a', predict(model, x, verbose = 0)))",
    "```"
  )
  writeLines(document, file.path(folder, "page.Rmd"))
  knit <- sprintf(
    'setwd("%s")
     page <- readLines(knitr::knit("page.Rmd", quiet = TRUE))
     writeLines(grep("^## 2 ", page, value = TRUE))',
    folder
  )
  first <- prepared(knit)
  again <- prepared(c(
    knit,
    "cluster <- parallel::makePSOCKcluster(1)
     there <- parallel::clusterCall(cluster, function(model, x) predict(model, x, verbose = 0), model, x)[[1]]
     parallel::stopCluster(cluster)
     cat(identical(there, predict(model, x, verbose = 0)))"
  ))
  expect_length(first, 1L)
  expect_identical(again, c(first, "TRUE"))
  expect_identical(readLines(file.path(folder, "runs"), warn = FALSE), "run")
})
