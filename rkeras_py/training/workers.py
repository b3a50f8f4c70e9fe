"""fit(), evaluate() and predict() in several processes, the workers of a MultiWorkerMirroredStrategy.

Each worker runs the same script on the same data, and processes its share of every batch. If they differed, they would
wait for each other forever, or train on samples twice, without an error. So they compare their settings and data before
they start.
"""

import json
import math
import os
from typing import Any

from ..engine.loading import keras
from ..engine.replicas import TRAINING_JOBS, agree
from ..messages import errors, notices
from ..on_tensorflow import datasets
from .fast_predict import pack
from .given import BATCH_SIZE

_HINT = "Use the same data and arguments in all of them: each takes its share of every batch."


def share_training(model: Any, arguments: dict[str, Any], epochs: int) -> dict[str, Any]:
    """Return the arguments of Keras's fit(), so that all workers train on shares of the same batches.

    Args:
        model: The model.
        arguments: The arguments.
        epochs: Number of epochs.

    Raises:
        ValueError: If the workers were given different data or arguments.
    """
    held = arguments.get("validation_data")
    numbers = {
        "samples": _count(arguments["x"]),
        "samples to validate on": _count(held[0] if isinstance(held, tuple) else held),
        "epochs": epochs,
        "batch_size": int(arguments.get("batch_size") or 0),
        "initial_epoch": int(arguments.get("initial_epoch") or 0),
        "steps_per_epoch": int(arguments.get("steps_per_epoch") or 0),
    }
    seed = agree(model, "fit", numbers, _HINT)
    shuffle = arguments.get("shuffle")
    if not shuffle or not _is_arrays(arguments["x"]):
        return arguments
    if shuffle == "batch":
        raise errors.bad_argument("fit", "shuffle", "TRUE or FALSE if several workers train", shuffle)
    return _shuffle_alike(arguments, seed)


def share_data(model: Any, what: str, arguments: dict[str, Any]) -> None:
    """Refuse to evaluate or predict where workers were given different data.

    Args:
        model: The model.
        what: "evaluate" or "predict".
        arguments: The arguments of the method.
    """
    size = int(arguments.get("batch_size") or 0)
    agree(model, what, {"samples": _count(arguments["x"]), "batch_size": size}, _HINT)


def warn_of_loner() -> None:
    """Warn where a process that trains alone is one of several by its environment."""
    try:
        config = json.loads(os.environ.get("TF_CONFIG") or "{}")
        workers = sum(len(config["cluster"].get(job, ())) for job in TRAINING_JOBS)
    except (ValueError, KeyError, AttributeError, TypeError):
        return  # TensorFlow reports the problem when it reads TF_CONFIG
    if workers > 1:
        notices.say_once(
            f"fit(): this is one of {workers} workers, and trains alone: the model was not made in the scope of "
            "tf.distribute.MultiWorkerMirroredStrategy()."
        )


def _is_arrays(x: Any) -> bool:
    leaves = keras().tree.flatten(x)
    return bool(leaves) and all(hasattr(leaf, "shape") and not hasattr(leaf, "element_spec") for leaf in leaves)


def _count(x: Any) -> int:
    """Return the number of samples in arrays, or of batches in a dataset; -1 if unknown."""
    if x is None:
        return 0
    if _is_arrays(x):
        return int(keras().tree.flatten(x)[0].shape[0])
    return int(x.cardinality()) if hasattr(x, "cardinality") else -1


def _shuffle_alike(arguments: dict[str, Any], seed: int) -> dict[str, Any]:
    """Return arguments with a dataset in place of arrays, in a random order that is the same for all workers."""
    rest = dict(arguments)
    x, y, weights = rest.pop("x"), rest.pop("y", None), rest.pop("sample_weight", None)
    held_out, size = rest.pop("validation_split", 0), rest.get("batch_size") or BATCH_SIZE
    parts = pack(x, y, weights)
    parts = parts if isinstance(parts, tuple) else (parts,)
    if held_out:
        first = math.floor(_count(x) * (1 - held_out))
        rest["validation_data"] = keras().tree.map_structure(lambda part: part[first:], parts)
        parts = keras().tree.map_structure(lambda part: part[:first], parts)
    rest.pop("batch_size", None)
    if isinstance(rest.get("validation_data"), tuple):
        rest.setdefault("validation_batch_size", size)
    return rest | {"x": datasets.shuffle_alike(parts, _count(parts[0]), seed, int(size)), "shuffle": False}
