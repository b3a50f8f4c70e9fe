"""Real files of every kind that a loader of rkeras_py opens, made by tf_keras, by Keras 3 and by rkeras_py."""

import os
import pickle
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CANARY = "FUZZ_CANARY"
"""The environment variable with the name of a file which the code in hostile files would make."""


@dataclass(frozen=True)
class Seed:
    """A real file.

    Attributes:
        name: What it is.
        form: "hdf5", "zip", "json", "yaml", "folder", "checkpoint", or "bytes".
        loader: Name of the function that loads it.
        place: Where it is: a file or folder, for a checkpoint the beginning of its names.
        of_bytes: Whether the loader takes the content instead of a name.
        weights: The seed of the model for which it has weights, or "".
    """

    name: str
    form: str
    loader: str
    place: Path
    of_bytes: bool = False
    weights: str = ""

    @property
    def format(self) -> str:
        """The format, under which figures are counted."""
        kinds = {"load_text_tokenizer": "tokenizer", "load_model_weights_hdf5": "weights", "load_value": "pickle"}
        return kinds.get(self.loader, {"zip": "keras", "folder": "savedmodel"}.get(self.form, self.form))


def make_stack(k: Any) -> Any:
    """Return a compiled Sequential model."""
    n = k.layers
    model = k.Sequential(
        [n.InputLayer((6,)), n.Embedding(9, 4), n.LSTM(3, return_sequences=True), n.Flatten(), n.Dense(2, "relu")]
    )
    model.compile(k.optimizers.Adam(0.01), "mse", metrics=["mae", k.metrics.AUC(num_thresholds=9)])
    return model


def make_graph(k: Any) -> Any:
    """Return a functional model with a shared layer and arithmetic."""
    n = k.layers
    x, shared = k.Input((4,)), n.Dense(4, kernel_regularizer="l2")
    normal = n.BatchNormalization()(shared(shared(x)))
    model = k.Model(x, [n.Add()([normal, x]), n.Reshape((2, 2))(n.Dropout(0.5)(normal))])
    model.compile("sgd", "mse")
    return model


def make_picture_model(k: Any) -> Any:
    """Return a model of convolutions with a model as a layer."""
    n = k.layers
    inner = k.Sequential([n.InputLayer((6, 6, 2)), n.Conv2D(2, 3), n.MaxPooling2D(2)])
    return k.Sequential([n.InputLayer((6, 6, 2)), inner, n.GlobalAveragePooling2D(), n.Dense(1)])


def make_word_model(k: Any) -> Any:
    """Return a model with a layer that knows words, which a .keras file has in a file of its own."""
    n = k.layers
    known = n.StringLookup(vocabulary=["a", "b", "c"])
    return k.Sequential([k.Input((2,), dtype="string"), known, n.Embedding(4, 2), n.Flatten()])


def make_hostile_model(k: Any) -> Any:
    """Return a model with a lambda that would make a file."""
    n = k.layers
    source = f"lambda x: (open(__import__('os').environ['{CANARY}'], 'w').close(), x)[1]"
    return k.Sequential([n.InputLayer((3,)), n.Lambda(eval(source), output_shape=(3,)), n.Dense(1)])


_FORMS = (
    ("HDF5", "hdf5", "load_model_hdf5", ".h5", False),
    (".keras", "zip", "load_model_hdf5", ".keras", False),
    ("bytes", "hdf5", "unserialize_model", ".raw", True),
    ("JSON", "json", "model_from_json", ".json", True),
    ("YAML", "yaml", "model_from_yaml", ".yaml", True),
    ("weights", "hdf5", "load_model_weights_hdf5", "w.h5", False),
    ("weights of Keras 3", "hdf5", "load_model_weights_hdf5", ".weights.h5", False),
    ("checkpoint", "checkpoint", "load_model_weights_tf", "ckpt", False),
    ("SavedModel", "folder", "load_model_tf", "", False),
)

MODELS: dict[str, Callable[[Any], Any]] = {
    "stack": make_stack,
    "graph": make_graph,
    "pictures": make_picture_model,
    "words": make_word_model,
}


def write_seeds(folder: Path) -> list[Seed]:
    """Write all files.

    Args:
        folder: An empty folder.

    Returns:
        What was written.
    """
    import keras
    import tf_keras

    import rkeras_py as rk

    seeds: list[Seed] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in ("stack", "graph", "pictures"):
            _save_by_keras_2(folder, name, MODELS[name](tf_keras), seeds)
        for name, make in MODELS.items():
            _save_by_us(folder, name, make(keras), rk, seeds)
        _save_with_code(folder, keras, tf_keras, rk, seeds)
        _save_tokenizers(folder, tf_keras, rk, seeds)
        _save_values(folder, keras, seeds)
    return seeds


def _save_by_keras_2(folder: Path, name: str, model: Any, seeds: list[Seed]) -> None:
    import yaml

    model.save(folder / f"{name}2.h5")
    model.save(folder / f"{name}2.keras")
    model.save(folder / f"{name}2")
    model.save_weights(folder / f"{name}2w.h5")
    model.save_weights(folder / f"{name}2ckpt")
    (folder / f"{name}2.json").write_text(model.to_json())
    (folder / f"{name}2.yaml").write_text(yaml.dump(model._updated_config()))
    _add(seeds, f"Keras 2, {{}} ({name})", folder / f"{name}2", name)


def _add(seeds: list[Seed], label: str, place: Path, model: str) -> None:
    """Write a model in every form, by the end of its name."""
    for words, form, loader, end, of_bytes in _FORMS:
        if (path := place.with_name(place.name + end)).exists() or path.with_name(f"{path.name}.index").exists():
            weights = model if "weights" in loader else ""
            seeds.append(Seed(label.format(words), form, loader, path, of_bytes, weights))


def _save_by_us(folder: Path, name: str, model: Any, rk: Any, seeds: list[Seed]) -> None:
    place = folder / name
    rk.save_model_hdf5(model, f"{place}.h5")
    model.save(f"{place}.keras")
    (folder / f"{name}.raw").write_bytes(rk.serialize_model(model))
    (folder / f"{name}.json").write_text(rk.model_to_json(model))
    (folder / f"{name}.yaml").write_text(rk.model_to_yaml(model))
    rk.save_model_weights_hdf5(model, f"{place}w.h5")
    rk.save_model_weights_hdf5(model, f"{place}.weights.h5")
    rk.save_model_weights_tf(model, f"{place}ckpt")
    rk.save_model_tf(model, str(place))
    _add(seeds, f"{{}} ({name})", place, name)


def _save_with_code(folder: Path, keras: Any, tf_keras: Any, rk: Any, seeds: list[Seed]) -> None:
    os.environ[CANARY] = str(folder / "canary")  # to make it runs it
    old, new = make_hostile_model(tf_keras), make_hostile_model(keras)
    old.save(folder / "code2.h5")
    old.save(folder / "code2.keras")
    rk.save_model_hdf5(new, str(folder / "code.h5"))
    new.save(folder / "code.keras")
    (folder / "code.json").write_text(new.to_json())
    _add(seeds, "Keras 2, {} with code", folder / "code2", "")
    _add(seeds, "{} with code", folder / "code", "")


def _save_tokenizers(folder: Path, tf_keras: Any, rk: Any, seeds: list[Seed]) -> None:
    """Write tokenizers as JSON, by both, and as the pickle that R keras 2 wrote."""
    texts = ["The cat sat.", "The dog, the cat!", "a b c"]
    old = tf_keras.preprocessing.text.Tokenizer(num_words=5, oov_token="?")
    old.fit_on_texts(texts)
    (folder / "tokenizer2.json").write_text(old.to_json())
    (folder / "tokenizer2.pickle").write_bytes(pickle.dumps(old, protocol=2))
    rk.save_text_tokenizer(rk.fit_text_tokenizer(rk.text_tokenizer(), texts), str(folder / "tokenizer.json"))
    for name, form in (("tokenizer2.json", "json"), ("tokenizer2.pickle", "bytes"), ("tokenizer.json", "json")):
        seeds.append(Seed(f"tokenizer, {name}", form, "load_text_tokenizer", folder / name))


def _save_values(folder: Path, keras: Any, seeds: list[Seed]) -> None:
    """Write the bytes that saveRDS() and pickle have of objects."""
    from rkeras_py.saving import values

    model = make_stack(keras)
    made = {
        "model": model,
        "graph": make_graph(keras),
        "optimizer": model.optimizer,
        "metric": keras.metrics.AUC(num_thresholds=9),
        "tensor": keras.ops.ones((2, 3)),
        "variable": keras.Variable([1.0, 2.0]),
        "callback": keras.callbacks.EarlyStopping(patience=3),
    }
    for name, one in made.items():
        place = folder / f"{name}.value"
        place.write_bytes(b"".join(values.dump_value(one)["data"]))
        seeds.append(Seed(f"value ({name})", "bytes", "load_value", place, of_bytes=True))
