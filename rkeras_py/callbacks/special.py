"""Callbacks that are new in Keras 3, and keras3's names for older ones."""

from typing import Any

from ..define import constructor
from ..signatures.words import Bool


@constructor("keras.callbacks.SwapEMAWeights")
def callback_swap_ema_weights(
    swap_on_epoch: Bool = False,
) -> Any:
    """Use the moving averages of the weights for evaluation and for the final model.

    Averaged weights often generalize better than the last ones (Polyak averaging). With this callback, validation and
    the final model use the averages instead of the weights of the last step. The optimizer must be created with
    `use_ema = TRUE`, which computes the averages.

    Args:
        swap_on_epoch: Whether the averages are swapped in at the end of each epoch, and out at the start of the next
            one; otherwise they are swapped in only while evaluate() or predict() runs.

    Example:
        >>> model = keras_model_sequential(input_shape=1) >> layer_dense(units=1, kernel_initializer="zeros")
        >>> model = model >> compile(loss="mse", optimizer=optimizer_sgd(use_ema=True, ema_momentum=0.5))
        >>> x = np.array([[1.0], [2.0]])
        >>> history = model >> fit(x, x, epochs=2, callbacks=callback_swap_ema_weights(), verbose=0)
        >>> get_weights(model)[0]
        array([[0.0733]], dtype=float32)
    """


@constructor("keras.callbacks.TerminateOnNaN")
def callback_terminate_on_nan(**options: Any) -> Any:
    """Stop training when the loss is no longer a number, or infinite; the same as callback_terminate_on_naan().

    A loss of NaN or infinity does not recover, so this saves the time of the remaining epochs. If it happens, lower the
    learning rate or clip the gradients (`clipnorm` of optimizers).

    Args:
        options: Keras 3's `raise_error`: TRUE raises an error instead.

    Example:
        >>> model = keras_model_sequential(input_shape=1) >> layer_dense(units=1)
        >>> model = model >> compile(loss="mse", optimizer="sgd")
        >>> x = np.array([[1e30], [2e30]])
        >>> history = model >> fit(x, x, epochs=5, callbacks=callback_terminate_on_nan(), verbose=0)
        Batch 0: Invalid loss, terminating training
        >>> len(history.metrics["loss"])
        1
    """
