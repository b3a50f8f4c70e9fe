"""adapt() and its kin: the numbers of Keras 2, every kind of data, files that plain Keras opens, clear errors."""

import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
import tensorflow as tf
from prepared import run_prepared
from support import sampled

import rkeras_py as rk
from rkeras_py import Frame
from rkeras_py.engine.versions import Versions

warnings.simplefilter("ignore")
import tf_keras  # noqa: E402

warnings.resetwarnings()

pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"  # Keras saving a file
)
RANDOM = np.random.default_rng(3)
MATRIX = RANDOM.normal(3, 2, (100, 4)).astype("float32")
CUBE = RANDOM.normal(3, 2, (40, 5, 3)).astype("float32")
COLUMN = RANDOM.normal(size=(180, 1)).astype("float32")
LETTERS = RANDOM.choice(list("aabbbcdeeeee"), (90, 3))
CODES = RANDOM.choice([3, 3, 7, 7, 7, 12, 40], (90, 3))
TEXTS = np.array([["The quick, brown fox!"], ["jumps over the lazy dog"], ["the THE quick"], ["a dog"]])


@pytest.mark.parametrize(
    "batches", sampled([{}, {"batch_size": 10}, {"steps": 2}, {"batch_size": 10, "steps": 2}], 3), ids=str
)
@pytest.mark.parametrize(
    ("name", "arguments", "old", "data"),
    [
        ("layer_normalization", {}, {}, MATRIX),
        ("layer_normalization", {"axis": None}, {}, MATRIX),
        ("layer_normalization", {"axis": 2}, {"axis": 1}, CUBE),
        ("layer_normalization", {"axis": (2, -1), "invert": True}, {"axis": (1, -1)}, CUBE),
        ("layer_discretization", {"num_bins": 4}, {}, COLUMN),
        ("layer_string_lookup", {"max_tokens": 4}, {}, LETTERS),
        ("layer_string_lookup", {"output_mode": "tf_idf"}, {}, LETTERS[:, :1]),
        ("layer_integer_lookup", {"output_mode": "count", "num_oov_indices": 2}, {}, CODES),
        ("layer_text_vectorization", {"ngrams": 2}, {}, TEXTS),
        ("layer_text_vectorization", {"output_mode": "tf_idf", "max_tokens": 5}, {}, TEXTS),
    ],
)
def test_learns_what_keras_2_learns(name: str, arguments: Any, old: Any, data: Any, batches: Any) -> None:
    mine = getattr(rk, name)(**arguments)
    assert rk.adapt(mine, data, **batches) is mine
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tf_keras's own
        theirs = getattr(tf_keras.layers, type(mine).__name__)(**{**arguments, **old})
        theirs.adapt(data, **batches)
        expected = np.asarray(theirs(data))
    np.testing.assert_allclose(np.asarray(mine(data)), expected, rtol=1e-4, atol=1e-5)


def _generator(batches: int) -> Any:
    return (MATRIX[i : i + 10] for i in range(0, 10 * batches, 10))


@pytest.mark.parametrize(
    ("data", "steps"),
    [
        (MATRIX.astype("float64"), None),
        (np.asfortranarray(MATRIX), None),
        (Frame({str(i): MATRIX[:, i] for i in range(4)}), None),
        (pd.DataFrame(MATRIX), None),
        (tf.constant(MATRIX), None),
        (tf.data.Dataset.from_tensor_slices(MATRIX).batch(32), None),
        (tf.data.Dataset.from_tensor_slices(MATRIX).repeat().batch(50), 2),
        (_generator(10), None),
        (_generator(20), 10),
    ],
    ids=["double", "fortran", "frame", "pandas", "tensor", "dataset", "endless", "generator", "long generator"],
)
def test_learns_the_same_from_every_kind_of_data(data: Any, steps: int | None) -> None:
    layer = rk.adapt(rk.layer_normalization(), data, steps=steps)
    np.testing.assert_allclose(np.ravel(layer.mean), MATRIX.mean(axis=0), rtol=1e-5)
    np.testing.assert_allclose(np.ravel(layer.variance), MATRIX.var(axis=0), rtol=1e-5)


@pytest.mark.parametrize(
    "data",
    [
        ["b", "a", "b"],
        np.array(["b", "a", "b"]),
        np.array(["b", "a", "b"], dtype=object),
        Frame({"x": np.array(["b", "b"]), "y": np.array(["a", "b"])}),
        pd.DataFrame({"x": ["b", "b"], "y": ["a", "b"]}),
        pd.Series(["b", "a", "b"]),
        tf.constant(["b", "a", "b"]),
        tf.data.Dataset.from_tensor_slices([["b", "a"], ["b", "b"]]).batch(2),
    ],
    ids=["list", "array", "objects", "frame", "pandas", "series", "tensor", "dataset"],
)
def test_learns_words_from_every_kind_of_data(data: Any) -> None:
    layer = rk.adapt(rk.layer_string_lookup(), data)
    assert rk.get_vocabulary(layer) == ["[UNK]", "b", "a"]


def test_doubles_are_not_rounded_before_they_are_averaged() -> None:
    data = 1e8 + RANDOM.normal(size=(50, 1))
    layer = rk.adapt(rk.layer_normalization(), data)
    np.testing.assert_allclose(np.ravel(layer.variance), data.var(axis=0), rtol=1e-6)


def test_waits_for_the_pipe() -> None:
    layer = rk.layer_normalization()
    assert layer >> rk.adapt(MATRIX) is layer
    np.testing.assert_allclose(np.ravel(layer.mean), MATRIX.mean(axis=0), rtol=1e-5)


def test_vocabularies_are_plain_values() -> None:
    words = rk.adapt(rk.layer_text_vectorization(), TEXTS)
    found = rk.get_vocabulary(words)
    assert found[:4] == ["", "[UNK]", "the", "quick"] and {type(word) for word in found} == {str}
    assert rk.get_vocabulary(words, include_special_tokens=False) == found[2:]
    codes = rk.get_vocabulary(rk.adapt(rk.layer_integer_lookup(), CODES.astype(float)))
    assert codes[0] == -1 and sorted(codes[1:]) == [3, 7, 12, 40] and {type(code) for code in codes} == {int}


def test_a_vocabulary_can_be_set(tmp_path: Path) -> None:
    layer = rk.layer_string_lookup()
    assert rk.set_vocabulary(layer, np.array(["b", "a"])) is layer
    assert rk.get_vocabulary(layer) == ["[UNK]", "b", "a"]
    path = tmp_path / "words.txt"
    path.write_text("x\ny\n")
    assert rk.get_vocabulary(rk.set_vocabulary(layer, str(path))) == ["[UNK]", "x", "y"]
    assert rk.get_vocabulary(rk.layer_text_vectorization(vocabulary=str(path))) == ["", "[UNK]", "x", "y"]
    codes = rk.set_vocabulary(rk.layer_integer_lookup(), [10.0, 20.0])
    assert np.asarray(codes(np.array([20.0, 5.0, 10.0]))).tolist() == [2, 0, 1]
    weighted = rk.set_vocabulary(rk.layer_string_lookup(output_mode="tf_idf"), ["b", "a"], idf_weights=[2, 4])
    assert np.asarray(weighted(np.array([["a", "a", "z"]]))).tolist() == [[3, 0, 8]]


@pytest.mark.parametrize(
    "change", [lambda layer: rk.adapt(layer, ["a", "b", "c"]), lambda layer: rk.set_vocabulary(layer, ["c"])]
)
def test_a_layer_keeps_its_vocabulary_where_a_new_one_is_refused(change: Callable[[Any], Any]) -> None:
    layer = rk.adapt(rk.layer_string_lookup(output_mode="multi_hot"), ["b", "b", "a"])
    with pytest.raises(RuntimeError, match=r"^(adapt|set_vocabulary)\(\): .*vocabulary size cannot be changed"):
        change(layer)
    assert rk.get_vocabulary(layer) == ["[UNK]", "b", "a"]
    assert np.asarray(layer(np.array([["a"]]))).tolist() == [[0, 0, 1]]


def test_what_was_learned_opens_in_plain_keras(tmp_path: Path) -> None:
    texts, numbers = keras.Input((1,), dtype="string"), keras.Input((4,))
    mode = "tf_idf" if Versions("3.13").hold(keras.__version__) else "count"  # older ones read no weights of terms
    words = rk.adapt(rk.layer_text_vectorization(output_mode=mode), TEXTS)
    given = rk.set_vocabulary(rk.layer_string_lookup(vocabulary=["x", "y"], output_mode="one_hot"), ["fox", "dog"])
    scaled = rk.adapt(rk.layer_normalization(), MATRIX)
    bins = rk.adapt(rk.layer_discretization(num_bins=3), MATRIX)
    model = keras.Model([texts, numbers], [words(texts), given(texts), scaled(numbers), bins(numbers)])
    model.save(tmp_path / "model.keras")
    x = [tf.constant([["fox"], ["the dog"], ["dog"], ["x"]]), tf.constant(MATRIX[:4])]
    np.savez(tmp_path / "expected.npz", *model(x), numbers=x[1])
    done = run_prepared(
        "import sys, numpy as np, keras, tensorflow as tf\n"
        f"folder = {str(tmp_path)!r}\n"
        "model = keras.models.load_model(folder + '/model.keras')\n"
        "expected = np.load(folder + '/expected.npz')\n"
        "texts = tf.constant([['fox'], ['the dog'], ['dog'], ['x']])\n"
        "found = model([texts, tf.constant(expected['numbers'])])\n"
        "for i, one in enumerate(found):\n"
        "    np.testing.assert_array_equal(one, expected[f'arr_{i}'])\n"
        "assert not any(name.startswith('rkeras_py') for name in sys.modules)\n"
    )
    assert done.code == 0, done.stderr


def test_functions_standardize_and_split() -> None:
    layer = rk.layer_text_vectorization(
        standardize=lambda x: tf.strings.upper(x), split=lambda x: tf.strings.split(x, ",")
    )
    rk.adapt(layer, ["a,b", "b"])
    assert rk.get_vocabulary(layer) == ["", "[UNK]", "B", "A"]
    texts = keras.Input((1,), dtype="string")
    model = keras.Model(texts, layer(texts))
    assert rk.predict(model, np.array([["a,b"], ["z"]]), verbose=0).tolist() == [[3, 2], [1, 0]]


def test_strings_go_into_fit_and_predict() -> None:
    model = rk.keras_model_sequential()
    rk.layer_string_lookup(model, vocabulary=["a", "b"], output_mode="multi_hot", input_shape=2)
    rk.layer_dense(model, 1, kernel_initializer="ones")
    assert model.inputs[0].dtype == "string"
    x = np.array([["a", "b"], ["b", "z"], ["b", "b"]])
    assert rk.predict(model, x, verbose=0).ravel().tolist() == [2, 2, 1]
    rk.compile(model, "sgd", "mse")
    history = rk.fit(model, x.astype(object), [2, 2, 1], epochs=1, verbose=0)
    assert history.metrics["loss"] == [0]


def test_a_vector_is_composed_with_a_layer() -> None:
    layer = rk.layer_string_lookup(vocabulary=["a", "b"])
    assert np.asarray(["b", "z"] >> layer).tolist() == [2, 0]
    assert np.asarray("b" >> layer).tolist() == [2]
    np.testing.assert_allclose([0.0, 255.0] >> rk.layer_rescaling(scale=1 / 255), [0, 1])


def test_a_lookup_that_inverts_takes_numbers() -> None:
    model = rk.keras_model_sequential()
    rk.layer_string_lookup(model, vocabulary=["a", "b"], invert=True, input_shape=2)
    assert model.inputs[0].dtype == "int64"
    assert model(np.array([[2, 0]])).numpy().tolist() == [[b"b", b"[UNK]"]]


@pytest.mark.parametrize("mode", ["one_hot", "multi_hot", "count"])
def test_sparse_outputs_hold_the_same_numbers(mode: str) -> None:
    sparse, full = (
        rk.layer_string_lookup(vocabulary=["a", "b", "c"], output_mode=mode, sparse=flag) for flag in (True, False)
    )
    found = sparse(LETTERS[:, :1])
    assert isinstance(found, tf.SparseTensor)
    np.testing.assert_array_equal(tf.sparse.to_dense(found), full(LETTERS[:, :1]))


def _stateful() -> Any:
    inner_input = keras.Input(batch_shape=(2, 3, 2))
    inner = keras.Model(inner_input, keras.layers.Bidirectional(keras.layers.GRU(2, stateful=True))(inner_input))
    x = keras.Input(batch_shape=(2, 3, 2))
    once = keras.layers.LSTM(2, stateful=True, return_sequences=True)(x)
    return keras.Model(x, inner(keras.layers.LSTM(2)(x)[:, None, :] + once))


def test_states_are_reset_in_models_and_layers() -> None:
    model, x = _stateful(), RANDOM.normal(size=(2, 3, 2))
    first, second = model(x), model(x)
    assert not np.allclose(first, second)
    assert rk.reset_states(model) is model
    np.testing.assert_array_equal(model(x), first)
    layer = keras.layers.SimpleRNN(2, stateful=True)
    start = layer(x)
    layer(x)
    assert layer >> rk.reset_states() is layer
    np.testing.assert_array_equal(layer(x), start)


NORMALIZATION = rk.layer_normalization()
WORDS = rk.layer_string_lookup()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: rk.adapt(object=3, data=MATRIX), TypeError, "adapt(): `object` should be a layer made by"),
        (lambda: rk.adapt(rk.layer_dense(units=1), MATRIX), TypeError, "adapt(): `object` should be a layer made by"),
        (lambda: rk.adapt(NORMALIZATION, MATRIX, size=3), TypeError, "adapt(): unknown argument `size`"),
        (lambda: rk.adapt(NORMALIZATION, MATRIX, steps=0), ValueError, "adapt(): `steps` should be a whole number of"),
        (lambda: rk.adapt(NORMALIZATION, None), ValueError, "adapt(): `data` should be a vector, an array"),
        (lambda: rk.adapt(NORMALIZATION, keras.Input((2,))), ValueError, "adapt(): `data` should be data with values"),
        (lambda: rk.adapt(NORMALIZATION, len), ValueError, "adapt(): `data` should be an array"),
        (lambda: rk.adapt(NORMALIZATION, [1.0, 2.0]), ValueError, "For a vector use a matrix of one column"),
        (lambda: rk.adapt(NORMALIZATION, "a"), ValueError, "adapt(): `data` should be numbers for this layer"),
        (lambda: rk.adapt(rk.layer_discretization(num_bins=3), ["a", "b"]), ValueError, "`data` should be numbers for"),
        (lambda: rk.adapt(NORMALIZATION, [1.0, rk.NA]), ValueError, "adapt(): `data`: The data have 1 missing value"),
        (lambda: rk.adapt(NORMALIZATION, _generator(2), batch_size=3), ValueError, "`batch_size` should be omitted"),
        (
            lambda: rk.adapt(NORMALIZATION, tf.data.Dataset.from_tensor_slices(MATRIX).repeat().batch(2)),
            ValueError,
            "adapt(): `steps` should be a whole number for an endless dataset",
        ),
        (lambda: rk.adapt(WORDS, [1, 2]), ValueError, "adapt(): `data` should be strings for this layer."),
        (lambda: rk.adapt(rk.layer_integer_lookup(), [1.5]), ValueError, "adapt(): `data` should be whole numbers"),
        (lambda: rk.adapt(rk.layer_string_lookup(vocabulary=["a"]), ["b"]), ValueError, "adapt(): Cannot adapt layer"),
        (lambda: rk.get_vocabulary(NORMALIZATION), TypeError, "get_vocabulary(): `object` should be a layer made by"),
        (lambda: rk.set_vocabulary(WORDS, [1, 2]), ValueError, "set_vocabulary(): `vocabulary` should be a vector"),
        (lambda: rk.set_vocabulary(WORDS, ["a", "a"]), ValueError, "set_vocabulary(): The passed vocabulary has"),
        (lambda: rk.layer_string_lookup(vocabulary=[*"abcd"] * 2), ValueError, "term: 'a', 'b', 'c', .... Omit the"),
        (lambda: rk.set_vocabulary(WORDS, "nowhere"), ValueError, "a vocabulary of a single word is ['nowhere']"),
        (lambda: rk.set_vocabulary(WORDS, ["a"], weights=1), TypeError, "set_vocabulary(): unknown argument `weights`"),
        (lambda: rk.layer_integer_lookup(vocabulary=[1.5]), ValueError, "`vocabulary` should be a vector of whole"),
        (lambda: rk.reset_states(rk.layer_lstm(units=1)), TypeError, "made with `stateful = True`"),
        (lambda: rk.layer_normalization(axis=0), ValueError, "layer_normalization(): `axis` should be"),
        (lambda: rk.layer_string_lookup(sparse=True, output_mode="tf_idf"), ValueError, "`sparse` should be False"),
        (lambda: rk.layer_text_vectorization(split="comma"), ValueError, '"whitespace", "character", or a function'),
    ],
)  # fmt: skip
def test_errors_say_what_to_do(call: Callable[[], Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=re.escape(message)):
        call()
