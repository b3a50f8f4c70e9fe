"""predict_on_batch() calls the trace that it called before: the same numbers and traces as Keras's own method."""

import gc
import pickle
import weakref
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

import rkeras_py as rk
from rkeras_py.engine.internals import traces

DRAW = np.random.default_rng(3)


def rows(number: int, dtype: str = "float32") -> Any:
    return DRAW.random((number, 4)).astype(dtype)


def make() -> Any:
    keras.utils.set_random_seed(1)
    layers = [keras.layers.Dense(3, "tanh"), keras.layers.BatchNormalization(), keras.layers.Dropout(0.5)]
    model = keras.Sequential([keras.Input((4,)), *layers, keras.layers.Dense(1)])
    model.compile("adam", "mse")
    return model


def split() -> Any:
    keras.utils.set_random_seed(1)
    x = keras.Input((4,))
    return keras.Model(x, {"a": keras.layers.Dense(2)(x), "b": [keras.layers.Dense(3)(x)]})


def embedded() -> Any:
    keras.utils.set_random_seed(1)
    return keras.Sequential([keras.Input((4,), dtype="int32"), keras.layers.Embedding(9, 2), keras.layers.Flatten()])


def expect_same(found: Any, expected: Any) -> None:
    keras.tree.assert_same_structure(found, expected)
    for one, other in zip(keras.tree.flatten(found), keras.tree.flatten(expected), strict=True):
        assert type(one) is type(other) is np.ndarray and one.dtype == other.dtype
        assert one.tobytes() == other.tobytes()


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The batches that came to predict_batch()."""
    seen: list[Any] = []

    def note(model: Any, x: Any) -> Any:
        seen.append(x)
        return traces.predict_batch(model, x)

    monkeypatch.setattr("rkeras_py.training.on_batch.predict_batch", note)
    return seen


@pytest.mark.parametrize("build", [make, split, embedded])
def test_numbers_and_traces_are_kerass(build: Any, used: list[Any]) -> None:
    ours, plain = build(), build()
    batches = [rows(number) for number in (8, 8, 8, 5, 5, 3, 3, 8, 8, 1, 1, 1)]
    batches += [rows(8, dtype) * 5 for dtype in ("float64", "float64", "int64", "int64", "float16", "float16")]
    of_doubles = "int32" if build is embedded else "float32"
    for x in batches:
        expect_same(
            rk.predict_on_batch(ours, x),
            plain.predict_on_batch(tf.constant(x.astype(of_doubles) if x.dtype == "float64" else x)),
        )
        counts = [model.predict_function.experimental_get_tracing_count() for model in (ours, plain)]
        assert counts[0] == counts[1]
    assert len(used) == len(batches)
    assert vars(ours)["rkeras_last_batch"].trace is not None


def test_what_changes_in_the_model_is_in_the_next_batch() -> None:
    model, x = make(), rows(6)

    def check() -> None:
        for _ in range(3):
            expect_same(rk.predict_on_batch(model, x), model.predict_on_batch(x))

    check()
    before = rk.predict_on_batch(model, x)
    model.set_weights([weight + 1 for weight in model.get_weights()])
    check()
    assert (rk.predict_on_batch(model, x) != before).any()
    model.fit(x, rows(6)[:, :1], verbose=0)
    check()
    model.add(keras.layers.Dense(2))
    check()
    model.pop()
    model.compile("sgd", "mae", steps_per_execution=3)
    check()
    model.compile("sgd", "mae", jit_compile=True)
    check()
    model.compile("sgd", "mae", run_eagerly=True)
    check()
    model.compile("sgd", "mae")
    model.predict_step = lambda data: model(data[0]) * 2  # as Keras: it counts once the function is made anew
    model.make_predict_function(force=True)
    check()


def test_what_is_around_the_call_counts() -> None:
    model, x = make(), rows(6)
    expected = model.predict_on_batch(x)
    for place in (None, None, "CPU:0", "CPU:0", None, None):
        with tf.device(place):
            expect_same(rk.predict_on_batch(model, x), expected)
    tensor = tf.constant(x)
    with tf.distribute.MirroredStrategy(["CPU:0"]).scope():
        np.testing.assert_array_equal(traces.predict_batch(model, tensor), expected)
    graph = tf.function(lambda: traces.predict_batch(model, tensor))
    np.testing.assert_array_equal(graph(), expected)
    with tf.GradientTape() as tape:
        tape.watch(tensor)
        output = traces.predict_batch(model, tensor)
    assert tape.gradient(output, tensor).shape == (6, 4)


def test_a_model_is_forgotten_with_its_trace() -> None:
    model = make()
    for _ in range(3):
        rk.predict_on_batch(model, rows(6))
    gone = weakref.ref(model)
    del model
    keras.utils.clear_session()
    gc.collect()
    assert gone() is None


def test_files_and_copies_are_as_without(tmp_path: Path) -> None:
    model, x = make(), rows(6)
    weights = pickle.dumps(model)
    for _ in range(3):
        expected = rk.predict_on_batch(model, x)
    assert len(pickle.dumps(model)) == len(weights)
    model.export(tmp_path / "exported", verbose=False)
    tf.saved_model.save(model, str(tmp_path / "saved"))
    exported = tf.saved_model.load(str(tmp_path / "exported"))
    np.testing.assert_allclose(exported.serve(x), expected, rtol=1e-6)
    copy = keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    assert "rkeras_last_batch" not in vars(copy)
    expect_same(rk.predict_on_batch(copy, x), expected)
