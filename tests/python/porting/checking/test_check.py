"""`rkeras check`, held against the registry and against R."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from check_support import judge
from support import ROOT

from rkeras_py import cli, layer_dense, to_categorical
from rkeras_py.porting.checking import command, mending
from rkeras_py.porting.checking.findings import FINE, NOTE, PROBLEM, UNKNOWN

pytestmark = pytest.mark.quick


def test_what_is_said_is_what_the_call_says() -> None:
    """The words of a finding are those of the error that the function raises."""
    code = 'library(keras); layer_dense(units = "a"); layer_dense(units = 3, activaton = "b"); to_categorical()'
    said = [finding.message for finding in judge(code)[0] if finding.level == PROBLEM]
    for message, call in zip(
        said,
        [lambda: layer_dense(units="a"), lambda: layer_dense(units=3, activaton="b"), to_categorical],
        strict=True,
    ):
        with pytest.raises((TypeError, ValueError)) as raised:
            call()
        assert message == str(raised.value).replace("'", '"')


GOOD_CALLS = """
library(keras)
x %>% layer_dense(3) ; x |> layer_dense(units = 3) ; x %>% layer_dense(object = ., units = 3)
x %>% layer_flatten ; x %>% { layer_dense(., 3) } ; layer_dense(x, 3, "relu", , "zeros")
f <- function(layer_dense) layer_dense(wrong = 1)
(\\(x) layer_dense(x, units = 3))(1)
object$layer_dense(wrong = 1) ; stats::layer_dense(wrong = 1) ; keras:::layer_dense(wrong = 1)
"layer_dense"(units = 3) ; `layer_dense`(units = 3L) ; layer_dense(units = 0x10)
layer_reshape(target_shape = c(2, -1)) ; layer_input(shape = list(NULL, 3)) ; layer_input(shape = c(NA, 3))
compile(model, loss = 'mse', optimizer = "adam") ; layer_dropout(rate = -(-0.5)) ; layer_dense(units = n / 2)
é <- "ü" ; x %>% layer_dense(units = 3, name = "é")
"""


def test_good_calls_of_all_spellings_are_fine() -> None:
    assert [finding for finding in judge(GOOD_CALLS)[0] if finding.level in (PROBLEM, NOTE)] == []


def test_what_holds_a_layer_a_model_or_a_loss_can_be_called() -> None:
    code = """library(keras)
layer_shared <- layer_dense(units = 3); loss_own <- loss_huber(); metric_own <- metric_auc()
application_base <- keras_model_sequential() %>% layer_dense(2)
a <- layer_input(2); a %>% layer_shared(); loss_own(a, a); metric_own(a, a); a %>% application_base()
c(layer_one, layer_two) %<-% list(layer_dense(units = 1), layer_dense(units = 2)); a %>% layer_one() %>% layer_two()
for (layer_i in list(layer_shared)) a <- a %>% layer_i()
f <- function(layer_given, x) layer_given(x)
"""
    assert [finding for finding in judge(code)[0] if finding.rule == "unknown-function"] == []


def test_misspelt_verbs_are_found_and_names_of_other_packages_are_not() -> None:
    code = "library(keras); m %>% evalute(x); m %>% complie(loss = 'mse'); dataset_batch(d, 2); layer_denze(units = 1)"
    found = [[one for one in said if one.rule == "unknown-function"] for said in judge(code, "library(other); " + code)]
    assert [one.function for one in found[0]] == ["evalute", "complie", "dataset_batch", "layer_denze"]
    assert [one.function for one in found[1]] == ["evalute", "complie", "layer_denze"]
    assert {one.level for one in found[0]} == {PROBLEM} and {one.level for one in found[1]} == {NOTE}


def test_places_are_those_in_the_file() -> None:
    code = 'library(keras)\né <- "ü"; x %>% layer_dense(units = 3,\n  activaton = "relu")\n'
    (finding,) = [one for one in judge(code)[0] if one.level == PROBLEM]
    assert (finding.line, finding.column) == (3, 3)
    first = 'library(keras); "ü"; layer_dense(unit5 = 3)'
    found = [one for one in judge(first)[0] if one.rule == "unknown-argument"]
    assert [first[one.column - 1 :].startswith("unit5") for one in found] == [True]


def test_what_only_running_tells_is_unknown_and_what_works_is_fine() -> None:
    code = 'library(keras)\ntf$reduce_mean(x)\ndo.call("layer_dense", list(units = -1))\nlayer_dense(units = 3)'
    assert [(one.line, one.level) for one in judge(code)[0]] == [(1, FINE), (2, UNKNOWN), (3, UNKNOWN), (4, FINE)]


def test_only_differences_that_concern_the_call_are_told() -> None:
    plain, old, major = (
        [one.message for one in found if one.rule == "differs"]
        for found in judge(
            "library(keras); optimizer_adam(0.1); layer_lstm(units = 2)",
            "library(keras); optimizer_adam(lr = 0.1, decay = 0.1)\noptimizer_adam(decay = 0.1)",
            "library(keras); layer_lstm(units = 2, time_major = TRUE)",
        )
    )
    assert plain == []
    assert len(old) == 1 and old[0].startswith("optimizer_adam(): With `decay` the learning rate")
    assert len(major) == 1 and "time_major" in major[0]


def test_to_keras3_lists_what_an_author_would_change() -> None:
    code = """library(keras)
x %>% layer_activation_leaky_relu(alpha = 0.2)
loss_kullback_leibler_divergence()
k_mean(x)
load_model_hdf5("a.h5")
optimizer_adam(lr = 0.1)
layer_dense(units = 3, input_shape = 4); layer_lstm(units = 3, implementation = 1)
model %>% fit(x, y)
multi_gpu_model(model)
keras::layer_dense(units = 3)
fit(model, x, y, 32, 5, initial_epoch = 2)
layer_concatenate(list(x, y), axis = 1); layer_dot(list(x, y), axes = c(1L, -1)); layer_concatenate(x, axis = k)
layer_dense(units = 1, activation = "hard_sigmoid")
callback_lambda(on_epoch_end = function(epoch, logs) 1)
regularizer_l1_l2()
metric_binary_accuracy(y, p); metric_binary_accuracy()
layer_conv_lstm_1d(filters = 1, kernel_size = 2)
"""
    found = [one for one in judge(code, to_keras3=True)[0] if one.rule == "keras3"]
    said = {one.line: (one.message, bool(one.edits)) for one in found}
    assert said == {
        1: ("The package is called keras3.", True),
        2: ("layer_activation_leaky_relu(): `alpha` is called `negative_slope` in keras3.", True),
        3: ("keras3 has no loss_kullback_leibler_divergence(). It has loss_kl_divergence().", True),
        4: ("keras3 has no k_mean(). It has op_mean().", False),
        5: ("keras3 has no load_model_hdf5(). It has load_model().", False),
        6: ("optimizer_adam(): `lr` is called `learning_rate` in keras3.", True),
        7: ("layer_lstm(): keras3 has no argument `implementation` here.", False),
        8: ("fit(): in keras3 `epochs` is 1 by default, not 10.", True),
        9: ("keras3 has no multi_gpu_model(). It has no equivalent.", False),
        10: ("The package is called keras3.", True),
        11: ("fit(): in keras3 `initial_epoch` counts from 1, but from 0 in R keras 2.", True),
        12: ("layer_concatenate(): in keras3 `axis` counts from 1, but from 0 in R keras 2.", False),
        13: ("layer_dense(): in keras3 `activation`: hard_sigmoid has another formula.", True),
        14: ("callback_lambda(): in keras3 `on_epoch_end` gets epoch and batch numbers that count from 1.", False),
        15: ("regularizer_l1_l2(): in keras3 `l1` is 0 by default, not 0.01, and `l2` is 0 by default, "
             "not 0.01.", True),
        16: ("metric_binary_accuracy(): in keras3 a direct call returns 0 or 1 for each value.", False),
        17: ('layer_conv_lstm_1d(): in keras3 `recurrent_activation` is "sigmoid" by default, '
             'not "hard_sigmoid".', True),
    }  # fmt: skip
    edits = sorted((edit for one in found for edit in one.edits), key=lambda edit: (-edit.line, -edit.column))
    mended = mending.apply_edits(code, edits)[0].splitlines()
    assert mended[7] == "model %>% fit(x, y, epochs = 10)"
    assert mended[10:13] == [
        "fit(model, x, y, batch_size = 32, epochs = 5, initial_epoch = 3)",
        "layer_concatenate(list(x, y), axis = 2); layer_dot(list(x, y), axes = c(2L, -1)); "
        "layer_concatenate(x, axis = k)",
        "layer_dense(units = 1, activation = function(x) op_clip(0.2 * x + 0.5, 0, 1))",
    ]
    assert mended[14] == "regularizer_l1_l2(l1 = 0.01, l2 = 0.01)"
    formula = "function(x) op_clip(0.2 * x + 0.5, 0, 1)"
    assert mended[16] == f"layer_conv_lstm_1d(filters = 1, kernel_size = 2, recurrent_activation = {formula})"


def test_what_is_left_to_do_for_keras3_is_said_after_the_rest_is_mended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "a.R"
    fits = "fit(model, x, y)\nfit(model, x, y, epochs = 1, steps_per_epoch = 2)\n"
    repeated = "fit(model, x, y, epochs = 2, steps_per_epoch = 2)\n"
    script.write_text(f"library(keras)\nlayer_concatenate(x, axis = k)\n{fits}{repeated}k_mean(x)\n")
    code, out, err = run(capsys, "--to", "keras3", "--fix", str(script))
    assert (code, "2 places fixed" in err) == (1, True)
    assert "layer_concatenate(): in keras3 `axis` counts from 1" in out
    assert [line.split()[0] for line in out.splitlines() if "continues after the last sample" in line] == ["5:1"]
    assert out.count("keras3 has no k_mean()") == 1


RMD = """---
title: "layer_dense(units = 'a')"
---
```{r setup}
library(keras)
```
Text with `layer_dense(units = "b")`.
```{r, eval = FALSE}
layer_dense(units = "c")
```
```{python}
layer_dense(units = "d")
```
```{r}
#| echo: false
layer_dense(unitss = 3)
```
"""
CELL = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}


def notebook(*sources: str, language: str) -> str:
    cells = [{**CELL, "source": source.splitlines(keepends=True)} for source in sources]
    about = {"kernelspec": {"language": language, "name": language, "display_name": language}}
    return json.dumps({"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5}, indent=1) + "\n"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(["check", *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_folder_of_all_kinds_of_files_is_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.Rmd").write_text(RMD)
    (tmp_path / "b.ipynb").write_text(notebook("library(keras)", "x\nlayer_dense(unitss = 3)", language="R"))
    (tmp_path / "c.ipynb").write_text(
        notebook("layer_dense(unitss=3)", "%%rkeras\nlayer_dense(unitss = 3)", language="python")
    )
    (tmp_path / "d.R").write_bytes(
        b"\xef\xbb\xbflibrary(keras)\r\nsource('e.R')\r\n\"\xc3\xa9\"; own(1); layer_dense(unitss = 3)\r\n"
    )
    (tmp_path / "e.R").write_text("own <- function(x) layer_dense(units = x)\n")
    os.chmod(tmp_path / "d.R", 0o751)
    (tmp_path / "f.txt").write_text("layer_dense(units = 'a')")
    code, out, _ = run(capsys, "--format", "json", str(tmp_path))
    places = {
        Path(one["path"]).name: [(finding["line"], finding["cell"]) for finding in one["findings"]]
        for one in json.loads(out)["files"]
    }
    assert code == command.PROBLEMS
    assert places == {
        "a.Rmd": [(16, None)],
        "b.ipynb": [(3, 2)],
        "c.ipynb": [(2, 2)],
        "d.R": [(1, None), (3, None)],
        "e.R": [],
    }
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    code, diff, _ = run(capsys, "--diff", str(tmp_path))
    assert code == command.PROBLEMS and diff.count("+") >= 4 and diff.count("layer_dense(units = 3)") == 4
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    code, _, err = run(capsys, "--fix", str(tmp_path))
    assert (code, err.count("1 place fixed")) == (0, 4)
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert after == {name: content.replace(b"unitss = 3", b"units = 3") for name, content in before.items()}
    assert stat.S_IMODE((tmp_path / "d.R").stat().st_mode) == 0o751


def test_the_forms_of_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "a b.R"
    script.write_text("library(keras)\nlayer_dense(units = 1.5)\noptimizer_sgd(decay = 0.1)\n")
    code, out, _ = run(capsys, str(script))
    assert code == 1
    lines = out.splitlines()
    assert lines[0] == str(script)
    assert lines[1].split()[:3] == ["2:21", "problem", "layer_dense():"] and lines[1].endswith("[wrong-value]")
    assert lines[-3:] == [
        "1 file: 1 problem, 1 note.",
        "Packages: keras.",
        f"To run it with rkeras as library(keras): rkeras run {script}",
    ]
    _, out, _ = run(capsys, "--format", "github", str(script))
    assert out.startswith(
        f"::error file={script},line=2,col=21,title=rkeras wrong-value::layer_dense(): `units` should"
    )
    _, out, _ = run(capsys, "--format", "sarif", str(script))
    (result, note) = json.loads(out)["runs"][0]["results"]
    assert (result["level"], note["level"]) == ("error", "note")
    place = result["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 2, "startColumn": 21} and place["artifactLocation"]["uri"].endswith(
        "a%20b.R"
    )
    script.write_text("library(keras)\nlayer_dense(units = 1.5) # rkeras: ok\n")
    assert run(capsys, str(script))[0] == 0


def test_rules_are_chosen_by_options_and_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    script = tmp_path / "a.R"
    script.write_text("library(keras)\nlayer_dense(unitss = 1)\nlayer_dropout(rate = 50)\n")

    def list_rules(*words: str) -> list[str]:
        _, out, _ = run(capsys, "--format", "json", *words, "a.R")
        return [finding["rule"] for file in json.loads(out)["files"] for finding in file["findings"]]

    assert list_rules() == ["unknown-argument", "wrong-value"]
    assert list_rules("--select", "wrong-value,contract") == ["wrong-value"]
    assert list_rules("--ignore", "wrong-value") == ["unknown-argument"]
    assert run(capsys, "--ignore", "unknown-argument", "--diff", "a.R")[1] == ""
    (tmp_path / "pyproject.toml").write_text('[tool.rkeras.check]\nignore = ["unknown-argument"]\n')
    assert list_rules() == ["wrong-value"] and list_rules("--ignore", "contract") == ["unknown-argument", "wrong-value"]
    (tmp_path / ".rkeras.toml").write_text('[check]\nselect = ["unknown-argument"]\n')
    assert list_rules() == ["unknown-argument"]
    code, _, err = run(capsys, "--ignore", "typos", "a.R")
    assert code == command.COULD_NOT_READ and err.startswith("rkeras check: ignore: there is no rule 'typos'.")
    (tmp_path / ".rkeras.toml").write_text("[check\n")
    assert run(capsys, "a.R")[0] == command.COULD_NOT_READ


def test_errors_are_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bad.ipynb").write_text("{")
    (tmp_path / "picture.R").write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF")
    (tmp_path / "empty").mkdir()
    for name, said in {
        "none.R": "is neither a file nor a folder.",
        "bad.ipynb": "is not a notebook: it is not JSON, or has no cells.",
        "picture.R": "is not a text file.",
        "empty": "contains no .R, .Rmd, .qmd or .ipynb files.",
    }.items():
        path = str(tmp_path / name)
        assert run(capsys, path) == (command.COULD_NOT_READ, "", f"rkeras check: {path} {said}\n")
    (tmp_path / "fine.R").write_text("1\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("R_HOME", raising=False)
    code, _, err = run(capsys, str(tmp_path / "fine.R"))
    assert code == 2 and err.startswith("rkeras check: Rscript was not found, and R is required: install R")
    (tmp_path / "Rscript").write_text("#!/bin/sh\nexec /bin/sleep 30\n")
    (tmp_path / "Rscript").chmod(0o755)
    assert run(capsys, "--timeout", "0.2", str(tmp_path / "fine.R"))[2] == (
        "rkeras check: R did not finish within 0.2 s; --timeout raises the limit.\n"
    )


def test_calls_of_keras3_are_judged_by_its_names_places_and_positions() -> None:
    code = """library(keras3)
layer_lstm(units = 2, "tanh", "sigmoid", TRUE, "ones", units = "a")
layer_concatenate(list(x, y), axis = 0)
activation_relu(x, 0.1, negativ_slope = 2)
k_mean(x)
layer_dense(units = "a")
fit(model, x, y, epochs = "b")
library(keras)
k_mean(x)
keras3::layer_activation_leaky_relu(alpha = 2)
"""
    found = judge(code)[0]
    said = {one.line: one.message for one in found if one.level == PROBLEM}
    assert {line: said[line] for line in (3, 4, 5, 6)} == {
        3: "layer_concatenate(): `axis`: 0.0 is not a position counted from 1.",
        4: "activation_relu(): unknown argument `negativ_slope`. Did you mean `negative_slope`?",
        5: "keras3 has no k_mean(). keras::k_mean() is the function of R keras 2.",
        6: 'layer_dense(): `units` should be a whole number of at least 1. Received: units = "a"',
    }
    assert said.keys() == {2, 3, 4, 5, 6, 7}
    (note,) = [one.message for one in found if "is attached after" in one.message]
    assert note.startswith("keras is attached after keras3: from here on, calls refer to its functions.")


def test_calls_by_the_order_of_keras3_are_not_judged_by_that_of_keras_2() -> None:
    places = 'layer_lstm(x, 2, "tanh", "sigmoid", TRUE, "ones")'
    for code in (f"library(keras3)\n{places}", f"keras3::{places}"):
        assert {one.rule for one in judge(code)[0] if one.level == "problem"} == set()
    assert {one.rule for one in judge(f"library(keras)\n{places}")[0] if one.level == "problem"} == {"wrong-value"}


def test_a_part_of_a_script_is_judged_by_the_package_that_is_named() -> None:
    part = """.[a, b] <- fit(model, x, y, epochs = 2)
layer_concatenate(list(a, b), axis = 0)
"""
    said = {
        spoken: [one.rule for one in judge(part, spoken=spoken)[0] if one.level == PROBLEM]
        for spoken in ("", "keras", "keras3")
    }
    assert said[""] == ["no-package"] and said["keras"] == [] and len(said["keras3"]) == 1
    later = f"library(keras)\n{part}"
    assert not [one for one in judge(later, spoken="keras3")[0] if one.level == PROBLEM]


def test_what_keras3_does_with_targets_is_told_where_losses_are_functions_of_the_script() -> None:
    codes = [
        "compile(model, 'adam', loss = 'mse', metrics = 'mae')",
        "compile(model, 'adam', loss = gap)",
        "compile(model, 'adam', metrics = list(function(y, p) y - p))",
        "compile(model, 'adam', loss = loss_huber())",
    ]
    found = judge(*(f"library(keras)\n{code}" for code in codes), to_keras3=True)
    assert [any("as they are" in one.message for one in findings) for findings in found] == [False, True, True, False]


def test_arguments_of_functions_in_r_are_those_that_r_has() -> None:
    found = json.loads((ROOT / "rkeras_py/porting/checking/facts.json").read_text())["in_r"]
    names = [name for name, one in found.items() if one["arguments"] is not None]
    code = "for (name in commandArgs(TRUE)) cat(names(formals(getExportedValue('rkeras', name))), '\\n')"
    done = subprocess.run(["Rscript", "-e", code, *names], capture_output=True, text=True, timeout=60, check=True)
    assert dict(zip(names, map(str.split, done.stdout.splitlines()), strict=True)) == {
        name: found[name]["arguments"] for name in names
    }


def test_checking_starts_no_tensorflow_where_no_class_of_keras_is_asked() -> None:
    code = (
        "import sys; from rkeras_py import cli; cli.main(['check', 'examples/r/sunspots.R', 'tests/scripts/vae.R']); "
        "print('tensorflow' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=ROOT, check=True
    )
    assert done.stdout.splitlines()[-1] == "False"
