"""A model's own fit(), evaluate() and *_on_batch() check data as the functions do, for models that are made here."""

from collections.abc import Callable, Iterator
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
import scipy.sparse
import tensorflow as tf
from support import for_each

import rkeras_py as rk
from rkeras_py.data.arrays import Factor

X = np.random.default_rng(0).normal(size=(8, 3)).astype("float32")
Y = X[:, :1].copy()
W = np.ones(8, "float32")


def put(array: np.ndarray, value: float) -> np.ndarray:
    changed = array.copy()
    changed[6] = value
    return changed


def make_model(loss: str = "mse", units: int = 1) -> Any:
    model = rk.keras_model_sequential(input_shape=3) >> rk.layer_dense(units=units, activation="sigmoid")
    return model >> rk.compile(optimizer="sgd", loss=loss)


WRONG: dict[str, tuple[Any, ...]] = {
    "The data have 3 missing": (put(X, np.nan), Y, W),
    "The data have 1 missing": (X, put(Y, np.nan), W),
    "of 8 are NaN or infinite": (X, Y, put(W, np.inf)),
    "numbers of at least 0": (X, Y, put(W, -1)),
}
KINDS: dict[str, Callable[[Any], Any]] = {
    "numpy": lambda array: array,
    "list": lambda array: array.tolist(),
    "tensor": tf.constant,
    "frame": lambda array: pd.DataFrame(array) if array.ndim == 2 else pd.Series(array),
}


@for_each("method", ["fit", "evaluate", "train_on_batch", "test_on_batch"])
def test_own_methods_refuse_wrong_numbers(method: str) -> None:
    model = make_model()
    for words, parts in WRONG.items():
        for convert in KINDS.values():
            x, y, weights = map(convert, parts)
            with pytest.raises(ValueError, match=words):
                getattr(model, method)(x, y, sample_weight=weights)
    with pytest.raises(ValueError, match=rf"^{method}\(\): `y` is missing\."):
        getattr(model, method)(X)


def test_own_fit_refuses_wrong_numbers_to_validate_on() -> None:
    with pytest.raises(ValueError, match="`validation_data`: The data have 1 missing"):
        make_model().fit(X, Y, validation_data=(X, put(Y, np.nan)), verbose=0)


def test_own_fit_warns_of_targets_that_are_no_probabilities() -> None:
    with pytest.warns(UserWarning, match="binary_crossentropy expects `y` from 0 to 1"):
        make_model("binary_crossentropy").fit(X, put(np.abs(Y) * 0, 3), verbose=0)


def test_plain_models_train_on_them() -> None:
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    assert np.isnan(model.fit(X, put(Y, np.nan), verbose=0).history["loss"])


def test_sparse_data_of_tensorflow_are_looked_at() -> None:
    with pytest.raises(ValueError, match="`x`: The data have 3 missing"):
        rk.test_on_batch(make_model(), tf.sparse.from_dense(put(X, np.nan)), Y)


def test_own_fit_takes_sparse_matrices_as_fit_does() -> None:
    model = make_model()
    assert model.evaluate(scipy.sparse.coo_matrix(X), Y, verbose=0) == pytest.approx(model.evaluate(X, Y, verbose=0))


class Batches(keras.utils.PyDataset):  # type: ignore[misc]
    def __init__(self, *parts: Any, workers: int = 1) -> None:
        super().__init__(workers=workers)
        self.parts = parts

    def __len__(self) -> int:
        return 2

    def __getitem__(self, index: int) -> Any:
        return tuple(part[index * 4 : index * 4 + 4] for part in self.parts)


def generate(*parts: Any) -> Iterator[Any]:
    yield from (tuple(part[i : i + 4] for part in parts) for i in (0, 4))


@pytest.mark.filterwarnings("ignore:`shuffle=True`")
@for_each("method", ["fit", "evaluate"])
def test_each_batch_that_own_methods_draw_is_looked_at(method: str) -> None:
    for words, parts in WRONG.items():
        for batches in (generate(*parts), iter([parts]), Batches(*(np.flip(part, 0) for part in parts))):
            with pytest.raises((ValueError, tf.errors.InvalidArgumentError), match=words.replace("of 8", r"of \d")):
                getattr(make_model(), method)(batches, verbose=0)
        with pytest.raises(ValueError, match=f"`validation_data`: {words}" if "data" in words else words):
            make_model().fit(X, Y, validation_data=iter([parts]), verbose=0)


def test_own_predict_looks_at_data_as_predict_does() -> None:
    model = make_model()
    for x in (put(X, np.nan), iter([put(X, np.nan)])):
        with pytest.raises(ValueError, match=r"predict\(\): `x`: The data have 3 missing"):
            model.predict(x, verbose=0)
    with pytest.raises(ValueError, match=r"predict\(\): `x` should be an array of shape \(None, 3\)"):
        model.predict(X[1], verbose=0)
    with pytest.raises(ValueError, match=r"predict\(\): `x` should be data"):
        model.predict(len)
    with pytest.raises(ValueError, match=r"predict_on_batch\(\): `x` should be data\. Received"):
        model.predict_on_batch(len)
    np.testing.assert_array_equal(model.predict(iter([X]), verbose=0, steps=1), model.predict(X, verbose=0))


def test_each_batch_of_a_dataset_with_threads_is_looked_at() -> None:
    with pytest.raises(ValueError, match="`y`: The data have 1 missing"):
        rk.evaluate(make_model(), Batches(X, put(Y, np.nan), workers=2), verbose=0)
    with pytest.raises(ValueError, match="at least 0"):
        rk.fit(make_model(), Batches(X, Y, put(W, -1), workers=2), epochs=1, verbose=0)


def test_batches_to_validate_on_are_called_so() -> None:
    with pytest.raises(ValueError, match="`validation_data`: The data have 1 missing"):
        rk.fit(make_model(), X, Y, validation_data=generate(X, put(Y, np.nan)), epochs=1, verbose=0)


def test_own_fit_says_which_function_takes_functions() -> None:
    with pytest.raises(ValueError, match=r"fit\(\): `x` should be data\. fit\(model, \.\.\.\) takes a function"):
        make_model().fit(lambda: (X, Y))
    with pytest.raises(ValueError, match="`y` should be an array"):
        make_model().fit(X, np.mean)


def test_text_in_batches_is_an_error_in_words() -> None:
    text = np.array(["a", "b"] * 4)
    for batches in (generate(X, text), Batches(X, text)):
        with pytest.raises(ValueError, match=r"evaluate\(\): `y` should be numbers"):
            make_model().evaluate(batches, verbose=0)
    plain = keras.Sequential([keras.layers.Dense(1)])
    plain.compile("sgd", "mse")
    with pytest.raises(ValueError, match="The batches hold text"):
        plain.evaluate(generate(X, text), verbose=0)
    dataset = tf.data.Dataset.from_tensor_slices((X, text)).batch(4)
    for run in (keras.Model.evaluate, rk.evaluate):
        with pytest.raises(ValueError, match=r"evaluate\(\): `y` should be numbers"):
            run(make_model(), dataset, verbose=0)


FACTORS = (pd.Categorical(["a", "b"]), Factor([0, 1], ("a", "b")))
SCORES = np.array([[0.2, 0.8], [0.6, 0.4]])


def test_losses_and_metrics_called_directly_take_labels_by_the_table() -> None:
    for factor in FACTORS:
        loss = rk.loss_sparse_categorical_crossentropy()
        assert float(loss(factor, SCORES)) == float(loss(np.array([0, 1]), SCORES))
        assert float(rk.metric_binary_accuracy()(factor, SCORES[:, 1])) == 0.0
        with pytest.raises(ValueError, match="numbers, which the loss mean_squared_error compares"):
            rk.loss_mean_squared_error()(factor, SCORES[:, 1])
        with pytest.raises(ValueError, match=r"update_state\(\): `y_true` should be an array of one column"):
            rk.metric_categorical_accuracy().update_state(factor, SCORES)
        with pytest.raises(ValueError, match="`y_pred` should be numbers"):
            rk.metric_mean_squared_error().update_state(SCORES[:, 1], factor)


def test_losses_and_metrics_called_directly_refuse_text() -> None:
    for text in (["a", "b"], np.array(["a", "b"]), tf.constant(["a", "b"]), pd.Series(["a", "b"])):
        with pytest.raises(ValueError, match=r"update_state\(\): `y_true` should be numbers"):
            rk.metric_auc().update_state(text, SCORES[:, 1])
        with pytest.raises(ValueError, match=r"hinge\(\): `y_true` should be numbers"):
            rk.loss_hinge()(text, SCORES[:, 1])
