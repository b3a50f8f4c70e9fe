"""The module that `backend()` is in R: the functions of Keras 2's backend, axes count from 0.

The functions that Keras 3 keeps for old code take values only; here they also take symbolic tensors. The functions that
it dropped are implemented here.
"""

import functools
import importlib
from typing import Any

from ..engine.internals.modules import old_backend
from ..engine.loading import keras
from ..graph.lambda_layers import call_in_layer

_OURS = {
    "function": "graph",
    "gradients": "graph",
    "placeholder": "graph",
    "is_placeholder": "graph",
    "learning_phase": "phase",
    "set_learning_phase": "phase",
    "in_train_phase": "phase",
    "in_test_phase": "phase",
    "manual_variable_initialization": "session",
    "get_session": "session",
    "set_session": "session",
}
_ABOUT_TENSORS = ("int_shape", "ndim", "dtype", "is_keras_tensor", "is_sparse")


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    if name in _OURS:
        return getattr(importlib.import_module(f"{__package__}.{_OURS[name]}"), f"k_{name}")
    found = getattr(old_backend(), name)
    if not callable(found) or isinstance(found, type) or name in _ABOUT_TENSORS:
        return found
    return functools.partial(_call, name, found)


def __dir__() -> list[str]:
    return sorted({*_OURS, *dir(old_backend())})


def _call(name: str, function: Any, *args: Any, **kwargs: Any) -> Any:
    """Call a function of values; if one of them is a symbolic tensor, the call becomes a layer."""
    args, kwargs = keras().tree.map_structure(_read_value, (args, kwargs))
    return call_in_layer(function, args, kwargs, name)


def _read_value(one: Any) -> Any:
    return one.value if isinstance(one, keras().Variable) else one
