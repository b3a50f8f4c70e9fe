"""Training on several devices, which Keras 2 had a function for."""

from typing import Any

from ..define import export
from ..signatures.words import MISSING, Bool, Value


@export
def multi_gpu_model(
    model: Value = MISSING, gpus: Value = None, cpu_merge: Bool = True, cpu_relocation: Bool = False
) -> Any:
    """Copy a model to several GPUs: no longer possible.

    Build and compile the model within the scope of `tf.distribute.MirroredStrategy()`: each GPU then trains on its
    share of every batch, with one set of weights.

    Args:
        model: A model.
        gpus: How many GPUs, or their numbers.
        cpu_merge: Not used.
        cpu_relocation: Not used.

    Returns:
        Nothing: it always stops.

    Raises:
        NotImplementedError: Always.

    Unavailable:
        Keras has it no more: build and compile the model within the scope of `tf.distribute.MirroredStrategy()`
        instead.
    """
    raise NotImplementedError(
        "multi_gpu_model(): Keras has it no more. Build and compile the model within the scope of "
        "tf.distribute.MirroredStrategy() instead: each GPU then trains on its share of every batch."
    )
