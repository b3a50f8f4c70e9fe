"""Building a model, its losses and its metrics from the first batch, in cases in which Keras would lose it."""

from typing import Any

from ..loading import keras


def build_by_batch(model: Any, batch: tuple[Any, ...], only_layers: bool) -> None:
    """Build what is not built yet, as Keras does for JAX: it draws a batch for that, and does not train on it.

    Args:
        model: The model.
        batch: The batch: x, and y and weights where there are any.
        only_layers: Whether losses, metrics and the optimizer are left out, as for predictions.
    """
    if not only_layers:
        model._symbolic_build(data_batch=batch)
    elif not all(layer.built for layer in model._flatten_layers()):
        with keras().StatelessScope():
            model(batch[0])
