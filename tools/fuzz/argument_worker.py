"""The process that tries wrong arguments in Python: a line with a number and code comes in, a line of JSON goes out."""

import contextlib
import io
import json
import math
import os
import pathlib
import shutil
import sys
import warnings
from typing import Any

import argument_values
import h5py
import keras
import numpy as np
import pandas as pd

import rkeras_py as rk

LONGEST = 4000


def make_model() -> Any:
    """Make a compiled model of one layer."""
    made = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    made.compile("sgd", "mse")
    return made


def make_tokenizer() -> Any:
    """Make a tokenizer that knows some words."""
    made = rk.text_tokenizer()
    return rk.fit_text_tokenizer(made, ["a b", "b c"])


def make_batches() -> Any:
    """Make a source of batches."""
    while True:
        yield np.ones((4, 3)), np.ones((4, 1))


def image_generator() -> Any:
    """Make a generator of images that needs statistics."""
    return rk.image_data_generator(featurewise_center=True)


MODEL = make_model()
WRITTEN = ("saved_model", "weights.index", "pictures", "texts", "saved.h5", "weights.h5", "matrix.h5", "tokenizer")


def make_frame() -> Any:
    """Make a data frame."""
    return pd.DataFrame({"a": [1.0, 2.0], "filename": "picture.png", "label": "c"})


def write_files() -> None:
    """Write what functions read, also over what calls before have made of it."""
    for place in (
        "saved_model",
        "weights.index",
        "pictures",
        "texts",
        "saved.h5",
        "weights.h5",
        "matrix.h5",
        "tokenizer",
    ):
        shutil.rmtree(place, ignore_errors=True)
        pathlib.Path(place).unlink(missing_ok=True)
    rk.save_model_hdf5(make_model(), "saved.h5")
    rk.save_model_tf(make_model(), "saved_model")
    rk.save_model_weights_hdf5(make_model(), "weights.h5")
    rk.save_model_weights_tf(make_model(), "weights")
    rk.save_text_tokenizer(make_tokenizer(), "tokenizer")
    with h5py.File("matrix.h5", "w") as file:
        file["x"] = np.ones((4, 3))
    for name in ("a", "b"):
        os.makedirs(f"pictures/{name}", exist_ok=True)
        os.makedirs(f"texts/{name}", exist_ok=True)
        keras.utils.save_img(f"pictures/{name}/picture.png", np.zeros((4, 4, 3)))
        with open(f"texts/{name}/text.txt", "w") as file:
            file.write("a b c")


def is_nonsense(result: Any) -> bool:
    """Tell whether an object says of itself that a setting of it is no number."""
    try:
        config = result.get_config() if hasattr(result, "get_config") else None
    except Exception:
        return False
    found = keras.tree.flatten(config)
    return any(isinstance(one, float) and math.isnan(one) for one in found)


MAKERS = (make_model, make_tokenizer, make_batches, make_frame, image_generator)


def attempt(code: str) -> dict[str, Any]:
    """Run one call, and tell how it ended."""
    names = {"rk": rk, "np": np, "keras": keras, "values": argument_values.BY_NAME, "MODEL": MODEL}
    names |= {made.__name__: made for made in MAKERS}
    keras.config.set_floatx("float32")
    keras.config.set_image_data_format("channels_last")
    keras.config.set_epsilon(1e-7)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            result = eval(code, names)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return {"raised": type(error).__name__, "words": spoken(error)}
    return {"raised": "", "words": type(result).__name__, "nonsense": is_nonsense(result)}


def spoken(error: BaseException) -> str:
    """Return the message of an error, also of one that cannot be shown."""
    try:
        return str(error)[:LONGEST]
    except Exception as second:
        return f"the message raises {type(second).__name__}"


def main() -> None:
    """Serve until the input ends."""
    warnings.simplefilter("ignore")
    replies = sys.stdout
    write_files()
    print("ready", file=replies, flush=True)
    for line in sys.stdin:
        number, code = line.rstrip("\n").split("\t", 1)
        print(json.dumps({"number": int(number), **attempt(code)}), file=replies, flush=True)
        if int(number) % 200 == 0:
            keras.backend.clear_session()


if __name__ == "__main__":
    main()
