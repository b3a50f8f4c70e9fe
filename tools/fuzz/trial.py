"""The trial of a damaged file in a process of its own."""

import functools
import gc
import os
import random
import resource
import shutil
import time
import warnings
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from mutations import mutate
from seeds import CANARY, MODELS, Seed

MEMORY = 6 << 30
"""Bytes that a worker may have in addition to what TensorFlow maps at its start."""


@dataclass(frozen=True)
class Outcome:
    """The outcome of a file: "loaded", "refused", or how it failed; in words, and how long it took."""

    kind: str
    words: str = ""
    seconds: float = 0.0


def make_case(seeds: list[Seed], seed: int, number: int, folder: Path) -> tuple[Seed, Path]:
    """Make the damaged file of a number."""
    r = random.Random(seed * 1_000_003 + number)
    chosen = seeds[number % len(seeds)]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return chosen, mutate(r, chosen.form, chosen.place, folder)


def attempt(chosen: Seed, place: Path, canary: Path) -> Outcome:
    """Load a file, and let the model predict."""
    import rkeras_py as rk

    loader = read_value if chosen.loader == "load_value" else getattr(rk, chosen.loader)
    text = chosen.form in ("json", "yaml")
    source: Any = str(place)
    if chosen.of_bytes:
        source = place.read_bytes().decode("utf-8", "replace") if text else place.read_bytes()
    model, before = prepare_model(chosen.weights)
    given = (model, source) if chosen.weights else (source,)
    started = time.monotonic()
    try:
        model = loader(*given)
    except Exception as error:
        outcome = is_readable_error(error, chosen, str(place))
        if chosen.weights and not has_weights(model, before):
            outcome = Outcome("refused, but changed", str(error))
    else:
        outcome = can_use(model)
    outcome = Outcome(outcome.kind, outcome.words, time.monotonic() - started)
    return Outcome("ran code", outcome.words) if canary.exists() else outcome


@functools.cache
def make_model(name: str) -> Any:
    """Return the model for which a file has weights, once: one that a file changed serves as well."""
    import keras

    return MODELS[name](keras)


def prepare_model(name: str) -> tuple[Any, list[Any]]:
    """Return the model for weights and its own ones; nothing for a file of another kind."""
    model = make_model(name) if name else None
    return model, model.get_weights() if name else []


def has_weights(model: Any, before: list[Any]) -> bool:
    """Tell whether a model has its weights still."""
    now = model.get_weights()
    return len(now) == len(before) and all(one.tobytes() == old.tobytes() for one, old in zip(now, before, strict=True))


def read_value(data: bytes) -> Any:
    """Read the bytes that saveRDS() and pickle have of an object."""
    from rkeras_py.saving import values

    return values.load_value(data, {}, {})


def is_readable_error(error: Exception, chosen: Seed, place: str) -> Outcome:
    """Tell whether an error is one that users can read."""
    words = str(error)
    argument = {"json": "`json`", "yaml": "`yaml`"}.get(chosen.form, "`model`")
    named = words.startswith(f"{chosen.loader}():") and (argument if chosen.of_bytes else place) in words
    if chosen.loader == "load_value":
        named = words.startswith("the saved object cannot be read: ")
    ours = isinstance(error, (ValueError, OSError)) and named and len(words) < 3000
    return Outcome("refused" if ours else f"bad error {type(error).__name__}", words)


def can_use(made: Any) -> Outcome:
    """Tell whether a loaded object is of use: a model predicts, a tokenizer makes sequences."""
    import keras

    if isinstance(made, keras.Model) or made is None:
        return can_predict(made)
    try:
        if hasattr(made, "texts_to_sequences"):
            made.texts_to_sequences(["the cat, and words"])
            made.to_json()
        repr(made)
    except Exception as error:
        return Outcome("loaded, of no use", f"{type(error).__name__}: {error}")
    return Outcome("loaded")


def can_predict(model: Any) -> Outcome:
    """Tell whether a loaded model predicts, where its inputs are of a size to try."""
    from rkeras_py.saving.keras2 import comparison

    try:
        sizes = [length or 16 for tensor in model.inputs for length in tensor.shape]
        if all(size < 1000 for size in sizes):
            data = comparison.draw_inputs(model)
            model(data if len(data) > 1 else data[0])
    except Exception as error:
        return Outcome("loaded, does not predict", f"{type(error).__name__}: {error}")
    return Outcome("loaded")


def serve(pipe: Connection, seeds: list[Seed], seed: int, folder: Path) -> None:
    """Take numbers from the pipe, and send back what became of their files."""
    warnings.simplefilter("ignore")
    canary = folder / "canary"
    os.environ[CANARY] = str(canary)
    os.chdir(folder)
    import keras

    attempt(seeds[0], seeds[0].place, canary)  # TensorFlow maps most of its memory at the first use
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (mapped + MEMORY, mapped + MEMORY))
    gc.freeze()  # clear_session() collects garbage: half a second for what TensorFlow itself holds
    pipe.send(None)
    while True:
        number = pipe.recv()
        if number is None:
            return
        canary.unlink(missing_ok=True)
        chosen, place = make_case(seeds, seed, number, folder / "case")
        pipe.send(attempt(chosen, place, canary))
        keras.backend.clear_session()
