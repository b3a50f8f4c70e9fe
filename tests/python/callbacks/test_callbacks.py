"""Callbacks, against Keras 2 (tf_keras) and plain Keras 3 on the same data."""

import csv
import http.server
import json
import threading
import urllib.parse
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tf_keras
from callback_models import START, X, Y, fit, model
from prepared import run_prepared
from support import sampled

import rkeras_py as rk


def same(ours: dict[str, list[float]], theirs: dict[str, list[float]]) -> None:
    assert list(ours) == list(theirs)
    for name, values in theirs.items():
        np.testing.assert_allclose(ours[name], values, rtol=1e-5, err_msg=name)


@pytest.mark.parametrize(
    "settings",
    sampled(
        [
            {"monitor": "loss", "min_delta": 0.2, "patience": 1, "factor": 0.5},
            {"monitor": "val_loss", "min_delta": 10, "patience": 2, "cooldown": 2, "factor": 0.3, "min_lr": 0.06},
            {"monitor": "accuracy", "patience": 1},
            {"monitor": "val_accuracy", "mode": "min", "patience": 1, "min_delta": 0.2},
        ],
        2,
    ),
)
def test_reduces_the_learning_rate_as_keras_2(settings: dict[str, Any]) -> None:
    ours = fit(model(metrics=["accuracy"]), rk.callback_reduce_lr_on_plateau(**settings), epochs=10)
    theirs = fit(model(tf_keras, metrics=["accuracy"]), tf_keras.callbacks.ReduceLROnPlateau(**settings), epochs=10)
    assert len(set(theirs["lr"])) > 1
    same(ours, theirs)


def test_schedules_the_learning_rate_as_keras_2() -> None:
    def decayed(epoch: int, lr: float) -> float:
        return lr if epoch < 2 else lr * 0.7

    theirs = fit(model(tf_keras), tf_keras.callbacks.LearningRateScheduler(decayed))
    same(fit(model(), rk.callback_learning_rate_scheduler(decayed)), theirs)
    by_epoch = fit(model(), rk.callback_learning_rate_scheduler(lambda epoch: 0.1 / (epoch + 1)), epochs=3)
    np.testing.assert_allclose(by_epoch["lr"], [0.1, 0.05, 0.1 / 3], rtol=1e-6)
    again = fit(model(), rk.callback_learning_rate_scheduler(rk.learning_rate_schedule_exponential_decay(0.1, 1, 0.5)))
    np.testing.assert_allclose(again["lr"], 0.1 * 0.5 ** np.arange(6), rtol=1e-6)


@pytest.mark.parametrize("returned", [None, "0.1", True, [0.1, 0.2], float("nan")])
def test_a_schedule_returns_one_number(returned: Any) -> None:
    with pytest.raises(ValueError, match=r"^callback_learning_rate_scheduler\(\): `schedule` should return one number"):
        fit(model(), rk.callback_learning_rate_scheduler(lambda epoch: returned))


def test_an_error_inside_a_schedule_is_its_own() -> None:
    def schedule(epoch: int, lr: float) -> float:
        return lr + "1"  # type: ignore[operator,no-any-return]

    with pytest.raises(TypeError, match=r"^unsupported operand"):
        fit(model(), rk.callback_learning_rate_scheduler(schedule))


@pytest.mark.parametrize(
    "callback",
    [
        lambda: rk.callback_learning_rate_scheduler(lambda epoch: 0.1),
        lambda: rk.callback_reduce_lr_on_plateau(monitor="loss"),
    ],
)
def test_a_learning_rate_that_is_a_schedule_is_refused_before_training(callback: Any) -> None:
    made = model()
    schedule = rk.learning_rate_schedule_exponential_decay(0.1, 10, 0.9)
    made.compile(rk.optimizer_sgd(schedule), "mse", run_eagerly=True)
    with pytest.raises(ValueError, match=r"^callback_\w+\(\): the learning rate .* is a schedule \(ExponentialDecay\)"):
        fit(made, callback())
    np.testing.assert_array_equal(made.get_weights()[0], START[0])


@pytest.mark.parametrize(
    "settings",
    sampled(
        [
            {"min_delta": 0.03, "patience": 1, "restore_best_weights": True},
            {"monitor": "accuracy", "patience": 2},
            {"monitor": "val_accuracy", "mode": "min", "patience": 2, "restore_best_weights": True},
            {"monitor": "loss", "baseline": 0.2, "min_delta": 0.1, "patience": 3},
        ],
        2,
    ),
)
def test_stops_early_as_keras_2(settings: dict[str, Any]) -> None:
    ours, theirs = model(metrics=["accuracy"]), model(tf_keras, metrics=["accuracy"])
    found = fit(ours, rk.callback_early_stopping(**settings), epochs=30)
    expected = fit(theirs, tf_keras.callbacks.EarlyStopping(**settings), epochs=30)
    assert len(expected["loss"]) < 30
    same(found, expected)
    np.testing.assert_allclose(ours.get_weights()[0], theirs.get_weights()[0], rtol=1e-5)


def test_a_value_that_is_no_number_is_no_improvement() -> None:
    values = iter([np.nan, 3.0, 2.0, 2.5, 2.4])

    class Given(keras.callbacks.Callback):  # type: ignore[misc]
        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            logs["given"] = next(values)

    history = fit(model(), Given(), rk.callback_early_stopping("given", patience=2), epochs=5)
    assert history["given"][1:] == [3.0, 2.0, 2.5, 2.4]
    assert len(history["loss"]) == 5


def test_the_direction_of_auto() -> None:
    x = keras.Input((3,))
    made = keras.Model(x, [keras.layers.Dense(1, name=name)(x) for name in ("main", "aux")])
    made.compile(
        "sgd", ["mse", "mse"], metrics=[["mae", keras.metrics.Recall(name="found")], [keras.metrics.AUC(name="auc_1")]]
    )
    made.fit(X, [Y, Y], verbose=0)

    def direction(monitor: str) -> str:
        callback = rk.callback_early_stopping(monitor)
        callback.set_model(made)
        callback._set_monitor_op()
        return str(callback.mode)

    highest = ("val_main_found", "aux_auc_1", "acc_of_mine", "val_my_auc")
    lowest = ("loss", "val_main_loss", "main_mae", "own")
    assert [direction(name) for name in highest] == ["max"] * 4
    assert [direction(name) for name in lowest] == ["min"] * 4


def test_terminates_on_what_is_no_number() -> None:
    made = model()
    made.set_weights([START[0] * np.nan, START[1]])
    assert len(fit(made, rk.callback_terminate_on_naan())["loss"]) == 1
    with pytest.raises(RuntimeError, match="NaN or Inf loss"):
        fit(made, rk.callback_terminate_on_naan(raise_error=True))


def test_progress_is_shown_once(capsys: pytest.CaptureFixture[str]) -> None:
    fit(model(), rk.callback_progbar_logger(), epochs=2, verbose=2)
    assert capsys.readouterr().out.count("Epoch 1/2") == 1
    with pytest.raises(ValueError, match=r"callback_progbar_logger\(\): `count_mode`"):
        rk.callback_progbar_logger("batches")


def test_csv_as_keras_2(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.csv", tmp_path / "theirs.csv"
    for engine, logger, path in (
        (keras, rk.callback_csv_logger, ours),
        (tf_keras, tf_keras.callbacks.CSVLogger, theirs),
    ):
        rate = rk.callback_learning_rate_scheduler if engine is keras else tf_keras.callbacks.LearningRateScheduler
        made = model(engine)
        fit(made, rate(lambda epoch, lr: 0.25), logger(path, separator=";"), epochs=2)
        fit(made, rate(lambda epoch, lr: 0.25), logger(path, separator=";", append=True), epochs=1)
    read = [list(csv.reader(path.read_text().splitlines(), delimiter=";")) for path in (ours, theirs)]
    assert read[0][0] == read[1][0] == ["epoch", "loss", "lr", "val_loss"]
    np.testing.assert_allclose(np.array(read[0][1:], float), np.array(read[1][1:], float), rtol=1e-5)


# Logs that go elsewhere


class Receiver(http.server.BaseHTTPRequestHandler):
    """Keeps what is posted to it."""

    posts: list[tuple[str, Any, bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.posts.append((self.path, self.headers, body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def test_posts_the_logs() -> None:
    Receiver.posts = []
    with http.server.HTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_port}"
        form = rk.callback_remote_monitor(root, "/in/", "logs", headers={"X-Run": "7"})
        history = fit(model(), form, rk.callback_remote_monitor(root, send_as_json=True), epochs=2)
        server.shutdown()
    forms, plain = Receiver.posts[::2], Receiver.posts[1::2]
    for epoch, ((path, headers, body), (_, _, text)) in enumerate(zip(forms, plain, strict=True)):
        assert path == "/in/"
        assert headers["X-Run"] == "7"
        sent = json.loads(urllib.parse.parse_qs(body.decode())["logs"][0])
        assert sent == json.loads(text) == {"epoch": epoch} | {name: values[epoch] for name, values in history.items()}


def test_a_server_that_is_not_there_is_a_warning() -> None:
    assert rk.callback_remote_monitor().root == "https://localhost:9000"
    with pytest.warns(UserWarning, match="Could not reach RemoteMonitor root server at http://127.0.0.1:9"):
        fit(model(), rk.callback_remote_monitor("http://127.0.0.1:9"), epochs=1)


def scalars(folder: Path) -> dict[str, list[float]]:
    import tensorflow as tf

    found: dict[str, list[float]] = {}
    for path in sorted(folder.glob("events*")):
        for event in tf.compat.v1.train.summary_iterator(str(path)):
            for value in event.summary.value:
                if value.tag.startswith(("epoch_", "batch_")):
                    found.setdefault(value.tag, []).append(float(tf.make_ndarray(value.tensor)))
    return found


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of tensorboard itself
def test_tensorboard_gets_the_history(tmp_path: Path) -> None:
    rate = rk.callback_learning_rate_scheduler(lambda epoch: 0.1 / (epoch + 1))
    board = rk.callback_tensorboard(tmp_path, histogram_freq=1.0, batch_size=32, update_freq=1.0)
    history = fit(model(), rate, board, epochs=3, batch_size=8)
    train, validation = scalars(tmp_path / "train"), scalars(tmp_path / "validation")
    np.testing.assert_allclose(train["epoch_loss"], history["loss"], rtol=1e-6)
    np.testing.assert_allclose(train["epoch_lr"], history["lr"], rtol=1e-6)
    np.testing.assert_allclose(validation["epoch_loss"], history["val_loss"], rtol=1e-6)
    assert len(train["batch_loss"]) == 9


def test_what_tensorboard_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUN_DIR", "runs/1")
    assert rk.callback_tensorboard().log_dir == "runs/1/logs"
    monkeypatch.delenv("RUN_DIR")
    made = rk.callback_tensorboard(profile_batch=[2.0, 5.0])
    assert (made.log_dir, made._start_batch, made._stop_batch) == ("logs", 2, 5)
    with pytest.raises(TypeError, match=r"unknown argument `histogram_frequ`. Did you mean `histogram_freq`"):
        rk.callback_tensorboard(histogram_frequ=1)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ImportError, match=r"callback_tensorboard\(\): needs .* pip install .*tensorboard"):
        rk.callback_tensorboard()


# Functions


HOOKS = list(rk.callback_lambda.__rkeras__.params)  # type: ignore[attr-defined]


def calls_of(make: Any) -> list[tuple[str, list[int]]]:
    """The hooks that were called in training, evaluation and prediction, with which numbers."""
    calls: list[tuple[str, list[int]]] = []

    def recorder(name: str) -> Any:
        return lambda *given, **_: calls.append((name, [value for value in given if isinstance(value, int)]))

    callback = make(**{name: recorder(name) for name in HOOKS})
    made = model()
    rk.fit(made, X, Y, epochs=2, verbose=0, callbacks=callback, validation_split=0.5, batch_size=8)
    rk.evaluate(made, X, Y, verbose=0, callbacks=[callback])
    rk.predict(made, X, verbose=0, callbacks={"one": callback, "none": None})
    return calls


def test_functions_are_called_as_plain_keras_calls_them() -> None:
    ours = calls_of(rk.callback_lambda)
    assert ours == calls_of(keras.callbacks.LambdaCallback)
    assert {name for name, _ in ours} == set(HOOKS) - {"on_batch_begin", "on_batch_end"}


def test_functions_get_what_they_take() -> None:
    seen: list[Any] = []
    fit(
        model(metrics=["accuracy"]),
        rk.callback_lambda(
            on_train_begin=lambda: seen.append("begin"),
            on_epoch_begin=lambda epoch: seen.append(epoch),
            on_batch_end=lambda logs: seen.append(list(logs)),
            on_epoch_end=lambda nr, values: seen.append((nr, list(values))),
        ),
        epochs=1,
        batch_size=8,
    )
    batches = [["loss", "accuracy"]] * 3
    assert seen == ["begin", 0, *batches, (0, ["loss", "accuracy", "val_loss", "val_accuracy"])]
    with pytest.raises(ValueError, match=r"callback_lambda\(\): `on_train_end` should be a function"):
        rk.callback_lambda(on_train_end="print")


def test_what_a_function_sets_in_the_logs_is_seen_after_it() -> None:
    seen: list[float] = []
    history = fit(
        model(),
        rk.callback_lambda(on_epoch_end=lambda epoch, logs: logs.update(own=10.0 - epoch)),
        rk.callback_lambda(on_epoch_end=lambda logs: seen.append(logs["own"])),
        rk.callback_early_stopping("own", mode="max"),
    )
    assert seen == history["own"] == [10.0, 9.0]


def test_errors_of_a_users_callback_are_the_users() -> None:
    class OwnError(ValueError):
        def __init__(self, code: int, more: str) -> None:
            super().__init__(f"{code} {more}")

    def fail(epoch: int) -> None:
        raise OwnError(3, "times")

    with pytest.raises(OwnError, match=r"^3 times$"):
        fit(model(), rk.callback_lambda(on_epoch_begin=fail))


@pytest.mark.parametrize("wrong", [5, "early", rk.callback_terminate_on_naan])
def test_what_is_no_callback(wrong: Any) -> None:
    for call in (rk.fit, rk.evaluate):
        with pytest.raises(ValueError, match=rf"{call.__name__}\(\): `callbacks` should be a callback"):
            call(model(), X, Y, callbacks=[wrong])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rk.callback_early_stopping(patience=2.7), r"`patience` should be a whole number"),
        (lambda: rk.callback_early_stopping(mode="bogus"), r'`mode` should be one of "auto", "min", "max"'),
        (
            lambda: rk.callback_early_stopping(start_from=1),
            r"unknown argument `start_from`. Did you mean `start_from_epoch`",
        ),
        (lambda: rk.callback_reduce_lr_on_plateau(factor=1), r"callback_reduce_lr_on_plateau\(\): .*to below 1"),
        (lambda: rk.callback_csv_logger(), r"`filename` is missing"),
        (lambda: rk.callback_csv_logger(3), r"`filename` should be the name of a file"),
        (lambda: rk.callback_backup_and_restore(""), r"`backup_dir` should be the name of a file or"),
        (lambda: rk.callback_tensorboard(profile_batch=[1, 2, 3]), r"`profile_batch` should be the number of a batch"),
    ],
)
def test_wrong_arguments(call: Any, message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        call()


def test_the_home_folder_has_a_short_name() -> None:
    assert rk.callback_csv_logger("~/log.csv").filename == str(Path.home() / "log.csv")
    assert rk.callback_model_checkpoint("~/m.h5").filepath == str(Path.home() / "m.h5")


def test_functions_of_r_in_a_python_session() -> None:
    code = """
import numpy as np
import rkeras_py as rk
from rkeras_py.bridge import r_session
r = r_session()
x, y = np.eye(4), np.ones(4)
model = rk.keras_model_sequential(input_shape=4) >> rk.layer_dense(1)
rk.compile(model, "sgd", "mse", run_eagerly=True)
begin = r("seen <- NULL; function(epoch) seen <<- c(seen, epoch)")
end = r("function(epoch, logs) seen <<- c(seen, names(logs))")
rate = r("function(epoch) 0.5 / (epoch + 1)")
callbacks = [rk.callback_lambda(on_epoch_begin=begin, on_epoch_end=end), rk.callback_learning_rate_scheduler(rate)]
print(rk.fit(model, x, y, epochs=2, verbose=0, callbacks=callbacks).metrics["lr"], r("seen"))
"""
    done = run_prepared(code)
    assert done.stdout.strip() == "[0.5, 0.25] ['0', 'loss', '1', 'loss']", done.stderr
