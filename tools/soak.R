# The stages of the soak in R: soak.py runs it, with the seconds that it may take, and judges the figures.

suppressPackageStartupMessages(library(rkeras))
seconds <- as.numeric(commandArgs(TRUE)[[1L]])

measure <- function() {
  gc()
  reticulate::import("gc")$collect() # what R gave up is in circles in Python
  status <- readLines("/proc/self/status")
  number <- function(name) as.numeric(gsub("\\D", "", grep(paste0("^", name, ":"), status, value = TRUE)))
  list(memory = number("VmRSS") / 1024, files = length(list.files("/proc/self/fd")), threads = number("Threads"))
}

write <- function(x) {
  if (!is.list(x)) {
    return(x)
  }
  sprintf("{%s}", paste0("\"", names(x), "\": ", vapply(x, write, ""), collapse = ", "))
}

say <- function(figures) {
  cat("\nsoak\t", write(figures), "\n", sep = "")
}

text <- function(x) paste0("\"", gsub("[\"\\\\\n]", " ", x), "\"")

numbers <- function(x) lapply(x, function(one) format(one, digits = 12))

repeat_step <- function(name, number, seconds, step) {
  begun <- Sys.time()
  passed <- function() as.numeric(Sys.time() - begun, units = "secs")
  first <- measure()
  failures <- character()
  for (done in seq_len(number)) {
    failed <- tryCatch(step(done), error = identity)
    failures <- c(failures, if (inherits(failed, "error")) conditionMessage(failed))
    if (passed() > seconds || length(failures) > 5L) {
      break
    }
    if (passed() < seconds / 5 && done <= number / 5 && done %% max(1, number %/% 50) == 0) {
      first <- measure()
    }
  }
  say(list(
    name = text(paste(name, "in R")), done = paste(done), of = paste(number), seconds = format(passed()),
    first = numbers(first), last = numbers(measure()),
    failures = sprintf("[%s]", paste(text(failures)[seq_along(failures)], collapse = ", "))
  ))
}

set.seed(1)
x <- matrix(rnorm(256), 64)
y <- rowSums(x)
make <- function() {
  keras_model_sequential(input_shape = 4) %>% layer_dense(8, activation = "relu") %>% layer_dense(1) %>%
    compile("adam", "mse")
}
model <- make()
count <- 0
callbacks <- list(
  callback_lambda(on_epoch_end = function(epoch, logs) count <<- count + 1),
  callback_early_stopping("loss", patience = 5)
)

repeat_step("fits with callbacks", 200, 0.4 * seconds, function(i) {
  before <- count
  history <- fit(model, x, y, epochs = 2, verbose = 0, callbacks = callbacks)
  stopifnot(count - before == length(history$metrics$loss))
})
expected <- predict(model, x[1:2, ], verbose = 0)
repeat_step("predictions", 10000, 0.3 * seconds, function(i) {
  stopifnot(identical(predict(model, x[1:2, ], verbose = 0), expected))
})
repeat_step("new models", 500, 0.3 * seconds, function(i) {
  predict(make(), x[1:2, ], verbose = 0)
  if (i %% 20 == 0) {
    k_clear_session()
  }
})
