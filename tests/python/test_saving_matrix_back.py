"""The models of the matrix, saved here in each format, open in plain Keras 3, in tf-keras and in TensorFlow.

RKERAS_FULL_MATRIX=1 writes every model as a SavedModel too.
"""

import json
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras
from saving_matrix import BY_KERAS_3, own_objects
from saving_zoo import given, inputs, outputs, scrambled
from support import ROOT, run_script

import rkeras_py as rk

FULL = os.environ.get("RKERAS_FULL_MATRIX") == "1"
IN_FOLDERS = [
    "branched", "shared_model", "words", "normalized", "with_own_objects", "merges", "masked", "encoder_decoder",
    "simple_attention", "codes", "learnt_words", "named_ends", "unet", "stacks_in_stacks", "with_code",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def saved(folder: Path) -> Callable[[str], Any]:
    @cache
    def save(name: str) -> Any:
        place = folder / name
        place.mkdir()
        keras.utils.set_random_seed(1)
        model = scrambled(BY_KERAS_3[name](keras))
        rk.compile(model, "adam", "mse")
        rk.save_model_hdf5(model, str(place / "model.h5"))
        (place / "model.bytes.h5").write_bytes(rk.serialize_model(model))
        (place / "model.json").write_text(rk.model_to_json(model))
        rk.save_model_weights_hdf5(model, str(place / "model.weights.h5"))
        if FULL or name in IN_FOLDERS:
            rk.save_model_tf(model, str(place / "folder"))
        np.savez(place / "outputs.npz", *outputs(model))
        return model

    return save


@pytest.fixture(scope="module")
def by_plain_keras(folder: Path, saved: Callable[[str], Any]) -> dict[str, float | str]:
    for name in BY_KERAS_3:
        saved(name)
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'tests/python')!r}); import plain_keras"
    finished = run_script(code, "python", str(folder), timeout=280, env={"PYTHONPATH": ""})
    lines = [line for line in finished.stdout.splitlines() if line.startswith("FOUND ")]
    assert lines, finished.stderr[-2000:]
    found: dict[str, float | str] = json.loads(lines[0].removeprefix("FOUND "))
    return found


@pytest.mark.parametrize("name", BY_KERAS_3)
def test_plain_keras_opens_them(name: str, by_plain_keras: dict[str, float | str]) -> None:
    files = ["model.h5", "model.bytes.h5", *(["model.json"] if name != "learnt_words" else [])]
    if FULL or name in IN_FOLDERS:
        files.append("folder/assets.extra/model.keras")
    found = {file: by_plain_keras[f"{name}/{file}"] for file in files}
    assert found == {file: pytest.approx(0, abs=1e-5) for file in files}


NOT_IN_KERAS_2 = {
    "shared_model", "shared_stack", "nested_twice", "given_state", "attention", "hard_sigmoids", "encoder_decoder",
    "gru_states", "both_ways_states", "over_time", "self_attention", "autoencoder", "several_ends_inside", "halves",
    "with_arithmetic", "spectral", "named_ends",
}
"""As save_model_hdf5() tells: models as layers, calls on several arguments, what is new in Keras 3."""


@pytest.mark.parametrize("name", [name for name in BY_KERAS_3 if name not in NOT_IN_KERAS_2])
def test_keras_2_opens_them(name: str, folder: Path, saved: Callable[[str], Any]) -> None:
    model = saved(name)
    opened = tf_keras.models.load_model(
        folder / name / "model.h5", own_objects(tf_keras), compile=False, safe_mode=name != "with_code"
    )
    for one, two in zip(outputs(model), outputs(opened), strict=True):
        np.testing.assert_allclose(one, two, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("name", BY_KERAS_3 if FULL else IN_FOLDERS)
def test_tensorflow_runs_them(name: str, folder: Path, saved: Callable[[str], Any]) -> None:
    model = saved(name)
    served = tf.saved_model.load(str(folder / name / "folder")).serve(given(model, inputs(model)))
    ordered = [served[one] for one in sorted(served)] if isinstance(served, dict) else served
    found = ordered if isinstance(ordered, (list, tuple)) else [ordered]
    for one, two in zip(outputs(model), found, strict=True):
        np.testing.assert_allclose(one, two, atol=1e-5, rtol=1e-5)
