#' Show training logs in TensorBoard
#'
#' Starts TensorBoard, from the Python in use, and opens a browser. Only one runs at a time; it stops when R exits.
#'
#' @param log_dir Folder of the logs, or several folders, which may be named.
#' @param action `"start"`, or `"stop"`.
#' @param host Host name or IP address to serve on.
#' @param port Port to serve on; `"auto"` uses a free one.
#' @param launch_browser Whether to open a browser; or a function that is called with the URL.
#' @param reload_interval Seconds between checks for new logs.
#' @param purge_orphaned_data Whether to discard logged data after the step at which a training was restarted.
#' @return The URL, invisibly.
#' @seealso [callback_tensorboard()].
#' @examples
#' \dontrun{
#' model %>% fit(x, y, callbacks = callback_tensorboard("logs"))
#' tensorboard("logs")
#' tensorboard(action = "stop")
#' }
#' @export
tensorboard <- function(
  log_dir,
  action = c("start", "stop"),
  host = "127.0.0.1",
  port = "auto",
  launch_browser = getOption("tensorflow.tensorboard.browser", interactive()),
  reload_interval = 5L,
  purge_orphaned_data = TRUE
) {
  action <- match_choice("tensorboard", "action", action)
  if (action == "start" && (missing(log_dir) || !is.character(log_dir))) {
    stop_argument("tensorboard", "log_dir", "the path of a folder", if (missing(log_dir)) NULL else log_dir)
  }
  if (!identical(port, "auto") && !is_whole(port)) {
    stop_argument("tensorboard", "port", "a whole number, or \"auto\"", port)
  }
  stop_tensorboard()
  if (action == "stop") {
    return(invisible())
  }
  if (is.null(reticulate::import("importlib.util")$find_spec("tensorboard"))) {
    stop(
      "tensorboard(): the Python package tensorboard is not installed. Run: ",
      spell_install("tensorboard"),
      call. = FALSE
    )
  }
  port <- if (identical(port, "auto")) find_free_port(host) else as.integer(port)
  start_tensorboard(c(
    make_log_arguments(log_dir),
    "--host",
    host,
    "--port",
    port,
    "--reload_interval",
    reload_interval,
    "--purge_orphaned_data",
    if (purge_orphaned_data) "true" else "false"
  ))
  wait_for_tensorboard(host, port)
  url <- sprintf("http://%s:%d", host, port)
  message("TensorBoard is at ", url)
  open_page(launch_browser, url)
  invisible(url)
}

make_log_arguments <- function(log_dir) {
  for (folder in log_dir) {
    dir.create(folder, showWarnings = FALSE, recursive = TRUE)
  }
  folders <- normalizePath(log_dir)
  if (length(folders) == 1L && is.null(names(log_dir))) {
    return(c("--logdir", folders))
  }
  named <- if (is.null(names(log_dir))) basename(folders) else names(log_dir)
  c("--logdir_spec", paste(named, folders, sep = ":", collapse = ","))
}

find_free_port <- function(host) {
  socket <- reticulate::import("socket")$socket()
  on.exit(socket$close())
  name_errors("tensorboard", socket$bind(reticulate::tuple(host, 0L)))
  socket$getsockname()[[2L]]
}

start_tensorboard <- function(arguments) {
  subprocess <- reticulate::import("subprocess")
  state$tensorboard_log <- tempfile("tensorboard", fileext = ".log")
  log <- reticulate::import_builtins()$open(state$tensorboard_log, "w")
  on.exit(log$close())
  state$tensorboard <- subprocess$Popen(
    as.list(c(reticulate::py_exe(), "-m", "tensorboard.main", arguments)),
    stdout = log,
    stderr = subprocess$STDOUT
  )
  pid <- state$tensorboard$pid
  if (is.null(state$tensorboard_ends)) {
    state$tensorboard_ends <- new.env()
    reg.finalizer(state$tensorboard_ends, function(e) tools::pskill(e$pid), onexit = TRUE)
  }
  state$tensorboard_ends$pid <- pid
}

wait_for_tensorboard <- function(host, port, seconds = 60) {
  deadline <- Sys.time() + seconds
  repeat {
    if (is_served(host, port)) {
      return()
    }
    ended <- !is.null(state$tensorboard$poll())
    if (ended || Sys.time() > deadline) {
      stop_tensorboard()
      words <- paste(readLines(state$tensorboard_log, warn = FALSE), collapse = "\n")
      stop(
        "tensorboard(): it did not start",
        if (ended) ":\n" else paste0(" in ", seconds, " s:\n"),
        words,
        call. = FALSE
      )
    }
    Sys.sleep(0.1)
  }
}

is_served <- function(host, port) {
  connection <- tryCatch(
    suppressWarnings(socketConnection(host, port, open = "r+b", blocking = TRUE, timeout = 2)),
    error = function(condition) NULL
  )
  if (is.null(connection)) {
    return(FALSE)
  }
  close(connection)
  TRUE
}

stop_tensorboard <- function() {
  if (!is.null(state$tensorboard)) {
    state$tensorboard$terminate()
    state$tensorboard$wait()
    state$tensorboard <- NULL
    state$tensorboard_ends$pid <- integer()
  }
}

open_page <- function(launch_browser, url) {
  if (is.function(launch_browser)) {
    launch_browser(url)
  } else if (isTRUE(launch_browser)) {
    utils::browseURL(url)
  }
}
