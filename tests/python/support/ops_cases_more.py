"""The cases of `op_*` functions that find, take, multiply, decompose, convolve and transform."""

from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
from ops_case import Case, axis, calls, distinct, inside, make, normal, positive, same, together, truth

K = keras.ops


def plus_one(name: str, **fixed: Any) -> Any:
    """Keras's function, whose positions count from 0, with 1 added."""
    return lambda *args, **options: keras.tree.map_structure(
        lambda x: x + 1, getattr(K, name)(*args, **fixed, **options)
    )


def partitioned(x: Any, count: int, axis: int) -> Any:
    """Positions of the smallest values in ascending order, and of the others in descending order."""
    first, others = np.split(np.argsort(np.asarray(x), axis), [count], axis)
    return np.concatenate([first, np.flip(others, axis)], axis).astype("int32")


def position_cases() -> dict[str, Iterator[Case]]:
    """The cases of each function that finds positions or takes what is there, by its name without `op_`."""
    x, line = distinct((2, 3, 4)), np.float32([1, 3, 3, 5])
    places, part = np.array([[2, 1], [3, 3]], "int32"), normal((1, 2, 2))
    at = np.array([[1, 2, 1], [2, 3, 4]], "int32")
    return {
        **{
            name: together(
                make(plus_one(name), [distinct], ranks=(1, 2, 3, 4), options=axis(None, 1, 2, -1), open_batch=False),
                make(
                    getattr(K, name),
                    [distinct],
                    ranks=(2,),
                    options=[
                        ({"axis": 1, "zero_indexed": True}, {"axis": 0}),
                        ({"keepdims": True, "zero_indexed": True}, {"keepdims": True}),
                    ],
                ),
            )
            for name in ("argmax", "argmin")
        },
        "sort": make(K.sort, [distinct], ranks=(1, 2, 3, 4), options=axis(None, 1, -1), open_batch=False),
        "argsort": together(
            make(plus_one("argsort"), [distinct], ranks=(1, 2, 3), options=axis(None, 1, -1), open_batch=False),
            make(K.argsort, [distinct], ranks=(2,), options=[({"zero_indexed": True}, {})]),
        ),
        "argpartition": calls(
            ([x], {"kth": 2}, lambda x: partitioned(x, 2, -1) + 1),
            ([x], {"kth": 1, "axis": 2, "zero_indexed": True}, lambda x: partitioned(x, 2, 1)),
            ([distinct((7,))], {"kth": 3}, lambda x: partitioned(x, 3, -1) + 1),
            ([x], {"kth": 5, "axis": None}, lambda x: partitioned(np.ravel(x), 5, -1) + 1),
            open_batch=False,
        ),
        "top_k": calls(
            ([x], {"k": 2}, lambda x: (K.top_k(x, 2)[0], K.top_k(x, 2)[1] + 1)),
            ([x], {"k": 2, "zero_indexed": True}, lambda x: K.top_k(x, 2)),
        ),
        "searchsorted": calls(
            ([line, np.float32([0, 3, 9])], {}, lambda s, v: K.searchsorted(s, v) + 1),
            (
                [line, np.float32([0, 3, 9])],
                {"side": "right", "zero_indexed": True},
                lambda s, v: K.searchsorted(s, v, "right"),
            ),
            open_batch=False,
        ),
        "digitize": calls(
            ([x], {"bins": line}, lambda x: K.digitize(x, line) + 1),
            ([x], {"bins": line, "zero_indexed": True}, lambda x: K.digitize(x, line)),
        ),
        "nonzero": calls(([truth((3, 4))], {}, lambda x: K.stack(K.nonzero(x), 1) + 1), symbolic=False),
        "where": together(
            make(K.where, [truth], [normal], [normal]),
            calls(([truth((3, 4))], {}, lambda c: K.stack(K.nonzero(c)) + 1), symbolic=False),
        ),
        "take": calls(
            ([x, places], {}, lambda x, i: K.take(x, i - 1)),
            ([x, places], {"axis": 3}, lambda x, i: K.take(x, i - 1, 2)),
            ([x, np.array([-1, 1], "int32")], {"axis": 2}, lambda x, i: K.take(x, K.where(i > 0, i - 1, i), 1)),
            ([x, places], {"axis": 3, "zero_indexed": True}, lambda x, i: K.take(x, i, 2)),
            open_batch=False,
        ),
        "take_along_axis": calls(
            ([distinct((2, 4)), at], {"axis": 2}, lambda x, i: K.take_along_axis(x, i - 1, 1)),
            ([distinct((2, 4)), at - 1], {"axis": 2, "zero_indexed": True}, lambda x, i: K.take_along_axis(x, i, 1)),
            open_batch=False,
        ),
        "unravel_index": calls(
            *(
                (
                    [np.array(at, "int32")],
                    {"shape": (3, 4)},
                    lambda i: [one + 1 for one in np.unravel_index(i - 1, (3, 4))],
                )
                for at in ([1, 6, 12], 5, [[5, 6], [7, 12]])
            )
        ),
        "one_hot": calls(
            ([places], {"num_classes": 3}, lambda i: K.one_hot(i - 1, 3)),
            ([places], {"num_classes": 4, "axis": 1, "zero_indexed": True}, lambda i: K.one_hot(i, 4, axis=0)),
        ),
        "multi_hot": calls(([places], {"num_classes": 5}, lambda i: K.multi_hot(i, 5))),
        "slice": calls(
            ([x], {"start_indices": (1, 2, 3), "shape": (2, 2, 1)}, lambda x: K.slice(x, (0, 1, 2), (2, 2, 1))),
            open_batch=False,
        ),
        "slice_update": calls(
            ([x], {"start_indices": (2, 1, 3), "updates": part}, lambda x: K.slice_update(x, (1, 0, 2), part)),
            open_batch=False,
        ),
        "scatter": calls(
            ([places, normal((2,))], {"shape": (4, 3)}, lambda i, v: K.scatter(i - 1, v, (4, 3))), open_batch=False
        ),
        "scatter_update": calls(
            ([normal((4, 3)), places, normal((2,))], {}, lambda x, i, v: K.scatter_update(x, i - 1, v)),
            open_batch=False,
        ),
        **{
            f"segment_{name}": calls(
                (
                    [normal((4, 2)), np.array([1, 1, 2, 3], "int32")],
                    {"num_segments": 3},
                    lambda x, i, name=name: getattr(K, f"segment_{name}")(x, i - 1, 3),
                ),
                (
                    [normal((4,)), np.array([2, 1, 2, 4], "int32")],
                    {"num_segments": 5},
                    lambda x, i, name=name: getattr(K, f"segment_{name}")(x, i - 1, 5),
                ),
                open_batch=False,
            )
            for name in ("sum", "max")
        },
    }


def spd(size: int) -> Any:
    """Two positive definite matrices."""
    x = normal((2, size, size))
    return (x @ x.transpose(0, 2, 1) + 2 * np.eye(size)).astype("float32")


def product_cases() -> dict[str, Iterator[Case]]:
    """The cases of each product and decomposition, by its name without `op_`."""
    a, b, cube = normal((3, 4)), normal((4, 2)), normal((2, 3, 4))
    matrices = spd(3)
    return {
        "matmul": calls(
            ([a, b], {}, K.matmul),
            ([cube, normal((2, 4, 2))], {}, K.matmul),
            ([a, normal((4,))], {}, K.matmul),
            open_batch=False,
        ),
        "dot": calls(([a, b], {}, K.dot), ([cube, b], {}, K.dot), ([normal((4,)), b], {}, K.dot), open_batch=False),
        "vdot": calls(([normal((4,)), normal((4,))], {}, K.vdot), open_batch=False),
        "inner": calls(
            ([a, normal((2, 4))], {}, K.inner), ([normal((4,)), normal((4,))], {}, K.inner), open_batch=False
        ),
        "outer": calls(([normal((3,)), normal((4,))], {}, K.outer), open_batch=False),
        "cross": calls(
            ([normal((5, 3)), normal((5, 3))], {}, K.cross),
            (
                [normal((3, 5)), normal((3, 5))],
                {"axisa": 1, "axisb": 1, "axisc": 1},
                lambda x, y: K.cross(x, y, 0, 0, 0),
            ),
            ([normal((3, 5)), normal((3, 5))], {"axis": 1}, lambda x, y: K.cross(x, y, axis=0)),
            open_batch=False,
        ),
        "tensordot": calls(
            ([cube, normal((3, 4, 2))], {}, lambda x, y: K.tensordot(x, y, 2)),
            ([a, b], {"axes": 2}, lambda x, y: K.tensordot(x, y, 1)),
            ([a, normal((2, 4))], {"axes": (2, 2)}, lambda x, y: K.tensordot(x, y, [[1], [1]])),
            ([cube, normal((4, 3))], {"axes": ((2, 3), (2, 1))}, lambda x, y: K.tensordot(x, y, [[1, 2], [1, 0]])),
            open_batch=False,
        ),
        "cholesky": calls(([matrices], {}, K.cholesky)),
        "det": calls(([matrices], {}, K.det)),
        "slogdet": calls(([matrices], {}, K.slogdet)),
        "logdet": calls(([matrices], {}, K.logdet)),
        "inv": calls(([matrices], {}, K.inv)),
        "eig": calls(([matrices], {}, K.eig), symbolic=False),
        "eigh": calls(([matrices], {}, K.eigh), open_batch=False),
        "svd": calls(
            ([cube], {}, K.svd),
            ([cube], {"full_matrices": False}, lambda x: K.svd(x, False)),
            ([cube], {"compute_uv": False}, lambda x: K.svd(x, compute_uv=False)),
            open_batch=False,
        ),
        "qr": calls(
            ([normal((4, 3))], {}, K.qr),
            ([normal((4, 3))], {"mode": "complete"}, lambda x: K.qr(x, "complete")),
            open_batch=False,
        ),
        "lu_factor": calls(([matrices[0]], {}, K.lu_factor), open_batch=False),
        "solve": calls(([matrices, normal((2, 3, 2))], {}, K.solve), open_batch=False),
        "solve_triangular": calls(
            (
                [np.tril(matrices), normal((2, 3, 1))],
                {"lower": True},
                lambda a, b: K.solve_triangular(a, b, lower=True),
            ),
            open_batch=False,
        ),
        "lstsq": calls(([normal((5, 3)), normal((5,))], {}, K.lstsq), open_batch=False),
        "normalize": make(K.normalize, [normal], ranks=(1, 2, 3, 4), options=[*axis(1, -1), *same(order=1)]),
    }


def signal_cases() -> dict[str, Iterator[Case]]:
    """The cases of each function of signals, images and windows, by its name without `op_`."""
    wave, pair = normal((2, 16)), [normal((2, 8)), normal((2, 8))]
    image, rgb = positive((2, 6, 5, 3)), (inside((2, 4, 4, 3)) + 1) / 2
    kernel, line, picture = normal((3, 2, 4)), normal((2, 9, 2)), normal((2, 7, 7, 2))
    corners = np.float32([[[0, 0], [4, 0], [0, 4], [4, 4]]] * 2)
    moved = np.float32([[[0, 1], [4, 0], [0, 4], [3, 4]]] * 2)
    return {
        **{
            name: calls(([pair], {}, lambda x, name=name: getattr(K, name)(tuple(x))), open_batch=False)
            for name in ("fft", "fft2", "ifft2")
        },
        "rfft": calls(([wave], {}, K.rfft), ([wave], {"fft_length": 8}, lambda x: K.rfft(x, 8))),
        "irfft": calls(([pair], {}, lambda x: K.irfft(tuple(x)))),
        "stft": calls(
            ([wave], {"sequence_length": 8, "sequence_stride": 4, "fft_length": 8}, lambda x: K.stft(x, 8, 4, 8)),
            open_batch=False,
        ),
        "istft": calls(
            (
                [[normal((2, 5, 5)), normal((2, 5, 5))]],
                {"sequence_length": 8, "sequence_stride": 4, "fft_length": 8},
                lambda x: K.istft(tuple(x), 8, 4, 8),
            ),
            open_batch=False,
        ),
        "extract_sequences": calls(
            ([wave], {"sequence_length": 4, "sequence_stride": 2}, lambda x: K.extract_sequences(x, 4, 2))
        ),
        "correlate": calls(
            ([normal((6,)), normal((3,))], {}, K.correlate),
            ([normal((6,)), normal((3,))], {"mode": "full"}, lambda x, y: K.correlate(x, y, "full")),
            open_batch=False,
        ),
        **{
            name: calls(([7], {}, getattr(K, name)), symbolic=False)
            for name in ("bartlett", "blackman", "hamming", "hanning")
        },
        "kaiser": calls(([7, 3.0], {}, K.kaiser), symbolic=False),
        "conv": calls(
            ([line, kernel], {}, K.conv),
            ([picture, normal((3, 3, 2, 4))], {"strides": 2, "padding": "same"}, lambda x, w: K.conv(x, w, 2, "same")),
            open_batch=False,
        ),
        "conv_transpose": calls(
            ([line, normal((3, 4, 2))], {"strides": 2}, lambda x, w: K.conv_transpose(x, w, 2)), symbolic=False
        ),
        "depthwise_conv": calls(([picture, normal((3, 3, 2, 2))], {}, K.depthwise_conv), open_batch=False),
        "separable_conv": calls(
            ([picture, normal((3, 3, 2, 2)), normal((1, 1, 4, 3))], {}, K.separable_conv), open_batch=False
        ),
        "max_pool": calls(
            ([picture], {"pool_size": 2}, lambda x: K.max_pool(x, 2)),
            ([line], {"pool_size": 3, "strides": 1, "padding": "same"}, lambda x: K.max_pool(x, 3, 1, "same")),
        ),
        "average_pool": calls(([picture], {"pool_size": (2, 3)}, lambda x: K.average_pool(x, (2, 3)))),
        "image_crop": calls(
            (
                [image],
                {"top_cropping": 1, "left_cropping": 2, "target_height": 3, "target_width": 2},
                lambda x: K.image.crop_images(x, 1, 2, target_height=3, target_width=2),
            )
        ),
        "image_pad": calls(
            (
                [image],
                {"top_padding": 1, "left_padding": 2, "target_height": 9, "target_width": 9},
                lambda x: K.image.pad_images(x, 1, 2, target_height=9, target_width=9),
            )
        ),
        "image_resize": calls(
            ([image], {"size": (3, 4)}, lambda x: K.image.resize(x, (3, 4))),
            ([image], {"size": 8, "interpolation": "nearest"}, lambda x: K.image.resize(x, (8, 8), "nearest")),
        ),
        **{
            f"image_{name}": calls(([rgb], {}, getattr(K.image, name)))
            for name in ("hsv_to_rgb", "rgb_to_hsv", "rgb_to_grayscale")
        },
        "image_affine_transform": calls(
            ([image, np.float32([[1, 0, 1, 0, 1, 0, 0, 0]] * 2)], {}, K.image.affine_transform), open_batch=False
        ),
        "image_perspective_transform": calls(
            ([image, corners, moved], {}, K.image.perspective_transform), open_batch=False
        ),
        "image_gaussian_blur": calls(
            ([image], {}, K.image.gaussian_blur),
            ([image], {"kernel_size": 5, "sigma": 2}, lambda x: K.image.gaussian_blur(x, (5, 5), (2.0, 2.0))),
        ),
        "image_elastic_transform": calls(
            ([image], {"seed": 3}, lambda x: K.image.elastic_transform(x, seed=3)), symbolic=False
        ),
        "image_extract_patches": calls(
            ([image], {"size": (2, 2)}, lambda x: K.image.extract_patches(x, (2, 2), data_format="channels_last")),
            open_batch=False,
        ),
        "image_map_coordinates": calls(
            ([normal((4, 5)), positive((2, 3))], {"order": 1}, lambda x, c: K.image.map_coordinates(x, c, 1)),
            open_batch=False,
        ),
    }
