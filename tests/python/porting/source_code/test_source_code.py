"""show_r() and show_python(): the code is run, and what it makes is held against the model that it was made of."""

import builtins
import inspect
import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import code_models
import keras
import layer_samples
import numpy as np
import pytest
import saving_zoo
import tensorflow as tf
from prepared import run_prepared
from samples import SAMPLES
from support import sampled

import rkeras_py as rk
from rkeras_py import show_python, show_r
from rkeras_py.signatures.registry import REGISTRY

ALL = dict(code_models.all_models())
OWN = {make.__name__ for make in code_models.OWN} - {"mobile"}
CHOSEN = [name for name in ALL if name in {*OWN, *sampled(ALL, 31)}]
UNKNOWN = ("layer_lambda",)
"""Layers whose function is not in the model: what the comment asks for is put in by the tests."""

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword")


def run(code: str) -> Any:
    names = {name: value for name, value in vars(layer_samples).items() if callable(value)}
    exec(builtins.compile(code, "shown", "exec"), names)
    return names["model"]


def says(model: Any, name: str) -> list[Any]:
    keras.utils.set_random_seed(1)
    saving_zoo.from_the_start(model)
    for layer in model.layers:
        if hasattr(layer, "finalize_state"):  # takes up new weights
            layer.finalize_state()
    layer, _, place = name.partition(" ")
    data = SAMPLES[layer][int(place)].inputs() if layer in SAMPLES else saving_zoo.inputs(model)
    found = model(saving_zoo.given(model, [tf.constant(one) for one in data]), training=False)
    return [np.asarray(one) for one in keras.tree.flatten(found)]


def close(one: Any, other: Any) -> None:
    np.testing.assert_allclose(one.astype("float64"), other.astype("float64"), atol=1e-6)


@pytest.mark.parametrize("name", CHOSEN)
def test_the_code_makes_an_equal_model(name: str) -> None:
    model = ALL[name]()
    described = code_models.describe(model)
    for style in ("rkeras_py", "keras"):
        again = run(show_python(model, style=style))
        assert code_models.describe(again) == described
        assert show_r(again) == show_r(model)
        assert again.compiled == model.compiled
        if model.built:
            again.set_weights(model.get_weights())
            for one, other in zip(says(again, name), says(model, name), strict=True):
                assert one.dtype == other.dtype
                (np.testing.assert_array_equal if one.dtype == object else close)(one, other)


def test_compiled_models_train_alike() -> None:
    model = code_models.autoencoder()
    x = np.random.default_rng(1).normal(size=(8, 8))
    weights = model.get_weights()
    losses = []
    for one in (model, run(show_python(model)), run(show_python(model, style="keras"))):
        one.set_weights(weights)
        losses.append([one.train_on_batch(x, x, return_dict=True)["loss"] for _ in range(3)])
    np.testing.assert_allclose(losses[1:], [losses[0]] * 2, rtol=1e-6)


IN_R = """
library(rkeras)
folder <- commandArgs(TRUE)[1]
for (file in list.files(folder, "[.]R$", full.names = TRUE)) {
  scope <- new.env()
  sys.source(file, scope)
  writeLines(model_to_json(scope$model), sub("R$", "json", file))
  writeLines(show_r(scope$model), sub("R$", "again", file), sep = "")
  writeLines(show_python(scope$model), sub("R$", "py", file), sep = "")
}
code <- show_python(scope$model, style = "keras")
stopifnot(is.character(code), identical(capture.output(print(code)), strsplit(code, "\n")[[1]]))
message(conditionMessage(tryCatch(show_r(1), error = identity)))
"""


def test_the_code_in_r_makes_an_equal_model_and_comes_back_the_same(tmp_path: Path) -> None:
    models = {name: ALL[name]() for name in CHOSEN if not name.startswith(UNKNOWN)}
    for place, model in enumerate(models.values()):
        Path(tmp_path, f"{place:03}.R").write_text(show_r(model))
    done = run_prepared(IN_R, str(tmp_path), host="r", timeout=600)
    assert done.code == 0, done.stderr
    assert "show_r(): `model` should be a model" in done.stderr
    for place, (name, model) in enumerate(models.items()):
        file = Path(tmp_path, f"{place:03}.R")
        made = code_models.canonical(json.loads(file.with_suffix(".json").read_text()))
        assert made == json.loads(json.dumps(code_models.describe(model))), name
        assert file.with_suffix(".again").read_text() == file.read_text(), name
        again = run(file.with_suffix(".py").read_text())
        assert show_r(again) == show_r(model), name


def test_a_shared_layer_is_named_once_and_defaults_are_left_out() -> None:
    x, y = keras.Input((4,), name="x"), keras.Input((4,), name="y")
    shared = keras.layers.Dense(2, activation="relu")
    model = keras.Model([x, y], keras.layers.Add()([shared(x), shared(y)]))
    assert (
        show_r(model)
        == """library(rkeras)

x <- layer_input(shape = 4, name = "x")
y <- layer_input(shape = 4, name = "y")
dense_layer <- layer_dense(units = 2, activation = "relu")
dense <- x %>% dense_layer()
dense_2 <- y %>% dense_layer()
outputs <- layer_add(list(dense, dense_2))
model <- keras_model(list(x, y), outputs)
"""
    )
    assert (
        show_python(model, style="keras")
        == """import keras

x = keras.Input(shape=(4,), name="x")
y = keras.Input(shape=(4,), name="y")
dense_layer = keras.layers.Dense(units=2, activation="relu")
dense = dense_layer(x)
dense_2 = dense_layer(y)
outputs = keras.layers.Add()([dense, dense_2])
model = keras.Model([x, y], outputs)
"""
    )


def test_axes_count_from_1_and_an_activation_of_keras_2_keeps_its_meaning() -> None:
    model = rk.keras_model_sequential(input_shape=(3, 4))
    model = model >> rk.layer_batch_normalization(axis=2) >> rk.layer_lstm(units=2, recurrent_activation="hard_sigmoid")
    model.add(keras.layers.Dense(2, activation="hard_sigmoid"))
    code = show_r(model)
    assert "layer_batch_normalization(axis = 2)" in code
    assert 'recurrent_activation = "hard_sigmoid"' in code
    assert "activation = keras$activations$hard_sigmoid" in code
    assert "BatchNormalization(axis=1)" in show_python(model, style="keras")


def test_metrics_stay_with_their_outputs() -> None:
    x = keras.Input((4,))
    model = keras.Model(x, [keras.layers.Dense(1)(x), keras.layers.Dense(1)(x)])
    model.compile("sgd", ["mse", "mse"], metrics=[["mae"], ["mse"]], loss_weights=[0.5, 2.0])
    code = show_r(model)
    assert 'metrics = list(list("mae"), list("mse"))' in code
    assert 'loss = c("mse", "mse")' in code
    assert "loss_weights = c(0.5, 2)" in code
    again = run(show_python(model))
    assert show_r(again) == code
    data = np.ones((2, 4)), [np.ones((2, 1)), np.ones((2, 1))]
    assert len(again.evaluate(*data, verbose=0)) == len(model.evaluate(*data, verbose=0)) == 5


class Local(keras.layers.Layer):
    __module__ = "nowhere"

    def call(self, x: Any) -> Any:
        return x


def test_what_a_model_does_not_hold_is_named_in_a_comment() -> None:
    model = keras.Sequential(
        [keras.Input((2,)), code_models.Twice(3.0), keras.layers.Lambda(lambda x: x + 1, name="up")]
    )
    python, r = show_python(model), show_r(model)
    assert "from code_models import Twice" in python
    assert "twice_layer = Twice(factor=3.0)" in python
    assert 'Twice <- reticulate::import("code_models")$Twice' in r
    assert "\n# Define up_function here: models do not store the function of" in r
    assert "layer_lambda(f = up_function" in r
    model = keras.Sequential([keras.Input((2,)), Local()])
    assert "# Local is your own class or function: define it here." in show_python(model)
    assert "local_layer <- Local()" in show_r(model)


def test_bins_that_were_learnt_stand_for_their_number() -> None:
    bins = keras.layers.Discretization(num_bins=4)
    bins.adapt(np.arange(20.0))
    model = keras.Sequential([keras.Input((1,)), bins])
    assert "layer_discretization(bin_boundaries = c(4, 9, 14))" in show_r(model)
    x = np.arange(20.0).reshape(-1, 1)
    for style in ("rkeras_py", "keras"):
        np.testing.assert_array_equal(run(show_python(model, style=style))(x), model(x))


def test_moments_that_were_learnt_are_written_out() -> None:
    x = np.random.default_rng(1).normal(3, 2, (20, 4, 3)).astype("float32")
    for axis in (-1, (1, 2), None):
        layer = keras.layers.Normalization(axis=axis)
        layer.adapt(x)
        model = keras.Sequential([keras.Input((4, 3)), layer])
        assert "mean = " in show_r(model)
        for style in ("rkeras_py", "keras"):
            again = run(show_python(model, style=style))
            np.testing.assert_allclose(again(x), model(x), rtol=1e-5, atol=1e-6)
    assert "mean" not in show_r(keras.Sequential([keras.Input((3,)), keras.layers.Normalization()]))


def test_words_that_were_learnt_are_written_out() -> None:
    L, texts = keras.layers, ["a b c", "b c d"]
    lines, numbers = tf.constant([["a d z"], ["c c"]]), np.array([[7], [9]])
    words = tf.constant([["a"], ["q"]])
    learnt = [(L.TextVectorization(output_mode=mode), texts, lines) for mode in ("int", "multi_hot", "tf_idf")]
    learnt += [(L.StringLookup(), [["a"], ["b"]], words), (L.IntegerLookup(num_oov_indices=2), [[3], [7]], numbers)]
    for layer, seen, x in learnt:
        layer.adapt(np.array(seen))
        model = keras.Sequential([keras.Input((1,), dtype=x.dtype), layer])
        for style in ("rkeras_py", "keras"):
            np.testing.assert_array_equal(run(show_python(model, style=style))(x), model(x))
        assert "vocabulary = " in show_r(model) and "vocabulary = " in show_r(model, dialect="keras3")


@pytest.mark.filterwarnings("ignore:The object being serialized includes a `lambda`")
def test_functions_without_a_name_are_asked_for() -> None:
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, activation=lambda x: 2 * x)])
    model.compile("sgd", loss=lambda y, p: y - p)
    for code in (show_r(model), show_r(model, dialect="keras3"), show_python(model), show_python(model, style="keras")):
        assert "Define own_activation here" in code and "Define own_function here" in code
        assert re.search(r"activation ?= ?own_activation", code) and re.search(r"loss ?= ?own_function", code)


class Measured(keras.Model):
    def train_step(self, data: Any) -> Any:
        return super().train_step(data)


class Stack(keras.Sequential):
    pass


def test_a_model_of_your_own_class_keeps_it() -> None:
    x = keras.Input((2,))
    model = Measured(x, keras.layers.Dense(1)(x))
    for style in ("rkeras_py", "keras"):
        code = show_python(model, style=style)
        assert "import Measured\n" in code and "\nmodel = Measured(inputs, outputs)\n" in code
        assert type(run(code)) is Measured
    assert "\nmodel <- Measured(inputs, outputs)\n" in show_r(model)
    with pytest.raises(ValueError, match="of the class Stack, whose code is that class"):
        show_r(Stack([keras.Input((2,)), keras.layers.Dense(1)]))


def test_showing_a_model_leaves_no_trace() -> None:
    model = code_models.frozen_and_wrapped()
    name, state = keras.layers.Dense(1).name, random.getstate()
    show_r(model)
    number = int(name.partition("_")[2] or 0)
    assert random.getstate() == state
    assert keras.layers.Dense(1).name == f"dense_{number + 1}"


def test_it_is_written_to_a_file_and_prints_as_code(tmp_path: Path) -> None:
    code = show_python(keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)]))
    Path(tmp_path, "model.py").write_text(code)
    assert repr(code) + "\n" == Path(tmp_path, "model.py").read_text() == code


class Own(keras.Model):
    def call(self, x: Any) -> Any:
        return x


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: show_r(3), r"^show_r\(\): `model` should be a model"),
        (
            lambda: show_python(Own()),
            r"^show_python\(\): the model 'own.*' is of the class Own, whose code is that class",
        ),
        (lambda: show_python(code_models.masked(), style="torch"), r'`style` should be one of "rkeras_py", "keras"'),
    ],
)
def test_errors(call: Callable[[], Any], message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        call()


def test_the_code_says_how_losses_of_a_user_get_targets() -> None:
    def gap(y_true: Any, y_pred: Any) -> Any:
        return keras.ops.mean(y_true - y_pred)

    def shown(measured: Any, asked: bool | None) -> tuple[str, str, str]:
        model = rk.keras_model_sequential(input_shape=2) >> rk.layer_dense(3)
        rk.compile(model, "sgd", measured, match_targets=asked)
        return show_r(model), show_r(model, dialect="keras3"), show_python(model, style="keras")

    note = "received target vectors as columns"
    for asked, in_r, by_note in ((True, False, True), (None, False, True), (False, True, False)):
        code, keras3, plain = shown(gap, asked)
        assert ("match_targets = FALSE" in code, note in keras3, note in plain) == (in_r, by_note, by_note)
        assert "match_targets" not in keras3 + plain and note not in code
        assert not any("match_targets" in text or note in text for text in shown("mse", asked))


def test_the_code_names_types_of_floats_that_arrays_would_not_have() -> None:
    inputs = keras.Input((2,))
    shown = {}
    for dtype in ("float32", "float64"):
        made = keras.Model(inputs, keras.ops.maximum(inputs, np.array([[1.5, 2.0]], dtype)))
        again = run(show_python(made))
        assert again.output.dtype == made.output.dtype == dtype
        shown[dtype] = ["op_array(" in code for code in (show_r(made), show_r(made, dialect="keras3"))]
    assert shown == {"float32": [False, True], "float64": [True, False]}


def test_positions_that_a_model_holds_count_as_in_it() -> None:
    x, ops = keras.Input((4, 6)), keras.ops
    taken = [ops.take(x, [0, 3], axis=1), ops.take_along_axis(x, np.array([[[2, 0]]]), axis=2)]
    summed = ops.segment_sum(ops.sum(x, axis=(0, 2)), np.array([0, 0, 1, 2]))
    filled = ops.slice_update(x, (0, 1, 0), np.ones((3, 1, 2), "float32"))
    model = keras.Model(x, [*taken, summed, filled])
    data = np.random.default_rng(1).normal(size=(3, 4, 6))
    for style in ("rkeras_py", "keras"):
        for one, other in zip(run(show_python(model, style=style))(data), model(data), strict=True):
            assert one.dtype == other.dtype
            close(np.asarray(one), np.asarray(other))


def test_every_operation_that_counts_from_1_says_so() -> None:
    """A function whose body counts from 1, by its source, has the argument `zero_indexed` or the mark."""
    for name, spec in REGISTRY.items():
        counts = re.search(r"\b(from_one|to_one|INDEX)\b", inspect.getsource(inspect.unwrap(spec.body)))
        if name.startswith("op_") and counts:
            assert spec.counts != ("zero_indexed" in spec.params), name


def test_an_input_of_single_numbers_is_written_in_plain_keras() -> None:
    x = keras.Input(batch_shape=())
    model = keras.Model(x, keras.ops.exp(x))
    np.testing.assert_allclose(run(show_python(model, style="keras"))(np.float32(2)), np.exp(2), rtol=1e-6)
    with pytest.raises(ValueError, match="has no batch axis, which layer_input\\(\\) needs"):
        show_r(model)
