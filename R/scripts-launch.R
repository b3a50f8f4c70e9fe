#' Run a script in several processes that train one model
#'
#' Use it to train one model on several processes or machines. It starts the workers of a
#' `tf$distribute$MultiWorkerMirroredStrategy()` on this machine: each runs the script, processes its share of every
#' batch, and ends with the same model. Their output is shown line by line with the number of the worker, from 0. If one
#' fails, all are stopped. The Python package provides it as a shell command, `rkeras launch`.
#'
#' @param script The script, `.R` or `.py`.
#' @param workers Number of processes; by default 2, or the number of `hosts`.
#' @param arguments The result of `commandArgs(TRUE)` in the script.
#' @param log_dir Folder for one log file per worker; `NULL` writes none.
#' @param timeout Time limit in seconds, after which all workers are stopped; `Inf` means no limit.
#' @param restarts Number of restarts of all workers after a failure. A script that uses [callback_backup_and_restore()]
#'   continues from its last backup.
#' @param gpus Number of GPUs for each worker; `NULL` lets each worker see all GPUs.
#' @param env Named character vector of environment variables for the workers.
#' @param progress Whether to show only the last line of each worker.
#' @param print `"shell"`, `"slurm"` or `"kubernetes"` starts nothing and returns a script that starts the workers on
#'   other machines.
#' @param hosts Names of the machines, for `print = "shell"`.
#' @param port Port of the workers on other machines; `NULL` uses 12345, or for Slurm a port computed from the job ID.
#' @param cpus Number of CPUs for each worker, for `print`.
#' @param time Time limit of the job, such as `"08:00:00"` or `"2-00:00:00"`, for `print`.
#' @return `NULL`, invisibly; with `print` the lines of the script.
#' @section Errors: If a worker fails; the last lines of its output are shown first.
#' @seealso [rkeras_run()], [callback_backup_and_restore()].
#' @export
#' @examplesIf FALSE
#' rkeras_launch("train.R", workers = 3, log_dir = "logs")
#' writeLines(rkeras_launch("train.R", print = "shell", hosts = c("node1", "node2")))
rkeras_launch <- function(
  script,
  workers = NULL,
  arguments = character(),
  log_dir = NULL,
  timeout = Inf,
  print = NULL,
  hosts = NULL,
  port = NULL,
  restarts = 0,
  gpus = NULL,
  env = character(),
  progress = FALSE,
  cpus = NULL,
  time = NULL
) {
  if (missing(script) || !is.character(script) || length(script) != 1L || is.na(script)) {
    stop_argument("rkeras_launch", "script", "the name of a script", if (missing(script)) NULL else script)
  }
  if (!is.null(workers) && (!is_whole(workers) || workers < 1)) {
    stop_argument("rkeras_launch", "workers", "a whole number of at least 1", workers)
  }
  if (!is.numeric(timeout) || length(timeout) != 1L || is.na(timeout) || timeout <= 0) {
    stop_argument("rkeras_launch", "timeout", "a number of seconds", timeout)
  }
  if (
    !is.null(print) && !(is.character(print) && length(print) == 1L && print %in% c("shell", "slurm", "kubernetes"))
  ) {
    stop_argument("rkeras_launch", "print", "\"shell\", \"slurm\", \"kubernetes\" or NULL", print)
  }
  for (count in c("restarts", "gpus", "cpus")) {
    value <- get(count)
    if (!is.null(value) && (!is_whole(value) || value < 0)) {
      stop_argument("rkeras_launch", count, "a whole number", value)
    }
  }
  if (length(env) && (is.null(names(env)) || !all(nzchar(names(env))))) {
    stop_argument("rkeras_launch", "env", "a named character vector", env)
  }
  words <- c(
    if (!is.null(workers)) c("--workers", format(workers)),
    if (!is.null(log_dir)) c("--log-dir", path.expand(log_dir)),
    if (is.finite(timeout)) c("--timeout", format(timeout)),
    if (!is.null(print)) c("--print", print),
    if (!is.null(port)) c("--port", format(port, scientific = FALSE)),
    if (restarts > 0) c("--restarts", format(restarts)),
    if (!is.null(gpus)) c("--gpus", format(gpus)),
    if (length(env)) rbind("--env", paste0(names(env), "=", env)),
    if (isTRUE(progress)) "--progress",
    if (!is.null(cpus)) c("--cpus", format(cpus)),
    if (!is.null(time)) c("--time", time),
    if (!is.null(hosts)) c("--hosts", paste(hosts, collapse = ",")),
    path.expand(script),
    as.character(arguments)
  )
  run_command("rkeras_launch", c("launch", words), is.null(print))
}
