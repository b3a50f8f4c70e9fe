"""Progress as text: what `verbose` shows, where, and that it is the numbers of the history."""

import contextlib
import io
import itertools
import re
import sys
from typing import Any

import keras
import numpy as np
import pytest
from prepared import run_prepared
from support import displayed, in_a_terminal, sampled

import rkeras_py as rk
from rkeras_py.callbacks import progress as progress_classes
from rkeras_py.r import process

X = np.sin(np.arange(72.0)).reshape(24, 3).astype("float32")
Y = (X.sum(axis=1) > 0).astype("float32")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module")
def model() -> Any:
    made = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, activation="sigmoid")])
    made.compile("sgd", "binary_crossentropy", metrics=["mae", "accuracy"])
    return made


def shown(stream: io.StringIO, call: Any) -> str:
    with contextlib.redirect_stdout(stream):
        call()
    return stream.getvalue()


def train(model: Any, **options: Any) -> Any:
    return rk.fit(model, X, Y, **({"epochs": 2, "batch_size": 8, "validation_split": 0.25} | options))


def values(line: str) -> dict[str, float]:
    return {name: float(value) for name, value in re.findall(r"(\w+): ([-0-9.e]+)", line)}


@pytest.mark.parametrize("verbose", [1, 2, "auto"])
def test_a_file_gets_complete_lines_with_the_numbers_of_the_history(model: Any, verbose: Any) -> None:
    file = io.StringIO()
    with contextlib.redirect_stdout(file):
        history = train(model, verbose=verbose)
    lines = file.getvalue().splitlines()
    assert [lines[0], lines[2], len(lines)] == ["Epoch 1/2", "Epoch 2/2", 4]
    assert file.getvalue().isascii() and not re.search(r"[\r\b\x1b]", file.getvalue())
    for epoch, line in enumerate(lines[1::2]):
        bar = r"\[={30}\] - \d+s " if verbose == 1 else r"- \d+s - "
        assert re.match(rf"3/3 {bar}\d+[mu]?s/step - loss", line)
        found = values(line)
        assert list(found) == ["loss", "mae", "accuracy", "val_loss", "val_mae", "val_accuracy"]
        assert found == pytest.approx({name: curve[epoch] for name, curve in history.metrics.items()}, abs=6e-5)


def test_a_terminal_gets_one_line_that_is_drawn_again(model: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_classes, "_INTERVAL", 0)
    text = shown(Terminal(), lambda: train(model, epochs=1, verbose="auto"))
    assert not re.search(r"[\b\x1b]", text) and text.count("\n") == 1
    drawn = text.rstrip("\n").split("\r")
    assert [line[:8] for line in drawn] == ["1/3 [===", "2/3 [===", "3/3 [===", "3/3 [==="]
    assert drawn[0].startswith("1/3 [=========>....................] - ETA: ")
    assert all(len(later) >= len(line) for line, later in itertools.pairwise(drawn))


def test_a_line_that_a_narrow_console_would_break_is_cut_until_it_is_complete(model: Any) -> None:
    stream = Terminal()
    stream.width = lambda: 20  # type: ignore[attr-defined]
    text = shown(stream, lambda: train(model, epochs=1, verbose=1))
    assert text.startswith("1/3 [=========>....\r3/3 [====") and "val_accuracy" in text


def test_data_of_unknown_length(model: Any) -> None:
    def batches() -> Any:
        yield from ((X[:8], Y[:8]), (X[8:16], Y[8:16]))

    text = shown(Terminal(), lambda: rk.fit(model, batches(), epochs=1, verbose=1))
    assert text.startswith("      1/Unknown - 0s ") and "\r2/2 [====" in text


def test_evaluate_and_predict(model: Any) -> None:
    text = shown(io.StringIO(), lambda: rk.evaluate(model, X, Y))
    expected = model.evaluate(X, Y, verbose=0, return_dict=True)
    assert values(text) == pytest.approx(expected, abs=6e-5) and text.count("\n") == 1
    assert shown(io.StringIO(), lambda: rk.predict(model, X)) == ""
    assert re.match(r"1/1 - 0s - \d+[mu]?s/step\n$", shown(io.StringIO(), lambda: rk.predict(model, X, verbose=2)))
    assert shown(Terminal(), lambda: rk.predict(model, X)) == ""  # one step
    assert re.search(r"3/3 \[={30}\] - \d+s \d+[mu]?s/step\n$", shown(Terminal(), lambda: rk.predict(model, X, 8)))


def test_an_epoch_that_was_broken_off_says_where(model: Any) -> None:
    def stop(batch: int) -> None:
        model.stop_training = batch == 1

    text = shown(io.StringIO(), lambda: train(model, verbose=2, callbacks=rk.callback_lambda(on_batch_end=stop)))
    assert re.match(r"Epoch 1/2\n2/3 - \d", text) and text.count("\n") == 2


def test_silence(model: Any) -> None:
    def everything() -> None:
        train(model, verbose=False)
        rk.evaluate(model, X, Y, verbose=0)
        rk.predict(model, X, verbose=0)

    assert shown(Terminal(), everything) == ""


def test_a_logger_of_the_user_is_the_one(model: Any) -> None:
    logger = rk.callback_progbar_logger()
    assert shown(io.StringIO(), lambda: train(model, callbacks=logger, epochs=1, verbose=1)).count("3/3") == 1
    text = shown(io.StringIO(), lambda: rk.evaluate(model, X, Y, callbacks=logger, verbose=2))
    assert text.startswith("1/1 - ")
    theirs = keras.callbacks.ProgbarLogger()
    assert "━" in shown(io.StringIO(), lambda: train(model, callbacks=theirs, epochs=1, verbose=1))


@pytest.mark.parametrize("wrong", [3, "yes", 0.5, None, [1, 2]])
def test_wrong_verbose(model: Any, wrong: Any) -> None:
    for function in (rk.fit, rk.evaluate):
        with pytest.raises(ValueError, match=r"(fit|evaluate)\(\): `verbose` should be 0, 1, 2 or \"auto\""):
            function(model, X, Y, verbose=wrong)


@pytest.mark.parametrize(
    ("seconds", "duration", "clock"),
    [(2e-5, "20us", "1s"), (0.25, "250ms", "1s"), (59, "59s", "59s"), (90, "90s", "1:30"), (3661, "3661s", "1:01:01")],
)
def test_times(seconds: float, duration: str, clock: str) -> None:
    assert (progress_classes._format_duration(seconds), progress_classes._format_clock(seconds)) == (duration, clock)


def test_run_dir_leaves_logs_for_tensorboard(model: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUN_DIR", str(tmp_path / "run"))
    train(model, verbose=0)
    assert {path.name for path in (tmp_path / "run" / "logs").iterdir()} == {"train", "validation"}
    train(model, verbose=0, epochs=1, callbacks=rk.callback_tensorboard(tmp_path / "own"))
    assert len(list((tmp_path / "run" / "logs" / "train").iterdir())) == 1
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.warns(
        UserWarning,
        match=r"RUN_DIR is set, but the Python package tensorboard, which writes the logs, is not installed.",
    ):
        train(model, verbose=0, epochs=1)


def test_where_a_line_can_be_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    class OutStream(io.StringIO):
        pass

    assert (process.can_redraw(Terminal()), process.can_redraw(OutStream()), process.can_redraw(None)) == (
        True,
        False,
        False,
    )
    OutStream.__module__ = "ipykernel.iostream"
    assert process.can_redraw(OutStream())


def side(**changes: Any) -> tuple[process.RSide, list[str]]:
    written: list[str] = []
    functions = {"write": written.append, "captures": bool, "redraws": bool, "width": lambda: 80}
    rest = {
        "writes_document": bool,
        "getenv": str,
        "has_viewer": bool,
        "view": bool,
        "active_run": str,
        "record_run": bool,
        "view_run": bool,
    }
    parts = {"write_parts": bytes, "translate_parts": dict, "show_parts": dict, "read_parts": dict, "same_code": bool}
    return process.RSide(**(functions | rest | parts | changes)), written


def test_output_leads_to_r_where_r_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    r, written = side(redraws=lambda: True)
    monkeypatch.setattr(process, "_introduced", [r])
    monkeypatch.setattr(process, "is_guest", lambda: False)
    behind = io.StringIO()
    with contextlib.redirect_stdout(behind):
        with process.print_in_r():
            print("one", end="")
            assert process.can_redraw(sys.stdout)
            with process.print_in_r():
                print("two", end="")
        print("three", end="")
    assert ("".join(written), behind.getvalue()) == ("onetwo", "three")


@pytest.mark.parametrize("captured", [False, True])
def test_output_leads_to_r_from_a_python_host_where_r_captures_it(
    captured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    r, written = side(captures=lambda: captured)
    monkeypatch.setattr(process, "is_guest", lambda: True)
    behind = Terminal()
    output = process.ROutput(r, behind)
    output.write("text")
    assert ("".join(written), behind.getvalue()) == (("text", "") if captured else ("", "text"))
    assert output.redraws() is not captured


def test_r_in_a_python_host() -> None:
    done = run_prepared(
        """
        from rkeras_py.bridge import r_session
        R = r_session()
        R('''
        model <- keras_model_sequential(input_shape = 1) %>% layer_dense(1) %>% compile("sgd", "mse")
        cat("before\\n")
        fit(model, matrix(1:4), 1:4, epochs = 1, view_metrics = FALSE)
        held <- capture.output({cat("in\\n"); fit(model, matrix(1:4), 1:4, epochs = 1); cat("out\\n")})
        cat("after", length(held), held[[1]], held[[3]], "\\n")
        ''')
        """.replace("\n        ", "\n"),
    )
    assert done.code == 0, done.stderr
    assert re.match(r"before\n1/1 - \d+s - .*/step - loss: .*\nafter 3 in out \n$", done.stdout), done.stdout


IN_R = """
library(rkeras)
x <- matrix(sin(1:72), 24)
y <- as.numeric(rowSums(x) > 0)
model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1) %>% compile("sgd", "mse", metrics = "mae")
train <- function(...) invisible(fit(model, x, y, batch_size = 8, validation_split = 0.25, ...))
for (verbose in list(0, 1, 2, "auto")) {
  cat("verbose =", verbose, "\\n")
  train(verbose = verbose, epochs = 1)
}
options(keras.fit_verbose = 2)
train(epochs = 2)
cat("evaluate\\n")
invisible(evaluate(model, x, y, batch_size = 8))
cat("predict\\n")
invisible(predict(model, x, batch_size = 8))
cat("end\\n")
"""

IN_PYTHON = """
import numpy as np, rkeras_py as rk
x = np.sin(np.arange(1.0, 73)).reshape(24, 3)
y = (x.sum(axis=1) > 0) * 1.0
model = rk.keras_model_sequential(input_shape=3) >> rk.layer_dense(1) >> rk.compile("sgd", "mse", metrics="mae")
train = lambda **options: rk.fit(model, x, y, batch_size=8, validation_split=0.25, **options)
for verbose in (0, 1, 2, "auto"):
    print("verbose =", verbose)
    train(verbose=verbose, epochs=1)
train(verbose=2, epochs=2)
print("evaluate")
rk.evaluate(model, x, y, batch_size=8)
print("predict")
rk.predict(model, x, batch_size=8)
print("end")
"""

BAR, LINE = "3/3 [==============================] - 0s 0ms/step", "3/3 - 0s - 0ms/step"
METRICS, VALIDATION = " - loss: # - mae: #", " - val_loss: # - val_mae: #"


def expected(redraws: bool) -> str:
    """Return the shown text, but for the numbers."""
    fitted = METRICS + VALIDATION
    auto = BAR if redraws else LINE
    lines = ["verbose = 0", "verbose = 1", BAR + fitted, "verbose = 2", LINE + fitted, "verbose = auto", auto + fitted]
    lines += ["Epoch 1/2", LINE + fitted, "Epoch 2/2", LINE + fitted]
    return "\n".join([*lines, "evaluate", auto + METRICS, "predict", *([BAR] if redraws else []), "end", ""])


def without_numbers(text: str) -> str:
    text = re.sub(r"\d+[mu]?s/step", "0ms/step", displayed(text))
    return re.sub(r": \d\.\d{4}", ": #", re.sub(r" \d+s ", " 0s ", text))


@pytest.mark.parametrize("host", sampled(["r", "python"], 2))
def test_in_a_terminal_a_bar_is_drawn_again(host: str, tmp_path: Any) -> None:
    script = tmp_path / "script"
    script.write_text(IN_R if host == "r" else IN_PYTHON)
    text = in_a_terminal(["Rscript" if host == "r" else sys.executable, str(script)])
    assert without_numbers(text) == expected(redraws=True)


def test_in_a_file_there_are_complete_lines() -> None:
    done = run_prepared(IN_R, host="r")
    assert done.code == 0, done.stderr
    assert "\r" not in done.stdout and without_numbers(done.stdout) == expected(redraws=False)
