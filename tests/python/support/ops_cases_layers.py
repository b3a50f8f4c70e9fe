"""The cases of `op_*` functions that layers are made of, and of those that make tensors."""

from collections.abc import Iterator

import keras
import numpy as np
from ops_case import Case, axis, calls, make, normal, positive, same, together, truth, whole

K = keras.ops


def layer_cases() -> dict[str, Iterator[Case]]:
    """The cases of losses, normalization and attention, by their names without `op_`."""
    share = positive((3, 4)) / 4
    share = share / share.sum(-1, keepdims=True)
    labels, steps = np.array([[1, 2], [2, 3]], "int32"), normal((2, 6, 4))
    lengths = [np.array([2, 2], "int32"), np.array([6, 5], "int32")]
    heads = [normal((2, 3, 2, 4)) for _ in range(3)]
    channels = [positive((4,)) for _ in range(4)]
    named = dict(zip(("offset", "scale"), channels[2:], strict=True))
    return {
        "binary_crossentropy": together(
            calls(([truth((3, 4)).astype("float32"), share], {}, K.binary_crossentropy)),
            calls(
                (
                    [truth((3,)).astype("float32"), normal((3,))],
                    {"from_logits": True},
                    lambda t, o: K.binary_crossentropy(t, o, True),
                )
            ),
        ),
        "categorical_crossentropy": calls(
            ([share, share], {}, K.categorical_crossentropy),
            ([share, share], {"axis": 1}, lambda t, o: K.categorical_crossentropy(t, o, axis=0)),
            open_batch=False,
        ),
        "sparse_categorical_crossentropy": calls(
            ([np.array([0, 3, 1], "int32"), share], {}, K.sparse_categorical_crossentropy)
        ),
        "ctc_loss": calls(
            ([labels, steps, *lengths], {}, K.ctc_loss),
            ([labels, steps, *lengths], {"mask_index": 1}, K.ctc_loss),
            open_batch=False,
        ),
        "ctc_decode": calls(([steps, lengths[1]], {}, K.ctc_decode), symbolic=False),
        "batch_normalization": calls(
            ([normal((3, 4)), *channels[:2]], {"axis": -1}, lambda *x: K.batch_normalization(*x, axis=-1)),
            (
                [normal((2, 4, 3)), *channels[:2]],
                {"axis": 2, **named},
                lambda *x: K.batch_normalization(*x, axis=1, **named),
            ),
            open_batch=False,
        ),
        "layer_normalization": make(
            K.layer_normalization, [normal], ranks=(2, 3, 4), options=axis(2, -1, epsilon=0.01)
        ),
        "rms_normalization": make(K.rms_normalization, [normal], ranks=(2, 3, 4), options=axis(2, -1, epsilon=0.01)),
        "dot_product_attention": calls(
            (heads, {}, K.dot_product_attention),
            (
                heads,
                {"is_causal": True, "scale": 0.3},
                lambda q, k, v: K.dot_product_attention(q, k, v, is_causal=True, scale=0.3),
            ),
            open_batch=False,
        ),
        "in_top_k": calls(([np.array([0, 3, 1], "int32"), share], {"k": 2}, lambda t, p: K.in_top_k(t, p, 2))),
    }


def creation_cases() -> dict[str, Iterator[Case]]:
    """The cases of functions that make tensors, by their names without `op_`."""
    x = normal((2, 3))
    return {
        **{
            name: calls(
                ([(2, 3)], {}, getattr(K, name)),
                ([4], {"dtype": "int32"}, lambda n, name=name: getattr(K, name)(n, "int32")),
                symbolic=False,
            )
            for name in ("zeros", "ones")
        },
        "full": calls(([(2, 3), 7.5], {}, K.full), symbolic=False),
        **{
            name: make(getattr(K, name), [normal, whole], options=[*same(), *same(dtype="int32")])
            for name in ("zeros_like", "ones_like")
        },
        "full_like": calls(([x, 3], {}, K.full_like)),
        "eye": calls(([3], {}, K.eye), ([3, 4], {"k": 1}, lambda n, m: K.eye(n, m, 1)), symbolic=False),
        "identity": calls(([3], {}, K.identity), symbolic=False),
        "tri": calls(([3], {}, K.tri), ([3, 4], {"k": -1}, lambda n, m: K.tri(n, m, -1)), symbolic=False),
        "linspace": calls(
            ([1, 2], {"num": 5}, lambda a, b: K.linspace(1, 2, 5)),
            ([x, x + 1], {"num": 4, "axis": 2}, lambda a, b: K.linspace(a, b, 4, axis=1)),
            ([0, 1], {"num": 4, "endpoint": False, "retstep": True}, lambda a, b: K.linspace(0, 1, 4, False, True)),
            symbolic=False,
        ),
        "logspace": calls(([0, 2], {"num": 3}, lambda a, b: K.logspace(0, 2, 3)), symbolic=False),
        "arange": calls(
            ([5], {}, lambda n: np.arange(1, 6)),
            ([2, 8], {}, lambda a, b: np.arange(2, 9)),
            ([2, 9, 3], {}, lambda a, b, c: np.array([2, 5, 8])),
            ([6, 1, -2], {}, lambda a, b, c: np.array([6, 4, 2])),
            ([0.0, 1.0, 0.1], {}, lambda a, b, c: np.linspace(0, 1, 11)),
            ([5], {"include_end": False}, lambda n: np.arange(5)),
            ([2, 8, 3], {"include_end": False}, lambda a, b, c: np.arange(2, 8, 3)),
            ([3], {"dtype": "float32"}, lambda n: np.float32([1, 2, 3])),
            symbolic=False,
        ),
        "array": calls(
            ([x], {}, K.array), ([[1.5, 2.5]], {"dtype": "float64"}, lambda x: K.array(x, "float64")), symbolic=False
        ),
        "convert_to_tensor": calls(
            ([x], {}, K.convert_to_tensor),
            ([[1, 2]], {"dtype": "float64"}, lambda x: K.convert_to_tensor(x, "float64")),
            symbolic=False,
        ),
        "cast": make(K.cast, [normal], options=same(dtype="int32")),
        "saturate_cast": make(
            K.saturate_cast, [lambda shape: np.asarray(normal(shape) * 1000)], options=same(dtype="int8")
        ),
    }
