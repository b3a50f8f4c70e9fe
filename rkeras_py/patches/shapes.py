"""Shapes that Keras 3 reports or combines differently from Keras 2, or reports differently from those it computes."""

import functools
import inspect
from collections.abc import Callable
from typing import Any

from ..compat import targets
from ..engine.loading import keras
from ..graph import layer_calls, nodes
from ..models import named_inputs, target_kinds
from ..on_tensorflow.computing import make_function
from ..saving import limits
from .patch import Patch, replace_members


def tell_types(own: property) -> property:
    """Return a property that gives the function of a SavedModel, called on named features of their own types.

    Args:
        own: Keras's own.
    """

    def read(self: Any) -> Any:
        if not named_inputs.get_named_shapes(self):
            return own.fget(self)  # type: ignore[misc]
        return make_function(lambda inputs: self(inputs), named_inputs.get_signature(self))

    return property(read, doc=own.__doc__)


def refuse_nested(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return a build() of recurrent layers that says what to do where it is called on several sequences.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def build(self: Any, sequences_shape: Any, initial_state_shape: Any = None) -> Any:
        if any(size is not None and not isinstance(size, int) for size in sequences_shape):
            raise ValueError(
                f"{self.name}: a Keras 3 recurrent layer accepts one sequence, and got {len(sequences_shape)} "
                "(a nested input). Join their features with layer_concatenate(a, b), and split them in the `call` of "
                "the cell."
            )
        return own(self, sequences_shape, initial_state_shape)

    return build


def use_for_ours(method: Callable[..., Any]) -> Callable[[Any], Any]:
    """Return what makes a method of Keras's own: ours for layers that functions of this package make, load or compose.

    Args:
        method: Ours; it takes the layer, one argument, and Keras's method.
    """

    def make(own: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(own)
        def answer(self: Any, *args: Any, **named: Any) -> Any:
            if not (targets.is_marked_layer(self, nodes.is_ours(self)) or limits.is_loading()):
                return own(self, *args, **named)
            return method(self, *args, *named.values(), own)

        return answer

    return make


def compute_scored_output_spec(own: Callable[..., Any]) -> Callable[..., Any]:
    """Give symbolic attention scores the shape of those that are computed; Keras's has the queries in place of keys."""
    takes = inspect.signature(own)

    @functools.wraps(own)
    def compute_output_spec(self: Any, *args: Any, **options: Any) -> Any:
        result = own(self, *args, **options)
        given = takes.bind(self, *args, **options).arguments
        if not given.get("return_attention_scores"):
            return result
        output, scores = result
        key = given["value"] if given.get("key") is None else given["key"]
        shape = _compute_scores_shape(self, given["query"].shape, key.shape)
        return output, type(scores)(shape, dtype=scores.dtype)

    return compute_output_spec


def _compute_scores_shape(layer: Any, query: Any, key: Any) -> tuple[int | None, ...]:
    rank = len(query)
    axes = [axis % rank for axis in layer.attention_axes or range(1, rank - 1)]
    others = [query[axis] for axis in range(rank - 1) if axis not in axes]
    return (*others, layer.num_heads, *(query[axis] for axis in axes), *(key[axis] for axis in axes))


def compute_text_vector_shape(layer: Any, input_shape: Any, own: Callable[..., Any]) -> Any:
    """Return the shape of one vector for each text: (batch, 1) is as many texts as (batch); Keras 3 keeps an axis."""
    splits = layer._output_mode != "int" and layer._split is not None
    is_column = splits and len(input_shape) > 1 and input_shape[-1] == 1
    shape = tuple(own(layer, input_shape))
    return (shape[0], *shape[2:]) if is_column and len(shape) == 3 else shape


def refuse_axes(layer: Any, shape: Any, *more: Any) -> Any:
    """Refuse axes that the first input of a layer does not have, before Keras's method for the shapes runs."""
    *shapes, own = more
    name = nodes.get_maker(layer) or layer.name
    first = next((one for one in shape if isinstance(one, (list, tuple))), shape)
    if wrong := layer_calls.find_wrong_axis(name, layer, keras().KerasTensor(first)):
        raise wrong
    return own(layer, shape, *shapes)


def _list_kept(layer: Any, shape: Any) -> list[slice]:
    """Return the remaining size of each axis: 0 if more is cropped than there is, which Keras 3 refuses."""
    first = 2 if layer.data_format == "channels_first" else 1
    kept = [slice(None)] * 5
    for axis, (before, after) in enumerate(layer.cropping, first):
        size = shape[axis]
        kept[axis] = slice(before, -after or None) if size is None else slice(before, max(before, size - after))
    return kept


def _crops_all(layer: Any, shape: Any) -> bool:
    sizes = shape[2:5] if layer.data_format == "channels_first" else shape[1:4]
    return any(size is not None and sum(crop) >= size for size, crop in zip(sizes, layer.cropping, strict=True))


def crop(layer: Any, inputs: Any, own: Callable[..., Any]) -> Any:
    """Crop volumes, down to nothing where more is cropped than there is."""
    return inputs[tuple(_list_kept(layer, inputs.shape))] if _crops_all(layer, inputs.shape) else own(layer, inputs)


def compute_cropped_shape(layer: Any, input_shape: Any, own: Callable[..., Any]) -> Any:
    """Return the shape of cropped volumes."""
    if not _crops_all(layer, input_shape):
        return own(layer, input_shape)
    parts = zip(input_shape, _list_kept(layer, input_shape), strict=True)
    return tuple(size if size is None else len(range(size)[kept]) for size, kept in parts)


def weigh_elements(own: Any) -> Any:
    """Return the function that weighs losses, which may be those of elements while weights and masks are of steps.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def reduce(values: Any, sample_weight: Any = None, mask: Any = None, *args: Any, **named: Any) -> Any:
        sample_weight, mask = (targets.match_elements(values, one) for one in (sample_weight, mask))
        return own(values, sample_weight, mask, *args, **named)

    return reduce


def reduce_values(own: Any) -> Any:
    """Return the function by which metrics read values: no text, and one value for all weights, as in Keras 2.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def reduce(values: Any, sample_weight: Any = None, *args: Any, **named: Any) -> Any:
        target_kinds.refuse_labels(values, "update_state", "values")
        if targets.get_rank(values) == 0 and targets.get_rank(sample_weight):
            values = keras().ops.broadcast_to(values, keras().ops.shape(sample_weight))
        return own(values, sample_weight, *args, **named)

    return reduce


PATCHES: list[Patch] = [
    *replace_members(
        "keras.layers.Layer",
        {"_default_save_signature": tell_types},
        "save_model_tf() of a Sequential model whose named features are text",
        "It calls the model on numbers.",
    ),
    *replace_members(
        "keras.layers.RNN",
        {"build": refuse_nested},
        "a recurrent layer on several sequences, as Keras 2 had it, is refused in words",
        "It fails at something else: `Cannot convert '2' to a shape`.",
    ),
    Patch(
        "keras.layers.TextVectorization",
        "compute_output_shape",
        use_for_ours(compute_text_vector_shape),
        "the symbolic shape of texts as vectors is that of the eager one, as in Keras 2",
        "It says (batch, 1, n) for (batch, n).",
        replaces=True,
        shown_by="text_shape",
        since="3.14",
    ),
    *replace_members(
        "keras.layers.Cropping3D",
        {"compute_output_shape": use_for_ours(compute_cropped_shape), "call": use_for_ours(crop)},
        "cropping to nothing, as in Keras 2",
        "It raises ValueError.",
    ),
    *(
        Patch(
            f"keras.layers.{name}",
            member,
            use_for_ours(refuse_axes),
            "an axis that the input does not have is refused where the layer is called",
            "It accepts any axis until the model runs, or takes another one.",
            replaces=True,
        )
        for name, member in (("Softmax", "compute_output_shape"), ("Dot", "build"), ("MultiHeadAttention", "build"))
    ),
    Patch(
        "keras.layers.MultiHeadAttention",
        "compute_output_spec",
        compute_scored_output_spec,
        "symbolic attention scores have the shape of those that are computed",
        "It takes the number of queries for that of keys.",
        replaces=True,
        shown_by="attention_scores_shape",
    ),
]
