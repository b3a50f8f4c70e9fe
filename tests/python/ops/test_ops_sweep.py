"""Every `op_*` function agrees with `keras.ops`: on arrays, in its gradient, and inside a model that was saved."""

import itertools
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from ops_all import all_cases
from ops_case import Case, flat
from support import for_each, sampled

import rkeras_py
from rkeras_py.names import MODULES

ELSEWHERE = {
    "test_ops.py": (
        "associative_scan", "cond", "convert_to_array", "convert_to_numpy", "custom_gradient", "dtype", "einsum",
        "empty", "fori_loop", "get_item", "is_tensor", "map", "meshgrid", "ndim", "scan", "shape", "size", "subset",
        "subset_set", "switch", "vectorize", "vectorized_map", "while_loop",
    )
}  # fmt: skip
"""Functions that take functions, or of which no tensor comes, by the file of tests that has them."""


NAMES = sorted(all_cases())


def function(name: str) -> Any:
    return getattr(rkeras_py, f"op_{name}")


def is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray)


def agree(found: Any, expected: Any, what: str) -> None:
    found, expected = flat(found), flat(expected)
    assert len(found) == len(expected), what
    for one, other in zip(found, expected, strict=True):
        one, other = np.asarray(one), np.asarray(other)
        assert one.shape == other.shape, f"{what}: {one.shape} {other.shape}"
        assert one.dtype.kind == other.dtype.kind, f"{what}: {one.dtype} {other.dtype}"
        np.testing.assert_allclose(one, other, rtol=2e-5, atol=2e-5, err_msg=what)


def describe(number: int, case: Case) -> str:
    shapes = keras.tree.map_structure(np.shape, list(case.args))
    return f"case {number}: {shapes}, {case.options}"


def test_every_function_has_cases() -> None:
    ours = {name.removeprefix("op_") for name in MODULES if name.startswith("op_")}
    assert ours == set(NAMES) | {name for names in ELSEWHERE.values() for name in names}


@for_each("name", NAMES)
def test_on_arrays(name: str) -> None:
    for number, case in enumerate(all_cases()[name]):
        agree(function(name)(*case.args, **case.options), case.expected(*case.args), describe(number, case))


@for_each("name", NAMES)
def test_floats_of_several_types_go_together(name: str) -> None:
    case = all_cases()[name][0]
    places = itertools.cycle(("float64", "float32"))

    def as_tensor(value: Any) -> Any:
        is_float = is_array(value) and value.dtype.kind == "f" and value.ndim > 0
        return tf.constant(value, next(places)) if is_float else value

    mixed = keras.tree.map_structure(as_tensor, list(case.args))
    if sum(map(tf.is_tensor, keras.tree.flatten(mixed))) < 2:
        return
    agree(function(name)(*mixed, **case.options), case.expected(*case.args), describe(0, case))


def gradients(compute: Any, args: Any) -> list[Any]:
    tensors = keras.tree.map_structure(lambda one: tf.constant(one) if is_array(one) else one, list(args))
    watched = [one for one in keras.tree.flatten(tensors) if tf.is_tensor(one) and one.dtype.is_floating]
    with tf.GradientTape() as tape:
        tape.watch(watched)
        results = [one for one in flat(compute(*tensors)) if tf.is_tensor(one) and one.dtype.is_floating]
        total = tf.add_n([tf.reduce_sum(tf.sin(one)) for one in results]) if results else None
    if total is None or not watched:
        return []
    return tape.gradient(total, watched, unconnected_gradients="zero")


WITHOUT_GRADIENT = ("eigh", "lu_factor", "qr", "rfft", "slice_update", "svd", "unravel_index")
"""Functions whose gradient is not unique, or that TensorFlow has none of."""


@pytest.mark.parametrize("name", sampled((name for name in NAMES if name not in WITHOUT_GRADIENT), 6))
def test_gradients(name: str) -> None:
    for number, case in enumerate(all_cases()[name]):
        found = gradients(lambda *args, case=case: function(name)(*args, **case.options), case.args)
        expected = gradients(case.expected, case.args)
        agree(found, expected, describe(number, case))


def as_inputs(case: Case) -> tuple[list[Any], list[Any]]:
    """The arguments with symbolic tensors for arrays, and the arrays."""
    arrays = [one for one in keras.tree.flatten(list(case.args)) if is_array(one)]

    def as_input(value: Any) -> Any:
        if not is_array(value):
            return value
        shape = (None, *value.shape[1:]) if value.shape and case.open_batch else value.shape
        return keras.Input(batch_shape=shape, dtype=str(value.dtype))

    return keras.tree.map_structure(as_input, list(case.args)), arrays


@pytest.mark.parametrize(
    "name", sampled((name for name in NAMES if any(case.symbolic for case in all_cases()[name])), 6)
)
def test_in_a_saved_model(name: str) -> None:
    inputs, outputs, arrays, expected, told = [], [], [], [], []
    for number, case in enumerate(all_cases()[name]):
        if not case.symbolic:
            continue
        args, values = as_inputs(case)
        outputs.append(flat(function(name)(*args, **case.options)))
        inputs += [one for one in keras.tree.flatten(args) if isinstance(one, keras.KerasTensor)]
        arrays += values
        expected.append(case.expected(*case.args))
        told.append(describe(number, case))
    model = keras.Model(inputs, [one for group in outputs for one in group])
    loaded = keras.models.model_from_json(model.to_json())
    for one in (model, loaded):
        results = iter(flat(one([tf.constant(array) for array in arrays])))
        for group, what in zip(expected, told, strict=True):
            agree([next(results) for _ in group], group, what)
