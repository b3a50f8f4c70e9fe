test_that("rkeras_launch() runs workers, and gives text for other machines", {
  lines <- rkeras_launch("train.R", print = "shell", hosts = c("one", "two"), arguments = "a b")
  expect_match(
    lines,
    "one:12345.*two:12345.*index.*0.*Rscript -e .rkeras::rkeras_run\\(\"train.R\", commandArgs\\(TRUE\\)\\). 'a b'",
    all = FALSE
  )
  expect_match(rkeras_launch("train.R", print = "slurm", workers = 4), "--nodes=4", all = FALSE)
  script <- tempfile(fileext = ".R")
  folder <- tempfile()
  writeLines("cat(nchar(Sys.getenv('TF_CONFIG')) > 50, commandArgs(TRUE))", script)
  expect_null(rkeras_launch(script, workers = 2, arguments = "x", log_dir = folder, timeout = 60))
  expect_setequal(dir(folder), c("worker-0.log", "worker-1.log"))
  expect_equal(readLines(file.path(folder, "worker-1.log"), warn = FALSE), "TRUE x")
  writeLines("quit(status = 3)", script)
  expect_error(rkeras_launch(script), "rkeras_launch(): exit status 3", fixed = TRUE)
  expect_error(
    rkeras_launch("x.R", print = "shell"),
    "print = \"shell\" needs the names of the machines: hosts = c(",
    fixed = TRUE
  )
  expect_error(rkeras_launch("x.R", workers = 1.5), "`workers` should be a whole number", fixed = TRUE)
  expect_error(rkeras_launch("x.R", print = "cloud"), "`print` should be", fixed = TRUE)
  job <- rkeras_launch("train.R", print = "slurm", gpus = 2, cpus = 4, time = "08:00:00", env = c(MINE = "a b"))
  expect_true(all(c("#SBATCH --gpus-per-node=2", "#SBATCH --time=08:00:00", "export MINE='a b'") %in% job))
  expect_error(rkeras_launch("x.R", restarts = -1), "`restarts` should be a whole number", fixed = TRUE)
  expect_error(rkeras_launch("x.R", env = "a"), "`env` should be a named character vector", fixed = TRUE)
  expect_error(rkeras_launch(1), "`script` should be the name of a script", fixed = TRUE)
})
