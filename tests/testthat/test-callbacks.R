test_that("learning rates of R functions are set and logged as lr", {
  rates <- NULL
  model <- eager_model()
  history <- train_with(
    model,
    callback_learning_rate_scheduler(function(epoch, lr) if (epoch == 0L) 0.25 else lr / 2),
    callback_lambda(on_epoch_end = function(epoch, logs) {
      rates <<- c(rates, logs$lr)
    })
  )
  expect_equal(history$metrics$lr, c(0.25, 0.125, 0.0625))
  expect_identical(rates, history$metrics$lr)
  expect_equal(
    train_with(model, callback_learning_rate_scheduler(function(epoch) 1 / (epoch + 2)))$metrics$lr,
    1 / 2:4,
    tolerance = 1e-6
  )
  expect_error(
    train_with(model, callback_learning_rate_scheduler(function(epoch) c(1, 2))),
    "callback_learning_rate_scheduler(): `schedule` should return one number",
    fixed = TRUE
  )
  model %>% compile(optimizer_sgd(lr = 0.1, decay = 0.01), "binary_crossentropy", run_eagerly = TRUE)
  set <- train_with(model, callback_learning_rate_scheduler(function(epoch, lr) lr / 2))$metrics$lr
  expect_equal(set, c(0.05, 0.025, 0.0125), tolerance = 1e-6)
  expect_equal(k_get_value(model$optimizer$lr), 0.0125, tolerance = 1e-6)
  falling <- learning_rate_schedule_exponential_decay(0.1, 10, 0.9)
  model %>% compile(optimizer_sgd(falling), "binary_crossentropy", run_eagerly = TRUE)
  expect_error(
    train_with(model, callback_reduce_lr_on_plateau("loss")),
    "is a schedule (ExponentialDecay)",
    fixed = TRUE
  )
})

test_that("checkpoints and logs are written under the names that scripts type", {
  folder <- tempfile()
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  model <- eager_model()
  history <- train_with(
    model,
    callback_model_checkpoint(file.path(folder, "weights.{epoch:02d}-{loss:.2f}.hdf5"), save_weights_only = TRUE),
    callback_csv_logger(file.path(folder, "log.csv"))
  )
  log <- read.csv(file.path(folder, "log.csv"))
  expect_equal(log$epoch, 0:2)
  expect_equal(log$loss, history$metrics$loss)
  files <- sprintf("weights.%02d-%.2f.hdf5", 1:3, history$metrics$loss)
  expect_true(all(files %in% list.files(folder)))
  other <- eager_model()
  other %>% load_model_weights_hdf5(file.path(folder, files[[3]]))
  expect_identical(get_weights(other), get_weights(model))
})

test_that("wrong arguments are named", {
  expect_error(callback_early_stopping(patience = 2.7), "callback_early_stopping(): `patience` should be", fixed = TRUE)
  expect_error(callback_early_stopping(mode = "bogus"), "`mode` should be one of", fixed = TRUE)
  expect_error(
    train_with(eager_model(), 5),
    "fit(): `callbacks` should be a callback, or a list of callbacks",
    fixed = TRUE
  )
})

# A server on this computer that keeps what is posted to it.
receiver <- function() {
  reticulate::py_run_string(
    paste(
      "import http.server, json, threading, urllib.parse",
      "class Receiver(http.server.BaseHTTPRequestHandler):",
      "    def do_POST(self):",
      "        body = self.rfile.read(int(self.headers['Content-Length'])).decode()",
      "        posts.append(json.loads(urllib.parse.parse_qs(body)['data'][0]))",
      "        self.send_response(204)",
      "        self.end_headers()",
      "    def log_message(self, *_): pass",
      "posts = []",
      "server = http.server.HTTPServer(('127.0.0.1', 0), Receiver)",
      "threading.Thread(target=server.serve_forever, daemon=True).start()",
      "root = f'http://127.0.0.1:{server.server_port}'",
      sep = "\n"
    )
  )
}

# The callbacks of plain Keras that do the same.
of_plain_keras <- function(folder, root, rate) {
  callbacks <- reticulate::import("keras")$callbacks
  list(
    callbacks$BackupAndRestore(file.path(folder, "backup")),
    callbacks$LearningRateScheduler(rate),
    callbacks$ReduceLROnPlateau("val_loss", factor = 0.5, patience = 1L, min_delta = 0.05),
    callbacks$EarlyStopping("val_loss", min_delta = 0.01, patience = 3L, restore_best_weights = TRUE),
    callbacks$ModelCheckpoint(file.path(folder, "w.{epoch:02d}.weights.h5"), save_weights_only = TRUE),
    callbacks$TensorBoard(file.path(folder, "board")),
    callbacks$RemoteMonitor(root),
    callbacks$TerminateOnNaN(),
    callbacks$CSVLogger(file.path(folder, "log.csv"))
  )
}

test_that("all callbacks in one training do what those of plain Keras do", {
  folders <- c(tempfile("ours"), tempfile("theirs"))
  lapply(folders, dir.create)
  server <- receiver()
  on.exit({
    server$server$shutdown()
    server$server$server_close()
    unlink(folders, recursive = TRUE)
  })
  rate <- function(epoch, lr) lr * 0.9
  model <- eager_model("accuracy")
  start <- get_weights(model)
  seen <- NULL
  text <- capture.output(
    expect_warning(
      {
        history <- fit(
          model,
          callback_x,
          callback_y,
          epochs = 20,
          batch_size = 12,
          shuffle = FALSE,
          verbose = 2,
          validation_split = 0.25,
          callbacks = list(
            callback_backup_and_restore(file.path(folders[1], "backup")),
            callback_learning_rate_scheduler(rate),
            callback_reduce_lr_on_plateau("val_loss", factor = 0.5, patience = 1, min_delta = 0.05),
            callback_early_stopping("val_loss", min_delta = 0.01, patience = 3, restore_best_weights = TRUE),
            callback_model_checkpoint(file.path(folders[1], "w.{epoch:02d}.weights.h5"), save_weights_only = TRUE),
            callback_tensorboard(file.path(folders[1], "board")),
            callback_remote_monitor(server$root),
            callback_terminate_on_naan(),
            callback_csv_logger(file.path(folders[1], "log.csv")),
            callback_lambda(on_epoch_end = function(epoch, logs) {
              seen <<- c(seen, epoch)
              if (epoch == 1) warning("careful")
            }),
            callback_progbar_logger()
          )
        )
      },
      "careful"
    )
  )
  weights <- get_weights(model)
  set_weights(model, start)
  model %>% compile(optimizer_sgd(0.5), "binary_crossentropy", metrics = "accuracy", run_eagerly = TRUE)
  plain <- reticulate::py_get_attr(model, "fit")(
    callback_x[1:18, ],
    matrix(callback_y[1:18]),
    epochs = 20L,
    batch_size = 12L,
    shuffle = FALSE,
    verbose = 0L,
    validation_data = reticulate::tuple(callback_x[19:24, ], matrix(callback_y[19:24])),
    callbacks = of_plain_keras(folders[2], server$root, rate)
  )$history

  epochs <- length(plain$loss)
  expect_lt(epochs, 20L)
  expect_identical(seen, seq_len(epochs) - 1L)
  expect_identical(sum(grepl("^Epoch [0-9]+/20$", text)), epochs)
  names(plain) <- sub("learning_rate", "lr", names(plain), fixed = TRUE)
  expect_setequal(names(plain), names(history$metrics))
  expect_equal(lapply(history$metrics, as.numeric), lapply(plain, as.numeric)[names(history$metrics)], tolerance = 1e-5)
  expect_equal(weights, get_weights(model), tolerance = 1e-5)

  logs <- lapply(file.path(folders, "log.csv"), read.csv)
  names(logs[[2]]) <- sub("learning_rate", "lr", names(logs[[2]]), fixed = TRUE)
  expect_equal(logs[[1]], logs[[2]][names(logs[[1]])], tolerance = 1e-5)
  expect_equal(logs[[1]]$loss, history$metrics$loss)
  posts <- server$posts
  expect_equal(vapply(posts[seq_len(epochs)], `[[`, 0, "val_loss"), history$metrics$val_loss)
  files <- lapply(folders, list.files, recursive = TRUE)
  board <- grepl("^board/", files[[1]])
  expect_identical(files[[1]][!board], grep("^board/", files[[2]], value = TRUE, invert = TRUE))
  expect_setequal(dirname(files[[1]][board]), c("board/train", "board/validation"))
  set_weights(model, start)
  model %>% load_model_weights_hdf5(file.path(folders[[2]], sprintf("w.%02d.weights.h5", epochs)))
  last <- get_weights(model)
  model %>% load_model_weights_hdf5(file.path(folders[[1]], sprintf("w.%02d.weights.h5", epochs)))
  expect_equal(get_weights(model), last, tolerance = 1e-6)
})
