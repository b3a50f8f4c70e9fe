"""The cases of `op_*` functions that work element by element, reduce, and give another shape."""

from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from ops_case import (
    Case,
    above_one,
    axis,
    calls,
    distinct,
    inside,
    make,
    normal,
    odd,
    positive,
    same,
    together,
    truth,
    whole,
)

from rkeras_py.compat.formulas import sparsemax

K = keras.ops
ANY = [
    "abs",
    "negative",
    "sign",
    "square",
    "exp",
    "exp2",
    "expm1",
    "floor",
    "ceil",
    "trunc",
    "round",
    "erf",
    "sin",
    "cos",
    "tan",
    "sinh",
    "cosh",
    "arctan",
    "arcsinh",
    "deg2rad",
    "stop_gradient",
    "copy",
    "signbit",
    "relu",
    "relu6",
    "leaky_relu",
    "elu",
    "celu",
    "selu",
    "gelu",
    "silu",
    "sigmoid",
    "log_sigmoid",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "hard_shrink",
    "soft_shrink",
    "tanh",
    "tanh_shrink",
    "softplus",
    "softsign",
    "sparse_plus",
    "sparse_sigmoid",
    "squareplus",
    "cbrt",
    "nan_to_num",
]
POSITIVE = ["reciprocal", "sqrt", "rsqrt", "log", "log10", "log1p", "log2"]
INSIDE = ["erfinv", "arcsin", "arccos", "arctanh"]
PAIRS = [
    "subtract",
    "multiply",
    "maximum",
    "minimum",
    "logaddexp",
    "arctan2",
    "equal",
    "not_equal",
    "greater",
    "greater_equal",
    "less",
    "less_equal",
]
DIVISIONS = ["divide", "divide_no_nan", "floor_divide", "mod", "power"]
BITS = [
    "bitwise_and",
    "bitwise_or",
    "bitwise_xor",
    "bitwise_left_shift",
    "bitwise_right_shift",
    "left_shift",
    "right_shift",
]
REDUCTIONS = ["sum", "prod", "mean", "max", "min", "var", "std", "median", "logsumexp"]
EACH = axis(None, 1, 2, -1, (1, 2), (-1, 1))


def keras_name(name: str) -> Any:
    """Keras's function of a name here."""
    renamed = {"abs": "absolute", "conj": "conjugate", "pmax": "maximum", "pmin": "minimum"}
    return getattr(K, renamed.get(name, name))


def complex_numbers(shape: tuple[int, ...]) -> Any:
    """Complex numbers."""
    return (normal(shape) + 1j * normal(shape)).astype("complex64")


def stretched(name: str) -> Iterator[Case]:
    """Two tensors of which one stretches to the other, the column that Keras takes for a bias among them."""
    plain = tf.add if name == "add" else keras_name(name)
    shapes: list[tuple[tuple[int, ...], tuple[int, ...]]] = [
        ((4, 4), (4, 1)),
        ((4, 1), (4, 4)),
        ((2, 3, 4), (4,)),
        ((3, 1), ()),
    ]
    return calls(*(([positive(x), positive(y)], {}, plain) for x, y in shapes), open_batch=False)


def elementwise_cases() -> dict[str, Iterator[Case]]:
    """The cases of each function of one or two tensors, by its name without `op_`."""
    return {
        **{name: make(keras_name(name), [normal]) for name in ANY},
        **{name: make(keras_name(name), [positive]) for name in POSITIVE},
        **{name: make(keras_name(name), [inside]) for name in INSIDE},
        **{
            name: together(make(keras_name(name), [normal, whole], [normal, whole]), stretched(name))
            for name in (*PAIRS, "pmax", "pmin")
        },
        **{name: together(make(keras_name(name), [positive], [positive]), stretched(name)) for name in DIVISIONS},
        "add": together(make(tf.add, [normal, whole], [normal, whole]), stretched("add")),
        **{name: make(keras_name(name), [whole], [whole]) for name in BITS},
        **{name: make(keras_name(name), [whole]) for name in ("bitwise_invert", "bitwise_not")},
        **{
            name: make(keras_name(name), [truth, normal], [truth, normal])
            for name in ("logical_and", "logical_or", "logical_xor")
        },
        **{name: make(keras_name(name), [odd]) for name in ("isfinite", "isinf", "isnan")},
        **{
            name: make(keras_name(name), [complex_numbers], symbolic=False)
            for name in ("real", "imag", "conj", "angle")
        },
        "logical_not": make(K.logical_not, [truth]),
        "arccosh": make(K.arccosh, [above_one]),
        "heaviside": together(
            make(K.heaviside, [normal], [positive]), make(K.heaviside, [normal], options=same(x2=0.5))
        ),
        "isclose": make(
            K.isclose, [normal], [normal], options=[*same(), *same(atol=0.5), *same(rtol=0.3, equal_nan=True)]
        ),
        "clip": together(
            make(K.clip, [normal], options=same(x_min=-0.5, x_max=0.5)),
            calls(
                (
                    [normal((2, 3))],
                    {"x_min": [-1, 0, -1], "x_max": 1},
                    lambda x: K.clip(x, np.float32([-1, 0, -1]), 1.0),
                )
            ),
        ),
        "round": make(K.round, [normal], options=[*same(), *same(decimals=1)]),
        "nan_to_num": make(K.nan_to_num, [odd], options=[*same(), *same(nan=1.0, posinf=2.0, neginf=3.0)]),
        "threshold": make(K.threshold, [normal], options=same(threshold=0.2, default_value=5.0)),
        "leaky_relu": make(K.leaky_relu, [normal], options=[*same(), *same(negative_slope=0.4)]),
        "gelu": make(K.gelu, [normal], options=[*same(), *same(approximate=False)]),
        "glu": make(K.glu, [normal], ranks=(1, 2, 3, 4), options=axis(-1)),
        "polar": make(K.polar, [positive], [normal], symbolic=False),
        "view_as_real": make(K.view_as_real, [complex_numbers], symbolic=False),
        "view_as_complex": calls(([normal((3, 2))], {}, K.view_as_complex), symbolic=False),
        "select": calls(
            (
                [[truth((3, 4)), truth((3, 4))], [normal((3, 4)), normal((3, 4))]],
                {"default": 7},
                lambda c, x: K.select(c, x, 7),
            ),
            symbolic=False,
        ),
        **{
            name: make(keras_name(name), [normal], ranks=(1, 2, 3, 4), options=axis(-1, 1, 2))
            for name in ("softmax", "log_softmax")
        },
        "sparsemax": make(sparsemax, [normal], ranks=(1, 2, 3, 4), options=axis(-1, 1, 2)),  # plain Keras's is wrong
    }


def reduction_cases() -> dict[str, Iterator[Case]]:
    """The cases of each function that reduces axes or goes along them, by its name without `op_`."""
    along = axis(None, 1, 2, -1)
    return {
        **{name: make(keras_name(name), [normal], options=[*EACH, *axis(1, keepdims=True)]) for name in REDUCTIONS},
        **{name: make(keras_name(name), [truth], options=[*EACH, *axis(1, keepdims=True)]) for name in ("all", "any")},
        **{
            name: make(keras_name(name), [normal, whole], ranks=(1, 2, 3, 4), options=along, open_batch=False)
            for name in ("cumsum", "cumprod")
        },
        "count_nonzero": make(K.count_nonzero, [truth], options=EACH),
        "average": make(K.average, [normal], options=along),
        "quantile": together(
            make(K.quantile, [distinct], ranks=(1, 2, 3), options=axis(None, 1, 2, q=0.3)),
            *(
                make(K.quantile, [distinct], ranks=(2,), options=axis(1, q=0.3, method=method), symbolic=False)
                for method in ("lower", "higher", "nearest", "midpoint")
            ),
        ),
        "moments": make(K.moments, [normal], ranks=(2, 3, 4), options=axis(1, (1, 2), name="axes")),
        "norm": together(
            make(K.norm, [normal], ranks=(1, 2, 3, 4), options=axis(1, (1, 2))),
            make(K.norm, [normal], ranks=(2,), options=[*same(ord="fro"), *same(ord=1), *axis(2, ord=3)]),
        ),
        "diff": make(K.diff, [normal], ranks=(1, 2, 3, 4), options=axis(1, -1, n=1), open_batch=False),
        "max": make(K.max, [normal], options=[*EACH, *same(initial=1.0)]),
        "histogram": calls(([normal((20,))], {"bins": 4}, lambda x: K.histogram(x, bins=4)), symbolic=False),
        "bincount": calls(
            ([whole((9,))], {}, K.bincount),
            ([whole((9,))], {"minlength": 12}, lambda x: K.bincount(x, minlength=12)),
            symbolic=False,
        ),
        "corrcoef": calls(([normal((3, 5))], {}, K.corrcoef), open_batch=False),
        "psnr": calls(([inside((2, 4, 4, 1)), inside((2, 4, 4, 1))], {"max_val": 1}, lambda x, y: K.psnr(x, y, 1.0))),
    }


def shape_cases() -> dict[str, Iterator[Case]]:
    """The cases of each function that gives another shape, joins or cuts, by its name without `op_`."""
    x, y = normal((2, 3, 4)), normal((2, 3, 4))
    return {
        "reshape": calls(
            *(([x], {"newshape": to}, lambda x, to=to: K.reshape(x, to)) for to in ((4, 6), (2, -1), 24, (2, 3, 2, 2))),
            open_batch=False,
        ),
        "ravel": make(K.ravel, [normal], open_batch=False),
        "expand_dims": together(
            make(K.expand_dims, [normal], ranks=(1, 2, 3), options=axis(1, 2, -1)),
            calls(([x], {"axis": 4}, lambda x: K.expand_dims(x, 3))),
        ),
        "squeeze": calls(
            ([normal((2, 1, 3, 1))], {}, K.squeeze),
            ([normal((2, 1, 3, 1))], {"axis": 2}, lambda x: K.squeeze(x, 1)),
            ([normal((2, 1, 3, 1))], {"axis": (2, 4)}, lambda x: K.squeeze(x, (1, 3))),
            open_batch=False,
        ),
        "transpose": together(
            make(K.transpose, [normal], ranks=(1, 2, 3, 4)),
            calls(([x], {"axes": (2, 3, 1)}, lambda x: K.transpose(x, (1, 2, 0)))),
        ),
        "swapaxes": make(
            K.swapaxes,
            [normal],
            ranks=(2, 3, 4),
            options=[
                ({"axis1": 1, "axis2": 2}, {"axis1": 0, "axis2": 1}),
                ({"axis1": 1, "axis2": -1}, {"axis1": 0, "axis2": -1}),
            ],
        ),
        "moveaxis": make(
            K.moveaxis,
            [normal],
            ranks=(2, 3, 4),
            options=[
                ({"source": 1, "destination": 2}, {"source": 0, "destination": 1}),
                ({"source": (1, 2), "destination": (-1, 1)}, {"source": (0, 1), "destination": (-1, 0)}),
            ],
        ),
        "broadcast_to": calls(
            ([normal((1, 3))], {"shape": (4, 3)}, lambda x: K.broadcast_to(x, (4, 3))), open_batch=False
        ),
        "concatenate": calls(
            *(([[x, y]], {"axis": at}, lambda xs, at=at: K.concatenate(xs, at - (at > 0))) for at in (1, 2, 3, -1))
        ),
        "stack": calls(
            *(([[x, y]], {"axis": at}, lambda xs, at=at: K.stack(xs, at - (at > 0))) for at in (1, 2, 4, -1)),
            ([[x, y]], {}, K.stack),
        ),
        "append": calls(
            ([x, y], {"axis": 2}, lambda x, y: K.append(x, y, 1)), ([x, y], {}, K.append), open_batch=False
        ),
        "hstack": calls(([[x, y]], {}, K.hstack), ([x, y], {}, lambda x, y: K.hstack([x, y])), open_batch=False),
        "vstack": calls(([[x, y]], {}, K.vstack), ([x, y], {}, lambda x, y: K.vstack([x, y])), open_batch=False),
        "split": calls(
            ([x], {"indices_or_sections": 2}, lambda x: K.split(x, 2, 0)),
            ([x], {"indices_or_sections": (2, 4), "axis": 3}, lambda x: K.split(x, [1, 3], 2)),
            open_batch=False,
        ),
        "unstack": calls(([x], {}, K.unstack), ([x], {"axis": 2}, lambda x: K.unstack(x, axis=1)), open_batch=False),
        "repeat": calls(
            ([x], {"repeats": 2}, lambda x: K.repeat(x, 2)),
            ([x], {"repeats": 2, "axis": 2}, lambda x: K.repeat(x, 2, 1)),
            ([x], {"repeats": (1, 2, 0, 1), "axis": 3}, lambda x: K.repeat(x, (1, 2, 0, 1), 2)),
            open_batch=False,
        ),
        "tile": calls(
            ([x], {"repeats": (1, 2, 1)}, lambda x: K.tile(x, (1, 2, 1))),
            ([x], {"repeats": 2}, lambda x: K.tile(x, 2)),
            open_batch=False,
        ),
        "flip": make(K.flip, [normal], ranks=(1, 2, 3, 4), options=axis(None, 1, (1, 2))),
        "roll": make(
            K.roll,
            [normal],
            ranks=(1, 2, 3),
            options=[
                *axis(None, 1, 2, shift=1),
                ({"shift": (1, 2), "axis": (1, 2)}, {"shift": (1, 2), "axis": (0, 1)}),
            ],
        ),
        "rot90": make(
            K.rot90,
            [normal],
            ranks=(2, 3, 4),
            options=[*same(), *same(k=2), *axis((1, 3), name="axes", k=1)],
            open_batch=False,
        ),
        "pad": calls(
            ([x], {"pad_width": ((1, 0), (0, 2), (1, 1))}, lambda x: K.pad(x, ((1, 0), (0, 2), (1, 1)))),
            ([x], {"pad_width": 1}, lambda x: K.pad(x, ((1, 1),) * 3)),
            ([x], {"pad_width": (1, 2)}, lambda x: K.pad(x, ((1, 2),) * 3)),
            ([x], {"pad_width": 1, "mode": "reflect"}, lambda x: K.pad(x, ((1, 1),) * 3, "reflect")),
            (
                [x],
                {"pad_width": np.array([[1, 0], [0, 2], [1, 1]]), "constant_values": 3},
                lambda x: K.pad(x, ((1, 0), (0, 2), (1, 1)), constant_values=3),
            ),
            open_batch=False,
        ),
        **{
            name: make(keras_name(name), [normal], ranks=(2, 3), options=[*same(), *same(k=1), *same(k=-1)])
            for name in ("tril", "triu")
        },
        "diag": make(K.diag, [normal], ranks=(1, 2), options=[*same(), *same(k=1)], open_batch=False),
        "diagflat": make(K.diagflat, [normal], ranks=(1, 2), options=[*same(), *same(k=-1)], open_batch=False),
        "diagonal": make(
            K.diagonal,
            [normal],
            ranks=(2, 3, 4),
            options=[
                *same(),
                *same(offset=1),
                ({"axis1": 2, "axis2": 1}, {"axis1": 1, "axis2": 0}),
                ({"axis1": 2, "axis2": 3}, {"axis1": 1, "axis2": 2}),
            ],
            open_batch=False,
        ),
        "trace": make(
            K.trace,
            [normal],
            ranks=(2, 3, 4),
            options=[*same(), *same(offset=1), ({"axis1": 2, "axis2": 3}, {"axis1": 1, "axis2": 2})],
            open_batch=False,
        ),
        "rearrange": calls(
            (
                [x],
                {"pattern": "a b (c d) -> b (a c) d", "d": 2},
                lambda x: K.rearrange(x, "a b (c d) -> b (a c) d", d=2),
            ),
            open_batch=False,
        ),
    }
