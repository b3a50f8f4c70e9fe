"""Replacements for TensorFlow, and for models, in a forked process: TensorFlow's threads stay in the parent."""

import sys
from typing import Any, NoReturn

CONTEXT = "tensorflow.python.eager.context"
"""The module with TensorFlow's running state, once it runs."""
MODELS = "keras.src.saving.keras_saveable"
"""The module with the class that unpickles models."""
PICKLES = "rkeras_py.saving.pickles"
"""The module with the function that unpickles models with R parts."""
FORKED = (
    "Keras and TensorFlow cannot be used in a forked process, which os.fork(), multiprocessing with the start method "
    '"fork" and parallel::mclapply() make: it shares the memory of the model, not TensorFlow\'s threads. Start '
    'separate workers, by multiprocessing.get_context("spawn"), and send them serialize_model(model).'
)


class Refusal:
    """An object that says why it cannot be used, at any use."""

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """Refuse to say what it is, for which `isinstance()` asks.

        Raises:
            RuntimeError: Always.
        """
        raise RuntimeError(FORKED)

    def __getattr__(self, name: str) -> Any:
        """Refuse.

        Raises:
            RuntimeError: Always; where Python itself asks for its own members, AttributeError.
        """
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        raise RuntimeError(FORKED)

    def __call__(self, *args: Any, **named: Any) -> NoReturn:
        """Refuse.

        Raises:
            RuntimeError: Always.
        """
        raise RuntimeError(FORKED)


def refuse_tensorflow() -> None:
    """Refuse every use of TensorFlow, in a process that was forked from one in which it ran.

    A model that is sent to such a process arrives, and is refused where it is used: a Pool waits for ever for a worker
    that fails while it takes its work.
    """
    module: Any = sys.modules.get(CONTEXT)
    if not is_running(getattr(module, "_context", None)):
        return
    module._context = Refusal()
    models: Any = sys.modules.get(MODELS)
    if models is not None:
        models.KerasSaveable._unpickle_model = classmethod(lambda cls, file: Refusal())
    pickles: Any = sys.modules.get(PICKLES)
    if pickles is not None:
        pickles.restore_value = lambda *written: Refusal()


def is_running(context: Any) -> bool:
    """Tell whether TensorFlow has begun to compute, and with it its threads.

    Args:
        context: What it runs in, or None.
    """
    return type(context) is not Refusal and getattr(context, "_context_handle", None) is not None
