# The process that tries wrong arguments in R: a line with a number and code comes in, a line of JSON goes out.

suppressPackageStartupMessages(library(rkeras))

make_model <- function() {
  keras_model_sequential(input_shape = 3) %>% layer_dense(1) %>% compile("sgd", "mse")
}

make_tokenizer <- function() text_tokenizer() %>% fit_text_tokenizer(c("a b", "b c"))

make_batches <- function() function() list(matrix(1, 4, 3), matrix(1, 4, 1))

image_generator <- function() image_data_generator(featurewise_center = TRUE)

reticulate::py_run_string("
class Unspeakable:
    def __repr__(self):
        raise RuntimeError('no representation')
")
unspeakable <- function() reticulate::py_eval("Unspeakable()", convert = FALSE)

attempt <- function(code) {
  tryCatch(
    {
      utils::capture.output(result <- eval(parse(text = code), new.env(parent = globalenv())))
      list(raised = "", words = class(result)[[1L]])
    },
    error = function(e) {
      call <- if (is.null(conditionCall(e))) "" else paste0(deparse(conditionCall(e))[[1L]], " : ")
      list(raised = paste(class(e), collapse = " "), words = paste0(call, conditionMessage(e)))
    }
  )
}

MODEL <- make_model()
reticulate::import_from_path("argument_worker", Sys.getenv("FUZZ"))$write_files()
replies <- stdout()
writeLines("ready", replies)
flush(replies)
lines <- file("stdin", "r")
while (length(line <- readLines(lines, 1L)) > 0L) {
  number <- as.integer(sub("\t.*", "", line))
  done <- suppressMessages(suppressWarnings(attempt(sub("^\\d+\t", "", line))))
  done$words <- substr(iconv(done$words, "UTF-8", "UTF-8", sub = "byte"), 1L, 4000L)
  writeLines(jsonlite::toJSON(c(number = number, done), auto_unbox = TRUE), replies)
  flush(replies)
  k_set_floatx("float32")
  k_set_image_data_format("channels_last")
}
