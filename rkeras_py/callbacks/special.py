"""Callbacks that came with Keras 3, and keras3's names of older ones."""

from typing import Any

from ..define import constructor
from ..signatures.words import Bool


@constructor("keras.callbacks.SwapEMAWeights")
def callback_swap_ema_weights(
    swap_on_epoch: Bool = False,
) -> Any:
    """Evaluate, and end training, with the moving averages of the weights.

    The optimizer keeps them, if made with `use_ema = TRUE`.

    Args:
        swap_on_epoch: Whether the averages are swapped in at the end of each epoch, and out at the start of the next;
            else only where evaluate() or predict() begins, and out again where it ends.
    """


@constructor("keras.callbacks.TerminateOnNaN")
def callback_terminate_on_nan(**options: Any) -> Any:
    """Stop training when the loss is no longer a number, or infinite; the same as callback_terminate_on_naan().

    Args:
        options: Keras 3's `raise_error`: TRUE makes it an error instead.
    """
