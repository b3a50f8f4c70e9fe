read <- function(...) {
  flags(
    flag_numeric("learning_rate", 0.1),
    flag_integer("epochs", 10, "how often"),
    flag_boolean("shuffle", FALSE),
    flag_string("dir", NULL),
    ...
  )
}

in_folder <- function(lines, code) {
  folder <- tempfile()
  dir.create(folder)
  old <- setwd(folder)
  on.exit(setwd(old))
  writeLines(lines, "flags.yml")
  code
}

test_that("defaults hold where nothing else is said", {
  expect_identical(
    read(arguments = character()),
    list(learning_rate = 0.1, epochs = 10L, shuffle = FALSE, dir = NULL)
  )
  expect_identical(read(arguments = c("file.txt", "-x", "--other", "3")), read(arguments = character()))
})

test_that("the command line has the last word, in each of its forms", {
  given <- c("--learning_rate", "1e-3", "pos", "--epochs=3", "--shuffle", "--dir=a=b c")
  expect_identical(read(arguments = given), list(learning_rate = 1e-3, epochs = 3L, shuffle = TRUE, dir = "a=b c"))
  expect_identical(read(arguments = c("--learning-rate", "-2"))$learning_rate, -2)
  expect_false(read(arguments = c("--shuffle", "false"))$shuffle)
  expect_true(read(arguments = c("--shuffle", "file.txt"))$shuffle)
  expect_identical(read(arguments = c("--dir", "007"))$dir, "007")
  expect_identical(flags(arguments = c("--any-thing=1", "--b")), list(any_thing = "1", b = "TRUE"))
})

test_that("the file comes between defaults and command line", {
  in_folder("epochs: 3\nlearning_rate: 1\n", {
    found <- read(arguments = "--epochs=4")
    expect_identical(found$epochs, 4L)
    expect_identical(found$learning_rate, 1)
  })
  lines <- c(
    "default:",
    "  epochs: 30",
    "  dir: d",
    "quick:",
    "  inherits: base",
    "  epochs: 1",
    "base:",
    "  shuffle: yes"
  )
  in_folder(lines, {
    expect_identical(read(arguments = character())$epochs, 30L)
    quick <- read(config = "quick", arguments = character())
    expect_identical(quick[2:4], list(epochs = 1L, shuffle = TRUE, dir = "d"))
    expect_identical(read(config = "unknown", arguments = character())$epochs, 30L)
    expect_identical(flags(config = "quick", arguments = character()), list(epochs = 1L, dir = "d", shuffle = TRUE))
  })
  expect_error(read(file = "none.yml"), "flags(): `file` should be an existing file", fixed = TRUE)
  expect_error(in_folder("a: [1", read(arguments = character())), "flags(): flags.yml: ", fixed = TRUE)
})

test_that("what is wrong is said", {
  cases <- list(
    list(c("--epochs", "1.5"), "the flag `epochs` should be a whole number. Received from the command line: \"1.5\""),
    list("--epochs", "the flag `epochs` should be a whole number"),
    list("--learning_rate=fast", "the flag `learning_rate` should be a number"),
    list("--shuffle=maybe", "the flag `shuffle` should be TRUE or FALSE"),
    list("--epoch=3", "unknown argument `--epoch`. Did you mean `--epochs`?"),
    list("--learningrate=3", "Did you mean `--learning_rate`?")
  )
  for (case in cases) {
    expect_error(read(arguments = case[[1]]), case[[2]], fixed = TRUE)
  }
  expect_error(in_folder("epochs: many", read(arguments = character())), "Received from flags.yml: \"many\"")
  expect_error(flag_integer("n", 1.5), "flag_integer(): `default` should be a whole number", fixed = TRUE)
  expect_error(flag_boolean("b", NA), "flag_boolean(): `default` should be TRUE or FALSE", fixed = TRUE)
  expect_error(flag_string(1, "a"), "flag_string(): `name` should be a string", fixed = TRUE)
  expect_error(flags(1), "should be flags", fixed = TRUE)
  expect_error(read(flag_string("dir", "a")), "two flags are named dir", fixed = TRUE)
})
