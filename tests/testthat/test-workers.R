# Processes beside this one get a model as bytes. Each script runs in a process of its own, killed when it hangs.

test_that("workers of callr and future predict with a model that was serialized", {
  skip_on_os("windows") # which cannot fork
  output <- fresh(
    'library(rkeras)
     x <- matrix(seq(-1, 1, length.out = 12), 4)
     model <- keras_model_sequential(input_shape = 3) %>% layer_dense(5, activation = "tanh") %>% layer_dense(2)
     expected <- predict(model, x)
     bytes <- serialize_model(model)
     work <- function(bytes, x) predict(rkeras::unserialize_model(bytes), x)
     with_handle <- function(model, x) {
       loadNamespace("rkeras")
       predict(model, x)
     }
     message_of <- function(expr) tryCatch({ expr; "no error" }, error = function(e) conditionMessage(e$parent %||% e))
     `%||%` <- rlang::`%||%`

     same <- identical(callr::r(work, list(bytes, x)), expected)
     told <- message_of(callr::r(with_handle, list(model, x)))
     background <- callr::r_bg(work, list(bytes, x))
     own <- predict(model, x) # while the worker computes
     background$wait(100000)
     same <- c(same, identical(own, expected), identical(background$get_result(), expected))

     future::plan(future::multisession, workers = 2)
     waiting <- list(future::future(work(bytes, x)), future::future(work(bytes, x)))
     same <- c(same, vapply(waiting, function(one) identical(future::value(one), expected), NA))
     told <- c(told, message_of(future::value(future::future(with_handle(model, x)))))
     options(parallelly.fork.enable = TRUE)
     future::plan(future::multicore, workers = 2)
     forked <- message_of(future::value(future::future(predict(model, x))))
     future::plan(future::sequential)
     cat(same, all(grepl("died with its R session", told)), grepl("forked process", forked))',
    timeout = 250
  )
  expect_identical(tail(output, 1L), paste(rep("TRUE", 7L), collapse = " "))
})
