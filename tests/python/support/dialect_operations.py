"""Calls of functions of R's keras3 that give values, each with what plain Keras computes.

Of operations they are the cases of the sweep over `op_*`, of activations and losses the function of Keras of the name,
with each axis that keras3 converts.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from described import list_arrays
from dialect_cases import CONVERSIONS, KERAS3, count_from_one
from ops_all import all_cases
from ops_case import Case

DEFECTS = {
    "op_cross": "of `axisa` keras3 alone of all axes says 0, and the case says 1",
    "op_eig": "eigenvectors have neither order nor sign",
    "op_eigh": "eigenvectors have no sign",
    "op_image_elastic_transform": "it draws other numbers for doubles",
    "activation_sparsemax": "plain Keras's is wrong along other axes than the last",
}
"""Functions that plain Keras is no measure for."""
ROOMS = {"activation": keras.activations, "loss": keras.losses}
X = np.array([[-1.5, 0.5, 2.0, 1.0], [0.25, -0.75, 3.0, -1.0]])
SHARES = np.array([[0.5, 0.25, 0.25], [0.125, 0.75, 0.125]])
LABELS = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
CLASSES = np.array([0, 2], "int32")
GIVEN: dict[str, tuple[list[Any], dict[str, Any]]] = {
    "activation_threshold": ([X], {"threshold": 0.5, "default_value": -1.0}),
    "loss_categorical_generalized_cross_entropy": ([CLASSES, SHARES], {"q": 0.5}),
    "loss_circle": ([CLASSES, SHARES], {"gamma": 2.0}),
    "loss_ctc": ([np.array([[1, 2], [2, 0]], "int32"), np.sin(np.arange(24.0)).reshape(2, 4, 3)], {}),
    "loss_sparse_categorical_crossentropy": ([CLASSES, SHARES], {}),
}
"""Arguments of the functions that take others than the rest of their room."""


@dataclass(frozen=True)
class Computation:
    """A call that gives values.

    Attributes:
        name: The function.
        arguments: Its arguments as R code, in keras3's meaning.
        expected: Computes them with Keras.
    """

    name: str
    arguments: list[str]
    expected: Callable[[], list[Any]]

    @property
    def code(self) -> str:
        """The call."""
        return f"{self.name}({', '.join(self.arguments)})"

    def is_met(self, found: Any) -> bool:
        """Tell whether a description of values is that of the expected ones, but for their precision."""
        if not isinstance(found, list):
            return False
        wanted = [np.asarray(one) for one in self.expected()]
        return len(found) == len(wanted) and all(map(_is_close, found, wanted))


def _is_close(found: list[Any], wanted: Any) -> bool:
    kind, shape, parts = found
    if (kind, tuple(shape)) != (wanted.dtype.kind, wanted.shape):
        return False
    whole = [wanted.real, wanted.imag] if kind == "c" else [wanted]
    flat = [one.ravel() for one in whole]
    return all(
        np.allclose(one, two, rtol=1e-4, atol=1e-4, equal_nan=True) for one, two in zip(parts, flat, strict=True)
    )


def list_computations() -> Iterator[Computation]:
    """Give two calls of each operation, one of tensors, and one of R's arrays, and those of activations and losses."""
    for short, several in all_cases().items():
        name = f"op_{short}"
        if name in KERAS3 and name not in DEFECTS:
            yield _spell_case(name, several[len(several) // 2], True)
            yield _spell_case(name, several[-1], False)
    for name, function in _list_functions():
        given, options = GIVEN.get(name, ([X] if name.startswith("activation") else [LABELS, SHARES], {}))
        for axis in (None, 0, 1) if CONVERSIONS.get(name, {}).get("axis") else (None,):
            if axis != 0 or not name.startswith("loss_sparse"):
                yield _spell(name, function, given, options if axis is None else {**options, "axis": axis})


def _list_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Give the activations and losses of keras3, with the functions of Keras."""
    for name in KERAS3:
        room, _, short = name.partition("_")
        function = getattr(ROOMS.get(room), short, None)
        if function is not None and name not in DEFECTS:
            yield name, function


def _spell(name: str, function: Callable[..., Any], given: list[Any], options: dict[str, Any]) -> Computation:
    counted = {key: count_from_one(value) if key == "axis" else value for key, value in options.items()}
    arguments = [spell_value(one, False) for one in given]
    arguments += [f"{key} = {spell_value(value, False)}" for key, value in counted.items()]
    return Computation(name, arguments, lambda: list_arrays(function(*given, **options)))


def _spell_case(name: str, case: Case, as_tensors: bool) -> Computation:
    arguments = [spell_value(one, as_tensors) for one in case.args]
    arguments += [
        f"{key} = {spell_value(value, as_tensors and name != 'op_pad')}" for key, value in case.options.items()
    ]
    return Computation(name, arguments, lambda: case.expected(*case.args))


def spell_value(value: Any, as_tensors: bool) -> str:
    """Return R code for a value.

    Args:
        value: An array, numbers, texts, or lists of them.
        as_tensors: Whether arrays are tensors in R, of their type.
    """
    if isinstance(value, np.ndarray):
        return f"op_array({_spell_array(value)}, {json.dumps(str(value.dtype))})" if as_tensors else _spell_array(value)
    if isinstance(value, (list, tuple)):
        nested = any(isinstance(one, (list, tuple, np.ndarray)) for one in value)
        return f"{'list' if nested else 'c'}({', '.join(spell_value(one, as_tensors) for one in value)})"
    if isinstance(value, complex):
        return f"complex(real = {value.real}, imaginary = {value.imag})"
    if value is None or isinstance(value, str):
        return "NULL" if value is None else json.dumps(value)
    if isinstance(value, bool):
        return str(value).upper()
    return (
        f"{value}L"
        if isinstance(value, int)
        else {"nan": "NaN", "inf": "Inf", "-inf": "-Inf"}.get(str(value), repr(value))
    )


def _spell_array(value: Any) -> str:
    items = [spell_value(one, False) for one in value.ravel("F").tolist()]
    if value.ndim == 0:
        return items[0]
    flat = f"c({', '.join(items)})"
    return flat if value.ndim == 1 and value.size > 1 else f"array({flat}, c({', '.join(map(str, value.shape))}))"
