"""What R keras 2.15 took is taken: without effect, with a warning, or as Keras 2 meant it."""

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import keras
import numpy as np
import pytest

import rkeras_py as rk
from rkeras_py.compat import without_effect
from rkeras_py.messages import notices
from rkeras_py.signatures.registry import REGISTRY

X = np.sin(np.arange(40.0)).reshape(10, 4)
Y = np.cos(np.arange(10.0))
SILENT: dict[str, Any] = {"verbose": 0}


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test is as the first in its process."""
    monkeypatch.setattr(notices, "_said", set())


def model() -> Any:
    keras.utils.set_random_seed(1)
    made = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    made.compile(keras.optimizers.SGD(0.01), "mse")
    return made


def of_two_inputs() -> Any:
    a, b = keras.Input((1,), name="a"), keras.Input((1,), name="b")
    made = keras.Model([a, b], keras.layers.Dense(1, kernel_initializer="ones")(keras.layers.Concatenate()([a, b])))
    made.compile("sgd", "mse")
    return made


# --- arguments ------------------------------------------------------------------------------------------------------


QUEUE = {"max_queue_size": 10, "workers": 4, "use_multiprocessing": True}


def test_the_queue_of_keras_2_changes_nothing() -> None:
    plain, queued = model(), model()
    expected = rk.fit(plain, X, Y, epochs=2, **SILENT).metrics
    assert rk.fit(queued, X, Y, epochs=2, **SILENT, **QUEUE).metrics == expected
    assert rk.evaluate(queued, X, Y, **SILENT, **QUEUE) == rk.evaluate(plain, X, Y, **SILENT)
    np.testing.assert_array_equal(rk.predict(queued, X, **SILENT, **QUEUE), rk.predict(plain, X, **SILENT))
    rk.fit_generator(queued, lambda: (X, Y), 1, **SILENT, **QUEUE)
    rk.evaluate_generator(queued, lambda: (X, Y), 1, **QUEUE)
    rk.predict_generator(queued, lambda: (X,), 1, **QUEUE)


@pytest.mark.parametrize("verb", ["fit", "evaluate", "predict", "fit_generator", "evaluate_generator"])
def test_what_nobody_knew_is_refused_still(verb: str) -> None:
    with pytest.raises(TypeError, match=rf"^{verb}\(\): unknown argument `workerz`"):
        getattr(rk, verb)(model(), lambda: (X, Y), 1, workerz=1)


@pytest.mark.parametrize("argument", ["epochs", "validation_split", "class_weight", "steps_per_epoch"])
@pytest.mark.parametrize("verb", ["evaluate", "predict"])
def test_arguments_of_fit_are_a_warning_elsewhere_each_time(verb: str, argument: str) -> None:
    made = model()
    y = [Y] if verb == "evaluate" else []
    for _ in range(2):
        with pytest.warns(UserWarning, match=rf"^{verb}\(\): `{argument}` has no effect. It is an argument of fit"):
            getattr(rk, verb)(made, X, *y, **SILENT, **{argument: 1})


def test_the_table_names_no_argument_that_has_an_effect() -> None:
    for function, arguments in without_effect.ARGUMENTS.items():
        own = set(REGISTRY[function].params) & set(arguments)
        assert own <= {"write_grads", "embeddings_layer_names", "embeddings_data"}


def said(call: Callable[[], Any]) -> list[str]:
    """What a call warns of."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        call()
    return [str(one.message) for one in caught]


def test_a_batch_size_beside_batches_is_told_once() -> None:
    made = model()
    dataset = keras.utils.timeseries_dataset_from_array(X, Y, 1, batch_size=5)
    flat = dataset.map(lambda x, y: (x[:, 0], y))
    for verb, options in (("fit", {"epochs": 1, "steps_per_epoch": 2}), ("evaluate", {"steps": 2})):
        messages = [said(lambda: getattr(rk, verb)(made, lambda: (X, Y), batch_size=5, **SILENT, **options))]  # noqa: B023
        messages.append(said(lambda: getattr(rk, verb)(made, flat, batch_size=5, **SILENT, **options)))  # noqa: B023
        assert [len(found) for found in messages] == [1, 0]
        assert messages[0][0].startswith(f"{verb}(): `batch_size` has no effect where `x` gives batches")


STEPS = [
    ("fit", {"epochs": 1}, "steps_per_epoch"),
    ("evaluate", {}, "steps"),
    ("predict", {}, "steps"),
    ("fit_generator", {}, "steps_per_epoch"),
    ("evaluate_generator", {}, "steps"),
    ("predict_generator", {}, "steps"),
    ("predict_proba", {}, "steps"),
]


@pytest.mark.parametrize(("verb", "options", "argument"), STEPS)
def test_a_fraction_of_steps_is_cut_off(verb: str, options: dict[str, Any], argument: str) -> None:
    drawn = 0

    def batch() -> Any:
        nonlocal drawn
        drawn += 1
        return (X, Y)

    with pytest.warns(UserWarning, match=rf"^{verb}\(\): `{argument}` = 2.75 is no whole number: 2 is used"):
        getattr(rk, verb)(model(), batch, **options, **{argument: 2.75})
    assert drawn == 2
    with pytest.raises(ValueError, match=rf"^{verb}\(\): `{argument}` should be a whole number of at least 1"):
        getattr(rk, verb)(model(), batch, **options, **{argument: 0.75})


def test_a_fraction_of_validation_steps_is_cut_off() -> None:
    with pytest.warns(UserWarning, match=r"`validation_steps` = 1.5 is no whole number: 1 is used"):
        rk.fit(model(), X, Y, epochs=1, validation_data=lambda: (X, Y), validation_steps=1.5, **SILENT)


# --- data -----------------------------------------------------------------------------------------------------------


def numbers(*batch: Any) -> Iterator[Any]:
    yield from [batch, batch]


def test_batches_of_bare_numbers() -> None:
    one = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="ones")])
    one.compile("sgd", "mse")
    assert rk.evaluate(one, numbers(2, 5), **SILENT)["loss"] == 9
    assert rk.evaluate(one, numbers(2.0, 5.0, 0.5), **SILENT)["loss"] == 9 * 0.5
    two = of_two_inputs()
    assert rk.evaluate(two, numbers([1, 2], 5), **SILENT)["loss"] == 4
    assert rk.predict(two, numbers([1, 2]), **SILENT).tolist() == [[3], [3]]
    rk.fit(two, numbers([1, 2], 5), epochs=1, **SILENT)
    a = keras.Input((1,))
    outputs = keras.Model(a, [keras.layers.Rescaling(2.0)(a), keras.layers.Rescaling(3.0)(a)])
    outputs.compile("sgd", "mse")
    assert rk.evaluate(outputs, numbers(1, [4, 4]), **SILENT)["loss"] == 4 + 1


def test_names_that_are_no_inputs_are_left_aside() -> None:
    made = of_two_inputs()
    data = {"a": np.ones(3), "c": np.zeros(3), "b": np.full(3, 2.0)}
    with pytest.warns(UserWarning, match=r'predict\(\): the model has no input named "c": left aside'):
        assert rk.predict(made, data, **SILENT).ravel().tolist() == [3, 3, 3]
    assert rk.predict(made, data, **SILENT).ravel().tolist() == [3, 3, 3]
    with pytest.raises(ValueError, match=r"`x` should be named by the model"):
        rk.predict(made, {"a": np.ones(3), "c": np.ones(3)}, **SILENT)
    with pytest.raises(ValueError, match=r"`y` should be named by the model"):
        rk.fit(made, {"a": data["a"], "b": data["b"]}, {"dense": np.ones(3), "other": np.ones(3)}, epochs=1, **SILENT)


def test_layers_and_models_are_composed_with_bare_numbers() -> None:
    assert float(rk.compose_layer(3, keras.layers.Rescaling(2.0))) == 6
    one = keras.Sequential([keras.Input((1,)), keras.layers.Rescaling(2.0)])
    assert rk.compose_layer(3, one).numpy().tolist() == [[6]]
    assert rk.compose_layer([1, 2], of_two_inputs()).numpy().tolist() == [[3]]
    assert rk.compose_layer([1, 2], keras.layers.Rescaling(2.0)).numpy().tolist() == [2, 4]


# --- callbacks ------------------------------------------------------------------------------------------------------


def test_a_function_with_an_argument_too_many_fails_when_it_is_called() -> None:
    callback = rk.callback_lambda(on_epoch_end=lambda epoch, logs, more: None)
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'more'"):
        rk.fit(model(), X, Y, epochs=1, callbacks=callback, **SILENT)
    schedule = rk.callback_learning_rate_scheduler(lambda epoch, lr, more: 0.1)
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'more'"):
        rk.fit(model(), X, Y, epochs=1, callbacks=schedule, **SILENT)


@pytest.mark.parametrize(
    "argument",
    [{"write_grads": True}, {"embeddings_data": X}, {"embeddings_layer_names": "a"}],
    ids=lambda a: next(iter(a)),
)
def test_what_tensorboard_has_no_use_for_is_told_once(argument: dict[str, Any], tmp_path: Any) -> None:
    name = next(iter(argument))
    with pytest.warns(UserWarning, match=rf"^callback_tensorboard\(\): `{name}` has no effect"):
        callback = rk.callback_tensorboard(str(tmp_path), embeddings_freq=1, **argument)
    assert not said(lambda: rk.callback_tensorboard(**argument))
    rk.fit(model(), X, Y, epochs=1, callbacks=callback, **SILENT)
    assert not said(lambda: rk.callback_tensorboard(write_grads=False, batch_size=32))
