"""A model that is read draws no random numbers for weights that come from the file."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

import rkeras_py as rk
from rkeras_py.engine.internals import modules

WIDE = 300
"""So that a weight has more than 65,536 numbers."""


@keras.saving.register_keras_serializable("filling")
class Looks(keras.layers.Dense):
    """A layer that looks at what its weight begins with."""

    began: float

    def build(self, input_shape: Any) -> None:
        super().build(input_shape)
        self.began = float(np.abs(self.kernel.numpy()).max())


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The shapes for which Glorot's numbers were drawn."""
    shapes: list[Any] = []
    own = keras.initializers.GlorotUniform.__call__

    def call(self: Any, shape: Any, dtype: Any = None) -> Any:
        shapes.append(tuple(shape))
        return own(self, shape, dtype)

    monkeypatch.setattr(keras.initializers.GlorotUniform, "__call__", call)
    return shapes


def test_large_weights_begin_blank_while_a_file_is_read(tmp_path: Path, drawn: list[Any]) -> None:
    file = str(tmp_path / "model.h5")
    layers = [keras.layers.Dense(WIDE), Looks(WIDE), keras.layers.Dense(1)]
    model = keras.Sequential([keras.Input((WIDE,)), *layers])
    rk.save_model_hdf5(model, file)
    drawn.clear()
    loaded: Any = rk.load_model_hdf5(file)
    assert drawn == [(WIDE, WIDE), (WIDE, 1)]  # that of our own class, and the small one
    assert loaded.layers[1].began > 0
    for before, after in zip(model.get_weights(), loaded.get_weights(), strict=True):
        np.testing.assert_array_equal(before, after)
    drawn.clear()
    keras.layers.Dense(WIDE).build((None, WIDE))
    assert drawn == [(WIDE, WIDE)]


def test_a_file_that_does_not_fit_gives_no_blank_model(tmp_path: Path) -> None:
    import h5py

    file = str(tmp_path / "model.h5")
    rk.save_model_hdf5(keras.Sequential([keras.Input((WIDE,)), keras.layers.Dense(WIDE, name="wide")]), file)
    with h5py.File(file, "r+") as content:
        group = content["model_weights/wide"]
        group.attrs["weight_names"] = group.attrs["weight_names"][:1]
    with pytest.raises(ValueError, match=r"layer 'wide' has weights of the shapes"):
        rk.load_model_hdf5(file)


def test_keras_lacks_a_way_to_read_sparingly() -> None:
    for name, function in (
        (f"{modules.OWN_CODE}.saving.saving_lib", "is_memory_sufficient"),
        ("tf_keras.src.saving.legacy.hdf5_format", "load_subset_weights_from_hdf5_group"),
    ):
        module = pytest.importorskip(name)
        own = getattr(module, function)
        with modules.read_sparingly():
            assert getattr(module, function) is not own
        assert getattr(module, function) is own


def test_ctrl_c_in_a_write_leaves_hdf5_usable(tmp_path: Path) -> None:
    from rkeras_py.saving.atomic_files import make_hdf5

    file = str(tmp_path / "file.h5")
    with pytest.raises(KeyboardInterrupt), make_hdf5(file) as content:
        content.create_dataset("half", data=np.zeros(100_000))
        raise KeyboardInterrupt
    with make_hdf5(file) as content:
        content.create_dataset("whole", data=np.ones(3))
    import h5py

    with h5py.File(file) as content:
        assert list(content) == ["whole"]
