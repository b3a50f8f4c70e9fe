"""Modules that scripts for Keras 2 import."""

import importlib

import pytest

from rkeras_py.engine.internals.modules import OLD_NAMES
from rkeras_py.engine.loading import keras

pytestmark = pytest.mark.quick

OLD = [
    ("keras.engine.training", "Model", "keras.Model"),
    ("keras.engine.base_layer", "Layer", "keras.Layer"),
    ("keras.engine", "InputSpec", "keras.InputSpec"),
    ("keras.layers.core", "Dense", "keras.layers.Dense"),
    ("keras.layers.recurrent", "LSTM", "keras.layers.LSTM"),
    ("keras.layers.experimental.preprocessing", "Rescaling", "keras.layers.Rescaling"),
    ("keras.utils.np_utils", "to_categorical", "keras.utils.to_categorical"),
    ("keras.utils.generic_utils", "get_custom_objects", "keras.utils.get_custom_objects"),
    ("keras.utils.data_utils", "Sequence", "keras.utils.PyDataset"),
    ("keras.optimizer_v2.adam", "Adam", "keras.optimizers.Adam"),
    ("keras.objectives", "mean_squared_error", "keras.losses.mean_squared_error"),
    ("keras.experimental", "CosineDecay", "keras.optimizers.schedules.CosineDecay"),
    ("tensorflow.keras.utils.np_utils", "to_categorical", "keras.utils.to_categorical"),
    ("tensorflow.keras.layers.experimental.preprocessing", "Hashing", "keras.layers.Hashing"),
]


def at(path: str) -> object:
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)


@pytest.mark.parametrize(("module", "member", "now"), OLD)
def test_old_modules_have_what_moved(module: str, member: str, now: str) -> None:
    keras()
    assert getattr(importlib.import_module(module), member) is at(now)


def test_they_are_members_too() -> None:
    for root in (keras(), importlib.import_module(OLD_NAMES)):  # the second is tf.keras
        assert root.utils.np_utils.to_categorical([0, 1]).tolist() == [[1, 0], [0, 1]]
        assert root.experimental.CosineDecay is keras().optimizers.schedules.CosineDecay
        assert root.layers.experimental.preprocessing.Rescaling is keras().layers.Rescaling


def test_preprocessing_has_its_old_classes() -> None:
    keras()
    assert at("keras.preprocessing.image.Iterator").__name__ == "Iterator"
    assert at("keras.preprocessing.image.ImageDataGenerator")(rescale=0.5).rescale == 0.5
    assert at("keras.preprocessing.sequence.TimeseriesGenerator").__name__ == "TimeseriesGenerator"
    assert at("keras.preprocessing.text.Tokenizer")(num_words=3).num_words == 3
    assert at("tensorflow.keras.preprocessing.text.text_to_word_sequence")("A b") == ["a", "b"]


def test_other_names_are_missing_as_before() -> None:
    keras()
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("keras.no_such_module")
    for path in (
        "keras.no_such",
        "keras.utils.no_such",
        "keras.layers.core.NoSuch",
        "keras.preprocessing.image.NoSuch",
    ):
        with pytest.raises(AttributeError):
            at(path)
