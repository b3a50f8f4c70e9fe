# Runs snippets in one R, each in an environment of its own, and writes what each prints. Arguments: snippets, results.
arguments <- commandArgs(TRUE)
suppressMessages(rkeras::use_keras_alias(quiet = TRUE))
before <- search()
lines <- readLines(arguments[[1L]], encoding = "UTF-8")
results <- file(arguments[[2L]], "w", encoding = "UTF-8")
for (line in lines) {
  text <- textConnection(line)
  printed <- capture.output(suppressPackageStartupMessages(suppressWarnings(suppressMessages(tryCatch(
    source(text, local = new.env(), print.eval = TRUE, encoding = "UTF-8"),
    error = function(e) cat("\nFAILED", conditionMessage(e))
  )))))
  close(text)
  writeLines(c(printed, "\001"), results)
  for (name in setdiff(search(), before)) detach(name, character.only = TRUE)
}
close(results)
