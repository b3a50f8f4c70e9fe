"""Rules of conversion for rpy2: with them, models and other Python objects that R has are themselves for rpy2 too.

`keras2ri.converter` is used as rpy2's `numpy2ri.converter` is, after rpy2's own rules and beside others:

    from rpy2 import robjects as ro
    from rkeras_py.bridge import keras2ri

    with (ro.default_converter + keras2ri.converter).context():
        model = ro.globalenv["model"]  # the Keras model itself
        ro.globalenv["again"] = model  # the same in R

R to Python: reticulate's handles become the Python objects, and training histories those that `fit()` returns; vectors,
lists and data frames are left to the other rules. Python to R: objects without another rule are converted as by
`R["name"] = value` of `r_session()`. numpy2ri and pandas2ri always convert NumPy and pandas objects; if they come later
in the sum, they also reject all objects that they do not know, except for models and other Keras objects.
"""

from __future__ import annotations

import sys
from types import FunctionType
from typing import Any

from rkeras_py.bridge.handles import RFunction, RObject
from rkeras_py.bridge.session import r_session

_OF_KERAS = (
    "layers.Layer",
    "KerasTensor",
    "Variable",
    "optimizers.Optimizer",
    "optimizers.schedules.LearningRateSchedule",
    "metrics.Metric",
    "losses.Loss",
    "callbacks.Callback",
    "initializers.Initializer",
    "regularizers.Regularizer",
    "constraints.Constraint",
)
"""Classes with their own rules, which no general rule of another converter replaces."""


def __getattr__(name: str) -> Any:
    if name != "converter":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _make_converter()


def _make_converter() -> Any:
    """Return the rules for all classes that are loaded so far; this starts R."""
    session = r_session()
    from rpy2 import rinterface, robjects
    from rpy2.robjects.conversion import Converter, NameClassMap

    rules, rules_in_use = Converter("keras conversion"), robjects.conversion.get_conversion
    for kind in (object, FunctionType, RObject, *_find_classes()):
        rules.py2rpy.register(kind, session.to_rpy2)
    rules.rpy2py.register(RObject, lambda value: rules_in_use().rpy2py(session.to_rpy2(value)))
    for kind in (rinterface.SexpEnvironment, rinterface.SexpClosure):
        rules.rpy2py.register(kind, _make_object_rule(session, robjects.default_converter.rpy2py.dispatch(kind)))
    rules.rpy2py_nc_map[rinterface.SexpEnvironment] = NameClassMap(robjects.Environment)
    rules.rpy2py_nc_map[rinterface.ListSexpVector] = NameClassMap(None, {"keras_training_history": session.from_rpy2})
    return rules


def _make_object_rule(session: Any, otherwise: Any) -> Any:
    """Return the rule for a value that may be a Python object in R."""

    def convert(value: Any) -> Any:
        found = session.from_rpy2(value)
        return otherwise(value) if type(found) in (RObject, RFunction) else found

    return convert


def _find_classes() -> list[type]:
    found: list[type] = []
    keras = sys.modules.get("keras")
    for path in _OF_KERAS if hasattr(keras, "layers") else ():
        owner: Any = keras
        for name in path.split("."):
            owner = getattr(owner, name)
        found.append(owner)
    return found
