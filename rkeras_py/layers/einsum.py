"""Layers of general use: any tensor product, the identity, a chain of layers."""

from typing import Annotated, Any

from ..define import constructor, layer
from ..signatures import conversions, keras_objects
from ..signatures.words import (
    MISSING,
    Activation,
    Composable,
    Constraint,
    Count,
    Initializer,
    Positive,
    Regularizer,
    Shape,
    Str,
    Word,
)

Equation = Annotated[str, Word('an equation, such as "abc,cd->abd"', conversions.as_text, hint="str")]


def _as_layers(value: Any) -> list[Any]:
    items = conversions.as_items(value)
    return [keras_objects.as_layer(item) for item in ([value] if items is None else items)]


Layers = Annotated[Any, Word("a list of layers", _as_layers, hint="Sequence[AnyLayer]")]


@layer("keras.layers.EinsumDense")
def layer_einsum_dense(
    object: Composable = MISSING,
    equation: Equation = MISSING,
    output_shape: Shape = MISSING,
    activation: Activation = None,
    bias_axes: Str | None = None,
    kernel_initializer: Initializer = "glorot_uniform",
    bias_initializer: Initializer = "zeros",
    kernel_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    kernel_constraint: Constraint = None,
    bias_constraint: Constraint = None,
    lora_rank: Count | None = None,
    lora_alpha: Positive | None = None,
    **options: Any,
) -> Any:
    """Multiply the input with a kernel, as defined by an einsum equation.

    An einsum equation such as "abc,cd->abd" names the axes of input, kernel and output; shared axes are summed. Use it
    for dense layers over several axes at once, as in attention.

    Args:
        equation: The axes to multiply and sum, such as "abc,cd->abd": input, kernel, output. An ellipsis stands
            for
            any axes.
        output_shape: Shape of the output without the batch axis (NA: any size).
        bias_axes: The letters of the output axes that the bias has, such as "d"; NULL adds no bias.
        lora_rank: Rank of the two small matrices that fine-tuning learns instead of the kernel; NULL trains the kernel.
        lora_alpha: The product of these matrices is scaled by `lora_alpha / lora_rank`; NULL: `lora_rank`.

    Input shape:
        Given by `equation`.

    Output shape:
        Given by `equation`.

    Example:
        >>> sums = layer_einsum_dense(equation="abc,cd->abd", output_shape=(None, 1), kernel_initializer="ones")
        >>> sums(np.array([[[1.0, 2.0], [3.0, 4.0]]]))
        <tf.Tensor: shape=(1, 2, 1), dtype=float32, numpy=
        array([[[3.],
                [7.]]], dtype=float32)>
    """


@layer("keras.layers.Identity")
def layer_identity(
    object: Composable = MISSING,
    **options: Any,
) -> Any:
    """Return the input unchanged.

    Use it as a placeholder if a layer of a model is optional, or to give a tensor a name. It has no weights.

    Input shape:
        Any.

    Output shape:
        The same as the input shape.

    Example:
        >>> layer_identity(np.array([[1.0, 2.0]]))
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[1., 2.]], dtype=float32)>
    """


@constructor("keras.layers.Pipeline")
def layer_pipeline(
    layers: Layers = MISSING,
    name: Str | None = None,
) -> Any:
    """Chain preprocessing layers into one layer.

    Use it to apply a series of preprocessing layers as one, in a model or on a dataset. Augmentation layers in it are
    random during training and do nothing during inference.

    Args:
        layers: List of layers, in the order in which they are called.

    Returns:
        The layer.

    Example:
        >>> steps = layer_pipeline([layer_rescaling(scale=2), layer_rescaling(scale=1, offset=0.5)])
        >>> steps(np.array([[1.0, 2.0]]))
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[2.5, 4.5]], dtype=float32)>
    """
