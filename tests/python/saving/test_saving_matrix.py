"""Each model of the matrix, written by Keras 2 (tf-keras) in each of its formats, lives on here.

`make test-all` takes all models, and has tf-keras write each as a SavedModel too; that takes several minutes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tf_keras
from saving_matrix import BY_KERAS_2, BY_STEP, RANDOM, compiled, own_objects, weights_of
from saving_zoo import chosen, from_the_start, given, inputs, outputs, scrambled
from support import ALL_CASES

import rkeras_py as rk

pytestmark = pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file")  # tf-keras says so

IN_FOLDERS = [
    "branched", "nested_twice", "attention", "normalized", "with_own_objects", "convolutions_1d", "merges", "einsums",
    "codes", "given_words", "learnt_words", "learnt_bins", "named_ends", "several_ends_inside", "frozen", "halves",
    "shape_from_data", "with_arithmetic", "unshared", "cells",
]  # fmt: skip
"""Models of each family that tf-keras writes as SavedModel within about a second; it traces recurrent layers slowly."""
NOT_IN_HDF5 = {"learnt_words"}
"""Keras 2 itself cannot write these: learnt words are in no HDF5 file of its."""
LEARNT = {"learnt_words", "learnt_bins"}
"""Layers whose knowledge is no weight in a checkpoint of Keras 2."""
UNREAD = {"with_own_objects", "learnt_bins"}
"""Keras 2 cannot read its own file: with objects of Keras 3, and of bins that were learnt."""
CHOSEN = chosen(BY_KERAS_2)


@dataclass
class Written:
    """A model of Keras 2, the files that it wrote after two steps, what it said, and the losses of two more steps."""

    folder: Path
    model: Any
    weights: list[Any]
    outputs: list[Any]
    losses: list[float] = field(default_factory=list)


def steps(model: Any) -> list[float]:
    """Train two steps, always on the same data."""
    from_the_start(model)
    random = np.random.default_rng(2)
    shapes = [np.shape(one) for one in outputs(model)]
    targets: Any = [random.uniform(size=shape).astype("float32") for shape in shapes]
    if isinstance(model.output, dict):
        targets = dict(zip(sorted(model.output), targets, strict=True))
    elif len(targets) == 1:
        targets = targets[0]
    x = given(model, inputs(model))
    return [float(np.ravel(np.asarray(model.train_on_batch(x, targets)))[0]) for _ in range(2)]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Written]:
    @cache
    def write(name: str) -> Written:
        tf_keras.utils.set_random_seed(1)
        folder = tmp_path_factory.mktemp(name)
        model = compiled(tf_keras, name, scrambled(BY_KERAS_2[name](tf_keras)))
        steps(model)
        if name not in NOT_IN_HDF5:
            model.save(folder / "m.h5")
            model.save(folder / "plain.h5", include_optimizer=False)
            model.save_weights(folder / "w.h5")
        model.save(folder / "m.keras")
        model.save_weights(folder / "checkpoint/w")
        (folder / "m.json").write_text(model.to_json())
        if ALL_CASES or name in IN_FOLDERS:
            model.save(folder / "m")
        made = Written(folder, model, weights_of(model), outputs(model))
        made.losses = steps(model)
        return made

    return write


def opened(path: Path, name: str, load: Any = rk.load_model_hdf5) -> Any:
    return load(str(path), custom_objects=own_objects(keras), safe_mode=name != "with_code")


def is_same(model: Any, old: Written) -> None:
    for one, two in zip(old.outputs, outputs(model), strict=True):
        np.testing.assert_allclose(one, two, atol=1e-5, rtol=1e-5)
    for one, two in zip(old.weights, weights_of(model), strict=True):
        np.testing.assert_array_equal(one, two)


def goes_on(model: Any, old: Written, name: str) -> None:
    model.run_eagerly = True
    losses = steps(model)
    assert np.isfinite(losses).all()
    assert int(model.optimizer.iterations) == 4
    if name not in RANDOM | BY_STEP:
        assert losses == pytest.approx(old.losses, rel=1e-2 if name == "halves" else 1e-5)


@pytest.mark.parametrize("name", [name for name in CHOSEN if name not in NOT_IN_HDF5])
def test_hdf5_files_open(name: str, written: Callable[[str], Written]) -> None:
    old = written(name)
    model = opened(old.folder / "m.h5", name)
    is_same(model, old)
    goes_on(model, old, name)
    model = opened(old.folder / "plain.h5", name)
    assert not model.compiled
    is_same(model, old)


@pytest.mark.parametrize("name", CHOSEN)
def test_keras_files_open(name: str, written: Callable[[str], Written]) -> None:
    old = written(name)
    model = opened(old.folder / "m.keras", name)
    is_same(model, old)
    goes_on(model, old, name)


@pytest.mark.parametrize("name", [name for name in CHOSEN if ALL_CASES or name in IN_FOLDERS])
def test_saved_model_folders_open(name: str, written: Callable[[str], Written]) -> None:
    old = written(name)
    model = opened(old.folder / "m", name, rk.load_model_tf)
    is_same(model, old)
    goes_on(model, old, name)


@pytest.mark.parametrize("name", CHOSEN)
def test_descriptions_and_weights_open(name: str, written: Callable[[str], Written]) -> None:
    old = written(name)
    described = (old.folder / "m.json").read_text()
    objects, safe_mode = own_objects(keras), name != "with_code"
    if name not in LEARNT:
        model = rk.model_from_json(described, custom_objects=objects, safe_mode=safe_mode)
        is_same(rk.load_model_weights_tf(model, str(old.folder / "checkpoint/w")), old)
    if name not in NOT_IN_HDF5:
        model = rk.model_from_json(described, custom_objects=objects, safe_mode=safe_mode)
        is_same(rk.load_model_weights_hdf5(model, str(old.folder / "w.h5")), old)


@pytest.mark.parametrize("name", CHOSEN)
def test_files_are_upgraded_and_proved(name: str, written: Callable[[str], Written]) -> None:
    """A format each, in turn; the new file is opened by plain Keras."""
    old = written(name)
    formats = ["m.keras", *(["m.h5"] if name not in NOT_IN_HDF5 else []), *(["m"] if name in IN_FOLDERS else [])]
    source = old.folder / formats[list(BY_KERAS_2).index(name) % len(formats)]
    new = old.folder / "new.keras"
    objects = {**own_objects(keras)}
    report = rk.upgrade_model(str(source), str(new), custom_objects=objects, safe_mode=name != "with_code")
    assert report.changes
    assert report.by_keras_2
    if name in UNREAD:
        assert report.difference is None
        assert "since Keras 2 cannot read" in report.proof
    else:
        assert report.difference is not None, report.proof
        assert report.difference < (5e-3 if name == "halves" else 1e-4)
    is_same(keras.saving.load_model(new, objects, safe_mode=name != "with_code"), old)


def test_what_keras_2_cannot_write(tmp_path: Path) -> None:
    for name in NOT_IN_HDF5:
        with pytest.raises(NotImplementedError):
            BY_KERAS_2[name](tf_keras).save(tmp_path / "m.h5")
