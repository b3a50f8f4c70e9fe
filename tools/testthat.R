# Runs tests/testthat with the installed package: Rscript tools/testthat.R [PATTERN of files]
note <- file.path(getwd(), ".cache", "run", "running", "testthat")
dir.create(dirname(note), showWarnings = FALSE, recursive = TRUE)

# Says in a file which test runs, for when the process does not live to tell.
Running <- R6::R6Class(
  "Running",
  inherit = testthat::Reporter,
  public = list(
    file = NULL,
    start_file = function(filename) {
      self$file <- filename
      cat(filename, file = note)
    },
    start_test = function(context, test) cat(self$file, ": ", test, sep = "", file = note),
    end_reporter = function() unlink(note)
  )
)

pattern <- commandArgs(TRUE)
testthat::test_dir(
  "tests/testthat",
  filter = if (length(pattern)) pattern,
  package = "rkeras",
  load_package = "installed",
  reporter = testthat::MultiReporter$new(list(
    Running$new(),
    testthat::ProgressReporter$new(show_praise = FALSE, update_interval = Inf)
  )),
  stop_on_failure = TRUE,
  stop_on_warning = TRUE
)
