"""Bugs of Keras, most of them fixed in the newest version: the patches and their functions."""

import functools
import itertools
import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from ..engine.internals.modules import OWN_CODE
from ..engine.loading import find, keras
from ..engine.tensors import runs_on_tensorflow
from ..on_tensorflow.tensors import convert
from .patch import Patch, replace_members

_UNTIL = "3.14"


def flip_several(own: Callable[..., Any]) -> Callable[..., Any]:
    """Flip a tensor over several axes, one after the other."""

    @functools.wraps(own)
    def flip(x: Any, axis: Any = None) -> Any:
        if not isinstance(axis, (list, tuple)):
            return own(x, axis)
        return functools.reduce(own, axis, x)

    return flip


def add_in_place_of_bias(own: Callable[..., Any]) -> Callable[..., Any]:
    """Add tensors on TensorFlow along the axes that broadcasting says."""

    @functools.wraps(own)
    def add(x1: Any, x2: Any) -> Any:
        if not _is_taken_for_bias(x1, x2):
            return own(x1, x2)
        ops = keras().ops
        tensors = [ops.convert_to_tensor(x1), ops.convert_to_tensor(x2)]
        dtype = keras().backend.result_type(*(tensor.dtype for tensor in tensors))
        return operator.add(*(ops.cast(tensor, dtype) for tensor in tensors))

    return add


def _is_taken_for_bias(x: Any, y: Any) -> bool:
    """Tell whether Keras's `add()` would treat y as a bias and add it along the wrong axis, or fail.

    Of x (4, 4) and y (4, 1) it does the one, of twice (0, 2) the other, in 3.15.
    """
    if hasattr(x, "indices") or hasattr(y, "indices"):  # a sparse tensor
        return False
    sizes, others = list(getattr(y, "shape", ())), list(getattr(x, "shape", ()))
    long = [size for size in sizes if size is None or size > 1]
    if len(long) != 1 or len(others) < 2 or long[0] is None or long[0] not in (others[1], others[-1]):
        return False
    return len(sizes) > len(others) or 0 in sizes or not sizes[-1] == others[-1] == long[0]


def take_along_flat(own: Callable[..., Any]) -> Callable[..., Any]:
    """Compute the shape of elements taken from a tensor without regard to its axes."""

    @functools.wraps(own)
    def compute_shape(input_shape: Any, indices_shape: Any, axis: Any) -> Any:
        if axis is not None:
            return own(input_shape, indices_shape, axis)
        size = None if None in input_shape else int(np.prod(input_shape))
        return own([size], indices_shape, 0)

    return compute_shape


def build_along_axes(own: Callable[..., Any]) -> Callable[..., Any]:
    """Build a normalization whose means and variances belong to other axes than the last."""

    @functools.wraps(own)
    def build(self: Any, input_shape: Any) -> None:
        given = self.input_mean, self.input_variance
        if given[0] is None or input_shape is None:
            return own(self, input_shape)  # type: ignore[no-any-return]
        kept = sorted(axis % len(input_shape) for axis in self.axis)
        try:
            for name, value in zip(("input_mean", "input_variance"), given, strict=True):
                object.__setattr__(self, name, _spread(np.asarray(value), kept, len(input_shape)))
            return own(self, input_shape)  # type: ignore[no-any-return]
        finally:
            for name, value in zip(("input_mean", "input_variance"), given, strict=True):
                object.__setattr__(self, name, value)

    return build


def _spread(numbers: Any, kept: list[int], rank: int) -> Any:
    """Broadcast numbers to the axes of an input: their axes are the last of those that are kept."""
    shape = [1] * rank
    for size, axis in zip(reversed(numbers.shape), reversed(kept), strict=False):
        shape[axis] = size
    return numbers.reshape(shape) if numbers.ndim else numbers


def _is_of_batches(data: Any) -> bool:
    """Tell whether data are batches from Python; Keras itself handles arrays, tensors and TensorFlow's datasets."""
    is_whole = isinstance(data, (list, tuple)) or hasattr(data, "dtype") or hasattr(data, "element_spec")
    return hasattr(data, "__iter__") and not is_whole


def learn_from_batches(own: Callable[..., Any]) -> Callable[..., Any]:
    """Have a layer learn from batches, each of which adds to what it knows."""

    @functools.wraps(own)
    def adapt(self: Any, data: Any, steps: int | None = None) -> None:
        if not _is_of_batches(data) or getattr(self, "num_bins", "") is None:  # a discretization without bins to learn
            return own(self, data, steps)  # type: ignore[no-any-return]
        self.reset_state()
        for batch in itertools.islice(data, steps):
            self.update_state(batch)
        self.finalize_state()
        return None

    return adapt


def learn_means(own: Callable[..., Any]) -> Callable[..., Any]:
    """Have a normalization learn from batches; they are put together, since it looks at all of them at once."""

    @functools.wraps(own)
    def adapt(self: Any, data: Any) -> None:
        if _is_of_batches(data):
            data = np.concatenate([np.asarray(one[0] if isinstance(one, tuple) else one) for one in data])
        own(self, data)

    return adapt


def tell_output_padding(own: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Tell the padding of the output of a transposed convolution."""

    @functools.wraps(own)
    def get_config(self: Any) -> dict[str, Any]:
        return {**own(self), "output_padding": self.output_padding}

    return get_config


def tell_chains(own: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Tell number and depth of chains under their own names."""

    @functools.wraps(own)
    def get_config(self: Any) -> dict[str, Any]:
        return {**own(self), "num_chains": self.num_chains, "chain_depth": self.chain_depth}

    return get_config


def tell_seed(own: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Tell the seed by which attention drops scores."""

    @functools.wraps(own)
    def get_config(self: Any) -> dict[str, Any]:
        generator = getattr(self, "seed_generator", None)
        return {**own(self), **({} if generator is None else {"seed": generator.get_config()["seed"]})}

    return get_config


def update_variables_of_keras(own: Callable[..., Any]) -> Callable[..., Any]:
    """Have Muon look up its state by Keras's variable, whose path it asks for, in place of TensorFlow's."""

    @functools.wraps(own)
    def update_step(self: Any, gradient: Any, variable: Any, learning_rate: Any) -> Any:
        known = (one for one in self._trainable_variables if one.value is variable)
        return own(self, gradient, next(known, variable), learning_rate)

    return update_step


def take_functions(own: property) -> property:
    """Return the property of a variable that also takes a function as its regularizer."""
    regularizer = find("keras.Regularizer")

    class OfFunction(regularizer):  # type: ignore[misc, valid-type]
        def __init__(self, function: Callable[[Any], Any]) -> None:
            self._function = function

        def __call__(self, x: Any) -> Any:
            return self._function(x)

    def assign(variable: Any, value: Any) -> None:
        is_function = callable(value) and not isinstance(value, regularizer)
        own.__set__(variable, OfFunction(value) if is_function else value)

    return property(own.__get__, assign)


def look_up_texts(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the texts that a lookup finds as TensorFlow's tensor, where the backend has no texts."""

    @functools.wraps(own)
    def call(self: Any, inputs: Any) -> Any:
        if self.invert and not runs_on_tensorflow():
            inputs = convert(np.asarray(inputs))
        return own(self, inputs)

    return call


PATCHES: list[Patch] = [
    *replace_members(
        "keras.layers.StringLookup",
        {"call": look_up_texts},
        "layer_string_lookup(invert = TRUE) on all backends",
        "It makes a tensor of the backend of texts: a TypeError on JAX, a list on PyTorch.",
    ),
    *replace_members(
        f"{OWN_CODE}.backend.tensorflow.numpy",
        {"flip": flip_several},
        "k_reverse() and op_flip() over several axes",
        "It raises InvalidArgumentError.",
        _UNTIL,
    ),
    Patch(
        f"{OWN_CODE}.backend.tensorflow.numpy",
        "add",
        add_in_place_of_bias,
        "sums of tensors of which one has a single long axis, in models too",
        "It takes x2 (4, 1) beside x1 (4, 4) for a bias, and silently adds it along the last axis.",
        replaces=True,
        shown_by="sums_take_bias",
    ),
    *replace_members(
        f"{OWN_CODE}.ops.operation_utils",
        {"compute_take_along_axis_output_shape": take_along_flat},
        "op_take_along_axis() without an axis, of symbolic tensors",
        "It raises TypeError.",
        _UNTIL,
    ),
    *replace_members(
        "keras.layers.Normalization",
        {"build": build_along_axes},
        "layer_normalization() with a mean for each place on another axis than the last",
        "It raises InvalidArgumentError.",
        _UNTIL,
    ),
    *replace_members(
        "keras.layers.Normalization",
        {"adapt": learn_means},
        "adapt() with generators and data in several batches",
        "It raises UnboundLocalError.",
        _UNTIL,
    ),
    *(
        Patch(
            owner,
            "adapt",
            learn_from_batches,
            "adapt() with generators and data in several batches",
            "It raises an error: it takes the generator for the data.",
            replaces=True,
            until=_UNTIL,
        )
        for owner in (
            "keras.layers.Discretization",
            "keras.layers.TextVectorization",
            f"{OWN_CODE}.layers.preprocessing.index_lookup.IndexLookup",
        )
    ),
    *replace_members(
        f"{OWN_CODE}.layers.convolutional.base_conv_transpose.BaseConvTranspose",
        {"get_config": tell_output_padding},
        "files, clones and shown code keep the padding of the output",
        "It leaves out `output_padding`, and what is read has another shape.",
        _UNTIL,
    ),
    *replace_members(
        "keras.layers.AugMix",
        {"get_config": tell_chains},
        "files, clones and shown code keep number and depth of the chains",
        "It silently exchanges the two.",
        _UNTIL,
    ),
    *replace_members(
        "keras.layers.Attention",
        {"get_config": tell_seed},
        "files, clones and shown code keep the seed",
        "It leaves it out, and what is read drops other scores.",
        "3.15",
    ),
    *replace_members(
        "keras.Variable",
        {"regularizer": take_functions},
        "regularizers that are functions",
        "It raises ValueError: it takes instances of Regularizer alone.",
        "3.15",
    ),
    *replace_members(
        "keras.optimizers.Muon",
        {"update_step": update_variables_of_keras},
        "optimizer_muon() on matrices",
        "It raises AttributeError: TensorFlow's variables have no path.",
        "3.13",
    ),
]
