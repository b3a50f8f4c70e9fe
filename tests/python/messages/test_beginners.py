"""Mistakes of beginners are told where they made them: which function, which argument, what came, what to do."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
import tf_keras

import rkeras_py as rk

pytestmark = pytest.mark.quick

X = np.random.RandomState(0).rand(24, 4)
CLASSES = np.arange(24) % 3
ONE_HOT = np.eye(3)[CLASSES]
QUIET: dict[str, Any] = {"epochs": 1, "verbose": 0}


def model(units: int = 1, loss: Any = "mse", **compiling: Any) -> Any:
    made = rk.keras_model_sequential() >> rk.layer_dense(units, input_shape=4)
    return made >> rk.compile("sgd", loss, **compiling)


@pytest.mark.parametrize(("compiling", "words"), [
    ({"loss": "categorical_crosentropy"}, 'there is no loss "categorical_crosentropy". Did you mean "categorical_cro'),
    ({"loss": "xyz"}, r'there is no loss "xyz". The functions loss_...\(\) tell'),
    ({"metrics": "acuracy"}, 'there is no metric "acuracy". Did you mean "accuracy"'),
    ({"metrics": [["mae", "presicion"]]}, 'there is no metric "presicion". Did you mean "precision"'),
    ({"weighted_metrics": {"x": "acuracy"}}, 'there is no metric "acuracy"'),
    ({"optimizer": "addam"}, 'there is no optimizer "addam". Did you mean "adam"'),
    ({"optimizer": 0.1}, "`optimizer` should be the name of one, or made by a function optimizer_.* = 0.1"),
    ({"optimizer": lambda: 1}, "`optimizer` should be .* called.* Received: optimizer = the function <lambda>"),
    ({"loss": 3}, "`loss` should be the name of one"),
    ({"steps_per_execution": 0}, "`steps_per_execution` should be a whole number of at least 1"),
])  # fmt: skip
def test_a_wrong_part_is_refused_when_the_model_is_compiled(compiling: dict[str, Any], words: str) -> None:
    made = rk.keras_model_sequential() >> rk.layer_dense(1, input_shape=4)
    with pytest.raises(ValueError, match=rf"^compile\(\): {words}"):
        rk.compile(made, **{"optimizer": "sgd", "loss": "mse"} | compiling)
    assert not made.compiled


def test_a_name_that_the_user_registered_is_known() -> None:
    def my_error(y_true: Any, y_pred: Any) -> Any:
        return rk.k_mean(rk.k_abs(y_true - y_pred))

    with keras.saving.custom_object_scope({"my_error": my_error}):
        history = model(loss="my_error", metrics="my_error") >> rk.fit(X, CLASSES, **QUIET)
    assert list(history.metrics) == ["loss", "my_error"]


@pytest.mark.parametrize(("fitting", "words"), [
    ({"epochs": -1}, "`epochs` should be a whole number of at least 0"),
    ({"batch_size": 0}, "`batch_size` should be a whole number of at least 1"),
    ({"validation_split": 1.5}, "`validation_split` should be a number from 0 to below 1"),
    ({"steps_per_epoch": 0}, "`steps_per_epoch` should be a whole number of at least 1"),
    ({"y": CLASSES[:9]}, "`y` should be data of as many samples as `x`, one row for each: 24. Received: y = 9 samples"),
    ({"sample_weight": [1, 2]}, "`sample_weight` should be data of as many samples as `x`.* = 2 samples"),
    ({"validation_data": (X, CLASSES[:9])}, "`validation_data` should be arrays of equally many samples.* 9 samples"),
    ({"validation_data": X}, r"`validation_data` should be \(x, y\).* = ndarray of shape \(24, 4\)"),
    ({"validation_data": [X]}, r"`validation_data` should be .* = a list of 1: ndarray of shape \(24, 4\)"),
    ({"y": None}, "`y` is missing. The loss that the model was compiled with compares"),
    ({"x": None}, "`x` should be data: an array"),
    ({"x": np.array([list("abcd")] * 24)}, "`x` should be numbers.* Received: x = text"),
    ({"y": np.array(["a", "b"] * 12)}, r"`y` should be numbers.*To use the labels as numbers.* Received: y = text"),
])  # fmt: skip
def test_fit_says_what_does_not_fit(fitting: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=rf"^fit\(\): {words}"):
        rk.fit(model(), **{"x": X, "y": CLASSES} | QUIET | fitting)


SPARSE, DENSE = "sparse_categorical_crossentropy", "categorical_crossentropy"


@pytest.mark.parametrize(("units", "loss", "y", "words"), [
    (3, DENSE, CLASSES, rf"one column for each class, 3, .*to_categorical\(\).*{SPARSE}.* shape \(24,\)"),
    (2, DENSE, ONE_HOT, r"one column for each class, 2, since the output has 2 units. The last layer needs one unit"),
    (1, DENSE, ONE_HOT, "one column for each class, 1, since the output has 1 unit. The last layer needs one unit"),
    (3, SPARSE, ONE_HOT, f"class numbers from 0 to 2, .* the loss is {DENSE}"),
    (3, SPARSE, CLASSES + 1, "class numbers from 0 to 2, .*Labels start at 0: subtract 1. .* labels from 1 to 3"),
    (3, SPARSE, CLASSES * 0.5, "class numbers from 0 to 2, .* a label 0.5"),
    (2, "mse", ONE_HOT, "an array of 2 columns, as the output has 2 units"),
    (2, "binary_crossentropy", ONE_HOT, "an array of 2 columns, as the output has 2 units"),
])  # fmt: skip
def test_targets_that_do_not_suit_the_loss_are_told(units: int, loss: str, y: Any, words: str) -> None:
    for of_class in (loss, getattr(rk, f"loss_{loss}")() if loss != "mse" else rk.loss_mean_squared_error()):
        with pytest.raises(ValueError, match=rf"^fit\(\): `y` should be (an array of )?{words}"):
            rk.fit(model(units, of_class), X, y, **QUIET)


def test_the_output_is_named_where_there_are_several() -> None:
    x = rk.layer_input(4)
    made = rk.keras_model(x, [rk.layer_dense(x, 1, name="a"), rk.layer_dense(x, 2, name="b")])
    made >> rk.compile("sgd", "mse")
    with pytest.raises(ValueError, match=r'^fit\(\): `y` .* 2 columns, as the output "b" has 2 units'):
        rk.fit(made, X, {"a": CLASSES, "b": ONE_HOT}, **QUIET)


def test_more_classes_than_a_binary_loss_has_are_warned_of() -> None:
    with pytest.warns(UserWarning, match=r"fit\(\): the loss binary_crossentropy expects `y` from 0 to 1.*0 to 2"):
        model(1, "binary_crossentropy") >> rk.fit(X, CLASSES, **QUIET)


def test_one_array_for_two_inputs_is_told() -> None:
    a, b = rk.layer_input(4, name="p"), rk.layer_input(4, name="q")
    with pytest.raises(ValueError, match=r'^predict\(\): `x` should be a list of 2 arrays, for "p", "q"'):
        rk.keras_model([a, b], rk.layer_add([a, b])) >> rk.predict(X)


@pytest.mark.parametrize(("first", "second", "words"), [
    (lambda: rk.layer_dense(units=3, input_shape=4), lambda: rk.layer_conv_2d(filters=3, kernel_size=3),
     r'layer_conv_2d\(\): the layer "conv.*" takes tensors of at least 4 axes.* shape of \(None, 3\)'),
    (lambda: rk.layer_lstm(units=3, input_shape=(5, 2)), lambda: rk.layer_lstm(units=3),
     r"layer_lstm\(\): the layer .* of 3 axes.*`return_sequences`"),
    (lambda: rk.layer_dense(units=3, input_shape=4), lambda: rk.layer_reshape(target_shape=(2, 2)),
     r"layer_reshape\(\): The total size .*target_shape=\(2, 2\)$"),
    (lambda: rk.layer_dense(units=3, input_shape=4, name="a"), lambda: rk.layer_dense(units=3, name="a"),
     r"layer_dense\(\): All layers added .* unique names"),
])  # fmt: skip
def test_a_layer_that_does_not_fit_a_sequential_model_names_its_function(
    first: Callable[[], Any], second: Callable[[], Any], words: str
) -> None:
    grown = rk.keras_model_sequential() >> first()
    with pytest.raises(ValueError, match=f"^{words}"):
        grown >> second()
    assert len(grown.layers) == 1


@pytest.mark.parametrize(("arguments", "words"), [
    ({"activation": "rleu"}, 'there is no activation function "rleu". Did you mean "relu"'),
    ({"kernel_initializer": "he_nrmal"}, 'there is no initializer "he_nrmal". Did you mean "he_normal"'),
    ({"kernel_regularizer": "xyz"}, r'there is no regularizer "xyz". The functions regularizer_...\(\) tell'),
])  # fmt: skip
def test_a_misspelt_name_in_a_layer_is_corrected(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=rf"^layer_dense\(\): {words}"):
        rk.layer_dense(units=1, **arguments)


def both(units: int, **compiling: Any) -> tuple[Any, Any]:
    """The same model here and in Keras 2."""
    old = tf_keras.Sequential([tf_keras.layers.Dense(units, input_shape=(4,))])
    old.compile("sgd", "mse", **compiling, run_eagerly=True)
    new = model(units, **compiling)
    new.set_weights(old.get_weights())
    return new, old


def test_old_names_of_metrics_measure_and_log_as_in_keras_2() -> None:
    names = ["logcosh", "log_cosh", "kullback_leibler_divergence", "cosine_proximity", "mae"]
    new, old = both(3, metrics=names)
    expected = old.evaluate(X, ONE_HOT, verbose=0, return_dict=True)
    found = rk.evaluate(new, X, ONE_HOT, verbose=0)
    assert list(found) == list(expected) == ["loss", *names]
    np.testing.assert_allclose(list(found.values()), list(expected.values()), rtol=1e-5)


def test_a_metric_of_the_user_gets_whole_labels_as_in_keras_2() -> None:
    def off(y_true: Any, y_pred: Any) -> Any:
        return (y_true - y_pred) ** 2

    new, old = both(1, metrics=[off])
    expected = old.evaluate(X, CLASSES, verbose=0, return_dict=True)
    np.testing.assert_allclose(list(rk.evaluate(new, X, CLASSES, verbose=0).values()), list(expected.values()), 1e-5)


def test_one_vector_of_targets_is_no_target_of_two_units() -> None:
    """Keras 2 took it for both, without a word: who means that writes it down."""
    new, old = both(2)
    new.optimizer.learning_rate = old.optimizer.learning_rate.numpy()
    with pytest.raises(ValueError, match=r"^fit\(\): `y` should be an array of 2 columns, as the output has 2 units"):
        rk.fit(new, X, CLASSES, shuffle=False, **QUIET)
    old.fit(X, CLASSES, shuffle=False, **QUIET)
    rk.fit(new, X, np.column_stack([CLASSES, CLASSES]), shuffle=False, **QUIET)
    np.testing.assert_allclose(new.get_weights()[0], old.get_weights()[0], rtol=1e-5)


class OtherFrame:
    """A data frame of a library that is not pandas, with what polars has."""

    def __init__(self, columns: dict[str, Any]) -> None:
        self._columns = columns
        self.columns = list(columns)
        self.shape = (len(columns["a"]), len(columns))

    def to_numpy(self) -> Any:
        return np.column_stack(list(self._columns.values()))

    def __getitem__(self, name: str) -> Any:
        return OtherColumn(self._columns[name])


class OtherColumn:
    def __init__(self, values: Any) -> None:
        self._values, self.dtype, self.shape = values, "Float64", values.shape

    def to_numpy(self) -> Any:
        return self._values

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        return np.asarray(self._values, dtype)


def test_frames_of_other_libraries_and_lists_of_rows_are_matrices() -> None:
    made = model(3, SPARSE)
    expected = rk.predict(made, X)
    frame = OtherFrame(dict(zip("abcd", X.T, strict=True)))
    np.testing.assert_array_equal(rk.predict(made, frame), expected)
    np.testing.assert_array_equal(rk.predict(made, X.tolist()), expected)
    histories = [
        rk.fit(_same(made), x, y, **QUIET).metrics["loss"]
        for x, y in ((X, CLASSES), (frame, OtherColumn(CLASSES)), (X.tolist(), CLASSES.tolist()))
    ]
    assert histories[0] == histories[1] == histories[2]


def _same(made: Any) -> Any:
    copy = model(3, SPARSE)
    copy.set_weights(made.get_weights())
    keras.utils.set_random_seed(1)
    return copy
