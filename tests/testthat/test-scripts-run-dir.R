test_that("the run's folder is the one that the environment names", {
  expect_identical(withr::with_envvar(c(RUN_DIR = "runs/1"), run_dir()), "runs/1")
  expect_identical(withr::with_envvar(c(RUN_DIR = NA, TENSORFLOW_RUN_DIR = NA), run_dir()), getwd())
})
