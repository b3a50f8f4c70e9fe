"""The weights of a model in callbacks between training steps: on JAX they are kept outside of the model.

On JAX a step takes the weights out of the model and returns new ones; Keras puts them back after the epoch, or if one
of its own callbacks needs them. This module lets a user's callback read or change a weight after any batch, as on
TensorFlow.
"""

from collections.abc import Sequence
from typing import Any

from ..engine.internals.modules import OWN_CODE
from ..engine.loading import keras
from ..engine.tensors import runs_on_tensorflow

_OF_OURS = (f"{OWN_CODE}.callbacks.", "rkeras_py.callbacks.")


def list_for_callbacks(model: Any, callbacks: Sequence[Any]) -> list[Any]:
    """Return the callbacks that go before those of a user, so that these find the weights in the model.

    Args:
        model: The model.
        callbacks: All that fit(), evaluate() or predict() was given.
    """
    put_back = getattr(model, "jax_state_sync", None)
    if runs_on_tensorflow() or put_back is None or not any(map(_is_of_user, callbacks)):
        return []
    first = keras().callbacks.Callback()
    first.on_train_batch_end = first.on_test_batch_end = first.on_predict_batch_end = lambda *_, **__: put_back()
    return [first]


def _is_of_user(callback: Any) -> bool:
    own = type(callback).__module__.startswith(_OF_OURS)
    return not own or isinstance(callback, keras().callbacks.LambdaCallback)
