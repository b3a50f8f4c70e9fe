"""The models of the matrix, saved here in each format, open in plain Keras 3, in tf-keras and in TensorFlow.

`make test-all` takes all models, and writes each as a SavedModel too.
"""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras
from prepared import run_prepared
from saving_matrix import BY_KERAS_3, own_objects
from saving_zoo import chosen, difference, given, inputs, outputs, scrambled
from support import ALL_CASES, ROOT, run_script, sampled

import rkeras_py as rk
from rkeras_py import cli

HERE = ROOT / "tests/python/support"
CHOSEN = chosen(BY_KERAS_3)
HOSTS = sampled(cli.HOSTS, 2)
IN_FOLDERS = [
    "branched", "shared_model", "words", "normalized", "with_own_objects", "merges", "masked", "encoder_decoder",
    "simple_attention", "codes", "learnt_words", "named_ends", "unet", "stacks_in_stacks", "with_code",
    "image_preparation",
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
        if ALL_CASES or name in IN_FOLDERS:
            rk.save_model_tf(model, str(place / "folder"))
        np.savez(place / "outputs.npz", *outputs(model))
        return model

    return save


@pytest.fixture(scope="module")
def by_plain_keras(folder: Path, saved: Callable[[str], Any]) -> dict[str, float | str]:
    for name in CHOSEN:
        saved(name)
    return plain_keras(folder)


def plain_keras(folder: Path) -> dict[str, float | str]:
    """How far the models in a folder are off when plain Keras opens them in a process of its own."""
    ours = [str(ROOT), str(ROOT / "tools/lean")]
    code = (
        f"import sys\nsys.path[:] = [{str(HERE)!r}, *(part for part in sys.path if part not in {ours})]\n"
        "import plain_keras"
    )
    finished = run_prepared(code, str(folder), timeout=280)
    lines = [line for line in finished.stdout.splitlines() if line.startswith("FOUND ")]
    assert lines, finished.stderr[-2000:]
    found: dict[str, float | str] = json.loads(lines[0].removeprefix("FOUND "))
    return found


@pytest.mark.parametrize("name", CHOSEN)
def test_plain_keras_opens_them(
    name: str, folder: Path, saved: Callable[[str], Any], by_plain_keras: dict[str, float | str]
) -> None:
    files = ["model.h5", "model.bytes.h5", *(["model.json"] if name != "learnt_words" else [])]
    if ALL_CASES or name in IN_FOLDERS:
        files.append("folder/assets.extra/model.keras")
    found = {file: by_plain_keras[f"{name}/{file}"] for file in files}
    assert found == {file: pytest.approx(0, abs=1e-5) for file in files}
    path, objects = str(folder / name / "model.h5"), own_objects(keras)
    again = rk.load_model_hdf5(path, custom_objects=objects, safe_mode=name != "with_code")
    assert difference(saved(name), again) == 0


NOT_IN_KERAS_2 = {
    "shared_model",
    "shared_stack",
    "nested_twice",
    "given_state",
    "attention",
    "hard_sigmoids",
    "encoder_decoder",
    "gru_states",
    "both_ways_states",
    "over_time",
    "self_attention",
    "autoencoder",
    "several_ends_inside",
    "halves",
    "with_arithmetic",
    "spectral",
    "named_ends",
    "learnt_bins",
    "learnt_words",
    "with_code",
}
"""As save_model_hdf5() tells: models as layers, calls on several arguments, what is new in Keras 3; and lambdas."""


@pytest.mark.parametrize("name", [name for name in CHOSEN if name not in NOT_IN_KERAS_2])
def test_keras_2_opens_them(name: str, folder: Path, saved: Callable[[str], Any]) -> None:
    model = saved(name)
    opened = tf_keras.models.load_model(
        folder / name / "model.h5", own_objects(tf_keras), compile=False, safe_mode=name != "with_code"
    )
    for one, two in zip(outputs(model), outputs(opened), strict=True):
        np.testing.assert_allclose(one, two, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("name", [name for name in CHOSEN if ALL_CASES or name in IN_FOLDERS])
def test_tensorflow_runs_them(name: str, folder: Path, saved: Callable[[str], Any]) -> None:
    model = saved(name)
    loaded = tf.saved_model.load(str(folder / name / "folder"))
    data = [
        tf.cast(one, end.dtype) if "int" in one.dtype.name else one
        for one, end in zip(inputs(model), model.inputs, strict=True)
    ]
    served = loaded.serve(given(model, data))
    ordered = [served[one] for one in sorted(served)] if isinstance(served, dict) else served
    found = ordered if isinstance(ordered, (list, tuple)) else [ordered]
    for one, two in zip(outputs(model), found, strict=True):
        np.testing.assert_allclose(one, two, atol=1e-5, rtol=1e-5)


def test_from_r_to_python_to_r_to_a_file_to_plain_keras(tmp_path: Path) -> None:
    with ThreadPoolExecutor() as both:
        hosts = [both.submit(round_trip, host, tmp_path / host) for host in HOSTS]
    for host in hosts:
        host.result()
    found = plain_keras_of(tmp_path)
    files = ("model.h5", "model.json", "tf/assets.extra/model.keras")
    expected = [f"{host}/{name}/{file}" for host in HOSTS for name in ("picture", "pair", "word") for file in files]
    assert found == {file: pytest.approx(0, abs=1e-5) for file in expected}


def round_trip(host: str, folder: Path) -> None:
    folder.mkdir()
    words = ["run", "--host", host, str(HERE / "round_trip.R"), str(folder), str(HERE)]
    done = run_script(f"import sys; from rkeras_py import cli; sys.exit(cli.main({words!r}))", timeout=200)
    assert done.code == 0, done.stdout + done.stderr


def plain_keras_of(hosts: Path) -> dict[str, float | str]:
    return {f"{host}/{file}": off for host in HOSTS for file, off in plain_keras(hosts / host).items()}
