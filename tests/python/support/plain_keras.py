"""Opens files by plain Keras 3, in a process without rkeras_py, and prints how far their predictions are off."""

import json
import sys
from pathlib import Path
from typing import Any

import keras
import numpy as np
from saving_matrix import own_objects
from saving_zoo import outputs


def loaded(file: Path, safe_mode: bool) -> Any:
    """The model in a file; of a description, with the weights beside it."""
    objects = own_objects(keras)
    if file.suffix != ".json":
        return keras.saving.load_model(file, objects, safe_mode=safe_mode)
    if not safe_mode:
        keras.config.enable_unsafe_deserialization()
    model = keras.models.model_from_json(file.read_text(), objects)
    model.load_weights(file.with_suffix(".weights.h5"))
    return model


def main() -> None:
    found = {}
    for expected in sorted(Path(sys.argv[1]).glob("*/outputs.npz")):
        with np.load(expected) as saved:
            before = [saved[name] for name in saved.files]
        for file in sorted(expected.parent.rglob("model.*")):
            if file.suffix in (".h5", ".keras", ".json") and not file.name.endswith(".weights.h5"):
                label = f"{expected.parent.name}/{file.relative_to(expected.parent)}"
                try:
                    after = outputs(loaded(file, expected.parent.name != "with_code"))
                    pairs = zip(before, after, strict=True)
                    found[label] = max(float(np.abs(np.asarray(one, "float64") - two).max()) for one, two in pairs)
                except Exception as error:
                    found[label] = f"{type(error).__name__}: {error}"[-300:]
    assert "rkeras_py" not in sys.modules
    print("FOUND", json.dumps(found))


main()
