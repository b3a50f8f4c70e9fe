"""Arguments that R keras 2.15 took are taken: without effect, with a warning, or as Keras 2 meant it."""

import os
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

import rkeras_py as rk
from rkeras_py.compat import without_effect
from rkeras_py.messages import callers, notices

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
        own = set(getattr(rk, function).__rkeras__.params) & set(arguments)
        assert own <= {"sample_weight_mode", "write_grads", "embeddings_layer_names", "embeddings_data"}


def said(call: Callable[[], Any]) -> list[str]:
    """Return the warnings of a call."""
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
        assert messages[0][0].startswith(f"{verb}(): `batch_size` has no effect if `x` returns batches")


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

    with pytest.warns(UserWarning, match=rf"^{verb}\(\): `{argument}` = 2.75 is not a whole number: 2 is used"):
        getattr(rk, verb)(model(), batch, **options, **{argument: 2.75})
    assert drawn == 2
    with pytest.raises(ValueError, match=rf"^{verb}\(\): `{argument}` should be a whole number of at least 1"):
        getattr(rk, verb)(model(), batch, **options, **{argument: 0.75})


def test_a_fraction_of_validation_steps_is_cut_off() -> None:
    with pytest.warns(UserWarning, match=r"`validation_steps` = 1.5 is not a whole number: 1 is used"):
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
    with pytest.warns(UserWarning, match=r'predict\(\): the model has no input named "c", which is ignored'):
        assert rk.predict(made, data, **SILENT).ravel().tolist() == [3, 3, 3]
    assert rk.predict(made, data, **SILENT).ravel().tolist() == [3, 3, 3]
    x = keras.Input((1,), name="a")
    one = keras.Model(x, keras.layers.Rescaling(2.0)(x))
    with pytest.warns(UserWarning, match=r'no input named "zz": its only input, "a", gets the data'):
        assert rk.predict(one, {"zz": np.ones(2)}, **SILENT).ravel().tolist() == [2, 2]
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


# --- models and layers ----------------------------------------------------------------------------------------------


def test_a_named_metric_function_goes_with_several_outputs() -> None:
    a = keras.Input((4,))
    made = keras.Model(a, [keras.layers.Dense(1, name="one")(a), keras.layers.Dense(1, name="two")(a)])
    rk.compile(made, "sgd", "mse", metrics={"mine": lambda y_true, y_pred: keras.ops.mean(y_pred)})
    found = rk.evaluate(made, X, [Y, Y], **SILENT)
    assert list(found) == ["loss", "one_loss", "two_loss", "one_mine", "two_mine"]
    means = [float(part.mean()) for part in rk.predict(made, X, **SILENT)]
    np.testing.assert_allclose([found["one_mine"], found["two_mine"]], means, rtol=1e-5)


@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_cropping_to_nothing_is_as_in_keras_2(data_format: str) -> None:
    tf_keras = pytest.importorskip("tf_keras")
    images = np.arange(2 * 4 * 3 * 2 * 5.0).reshape(2, 4, 3, 2, 5).astype("float32")
    for cropping in (1, (0, 3, 1), ((2, 2), (0, 1), (1, 0)), ((1, 0), (2, 1), (0, 0))):
        theirs = tf_keras.layers.Cropping3D(cropping, data_format=data_format)
        expected = np.asarray(theirs(images))
        made = rk.layer_cropping_3d(cropping=cropping, data_format=data_format)
        np.testing.assert_array_equal(made(images), expected)
        assert made(keras.Input(images.shape[1:])).shape[1:] == expected.shape[1:]


def test_plain_layers_answer_as_before() -> None:
    with pytest.raises(ValueError, match="cropping"):
        keras.layers.Cropping3D()(np.zeros((1, 2, 2, 2, 3)))
    plain = keras.layers.TextVectorization(output_mode="multi_hot", vocabulary=["a", "b"])
    ours = rk.layer_text_vectorization(output_mode="multi_hot", vocabulary=["a", "b"])
    assert plain.compute_output_shape((None, 1)) == (None, 1, 3)
    assert ours.compute_output_shape((None, 1)) == (None, 3)
    words = rk.layer_input(shape=1, dtype="string")
    assert rk.keras_model(words, words >> plain >> rk.layer_dense(units=3)).output_shape == (None, 3)  # as data have it
    with pytest.raises(ValueError, match="positive integer"):
        keras.layers.Dense(32.0)


def test_functions_of_tensors_stack_lists() -> None:
    a = keras.Input((4,))
    total = keras.Model(a, rk.k_sum([a, 2 * a], axis=1))
    np.testing.assert_allclose(total.predict(X, verbose=0), 3 * X, rtol=1e-5)


def test_labels_of_another_rank_after_batches() -> None:
    made, plain = model(), model()
    sources: list[Any] = [Y, Y[:, None], lambda: (X, Y), lambda: (X, Y[:, None]), Y]
    losses = []
    for source in sources:
        drawn = callable(source)
        data = {"x": source, "steps_per_epoch": 1} if drawn else {"x": X, "y": source, "batch_size": 10}
        losses += rk.fit(made, **data, epochs=1, shuffle=False, **SILENT).metrics["loss"]
        rk.evaluate(
            made, **{"steps" if name == "steps_per_epoch" else name: part for name, part in data.items()}, **SILENT
        )
    expected = plain.fit(X, Y[:, None], batch_size=10, epochs=5, shuffle=False, verbose=0).history["loss"]
    np.testing.assert_allclose(losses, expected, rtol=1e-5)


def test_steps_of_the_users_own_get_labels_as_they_are() -> None:
    seen = []

    class Own(keras.Model):
        def train_step(self, data: Any) -> Any:
            seen.append(data[1].shape.rank)
            return super().train_step(data)

    a = keras.Input((4,))
    made = Own(a, keras.layers.Dense(1)(a))
    made.compile("sgd", "mse")
    rk.fit(made, X, Y, epochs=1, **SILENT)
    assert seen == [1] * len(seen)


def test_a_callback_adds_the_numbers_that_it_returns() -> None:
    def on_epoch_end(self: Any, epoch: int, logs: Any = None) -> Any:
        return {**logs, "own": epoch + 0.5, "name": "no number"}

    adds = rk.new_callback_class("Adds", on_epoch_end=on_epoch_end)
    assert rk.fit(model(), X, Y, epochs=2, callbacks=adds(), **SILENT).metrics["own"] == [0.5, 1.5]


def test_a_custom_model_takes_several_tensors() -> None:
    def model_fn(self: Any) -> Callable[..., Any]:
        self.dense = keras.layers.Dense(2, kernel_initializer="ones")
        return lambda first, second, weight=1.0: self.dense(first) + weight * self.dense(second)

    made = rk.keras_model_custom(model_fn)
    sums = X.sum(axis=1, keepdims=True).repeat(2, axis=1)
    np.testing.assert_allclose(made(X, X, weight=2.0), 3 * sums, atol=1e-5)
    a, b = keras.Input((4,)), keras.Input((4,))
    whole = keras.Model([a, b], made(a, second=b))
    np.testing.assert_allclose(whole.predict([X, X], verbose=0), 2 * sums, atol=1e-5)


def test_arguments_that_nobody_knows_are_a_warning_where_an_installed_package_gives_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(callers, "_list_folders", lambda: [f"{tmp_path}{os.sep}"])
    code = "def train(model, x, y, rk):\n    return rk.fit(model, x, y, epochs=1, verbose=0, data_format='old')\n"
    code += "def run(f, *args, **named):\n    return f(*args, **named)\n"
    functions: dict[str, Any] = {}
    for name in ("site/its_code.py", "its_code.py"):
        exec(compile(code, str(tmp_path / name), "exec"), functions)
        made = model()
        expected = rk.fit(model(), X, Y, epochs=1, **SILENT).metrics
        package = name.split("/", maxsplit=1)[0].removesuffix(".py")
        with pytest.warns(UserWarning, match=rf"^fit\(\): `data_format` from the package {package} has no effect"):
            assert functions["train"](made, X, Y, rk).metrics == expected
        assert said(lambda: functions["train"](made, X, Y, rk)) == []  # noqa: B023
    with pytest.raises(TypeError, match="unknown argument `data_format`"):
        rk.fit(model(), X, Y, data_format="old", **SILENT)
    with pytest.raises(TypeError, match="unknown argument `typo`"):  # which the user wrote, and the package handed on
        functions["run"](rk.fit, model(), X, Y, typo="old", **SILENT)
