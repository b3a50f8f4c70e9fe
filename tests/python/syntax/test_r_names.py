"""Names of R in Python: functions that ported code uses, and a sentence for what makes sense in R only."""

import copy
import importlib
import os
import pickle
import random
import re
import sys
import urllib.request
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
import tensorflow as tf
from prepared import run_prepared
from support import ROOT, run_script

import rkeras_py as rk
from rkeras_py.syntax.r_names import R_ONLY

NA = rk.NA
X = keras.Input((3,))


@pytest.mark.parametrize(
    ("x", "dim", "expected"),
    [
        (range(1, 7), (2, 3), [[1, 2, 3], [4, 5, 6]]),
        ([1, 2, 3, 4, 5, 6], rk.c(3, 2), [[1, 2], [3, 4], [5, 6]]),
        (np.arange(6.0).reshape(2, 3), [3, NA], [[0, 1], [2, 3], [4, 5]]),
        (np.asfortranarray(np.arange(6).reshape(2, 3)), -1, [0, 1, 2, 3, 4, 5]),
        (tf.reshape(tf.range(4), (2, 2)), 4, [0, 1, 2, 3]),
        (keras.Variable([[1.0], [2.0]]), (1, 2), [[1, 2]]),
        (pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 4.0]}), 4, [1, 3, 2, 4]),
        (pd.Series([1, 2]), (2, 1), [[1], [2]]),
        (5, (1, 1), [[5]]),
    ],
)
def test_array_reshape_goes_row_by_row(x: Any, dim: Any, expected: Any) -> None:
    found = rk.array_reshape(x, dim)
    assert isinstance(found, np.ndarray) and found.tolist() == expected


def test_array_reshape_in_the_order_of_r() -> None:
    x = np.arange(6).reshape(2, 3)
    assert np.array_equal(rk.array_reshape(x, (3, 2), "F"), np.reshape(x, (3, 2), order="F"))


def test_keras_array() -> None:
    assert rk.keras_array([1, 2]).dtype == np.int32 and rk.keras_array([1.5, 2]).dtype == np.float32
    assert rk.keras_array([1, 2], "float64").dtype == np.float64
    assert rk.keras_array([[1, 2], [3, 4]]).tolist() == [[1, 2], [3, 4]]
    assert rk.keras_array(["a", "b"]).dtype == object
    assert rk.keras_array(pd.Categorical(["b", "a", "b"])).tolist() == [1, 0, 1]
    assert rk.keras_array(pd.DataFrame({"a": [1.0], "b": [2.0]})).tolist() == [[1, 2]]
    assert [one.shape for one in rk.keras_array([np.ones(2), np.ones((3, 1))])] == [(2,), (3, 1)]
    assert rk.keras_array({"a": np.ones(2)})["a"].dtype == np.float32
    tensor = tf.ones(2)
    assert rk.keras_array(None) is None and rk.keras_array(tensor) is tensor and rk.keras_array(X) is X
    assert rk.keras_array(np.asfortranarray(np.ones((2, 3)))).flags.c_contiguous


@pytest.mark.parametrize(
    ("made", "sizes"),
    [
        (lambda: rk.shape(28, 28), [28, 28]),
        (lambda: rk.shape(NA, 3, None, -1), [None, 3, None, None]),
        (lambda: rk.shape((2, 3), 4), [2, 3, 4]),
        (lambda: rk.shape(dims=(1, 2.0)), [1, 2]),
        (lambda: rk.shape(dims=5), [5]),
        (lambda: rk.shape(), []),
    ],
)
def test_shape(made: Any, sizes: list[int | None]) -> None:
    found = made()
    assert isinstance(found, tf.TensorShape) and found.as_list() == sizes


def test_shape_of_an_input() -> None:
    assert rk.shape(dims=None).rank is None
    assert rk.layer_input(rk.shape(NA, 3)).shape == (None, None, 3)


def test_zip_lists() -> None:
    assert rk.zip_lists([1, 2], "ab") == [[1, "a"], [2, "b"]] == rk.zip_lists([[1, 2], ["a", "b"]])
    assert (
        rk.zip_lists(g=[1, 2], w=[3, 4])
        == [{"g": 1, "w": 3}, {"g": 2, "w": 4}]
        == rk.zip_lists({"g": [1, 2], "w": [3, 4]})
    )
    assert rk.zip_lists({"a": 1, "b": 2}, {"b": 4, "a": 3}) == {"a": [1, 3], "b": [2, 4]}
    assert rk.zip_lists(x={"a": 1}, y={"a": 2}) == {"a": {"x": 1, "y": 2}}


def test_layers_of_classes() -> None:
    assert rk.create_layer(keras.layers.Dense, X, {"units": 2, "name": "made"}).shape == (None, 2)
    layer = rk.create_layer(keras.layers.Dense, args={"units": 2, "name": "made"})
    assert isinstance(layer, keras.layers.Dense) and layer.name == "made"
    model = rk.keras_model_sequential(input_shape=3)
    assert rk.create_layer(keras.layers.Dense, model, {"units": 2}) is model and model.output_shape == (None, 2)
    steps = keras.Input((4, 3))
    assert rk.create_wrapper(keras.layers.TimeDistributed, steps, {"layer": layer}).shape == (None, 4, 2)
    twice = rk.new_layer_class("Twice", call=lambda self, inputs: inputs * 2)
    assert rk.create_layer(twice, np.ones((1, 2))).numpy().tolist() == [[2, 2]]
    wide = rk.create_layer_wrapper(keras.layers.Dense, modifiers={"units": lambda units: int(units) * 2})
    assert (X >> wide(units=3)).shape == wide(X, 3).shape == (None, 6)
    assert isinstance(rk.create_layer(wide, args={"units": 2}), keras.layers.Dense) and (X >> twice).shape == (None, 3)


def test_the_keras_in_use() -> None:
    assert rk.implementation() is keras
    asked = "rk.is_keras_available(), rk.is_keras_available('99'), 'keras' in sys.modules"
    assert run_script(f"import sys, rkeras_py as rk; print({asked})").stdout == "True False False\n"
    for wrong in (7, "abc", {"a": 1}):
        with pytest.raises(ValueError, match=r"is_keras_available\(\): `version` should be a version"):
            rk.is_keras_available(wrong)


def test_the_file_of_flags_is_a_path() -> None:
    for wrong in (0, 0.5, ["a"], "none.yml"):
        with pytest.raises(ValueError, match=r"flags\(\): `file` should be an existing file"):
            rk.flags(file=wrong)


def test_a_seed_before_anything_else(capsys: pytest.CaptureFixture[str]) -> None:
    code = (
        "import os, random, rkeras_py as rk; rk.use_session_with_seed(7); import numpy, keras, tensorflow as tf;"
        "print(os.environ['CUDA_VISIBLE_DEVICES'], os.environ['TF_NUM_INTRAOP_THREADS']);"
        "print(random.random(), numpy.random.rand(), keras.random.normal((1,)).numpy())"
    )
    run = run_script(code)
    assert run.stdout.startswith("-1 1\n") and "Set seed to 7 (no GPU, one thread)\n" in run.stderr
    rk.use_session_with_seed(7, quiet=True)
    drawn = f"{random.random()} {np.random.rand()} {keras.random.normal((1,)).numpy()}"
    assert run.stdout == f"-1 1\n{drawn}\n" and capsys.readouterr().err == ""
    late = (
        "import tensorflow as tf, rkeras_py as rk; rk.use_session_with_seed(7); tf.ones(1); rk.use_session_with_seed(8)"
    )
    said = run_script(f"{late}; print(tf.config.threading.get_intra_op_parallelism_threads())")
    assert said.stdout == "1\n" and said.stderr.count("one thread") == 2


FLAGS = (
    rk.flag_integer("epochs", 10, "How often"),
    rk.flag_numeric("learning_rate", 0.1),
    rk.flag_boolean("verbose", False),
    rk.flag_string("name", "a"),
)
DEFAULTS = {"epochs": 10, "learning_rate": 0.1, "verbose": False, "name": "a"}


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("", {}),
        ("--epochs 3 --learning-rate=0.5", {"epochs": 3, "learning_rate": 0.5}),
        ("--verbose --name x y --other z", {"verbose": True, "name": "x"}),
        ("--verbose no --epochs=1e2", {"verbose": False, "epochs": 100}),
        ("--verbose file.txt", {"verbose": True}),
        ("train --name=a=b", {"name": "a=b"}),
    ],
)
def test_flags_of_the_command_line(line: str, changed: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["script.py", *line.split()])
    found = rk.flags(*FLAGS)
    assert found == {**DEFAULTS, **changed} == rk.flags(*FLAGS, arguments=line.split())
    assert type(found.epochs) is int and found.epochs == found["epochs"]


def test_flags_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert rk.flags(*FLAGS, arguments=[]) == DEFAULTS
    Path("flags.yml").write_text("default:\n  epochs: 30\n  name: b\nquick:\n  inherits: default\n  epochs: 1\n")
    assert rk.flags(*FLAGS, arguments=[]) == {**DEFAULTS, "epochs": 30, "name": "b"}
    assert rk.flags(*FLAGS, config="quick", arguments=["--name=c"]) == {**DEFAULTS, "epochs": 1, "name": "c"}
    monkeypatch.setenv("R_CONFIG_ACTIVE", "quick")
    assert rk.flags(arguments=["--more"]) == {"epochs": 1, "name": "b", "more": "TRUE"}
    Path("plain.yml").write_text("epochs: 4\nunknown: 5\n")
    assert rk.flags(*FLAGS, file="plain.yml", arguments=[]) == {**DEFAULTS, "epochs": 4}


def test_flags_give_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        rk.flags(*FLAGS, arguments=["--help"])
    assert end.value.code == 0 and "  --epochs  a whole number, 10 by default  How often\n" in capsys.readouterr().out


def test_the_folder_of_a_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("RUN_DIR", "TENSORFLOW_RUN_DIR"):
        monkeypatch.delenv(name, raising=False)
    assert rk.run_dir() == os.getcwd()
    monkeypatch.setenv("TENSORFLOW_RUN_DIR", str(tmp_path))
    assert rk.run_dir() == str(tmp_path)


def test_tensorboard_serves_the_logs(tmp_path: Path) -> None:
    opened: list[str] = []
    url = rk.tensorboard(tmp_path / "logs", launch_browser=opened.append)
    assert opened == [url] and (tmp_path / "logs").is_dir()
    with urllib.request.urlopen(f"{url}/data/logdir", timeout=30) as answer:
        assert str(tmp_path / "logs") in answer.read().decode()
    assert rk.tensorboard(action="stop") is None
    with pytest.raises(OSError):
        urllib.request.urlopen(url, timeout=5)


@pytest.mark.parametrize(
    ("use", "message"),
    [
        (
            lambda: rk.array_reshape([1, 2, 3], 2),
            r"^array_reshape\(\): cannot reshape array of size 3 into shape \(2,\)",
        ),
        (lambda: rk.array_reshape([1, 2], (1.5, 2)), r"^array_reshape\(\): `dim` should be made of whole numbers"),
        (lambda: rk.array_reshape([1, 2], (-2, 1)), r"^array_reshape\(\): `dim` should be made of whole numbers"),
        (lambda: rk.array_reshape(X, 3), r"^array_reshape\(\): `x` should be an array.*See k_reshape"),
        (lambda: rk.array_reshape([1, NA], 2), r"^array_reshape\(\): `x`: .*missing value"),
        (lambda: rk.array_reshape([1, 2], 2, "R"), r"^array_reshape\(\): `order` should be"),
        (lambda: rk.keras_array([1, NA]), r"^keras_array\(\): `x`: .*missing value"),
        (lambda: rk.keras_array([1], "nope"), r"^keras_array\(\): `dtype` should be the name of a data type"),
        (lambda: rk.shape(1.5), r"^shape\(\): `dims` should be made of whole numbers"),
        (lambda: rk.shape("a"), r"^shape\(\): `dims` should be made of whole numbers"),
        (lambda: rk.zip_lists([1], [2, 3]), r"^zip_lists\(\): all should have the same length. Received lengths: 1, 2"),
        (lambda: rk.zip_lists({"a": 1}, {"b": 1}), r"^zip_lists\(\): names should be the same"),
        (lambda: rk.zip_lists([1], a=[1]), r"^zip_lists\(\): name all"),
        (lambda: rk.create_layer("Dense", X), r"^create_layer\(\): `layer_class` should be a class of layers"),
        (lambda: rk.create_layer(keras.layers.Dense, X, [1]), r"^create_layer\(\): `args` should be a named list"),
        (lambda: rk.create_wrapper(keras.layers.Bidirectional, X, {}), r"^create_wrapper\(\): `args` .* has `layer`"),
        (lambda: rk.create_layer_wrapper(5), r"^create_layer_wrapper\(\): `Layer` should be a class"),
        (lambda: rk.use_session_with_seed(-1), r"^use_session_with_seed\(\): `seed` should be a whole number"),
        (lambda: rk.flags(5), r"^flags\(\): `...` should be flags"),
        (lambda: rk.flags(FLAGS[0], FLAGS[0]), r"^flags\(\): two flags are named epochs"),
        (lambda: rk.flags(*FLAGS, file="none.yml"), r"^flags\(\): `file` should be an existing file"),
        (lambda: rk.flags(*FLAGS, arguments=["--epoch=1"]), r"unknown argument `--epoch`. Did you mean `--epochs`\?"),
        (lambda: rk.flags(*FLAGS, arguments=["--epochs=1.5"]), r"flag `epochs` should be a whole number.*'1.5'"),
        (lambda: rk.flag_integer("n", 1.5), r"^flag_integer\(\): `default` should be a whole number"),
        (lambda: rk.flag_numeric("n", "x"), r"^flag_numeric\(\): `default` should be a number"),
        (lambda: rk.flag_boolean("n", "maybe"), r"^flag_boolean\(\): `default` should be True or False"),
        (lambda: rk.tensorboard(), r"^tensorboard\(\): `log_dir` should be the path of a folder"),
        (lambda: rk.tensorboard("logs", port=1.5), r"^tensorboard\(\): `port` should be a whole number"),
    ],
)
def test_wrong_uses(use: Any, message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        use()


def test_na_is_one_value() -> None:
    assert not NA and repr(NA) == "NA" and "NA" in rk.__all__
    assert pickle.loads(pickle.dumps(NA)) is NA is copy.deepcopy([NA])[0]


def test_na_is_rs() -> None:
    code = """
import rkeras_py as rk
from rkeras_py.bridge import r_session
R = r_session()
NA = rk.NA
for value, code in ((NA, "NA"), ([1, NA], "c(1L, NA)"), (["a", NA], "c('a', NA)"), ([1.5, NA, 2], "c(1.5, NA, 2)"),
                    ([NA, True], "c(NA, TRUE)"), ([NA], "NA"), ([1, "a", NA], "list(1L, 'a', NA)")):
    R["x"] = value
    assert R(f"identical(x, {code})"), code
rk.use_session_with_seed(5, quiet=True)
assert R("x <- runif(1); set.seed(5); x == runif(1)")
"""
    done = run_prepared(code)
    assert done.code == 0, done.stderr


@pytest.mark.parametrize("name", sorted(R_ONLY))
def test_names_of_r_say_what_python_has(name: str) -> None:
    with pytest.raises(AttributeError, match=f"^{re.escape(f'rkeras_py has no {name!r}: ')}.*[Pp]ython|Keras"):
        getattr(rk, name)
    assert not hasattr(rk, name)
    if name.isidentifier() and name not in ("import",):
        with pytest.raises(ImportError, match=re.escape(R_ONLY[name])):
            exec(f"from rkeras_py import {name}", {})


def test_every_export_of_r_has_a_name_or_a_sentence() -> None:
    exports = re.findall(r'^export\("?(.+?)"?\)$', (ROOT / "NAMESPACE").read_text(), re.MULTILINE)
    lacking = [name for name in exports if not hasattr(rk, name) and name not in R_ONLY]
    assert lacking == [] and len(exports) > 500


def test_other_names_fail_as_ever() -> None:
    with pytest.raises(AttributeError, match="module 'rkeras_py' has no attribute 'layer_dens'"):
        _ = rk.layer_dens
    with pytest.raises(ImportError, match="cannot import name 'layer_dens'"):
        exec("from rkeras_py import layer_dens", {})
    assert importlib.import_module("rkeras_py.layers").__name__ == "rkeras_py.layers"
