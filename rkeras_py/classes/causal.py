"""Causal layers: attention as with Keras 2's `causal=True`, and a causal separable convolution."""

from typing import Any

import keras

_register = keras.saving.register_keras_serializable(package="rkeras.causal")


class _Causal:
    """The common part of the layers; stands before the Keras 3 class."""

    causal = True

    def __call__(self, inputs: Any, *args: Any, use_causal_mask: bool = True, **options: Any) -> Any:
        """Compute the attention, by default with the causal mask."""
        return super().__call__(inputs, *args, use_causal_mask=use_causal_mask, **options)  # type: ignore[misc]


@_register
class Attention(_Causal, keras.layers.Attention):  # type: ignore[misc]
    """Dot-product attention in which position t sees nothing after t."""


@_register
class AdditiveAttention(_Causal, keras.layers.AdditiveAttention):  # type: ignore[misc]
    """Additive attention in which position t sees nothing after t."""


def separable_conv_1d(
    kernel_size: int, dilation_rate: int = 1, data_format: str | None = None, name: str | None = None, **options: Any
) -> Any:
    """Return a separable convolution whose output at step t depends on no step after t.

    It is zeros before the sequence and Keras's own layer, in a Pipeline: a file with it needs nothing of this package.

    Args:
        kernel_size: Size of the window.
        dilation_rate: Spacing of the window.
        data_format: Order of the axes.
        name: Name of the layer.
        options: Further arguments of SeparableConv1D.
    """
    layers = keras.layers
    zeros = layers.ZeroPadding1D((dilation_rate * (kernel_size - 1), 0), data_format, dtype=options.get("dtype"))
    convolution = layers.SeparableConv1D(
        kernel_size=kernel_size, dilation_rate=dilation_rate, data_format=data_format, **options
    )
    return layers.Pipeline([zeros, convolution], name=name or convolution.name)
