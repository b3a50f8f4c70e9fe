"""TensorFlow's gradients: tapes, and losses that are minimized under them."""

from collections.abc import Sequence
from typing import Any

from ..engine.loading import resolve


def make_tape() -> Any:
    """Return a tape that records what is computed within."""
    return resolve("tensorflow.GradientTape")()


def records_symbols(loss: Any) -> bool:
    """Tell whether a loss is a tensor of a function that is being recorded."""
    tf = resolve("tensorflow")
    return not tf.executing_eagerly() and bool(tf.is_tensor(loss))


def compute_symbolic_gradients(loss: Any, tensors: Sequence[Any]) -> Any:
    """Return the gradients of a loss of a function that is being recorded."""
    return resolve("tensorflow.gradients")(loss, tensors)


def minimize(optimizer: Any, loss: Any, variables: Any, tape: Any) -> Any:
    """Change variables by their gradients.

    Args:
        optimizer: The optimizer.
        loss: A function without arguments that computes the loss; or a tensor that was computed under `tape`.
        variables: The variables, or a function that returns them.
        tape: A `tf.GradientTape`, or None.
    """
    tape = make_tape() if tape is None else tape
    if callable(loss):
        with tape:
            loss = loss()
    changed = list(variables() if callable(variables) else variables)
    return optimizer.apply_gradients(zip(tape.gradient(loss, changed), changed, strict=True))
