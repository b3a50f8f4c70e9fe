"""R's serialization: which names bytes may hold. tests/testthat/test-values.R has what R makes of it."""

import datetime
import decimal
import fractions
import importlib
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from rkeras_py.saving import values

SAFE = [
    keras.losses.huber,
    keras.metrics.binary_accuracy,
    keras.callbacks.EarlyStopping,
    keras.regularizers.L2,
    *(
        getattr(importlib.import_module(f"rkeras_py.{module}"), name)
        for module, name in [
            ("callbacks.classes", "CSVLogger"),
            ("preprocessing.text.tokenizer", "Tokenizer"),
            ("preprocessing.images.augmentation", "ImageDataGenerator"),
            ("preprocessing.timeseries_classes", "TimeseriesGenerator"),
        ]
    ),
]


def naming(module: str, name: str) -> bytes:
    """Bytes of a pickle that name something, and nothing else."""
    return f"c{module}\n{name}\n.".encode()


@pytest.mark.parametrize("what", SAFE, ids=lambda what: what.__name__)
def test_bytes_name_what_is_made_of_plain_values(what: type) -> None:
    assert values.load_value(naming(what.__module__, what.__name__), {}, {}) is what


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("builtins", "eval"),
        ("keras.src.losses.losses", "serialization_lib"),  # what a module imports
        ("keras.src.metrics.metric", "KerasSaveable"),
        ("keras.src.saving.saving_lib", "load_model"),
        ("rkeras_py.__main__", "main"),
        ("rkeras_py.__main__.inside", "main"),
        ("rkeras_py.cli", "main"),
        ("rkeras_py.gone.inside", "Class"),
        ("rkeras_py..inside", "Class"),
        ("rkeras_py.callbacks.functions", "callback_lambda"),
        ("rkeras_py.preprocessing.images.augmentation", "make_random_state"),
        ("rkeras_py.saving.load", "load_archive"),
    ],
)
def test_bytes_name_nothing_else(module: str, name: str) -> None:
    with pytest.raises(ValueError, match="which is not part of a model"):
        values.load_value(naming(module, name), {}, {})


def test_damaged_bytes_are_refused_by_name() -> None:
    written = b"".join(values.dump_value(keras.Variable([1.0, 2.0]))["data"])
    assert values.load_value(written, {}, {}).numpy().tolist() == [1, 2]
    for damaged in (b"", written[:20], written.replace(b"restore_variable", b"restore_variablf"), b"\x80\x05Q."):
        with pytest.raises(ValueError, match=r"^the saved object cannot be read: "):
            values.load_value(damaged, {}, {})


def read_again(x: Any) -> Any:
    """Write an object for R, and read it."""
    written = values.dump_value(x)
    return values.load_value(written["data"], written["parts"], written["names"])


def test_shapes_types_and_plain_values_come_back_equal() -> None:
    shape = tf.TensorShape([None, 3])
    moment = datetime.datetime(2024, 5, 6, 7, 8, tzinfo=datetime.UTC)
    for x in (shape, tf.float16, tf.TensorSpec(shape, tf.int8), np.dtype("int16"), keras.DTypePolicy("mixed_float16")):
        assert read_again(x) == x
    for x in (moment, datetime.timedelta(3), decimal.Decimal("0.1"), fractions.Fraction(1, 3)):
        assert read_again([x]) == [x]
    assert read_again(tf.TensorShape(None)).rank is None


def test_tensors_of_several_parts_variables_and_seeds_stay_what_they_are() -> None:
    ragged = tf.ragged.constant([["a", "b"], [], ["c"]])
    assert read_again(ragged).to_list() == ragged.to_list()
    sparse = read_again(tf.sparse.from_dense([[0, 1], [2, 0]]))
    assert isinstance(sparse, tf.SparseTensor) and tf.sparse.to_dense(sparse).numpy().tolist() == [[0, 1], [2, 0]]
    slices = read_again(tf.IndexedSlices(tf.ones((1, 2)), tf.constant([3]), tf.constant([4, 2])))
    assert (slices.indices.numpy().tolist(), slices.dense_shape.numpy().tolist()) == ([3], [4, 2])
    variable = read_again(tf.Variable([1, 2], trainable=False, name="mine"))
    assert isinstance(variable, tf.Variable) and not variable.trainable and variable.name == "mine:0"
    assert variable.assign_add([1, 1]).numpy().tolist() == [2, 3]
    seeds = keras.random.SeedGenerator(3)
    keras.random.uniform((2,), seed=seeds)
    found = keras.random.uniform((2,), seed=read_again(seeds))
    assert np.array_equal(found, keras.random.uniform((2,), seed=seeds))


def test_random_layers_and_lora_train_on_as_if_they_had_not_been_saved() -> None:
    keras.utils.set_random_seed(1)
    dense = keras.layers.Dense(3)
    model = keras.Sequential([keras.Input((2,)), dense, keras.layers.Dropout(0.5, seed=4), keras.layers.Dense(1)])
    dense.enable_lora(1)
    model.compile("adam", "mse")
    x, y = np.ones((4, 2)), np.ones((4, 1))
    model.train_on_batch(x, y)
    read = read_again(model)
    for _ in range(3):
        assert read.train_on_batch(x, y) == pytest.approx(model.train_on_batch(x, y))
    for found, expected in zip(read.variables, model.variables, strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-5, err_msg=expected.path)
