"""`rkeras translate --verify`: the same is said to be the same, and the first difference has its lines."""

import json
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from prepared import run_to_the_end

from rkeras_py.cli import main
from rkeras_py.porting.verification.comparing import compare
from rkeras_py.porting.verification.recording import Recording

SCRIPT = """library(keras)
x <- matrix(runif(40), 10)
model <- keras_model_sequential() %>% layer_dense(units = 1, input_shape = 4)
model %>% compile(loss = "mse", optimizer = "sgd")
history <- model %>% fit(x, x[, 1], epochs = 5, batch_size = 5, verbose = 0)
cat("epochs", length(history$metrics$loss), "\\n")
print(round(predict(model, x)[1:3, 1], 4))
print(table(c(1, 1)))
"""


def test_a_script_and_its_program_run_side_by_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "one.R").write_text(SCRIPT)
    assert (
        main(["translate", "--verify", "--epochs", "3", str(tmp_path / "one.R"), "-o", str(tmp_path / "one.py")]) == 1
    )
    report = capsys.readouterr().err.splitlines()[-1]
    same = f"{tmp_path / 'one.R'}: the same: 2 printed lines and 1 training, up to line "
    assert report.startswith(same) and report.endswith(f"of {tmp_path / 'one.py'}, which has no translation.")


def printed(*texts: str, end: str = "end", said: str = "no data") -> list[dict[str, Any]]:
    notes = [{"kind": "printed", "line": line, "text": text} for line, text in enumerate(texts, 1)]
    return [*notes, {"kind": end, "line": len(texts) + 1, "text": said}]


@pytest.mark.parametrize(
    ("script", "program", "same", "report"),
    [
        (printed("[1] 1.00000 2\n"), printed("1.00001 2.0\n"), True, "the same: 1 printed line and 0 trainings"),
        (printed("     [,1]\n[1,]    3\n[2,]    4\n"), printed("[[3]\n [4]]\n"), True, "the same: 2 printed lines"),
        (
            printed("[1,]    3\n[2,]    4\n"),
            printed("[[3]\n [5]]\n"),
            False,
            "prints '[2,]    4', line 1 of p.py ' [5]]'",
        ),
        (printed("[1] TRUE   NA\n"), printed("[True, nan]\n"), True, "the same: 1 printed line"),
        (
            printed("a\n", "b 1\n"),
            printed("a\n", "b 2\n"),
            False,
            "line 2 of the script prints 'b 1', line 2 of p.py 'b 2'",
        ),
        (printed("a\n", "b\n"), printed("a\n"), False, "line 2 of the script prints 'b', the other nothing more"),
        (printed("a\n", "b\n"), printed("a\n", end="left"), True, "up to line 2 of p.py, which has no translation"),
        (
            printed("a\n", "b\n", end="error"),
            printed("a\n", end="left", said="line 2 of the R script is not translated: b"),
            True,
            "up to line 2 of p.py, which has no translation",
        ),
        (
            printed("a\n", end="error"),
            printed("a\n", end="left", said="line 5 of the R script is not translated: b"),
            False,
            "line 2 of the script is an error, and none in p.py",
        ),
        (printed("a\n", end="error"), printed("a\n", end="error"), True, "up to line 2 of p.py, which fails in both"),
        (
            printed("a\n", end="error"),
            printed("a\n"),
            False,
            "line 2 of the script is an error, and none in p.py: no data",
        ),
        (
            printed("a\n", end="error"),
            printed("a\n", "b\n"),
            False,
            "line 2 of the script is an error, and none in p.py: no data\n  before that, line 2 of p.py prints 'b'",
        ),
        (
            printed("a\n"),
            printed("b\n", end="error"),
            False,
            "line 2 of p.py is an error, and none in the script: no data",
        ),
    ],
)
def test_what_is_printed_is_compared_by_words_and_numbers(
    script: list[dict[str, Any]], program: list[dict[str, Any]], same: bool, report: str
) -> None:
    found = compare(script, program, "p.py")
    assert found[0] is same and report in found[1], found


def test_a_report_says_when_nothing_was_compared() -> None:
    nothing = "nothing was compared: no line was printed and no model trained"
    assert compare(printed(), printed(), "p.py") == (True, nothing)
    assert compare(printed("1\n"), printed("1\n"), "p.py") == (True, "the same: 1 printed line and 0 trainings")


def test_a_place_without_translation_ends_a_program_that_has_printed(tmp_path: Path) -> None:
    program, notes = tmp_path / "p.py", tmp_path / "notes"
    marked = "line 2 of the R script is not translated: so it is"
    program.write_text(f"print(1)\nfor i in range(3):\n    print(i)\n    raise NotImplementedError({marked!r})\n")
    done = run_to_the_end(
        "import sys; from rkeras_py.porting.verification.program import main; main(*sys.argv[1:])",
        *map(str, (program, notes, 1, 2, 0)),
    )
    found = [json.loads(line) for line in notes.read_text().splitlines()]
    assert [(one["kind"], one["text"]) for one in found] == [("printed", "1\n"), ("printed", "0\n"), ("left", marked)]
    assert compare(printed("1\n0\n1\n"), found, "p.py") == (
        True, "the same: 2 printed lines and 0 trainings, up to line 2 of p.py, which has no translation")  # fmt: skip
    assert done.stdout == ""


def train(path: Path, rate: float, units: int, initializer: str = "zeros") -> list[dict[str, Any]]:
    recording = Recording(str(path), 1, 2, 1)
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(units, kernel_initializer=initializer)])
    model.compile("sgd" if rate == 0.01 else keras.optimizers.SGD(rate), "mse", run_eagerly=True)
    recording.at(7)
    history = model.fit(np.ones((64, 2)), np.ones((64, units)), 32, 9)
    assert len(history.epoch) == 2 and int(model.optimizer.iterations.value) == 2
    recording.note("end", "")
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_weights_and_losses_are_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(keras.Model, "fit", keras.Model.fit)  # and so put back
    logs = keras.config.is_interactive_logging_enabled()
    plain = train(tmp_path / "a", 0.01, 1)
    others = [train(tmp_path / "b", 0.01, 1), train(tmp_path / "c", 0.02, 1), train(tmp_path / "d", 0.01, 3)]
    others.append(train(tmp_path / "e", 0.01, 1, "ones"))
    if logs:
        keras.config.enable_interactive_logging()
    assert capsys.readouterr().out == ""
    reports = [compare(plain, other, "p.py")[1] for other in others]
    where = "not the same: training 1, line 7 of the script and line 7 of p.py: the weights"
    assert reports[0] == "the same: 0 printed lines and 1 training"
    assert reports[1] == f"{where} differ after it"
    assert reports[2] == f"{where} have the shapes [[2, 1], [1]] and [[2, 3], [3]]"
    assert reports[3] == f"{where} differ before it"
    assert (
        compare(plain, plain[1:], "p.py")[1] == "not the same: line 7 of the script trains a model, the other does not"
    )


DRAWS = """library(keras)
use_session_with_seed(5)
x <- matrix(rnorm(40), 10)
i <- sample(10)
print(round(x[i, 1], 4))
flow <- flow_images_from_data(
  array(x, c(10, 2, 2, 1)), generator = image_data_generator(rotation_range = 90), batch_size = 10, shuffle = FALSE
)
print(round(generator_next(flow)[1:4, 1, 1, 1], 4))
"""


@pytest.mark.parametrize("style", ["rkeras_py", "keras"])
def test_programs_draw_what_their_scripts_draw(tmp_path: Path, capsys: pytest.CaptureFixture[str], style: str) -> None:
    script = tmp_path / "draws.R"
    script.write_text(DRAWS)
    main(["translate", "--verify", "--style", style, str(script), "-o", str(tmp_path / "draws.py")])
    assert f"{script}: the same: " in capsys.readouterr().err
