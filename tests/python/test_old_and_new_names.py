"""A function with one name in R keras 2 and another in keras3 is one function."""

import json
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from support import ROOT

import rkeras_py as rk
from rkeras_py.signatures.registry import REGISTRY
from tools.codegen.files import load_all

load_all()
RNG = np.random.default_rng(3)
X = RNG.uniform(0.1, 0.9, (5, 3)).astype("float32")
Y = RNG.uniform(0.1, 0.9, (5, 3)).astype("float32")

OBJECTS: list[tuple[str, str, dict[str, Any]]] = [
    ("bidirectional", "layer_bidirectional", {"layer": keras.layers.LSTM(2)}),
    ("time_distributed", "layer_time_distributed", {"layer": keras.layers.Dense(2)}),
    ("layer_gru_cell", "rnn_cell_gru", {"units": 2}),
    ("layer_lstm_cell", "rnn_cell_lstm", {"units": 2}),
    ("layer_simple_rnn_cell", "rnn_cell_simple", {"units": 2}),
    ("layer_stacked_rnn_cells", "rnn_cells_stack", {"cells": [keras.layers.GRUCell(2)]}),
    ("loss_kullback_leibler_divergence", "loss_kl_divergence", {}),
    ("loss_logcosh", "loss_log_cosh", {}),
    ("loss_cosine_proximity", "loss_cosine_similarity", {}),
    ("metric_kullback_leibler_divergence", "metric_kl_divergence", {}),
    ("metric_logcosh_error", "metric_log_cosh", {}),
    ("metric_logcosh_error", "metric_log_cosh_error", {}),
    ("callback_terminate_on_naan", "callback_terminate_on_nan", {}),
    ("layer_input", "keras_input", {"shape": 3, "batch_size": 2, "dtype": "int32"}),
]
"""Old name, new name, and arguments of what they make."""

VALUES: list[tuple[str, str, tuple[Any, ...]]] = [
    ("activation_swish", "activation_silu", (X,)),
    ("activation_hard_silu", "activation_hard_swish", (X,)),
    ("loss_kullback_leibler_divergence", "loss_kl_divergence", (X, Y)),
    ("loss_logcosh", "loss_log_cosh", (X, Y)),
    ("loss_cosine_proximity", "loss_cosine_similarity", (X, Y)),
    ("metric_kullback_leibler_divergence", "metric_kl_divergence", (X, Y)),
    ("loss_logcosh", "metric_log_cosh", (X, Y)),
    ("metric_cosine_proximity", "loss_cosine_similarity", (X, Y)),
]

SETTINGS: list[tuple[str, Any]] = [("epsilon", 1e-4), ("floatx", "float64"), ("image_data_format", "channels_first")]

FILES = [
    (("save_model_hdf5", "save_model"), ("load_model_hdf5", "load_model"), "a.h5"),
    (("save_model_hdf5", "save_model"), ("load_model_hdf5", "load_model"), "a.keras"),
    (("save_model_tf", "save_model"), ("load_model_tf", "load_model"), "folder"),
]
WEIGHTS = [
    (
        ("save_model_weights_hdf5", "save_model_weights"),
        ("load_model_weights_hdf5", "load_model_weights"),
        "a.weights.h5",
    ),
    (("save_model_weights_hdf5", "save_model_weights"), ("load_model_weights_hdf5", "load_model_weights"), "a.h5"),
]

ELSEWHERE = {
    "k_clear_session",
    "clear_session",
    "reset_states",
    "reset_state",
    "k_backend",
    "config_backend",
    "model_to_json",
    "save_model_config",
    "model_from_json",
    "load_model_config",
}
"""Names with a test of their own."""


def call(name: str, *args: Any, **named: Any) -> Any:
    """Return the result of a function, without the warning that an old name may give."""
    if name == "loss_cosine_proximity":
        with pytest.warns(DeprecationWarning):
            return rk.loss_cosine_proximity(*args, **named)
    return getattr(rk, name)(*args, **named)


def model() -> Any:
    return keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="one")])


def config(value: Any) -> Any:
    """Return the configuration of an object, but for its name."""
    found = value.get_config() if hasattr(value, "get_config") else {"shape": getattr(value, "shape", None)}
    found = json.loads(json.dumps(keras.saving.serialize_keras_object(found)))
    return {key: part for key, part in found.items() if key != "name"}


def test_every_name_is_in_the_contract() -> None:
    contract = [json.loads((ROOT / f"tools/contract/{name}.json").read_text()) for name in ("formals", "keras3")]
    names = {name for old, new, _ in [*OBJECTS, *VALUES] for name in (old, new)} | ELSEWHERE
    assert not {name for name in names if not any(name in one for one in contract)} - REGISTRY.keys()


@pytest.mark.parametrize(("old", "new", "given"), OBJECTS, ids=lambda part: part if isinstance(part, str) else "")
def test_both_make_the_same(old: str, new: str, given: dict[str, Any]) -> None:
    made = call(old, **given), call(new, **given)
    assert type(made[0]) is type(made[1])
    assert config(made[0]) == config(made[1])


@pytest.mark.parametrize(("old", "new", "args"), VALUES, ids=lambda part: part if isinstance(part, str) else "")
def test_both_compute_the_same(old: str, new: str, args: tuple[Any, ...]) -> None:
    np.testing.assert_array_equal(call(old, *args), call(new, *args))


@pytest.mark.parametrize(("name", "value"), SETTINGS)
def test_both_set_and_tell_the_same(name: str, value: Any) -> None:
    before = getattr(rk, f"k_{name}")()
    assert before == getattr(rk, f"config_{name}")() != value
    for setter in ("k_set", "config_set"):
        getattr(rk, f"{setter}_{name}")(value)
        assert getattr(rk, f"k_{name}")() == getattr(rk, f"config_{name}")() == value
        getattr(rk, f"k_set_{name}")(before)


def test_the_backend_has_one_name() -> None:
    assert rk.k_backend() == rk.config_backend() == "tensorflow"


@pytest.mark.parametrize(("saves", "loads", "file"), FILES, ids=[file for *_, file in FILES])
def test_what_one_saves_the_other_opens(
    saves: tuple[str, str], loads: tuple[str, str], file: str, tmp_path: Path
) -> None:
    saved = model()
    for number, save in enumerate(saves):
        path = str(tmp_path / f"{number}{file}")
        getattr(rk, save)(saved, path)
        for load in loads:
            np.testing.assert_array_equal(getattr(rk, load)(path)(X), saved(X))


@pytest.mark.parametrize(("saves", "loads", "file"), WEIGHTS, ids=[file for *_, file in WEIGHTS])
def test_weights_that_one_saves_the_other_takes(
    saves: tuple[str, str], loads: tuple[str, str], file: str, tmp_path: Path
) -> None:
    saved = model()
    contents = []
    for number, save in enumerate(saves):
        path = tmp_path / f"{number}{file}"
        getattr(rk, save)(saved, str(path))
        contents.append(path.stat().st_size)
        for load in loads:
            other = model()
            getattr(rk, load)(other, str(path))
            np.testing.assert_array_equal(other.get_weights()[0], saved.get_weights()[0])
    assert contents[0] == contents[1]


def test_a_description_has_one_form(tmp_path: Path) -> None:
    described, path = model(), tmp_path / "model.json"
    rk.save_model_config(described, str(path))
    assert path.read_text() == rk.save_model_config(described) == rk.model_to_json(described)
    assert config(rk.load_model_config(str(path))) == config(rk.model_from_json(path.read_text())) == config(described)


def test_names_start_again() -> None:
    for clear in (rk.k_clear_session, rk.clear_session):
        rk.layer_dense(units=1)
        clear()
        assert rk.layer_dense(units=1).name == "dense"


def test_states_start_again_in_models_and_layers() -> None:
    layer = keras.layers.LSTM(2, stateful=True)
    stateful = keras.Sequential([keras.Input(batch_shape=(5, 3, 1)), layer])
    first = stateful(X[:, :, None]).numpy()
    for reset in (rk.reset_states, rk.reset_state):
        for part in (stateful, layer):
            assert not np.allclose(stateful(X[:, :, None]), first)
            reset(part)
            np.testing.assert_array_equal(stateful(X[:, :, None]), first)
