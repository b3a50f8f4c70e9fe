# Notes what each expression of a script prints: rkeras run script.R SCRIPT NOTES SEED EPOCHS STEPS [ATTACHED].
local({
  given <- commandArgs(TRUE)
  numbers <- as.numeric(given[3:5])
  recording <- rkeras:::import_rkeras_py("verification")$Recording(given[[2L]], numbers[[1L]], numbers[[2L]], numbers[[3L]])
  set.seed(numbers[[1L]])
  if (length(given) > 5L) library(given[[6L]], character.only = TRUE)
  grDevices::pdf(NULL)
  parsed <- parse(given[[1L]], keep.source = TRUE, encoding = "UTF-8")
  places <- vapply(attr(parsed, "srcref"), `[[`, 0L, 1L)
  for (number in seq_along(parsed)) {
    recording$at(places[[number]])
    failed <- NULL
    printed <- utils::capture.output(tryCatch(
      {
        result <- withVisible(eval(parsed[[number]], globalenv()))
        if (result$visible) print(result$value)
      },
      error = function(condition) failed <<- conditionMessage(condition)
    ))
    if (length(printed)) recording$note("printed", paste0(printed, "\n", collapse = ""))
    if (!is.null(failed)) {
      recording$note("error", failed)
      return(invisible())
    }
  }
  recording$note("end", "")
})
