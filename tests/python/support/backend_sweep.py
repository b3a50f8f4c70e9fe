"""A table of calls of the k_* functions on arrays of rank 0 to 4, each with what Keras 2's backend or numpy gives."""

import functools
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import keras
import numpy as np
import scipy.special
import tensorflow as tf
from backend_cases import (
    RNG,
    Case,
    K,
    along,
    apart,
    batch_products,
    biased,
    binary_losses,
    case,
    changed,
    class_losses,
    elementwise,
    expanded,
    gathered,
    got,
    hot,
    joined,
    logsumexp,
    looped,
    made,
    normal,
    normalized,
    normalized_in_training,
    pairs,
    permuted,
    phased,
    positive,
    products,
    recurrent,
    reduction,
    repeated,
    reshaped,
    reversed_,
    same,
    shapes,
    squeezed,
    switched,
    tiled,
    told,
    top,
    truth,
    whole,
)

NUMBERS = (normal, whole)
COMPARISONS = ("equal", "not_equal", "greater", "greater_equal", "less", "less_equal", "maximum", "minimum")
REDUCTIONS: dict[str, tuple[Callable[..., Any], ...]] = {
    "sum": NUMBERS,
    "prod": NUMBERS,
    "max": NUMBERS,
    "min": NUMBERS,
    "mean": (normal, truth),
    "var": (normal, truth),
    "std": (normal, truth),
    "all": (truth,),
    "any": (truth,),
}
FLOATS = ("cos", "exp", "hard_sigmoid", "sigmoid", "sin", "softplus", "softsign", "tanh")


def total(so_far: Any, one: Any) -> Any:
    return so_far * 0.5 + one


def table() -> dict[str, Iterator[Case]]:
    """The cases of each function, by its name without `k_`."""
    return {
        **{name: elementwise(getattr(K, name)) for name in FLOATS},
        **{name: elementwise(getattr(K, name), *NUMBERS) for name in ("abs", "round", "sign", "square")},
        **{name: elementwise(getattr(K, name), positive) for name in ("log", "sqrt")},
        **{name: pairs(getattr(K, name)) for name in COMPARISONS},
        **{name: reduction(getattr(K, name), *draws) for name, draws in REDUCTIONS.items()},
        **{name: elementwise(getattr(K, name), normal, whole) for name in ("zeros_like", "ones_like", "transpose")},
        **{name: along(getattr(K, name), *NUMBERS) for name in ("argmax", "argmin", "cumsum", "cumprod")},
        "arange": (Case(list(args), K.arange(*args), symbols=0) for args in ((5,), (2, 7), (1, 8, 3), (6, 1, -2))),
        "batch_dot": batch_products(),
        "batch_flatten": (case(K.batch_flatten, normal(shape)) for shape in shapes(range(2, 5))),
        "batch_get_value": (Case([[keras.Variable(x)]], [x], symbols=0) for x in map(normal, shapes())),
        "batch_normalization": normalized(),
        "bias_add": biased(),
        "binary_crossentropy": binary_losses(),
        "cast": (case(K.cast, x, "int32") for x in map(normal, shapes())),
        "cast_to_floatx": elementwise(lambda x: tf.cast(x, "float32"), whole, truth),
        "categorical_crossentropy": class_losses(sparse=False),
        "clip": elementwise(K.clip, min_value=-0.5, max_value=0.5),
        "concatenate": joined(K.concatenate, least=1),
        "constant": same(normal, "float32"),
        "count_params": told(lambda x: x.size),
        "dot": products(),
        "dtype": told(lambda x: np.zeros((), x.dtype)),
        "elu": elementwise(K.elu, alpha=0.7),
        "eval": got(),
        "expand_dims": expanded(),
        "eye": (Case([size], np.eye(size, dtype="float32"), symbols=0) for size in (1, 4)),
        "flatten": elementwise(K.flatten, normal, whole),
        "foldl": looped(K.foldl, total),
        "foldr": looped(K.foldr, total),
        "gather": gathered(),
        "get_value": got(),
        "get_variable_shape": told(np.shape),
        "identity": elementwise(tf.identity, normal, whole, truth),
        "in_test_phase": phased(train=False),
        "in_top_k": top(),
        "in_train_phase": phased(train=True),
        "int_shape": told(np.shape),
        "l2_normalize": itertools.chain(elementwise(K.l2_normalize), along(K.l2_normalize)),
        "logsumexp": reduction(logsumexp),
        "map_fn": looped(K.map_fn, lambda one: one * 2 + 1),
        "moving_average_update": changed(lambda x, value: 0.9 * x + 0.1 * value, 0.9),
        "ndim": told(np.ndim),
        "normalize_batch_in_training": normalized_in_training(),
        "one_hot": hot(),
        "ones": made(np.ones),
        "permute_dimensions": permuted(),
        "pow": (case(K.pow, x, a) for x, a in itertools.product(map(positive, shapes()), (2, 0.5, -1))),
        "relu": itertools.chain(
            elementwise(K.relu), elementwise(K.relu, max_value=0.5), elementwise(K.relu, alpha=0.1, max_value=0.5)
        ),
        "repeat": (case(K.repeat, normal((3, 2)), n) for n in (1, 3)),
        "repeat_elements": repeated(),
        "reshape": reshaped(),
        "reverse": reversed_(),
        "rnn": recurrent(),
        "shape": told(np.shape),
        "softmax": along(scipy.special.softmax),
        "sparse_categorical_crossentropy": class_losses(sparse=True),
        "squeeze": squeezed(),
        "stack": joined(K.stack, least=0),
        "stop_gradient": elementwise(tf.stop_gradient, normal, whole),
        "switch": switched(),
        "tile": tiled(),
        "unstack": apart(),
        "update": changed(lambda x, value: value),
        "update_add": changed(np.add),
        "update_sub": changed(np.subtract),
        "variable": same(normal, "float32"),
        "zeros": made(np.zeros),
    }  # fmt: skip


FROM_R = (
    "abs", "all", "any", "argmax", "batch_dot", "batch_normalization", "bias_add", "categorical_crossentropy", "clip",
    "concatenate", "cumsum", "dot", "elu", "equal", "exp", "expand_dims", "flatten", "gather", "in_top_k",
    "l2_normalize", "less", "log", "logsumexp", "max", "maximum", "mean", "one_hot", "permute_dimensions", "pow",
    "relu", "repeat_elements", "reshape", "reverse", "round", "softmax", "square", "squeeze", "stack", "std", "sum",
    "switch", "tile", "transpose", "unstack",
)  # fmt: skip
"""The functions that are also called from R."""

ELSEWHERE: dict[str, tuple[str, ...]] = {
    "test_backend_convolution.py": (  # images of one rank, in both orders of the axes
        "conv1d", "conv2d", "conv2d_transpose", "conv3d", "conv3d_transpose", "depthwise_conv2d", "local_conv1d",
        "local_conv2d", "pool2d", "pool3d", "resize_images", "resize_volumes", "separable_conv2d", "spatial_2d_padding",
        "spatial_3d_padding", "temporal_padding",
    ),
    "test_backend_sequences.py": (  # labels and probabilities of one rank
        "ctc_batch_cost", "ctc_decode", "ctc_label_dense_to_sparse",
    ),
    "test_backend_graph.py": (  # symbolic tensors, parts of models, phases, sessions
        "function", "get_session", "get_uid", "gradients", "is_placeholder", "is_sparse", "learning_phase",
        "manual_variable_initialization", "placeholder", "print_tensor", "reset_uids", "set_learning_phase",
        "set_session", "to_dense",
    ),
    "test_backend.py": (  # random numbers, settings, questions
        "backend", "batch_set_value", "clear_session", "dropout", "epsilon", "floatx", "image_data_format",
        "is_keras_tensor", "is_tensor", "random_bernoulli", "random_binomial", "random_normal",
        "random_normal_variable", "random_uniform", "random_uniform_variable", "set_epsilon", "set_floatx",
        "set_image_data_format", "set_value", "truncated_normal",
    ),
}  # fmt: skip
"""Functions for which ranks say nothing, by the file of tests that has them, and why."""


@functools.cache
def cases(name: str) -> list[Case]:
    """The cases of one function, the same whatever other functions were asked before."""
    RNG.bit_generator.state = np.random.default_rng(23).bit_generator.state
    return list(table()[name])
