"""Wrong receivers, doubled inputs, missing folders and unknown arguments: short errors, at once."""

import pathlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import rkeras_py as rk

pytestmark = pytest.mark.quick

X = np.ones((4, 4), "float32")
NO_MODEL = r"`(object|tokenizer)` should be a .*Received: (object|tokenizer) = ndarray of shape \(4, 4\)$"


def given() -> Any:
    return rk.layer_input(4)


RECEIVERS: dict[str, Callable[[], Any]] = {
    "compile": lambda: rk.compile(X),
    "freeze_weights": lambda: rk.freeze_weights(X),
    "unfreeze_weights": lambda: rk.unfreeze_weights(X),
    "get_layer": lambda: rk.get_layer(X, "a"),
    "get_weights": lambda: rk.get_weights(X),
    "set_weights": lambda: rk.set_weights(X, [X]),
    "pop_layer": lambda: rk.pop_layer(X),
    "save_model_hdf5": lambda: rk.save_model_hdf5(X, "a"),
    "adapt": lambda: rk.adapt(X, X),
    "texts_to_sequences": lambda: rk.texts_to_sequences(X, ["a"]),
}


@pytest.mark.parametrize("name", RECEIVERS)
def test_data_as_the_receiver_is_refused_at_once(name: str) -> None:
    with pytest.raises((TypeError, ValueError), match=rf"^{name}\(\): {NO_MODEL}"):
        RECEIVERS[name]()


def test_what_waits_for_a_model_still_waits() -> None:
    model = rk.keras_model_sequential(input_shape=4) >> rk.layer_dense(units=4, name="dense")
    model = model >> rk.compile("sgd", "mse") >> rk.freeze_weights("dense") >> rk.unfreeze_weights(1)
    assert (model >> rk.predict(X)).shape == (4, 4)
    assert (model >> rk.set_weights([X, X[0]])).get_weights()[0].shape == (4, 4)
    with pytest.raises(ValueError, match=r"^fit\(\): `batch_size` should be .*batch_size = 2\.5"):
        rk.fit(X, X, 2.5)


@pytest.mark.parametrize(
    "call",
    [
        lambda: rk.layer_dense(given(), 3, given()),
        lambda: rk.layer_dense(given(), given()),
        lambda: rk.layer_lstm(given(), given(), 3),
        lambda: rk.layer_conv_2d(given(), 3, given()),
        lambda: rk.layer_dropout(given(), given()),
    ],
)
def test_a_second_input_says_where_the_input_is(call: Callable[[], Any]) -> None:
    with pytest.raises(ValueError, match=r"^layer_\w+\(\): `\w+` should be .*first argument.*layer_concatenate\(\)"):
        call()


def test_a_step_of_a_pipe_leaves_its_input_out() -> None:
    with pytest.raises(TypeError, match=r"Steps leave their input out: x >> layer_dense\(units=3\)"):
        given() >> rk.layer_dense(given(), 3)
    model = rk.keras_model_sequential(input_shape=4)
    with pytest.raises(ValueError, match="steps of a pipe leave it out"):
        model >> rk.layer_dense(model, 3)


@pytest.mark.parametrize(
    "function",
    [
        rk.image_dataset_from_directory,
        rk.audio_dataset_from_directory,
        rk.text_dataset_from_directory,
        rk.flow_images_from_directory,
    ],
)
def test_a_missing_folder_is_named(function: Any, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("a")
    for path in (tmp_path / "nope", file):
        with pytest.raises(OSError, match=rf"^{function.__name__}\(\): .*Received: directory = '{path}'$"):
            function(path)


def test_an_unknown_argument_has_a_short_answer() -> None:
    for name, near in {"kernel_init": "kernel_initializer", "act": "activation", "use_biases": "use_bias"}.items():
        with pytest.raises(TypeError, match=rf"^layer_dense\(\): unknown argument `{name}`\. Did you mean `{near}`\?$"):
            rk.layer_dense(units=3, **{name: 1})
    with pytest.raises(
        TypeError, match=r"^compile\(\): .*`zzz`\. Arguments are: .*help\(compile\) lists all\.$"
    ) as told:
        rk.compile(rk.keras_model_sequential(), zzz=1)
    assert len(str(told.value)) < 220
    with pytest.raises(TypeError, match=r"^count_params\(\): .*`zzz`\. Arguments are: object\.$"):
        rk.count_params(zzz=1)
