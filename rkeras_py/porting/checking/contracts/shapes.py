"""Output shapes of layers, computed from literal arguments as in Keras, without the batch axis."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..tree import UNKNOWN

Shape = tuple[int | None, ...]
"""Sizes, None where one is not known."""
Values = Mapping[str, Any]
"""Literal arguments of a call, without omitted ones; UNKNOWN if only running the script would tell."""

_RANKED = re.compile(
    r"layer_(?:(?:separable_|depthwise_)?conv(?:_lstm)?|(?:global_)?(?:max|average)_pooling|locally_connected"
    r"|upsampling|zero_padding|cropping|spatial_dropout)_([123])d(_transpose)?$"
)
_RECURRENT = ("layer_lstm", "layer_gru", "layer_simple_rnn")
_KEEP = re.compile(
    r"layer_(?:activation(?:_\w+)?|dropout|batch_normalization|layer_normalization|group_normalization|gaussian_\w+"
    r"|alpha_dropout|activity_regularization|masking|rescaling|unit_normalization|spatial_dropout_\dd|normalization"
    r"|random_(?:flip|rotation|zoom|translation|contrast|brightness))$"
)
_ELEMENTWISE = ("add", "subtract", "multiply", "maximum", "minimum", "average")
MERGES = tuple(f"layer_{name}" for name in (*_ELEMENTWISE, "concatenate", "dot"))


class MisfitError(ValueError):
    """A layer that cannot take what it gets; the message says why."""


def follow(name: str, values: Values, shape: Shape | None) -> Shape | None:
    """Return the shape of what a layer gives; None where it is not certain.

    Args:
        name: The function that makes the layer.
        values: Its arguments.
        shape: The shape of what it gets; None where it is not known.

    Raises:
        MisfitError: If the layer cannot take that.
    """
    needed = find_rank(name)
    if shape is not None and needed is not None and len(shape) != needed:
        raise MisfitError(
            f"expects tensors with {needed + 1} axes, including the batch axis, and gets {len(shape) + 1}"
        )
    if _KEEP.match(name):
        return shape
    known = shape if shape is not None or needed is None else (None,) * needed
    if values.get("data_format") not in (None, "channels_last"):
        return None
    rule = next((rule for pattern, rule in _RULES if re.fullmatch(pattern, name)), None)
    return rule(values, known) if rule is not None and known is not None else None


def follow_both_ways(name: str, values: Values, mode: Any, shape: Shape | None) -> Shape | None:
    """Return the shape of what bidirectional() gives; None where it is not certain.

    Args:
        name: The function that makes the layer in it.
        values: The arguments of that.
        mode: How both directions are joined.
        shape: The shape of what it gets; None where it is not known.

    Raises:
        MisfitError: If the layer has no direction.
    """
    if name not in _RECURRENT and any(re.fullmatch(pattern, name) for pattern, _ in _RULES):
        raise MisfitError(f"needs a recurrent layer and gets {name}()")
    made = follow(name, values, shape)
    if made is None or not isinstance(mode, str):
        return None
    return (*made[:-1], made[-1] * 2 if mode == "concat" and made[-1] else made[-1])


def find_rank(name: str) -> int | None:
    """Return the number of axes that a layer needs, without that of the samples; None where it takes several."""
    if name in _RECURRENT:
        return 2
    if name == "layer_repeat_vector":
        return 1
    ranked = _RANKED.match(name)
    return int(ranked.group(1)) + 1 + ("conv_lstm" in name) if ranked else None


def merge(name: str, values: Values, shapes: Sequence[Shape]) -> Shape | None:
    """Return the shape of what a layer of several inputs gives; None where it is not certain.

    Args:
        name: The function that makes the layer.
        values: Its arguments; of these `axis` counts from 0, the axis of the samples.
        shapes: The shapes of what it gets.

    Raises:
        MisfitError: If these cannot meet.
    """
    ranks = {len(shape) for shape in shapes}
    told = " and ".join(str((None, *shape)).replace("None", "NA") for shape in shapes)
    if name == "layer_dot":
        axes = values.get("axes")
        if ranks == {1} and axes in (1, -1) and len({shape[0] for shape in shapes} - {None}) > 1:
            raise MisfitError(f"needs axes of the same size and gets the shapes {told}")
        return (1,) if ranks == {1} else None
    if name == "layer_concatenate":
        axis = values.get("axis", -1)
        if len(ranks) > 1:
            raise MisfitError(f"needs tensors with the same number of axes and gets the shapes {told}")
        (rank,) = ranks
        if (
            not isinstance(axis, (int, float))
            or not 0 <= (place := int(axis) - 1 if axis > 0 else rank + int(axis)) < rank
        ):
            return None
        sizes = [{shape[at] for shape in shapes} - {None} for at in range(rank)]
        if any(len(found) > 1 for at, found in enumerate(sizes) if at != place):
            raise MisfitError(f"needs tensors that differ only along one axis and gets the shapes {told}")
        joined = [shape[place] for shape in shapes]
        total = None if None in joined else sum(filter(None, joined))
        return tuple(total if at == place else next(iter(found), None) for at, found in enumerate(sizes))
    if len(ranks) > 1:
        return None
    sizes = [{shape[at] for shape in shapes} - {None, 1} for at in range(next(iter(ranks)))]
    if any(len(found) > 1 for found in sizes):
        raise MisfitError(f"needs tensors of the same shape and gets {told}")
    return tuple(
        next(iter(found), 1 if all(shape[at] == 1 for shape in shapes) else None) for at, found in enumerate(sizes)
    )


def as_size(value: Any) -> int | None:
    """Return a literal as a size; None for what is none, or not known."""
    return int(value) if isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 1 else None


def as_shape(value: Any) -> Shape | None:
    """Return a literal as a shape; None for what is none, or not known."""
    if value is UNKNOWN or value is None:
        return None
    return tuple(map(as_size, value if isinstance(value, list) else [value]))


def _spread(value: Any, count: int) -> list[int | None]:
    """Return one size for each axis of space."""
    several = value if isinstance(value, list) else [value] * count
    return list(map(as_size, several)) if len(several) == count else [None] * count


def _cover(shape: Shape, values: Values, window: Any, stride: Any) -> list[int | None]:
    """Return the output sizes of windows that move over spatial axes."""
    space, dilated = shape[:-1], _spread(values.get("dilation_rate", 1), len(shape) - 1)
    padding = values.get("padding", "valid")
    found: list[int | None] = []
    for size, width, step, rate in zip(
        space, _spread(window, len(space)), _spread(stride, len(space)), dilated, strict=True
    ):
        if size is None or width is None or step is None or rate is None or padding not in ("valid", "same", "causal"):
            found.append(None)
            continue
        left = size if padding != "valid" else size - (width - 1) * rate
        if left < 1:
            raise MisfitError(
                f"has a window of size {(width - 1) * rate + 1} on an axis of size {size}: nothing is left"
            )
        found.append(math.ceil(left / step))
    return found


def _convolve(values: Values, shape: Shape) -> Shape:
    steps, rates = (_spread(values.get(name, 1), len(shape) - 1) for name in ("strides", "dilation_rate"))
    if all(any((one or 1) > 1 for one in sizes) for sizes in (steps, rates)):
        raise MisfitError("has both `strides` and `dilation_rate` above 1, which Keras does not allow")
    space = _cover(shape, values, values.get("kernel_size", UNKNOWN), values.get("strides", 1))
    return (*space, as_size(values.get("filters")))


def _pool(values: Values, shape: Shape) -> Shape:
    window = values.get("pool_size", 2)
    stride = values.get("strides")
    return (*_cover(shape, values, window, window if stride is None else stride), shape[-1])


def _enlarge(values: Values, shape: Shape) -> Shape:
    sizes = _spread(values.get("size", 2), len(shape) - 1)
    return (
        *(None if one is None or by is None else one * by for one, by in zip(shape, sizes, strict=False)),
        shape[-1],
    )


def _transpose(values: Values, shape: Shape) -> Shape:
    steps, widths = (_spread(values.get(name, 1), len(shape) - 1) for name in ("strides", "kernel_size"))
    padding = values.get("padding", "valid")
    plain = padding in ("valid", "same") and not {"output_padding", "dilation_rate"} & {*values}
    space: list[int | None] = []
    for size, step, width in zip(shape, steps, widths, strict=False):
        if not plain or size is None or step is None or width is None:
            space.append(None)
        else:
            space.append(size * step + (max(width - step, 0) if padding == "valid" else 0))
    return (*space, as_size(values.get("filters")))


def _follow_sequence(values: Values, shape: Shape) -> Shape | None:
    whole, state = values.get("return_sequences", False), values.get("return_state", False)
    if not isinstance(whole, bool) or state is not False:
        return None
    units = as_size(values.get("units"))
    return (shape[0], units) if whole else (units,)


def _reshape(values: Values, shape: Shape) -> Shape | None:
    wanted = values.get("target_shape", UNKNOWN)
    sizes = wanted if isinstance(wanted, list) else [wanted]
    if not all(isinstance(one, (int, float)) for one in sizes):
        return None
    before = _multiply(shape)
    fixed = math.prod(int(one) for one in sizes if one > 0)
    if before is None:
        return tuple(map(as_size, sizes))
    if before % fixed or (before != fixed and all(one > 0 for one in sizes)):
        raise MisfitError(f"cannot reshape {before} values per sample to {' x '.join(f'{one:g}' for one in sizes)}")
    return tuple(int(one) if one > 0 else before // fixed for one in sizes)


def _multiply(shape: Shape) -> int | None:
    return None if None in shape else math.prod(filter(None, shape)) if 0 not in shape else 0


def _permute(values: Values, shape: Shape) -> Shape | None:
    order = values.get("dims")
    if isinstance(order, list) and len(order) != len(shape):
        raise MisfitError(f"has {len(order)} axes in `dims` and gets {len(shape)}, without the batch axis")
    if not isinstance(order, list) or sorted(order) != list(range(1, len(shape) + 1)):
        return None
    return tuple(shape[int(place) - 1] for place in order)


def _drop_space(values: Values, shape: Shape) -> Shape | None:
    return (shape[-1],) if values.get("keepdims", False) is False else None


_RULES: tuple[tuple[str, Callable[[Values, Shape], Shape | None]], ...] = (
    (r"layer_dense", lambda values, shape: (*shape[:-1], as_size(values.get("units"))) if shape else None),
    (r"layer_(separable_)?conv_\dd", _convolve),
    (r"layer_conv_\dd_transpose", _transpose),
    (r"layer_(max|average)_pooling_\dd", _pool),
    (r"layer_global_(max|average)_pooling_\dd", _drop_space),
    (r"layer_upsampling_\dd", _enlarge),
    (r"layer_(zero_padding|cropping)_\dd", lambda values, shape: (*(None,) * (len(shape) - 1), shape[-1])),
    (r"layer_depthwise_conv_\dd", lambda values, shape: (None,) * len(shape)),
    (r"layer_(lstm|gru|simple_rnn)", _follow_sequence),
    (r"layer_flatten", lambda values, shape: (_multiply(shape),)),
    (r"layer_reshape", _reshape),
    (r"layer_permute", _permute),
    (r"layer_repeat_vector", lambda values, shape: (as_size(values.get("n")), *shape)),
    (r"layer_embedding", lambda values, shape: (*shape, as_size(values.get("output_dim")))),
    (r"layer_resizing", lambda values, shape: (as_size(values.get("height")), as_size(values.get("width")), shape[-1])),
)
"""How each layer changes a shape."""
