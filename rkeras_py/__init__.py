"""The R keras API on Keras 3, in Python.

Names load their module on first use, so that importing the package starts neither TensorFlow nor R.

Positions count from 1, in R and in Python: axes, indices, layers of a model, parts of a tensor. Some count from 0, as
in R keras: the numbers of classes and bins; those of epochs and batches in callbacks, and `initial_epoch` of `fit()`;
pixel coordinates; tensors of positions in `x[i]`, `op_subset()` and `k_gather()`; the results of `k_argmax()` and
`k_argmin()`, and the rows that `op_lu_factor()` returns; `start` and `end` of `hdf5_matrix()`, `start_index` and
`end_index` of `timeseries_generator()`; and the arguments `attention_axes` of `layer_multi_head_attention()`, `axes` of
`layer_dot()`, `axis` of `activation_softmax()`, `constraint_maxnorm()`, `constraint_minmaxnorm()`,
`constraint_unitnorm()`, `layer_activation_softmax()`, `layer_concatenate()` and `layer_layer_normalization()`,
`reduction_axes` of `k_normalize_batch_in_training()`, `shared_axes` of `layer_activation_parametric_relu()`.
"""

import importlib
import os
import sys
from contextlib import AbstractContextManager
from typing import Any

from .engine.preparation import call_when_loaded, guarded, load_within
from .names import MODULES, STARRED
from .patches.forks import refuse_tensorflow
from .syntax.r_names import find_python_for

__all__ = STARRED
__version__ = "0.1.0"


def _apply_patches(keras: Any) -> None:
    importlib.import_module("rkeras_py.patches.install").attach(keras)


def _hold_press() -> AbstractContextManager[None]:
    return importlib.import_module("rkeras_py.interrupts.loading").hold_press()  # type: ignore[no-any-return]


call_when_loaded(_apply_patches)
load_within(_hold_press)
if hasattr(os, "register_at_fork"):  # Windows lacks this function
    os.register_at_fork(after_in_child=refuse_tensorflow)


def __getattr__(name: str) -> Any:
    place = MODULES.get(name)
    if place is None:
        in_python = find_python_for(name)
        if in_python and _is_import():
            raise ImportError(in_python)
        raise AttributeError(in_python or f"module 'rkeras_py' has no attribute {name!r}")
    with guarded():
        value = getattr(importlib.import_module(f"rkeras_py.{place}"), name)
    globals()[name] = value
    return value


def _is_import() -> bool:
    """Tell whether `from rkeras_py import name` is running, which would replace an AttributeError's message.

    Python's import system then asks first, whether the package has the name or a module of it.
    """
    return sys._getframe(2).f_globals.get("__name__") == "importlib._bootstrap"


def __dir__() -> list[str]:
    return sorted([*globals(), *MODULES])
