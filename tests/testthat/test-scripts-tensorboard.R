test_that("tensorboard starts, is replaced, and stops", {
  folder <- tempfile()
  dir.create(file.path(folder, "tensorboard"), recursive = TRUE)
  file.create(file.path(folder, "tensorboard", "__init__.py"))
  writeLines(
    c(
      "import http.server, sys",
      "class Page(http.server.BaseHTTPRequestHandler):",
      "    def do_GET(self):",
      "        self.send_response(200); self.end_headers(); self.wfile.write(' '.join(sys.argv[1:]).encode())",
      "if 'refuse' in ' '.join(sys.argv): sys.exit('no such board')",
      "http.server.HTTPServer(('127.0.0.1', int(sys.argv[sys.argv.index('--port') + 1])), Page).serve_forever()"
    ),
    file.path(folder, "tensorboard", "main.py")
  )
  output <- fresh(c(
    sprintf("Sys.setenv(PYTHONPATH = paste('%s', Sys.getenv('PYTHONPATH'), sep = ':'))", folder),
    sprintf("setwd('%s')", folder),
    "library(rkeras)",
    "page <- function(url) tryCatch(suppressWarnings(readLines(url, warn = FALSE)), error = function(e) 'gone')",
    "first <- tensorboard('logs', launch_browser = function(url) cat('opened', grepl('^http', url), '\\n'))",
    "cat(sub(normalizePath('.'), '', sub('--port [0-9]+ ', '', page(first)), fixed = TRUE), '\\n')",
    "second <- tensorboard(c(a = 'logs', b = 'more'), port = as.integer(sub('.*:', '', first)) + 1L)",
    "cat(page(first), grepl('--logdir_spec a:', page(second)), '\\n')",
    "tensorboard(action = 'stop')",
    "cat(page(second), '\\n')",
    "cat(tryCatch(tensorboard('refuse'), error = conditionMessage), '\\n')"
  ))
  output <- trimws(grep("^TensorBoard is at", output, value = TRUE, invert = TRUE))
  expect_identical(
    output,
    c(
      "opened TRUE",
      "--logdir /logs --host 127.0.0.1 --reload_interval 5 --purge_orphaned_data true",
      "gone TRUE",
      "gone",
      "tensorboard(): it did not start:",
      "no such board"
    )
  )
})

test_that("tensorboard says what is missing", {
  expect_error(tensorboard(), "tensorboard(): `log_dir` should be the path of a folder", fixed = TRUE)
  expect_error(tensorboard("x", port = "any"), "`port` should be a whole number", fixed = TRUE)
})
