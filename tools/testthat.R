# Runs tests/testthat with the installed package: Rscript tools/testthat.R [PATTERN of files]
note <- file.path(getwd(), ".cache", "run", "running", "testthat")
dir.create(dirname(note), showWarnings = FALSE, recursive = TRUE)
taken <- file.path(getwd(), ".cache", "run", "cpu-testthat.txt") # what each file took, for tools/test.py
unlink(taken)

# The time of a core that this process took, and those that it started, or had prepared() start.
seconds_of_a_core <- function() sum(proc.time()[-3]) + getOption("seconds_in_prepared", 0)

# Says in a file which test runs, for when the process does not live to tell, and what each file took of a core.
Running <- R6::R6Class(
  "Running",
  inherit = testthat::Reporter,
  public = list(
    file = NULL,
    began = NULL,
    start_file = function(filename) {
      self$file <- filename
      self$began <- seconds_of_a_core()
      cat(filename, file = note)
    },
    end_file = function() {
      used <- seconds_of_a_core() - self$began
      cat("tests/testthat/", self$file, "\t", round(used, 2), "\n", sep = "", file = taken, append = TRUE)
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
