# The run that is active: its folder, and the flags it was started with.
run <- new.env()

is_run_active <- function() !is.null(run$dir)

run_dir <- function() if (is_run_active()) run$dir else getwd()

unique_run_dir <- function(runs_dir = getOption("tfruns.runs_dir", "runs"), seconds_scale = 0) {
  file.path(runs_dir, sprintf("run-%03d", length(list.dirs(runs_dir, recursive = FALSE)) + 1L))
}

initialize_run <- function(run_dir = NULL, properties = NULL) {
  run$dir <- if (is.null(run_dir)) unique_run_dir() else run_dir
  dir.create(file.path(run$dir, "tfruns.d"), recursive = TRUE)
  if (length(properties)) {
    write_run_metadata("properties", properties)
  }
  invisible(run$dir)
}

training_run <- function(
  file = "train.R",
  context = "local",
  config = Sys.getenv("R_CONFIG_ACTIVE", unset = "default"),
  flags = NULL,
  properties = NULL,
  run_dir = NULL,
  artifacts_dir = getwd(),
  echo = TRUE,
  view = "auto",
  envir = parent.frame(),
  encoding = getOption("encoding")
) {
  run$flags <- flags
  on.exit(run$dir <- run$flags <- NULL)
  folder <- initialize_run(run_dir, properties)
  source(file, local = new.env(parent = envir), echo = FALSE)
  invisible(run_info(folder))
}

tuning_run <- function(
  file = "train.R",
  context = "local",
  config = Sys.getenv("R_CONFIG_ACTIVE", unset = "default"),
  flags = NULL,
  sample = NULL,
  properties = NULL,
  runs_dir = getOption("tfruns.runs_dir", "runs"),
  artifacts_dir = getwd(),
  echo = TRUE,
  confirm = interactive(),
  envir = parent.frame(),
  encoding = getOption("encoding")
) {
  all <- expand.grid(flags, stringsAsFactors = FALSE)
  for (i in seq_len(nrow(all))) {
    training_run(file, flags = as.list(all[i, , drop = FALSE]), run_dir = unique_run_dir(runs_dir), envir = envir)
  }
  invisible(ls_runs(runs_dir = runs_dir))
}

# "metrics" are a data frame, everything else is a named list of vectors; properties add up.
write_run_metadata <- function(type, data, run_dir = NULL) {
  stopifnot(type %in% c("flags", "metrics", "evaluation", "properties"))
  stopifnot(if (type == "metrics") is.data.frame(data) else is.list(data) && !is.null(names(data)))
  folder <- if (is.null(run_dir)) run$dir else run_dir
  if (is.null(folder)) {
    return(invisible())
  }
  if (type == "properties") {
    data <- utils::modifyList(read_run(folder, type), data)
  }
  file <- file.path(folder, "tfruns.d", paste0(type, ".json"))
  jsonlite::write_json(data, file, dataframe = "columns", digits = NA, na = "string", auto_unbox = type != "metrics")
}

read_run <- function(folder, type) {
  file <- file.path(folder, "tfruns.d", paste0(type, ".json"))
  if (file.exists(file)) as.list(jsonlite::read_json(file, simplifyVector = TRUE)) else list()
}

run_info <- function(run_dir) {
  types <- c(flag_ = "flags", metric_ = "metrics", eval_ = "evaluation", "properties")
  values <- lapply(types, function(type) read_run(run_dir, type))
  values$metric_ <- lapply(values$metric_, function(curve) curve[[length(curve)]])
  c(list(run_dir = run_dir), unlist(unname(Map(named, values, names(types))), recursive = FALSE))
}

named <- function(values, prefix) {
  stats::setNames(values, if (length(values)) paste0(prefix, names(values)))
}

ls_runs <- function(runs_dir = getOption("tfruns.runs_dir", "runs")) {
  lapply(sort(list.dirs(runs_dir, recursive = FALSE)), run_info)
}

latest_run <- function(runs_dir = getOption("tfruns.runs_dir", "runs")) {
  all <- ls_runs(runs_dir)
  all[[length(all)]]
}

# The real one shows them in a browser.
view_run_metrics <- function(metrics) {
  viewer <- new.env()
  viewer$shown <- 0L
  update_run_metrics(viewer, metrics)
  viewer
}

update_run_metrics <- function(viewer, metrics) {
  stopifnot(is.environment(viewer), is.data.frame(metrics))
  viewer$shown <- viewer$shown + 1L
  cat("view", viewer$shown, nrow(metrics), sum(!is.na(metrics$loss)), "\n")
  invisible(viewer)
}
