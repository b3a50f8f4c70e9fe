"""R's serialization: which names bytes may hold. tests/testthat/test-values.R has what R makes of it."""

import importlib

import keras
import pytest

from rkeras_py.saving import values

SAFE = [
    keras.losses.huber,
    keras.metrics.binary_accuracy,
    keras.callbacks.EarlyStopping,
    keras.regularizers.L2,
    *(
        getattr(importlib.import_module(f"rkeras_py.{module}"), name)
        for module, name in [
            ("callbacks.classes", "CSVLogger"),
            ("preprocessing.text.tokenizer", "Tokenizer"),
            ("preprocessing.images.augmentation", "ImageDataGenerator"),
            ("preprocessing.timeseries_classes", "TimeseriesGenerator"),
        ]
    ),
]


def naming(module: str, name: str) -> bytes:
    """Bytes of a pickle that name something, and nothing else."""
    return f"c{module}\n{name}\n.".encode()


@pytest.mark.parametrize("what", SAFE, ids=lambda what: what.__name__)
def test_bytes_name_what_is_made_of_plain_values(what: type) -> None:
    assert values.load_value(naming(what.__module__, what.__name__), {}, {}) is what


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("builtins", "eval"),
        ("keras.src.losses.losses", "serialization_lib"),  # what a module imports
        ("keras.src.metrics.metric", "KerasSaveable"),
        ("keras.src.saving.saving_lib", "load_model"),
        ("rkeras_py.__main__", "main"),
        ("rkeras_py.__main__.inside", "main"),
        ("rkeras_py.cli", "main"),
        ("rkeras_py.gone.inside", "Class"),
        ("rkeras_py..inside", "Class"),
        ("rkeras_py.callbacks.functions", "callback_lambda"),
        ("rkeras_py.preprocessing.images.augmentation", "make_random_state"),
        ("rkeras_py.saving.load", "load_archive"),
    ],
)
def test_bytes_name_nothing_else(module: str, name: str) -> None:
    with pytest.raises(ValueError, match="which is no part of a model"):
        values.load_value(naming(module, name), {}, {})


def test_damaged_bytes_are_refused_by_name() -> None:
    written = b"".join(values.dump_value(keras.Variable([1.0, 2.0]))["data"])
    assert values.load_value(written, {}, {}).numpy().tolist() == [1, 2]
    for damaged in (b"", written[:20], written.replace(b"restore_variable", b"restore_variablf"), b"\x80\x05Q."):
        with pytest.raises(ValueError, match=r"^the saved object cannot be read: "):
            values.load_value(damaged, {}, {})
