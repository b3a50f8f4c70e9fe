library(tfruns)

source("train.R")
tuning_run("train.R", flags = list(units = c(2, 5), rate = c(0.1, 0.01)), runs_dir = "all", confirm = FALSE)
training_run("train.R", flags = list(activation = "relu"), run_dir = "one", properties = list(tag = "mine"))
source("train.R")
cat(length(ls_runs("all")), is_run_active(), basename(getwd()) == basename(keras::run_dir()), "\n")
