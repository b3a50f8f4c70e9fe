"""Recurrent layers with the arguments of Keras 2's cuDNN layers."""

from typing import Any

from ..define import layer
from ..signatures.object_words import Name, Weights
from ..signatures.words import (
    MISSING,
    BatchShape,
    Bool,
    Composable,
    Constraint,
    Count,
    Dtype,
    Initializer,
    Regularizer,
    Shape,
)


@layer("keras.layers.GRU")
def layer_cudnn_gru(
    object: Composable = MISSING,
    units: Count = MISSING,
    kernel_initializer: Initializer = "glorot_uniform",
    recurrent_initializer: Initializer = "orthogonal",
    bias_initializer: Initializer = "zeros",
    kernel_regularizer: Regularizer = None,
    recurrent_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    activity_regularizer: Regularizer = None,
    kernel_constraint: Constraint = None,
    recurrent_constraint: Constraint = None,
    bias_constraint: Constraint = None,
    return_sequences: Bool = False,
    return_state: Bool = False,
    stateful: Bool = False,
    input_shape: Shape = None,
    batch_input_shape: BatchShape = None,
    batch_size: Count | None = None,
    dtype: Dtype = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Add a gated recurrent unit layer in the variant that NVIDIA's cuDNN computes.

    It is layer_gru() with the activations "tanh" and "sigmoid" and `reset_after = TRUE`. It uses cuDNN if a GPU
    supports it and computes the same numbers elsewhere. Unlike the Keras 2 layer, it also accepts masks.

    Input shape:
        (batch, time steps, features).

    Output shape:
        (batch, units); with `return_sequences` (batch, time steps, units). With `return_state` a list of the output and
        the last state.

    Differences:
        The layer is an ordinary `GRU` layer with the arguments that cuDNN supports; it runs on every device and accepts
        masks.

    Example:
        >>> model = keras_model_sequential(input_shape=(10, 8)) >> layer_cudnn_gru(units=4)
        >>> same = keras_model_sequential(input_shape=(10, 8)) >> layer_gru(units=4)
        >>> same = set_weights(same, get_weights(model))
        >>> x = k_constant(1, shape=(1, 10, 8))
        >>> op_max(op_abs(model(x) - same(x)))
        <tf.Tensor: shape=(), dtype=float32, numpy=0.0>
    """


@layer("keras.layers.LSTM")
def layer_cudnn_lstm(
    object: Composable = MISSING,
    units: Count = MISSING,
    kernel_initializer: Initializer = "glorot_uniform",
    recurrent_initializer: Initializer = "orthogonal",
    bias_initializer: Initializer = "zeros",
    unit_forget_bias: Bool = True,
    kernel_regularizer: Regularizer = None,
    recurrent_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    activity_regularizer: Regularizer = None,
    kernel_constraint: Constraint = None,
    recurrent_constraint: Constraint = None,
    bias_constraint: Constraint = None,
    return_sequences: Bool = False,
    return_state: Bool = False,
    stateful: Bool = False,
    input_shape: Shape = None,
    batch_input_shape: BatchShape = None,
    batch_size: Count | None = None,
    dtype: Dtype = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Add a long short-term memory layer in the variant that NVIDIA's cuDNN computes.

    It is layer_lstm() with the activations "tanh" and "sigmoid", whose page has the formula: `c = f * c + i *
    tanh(...)`, `h = o * tanh(c)`. It uses cuDNN if a GPU supports it and computes the same numbers elsewhere. Unlike
    the Keras 2 layer, it also accepts masks.

    Input shape:
        (batch, time steps, features).

    Output shape:
        (batch, units); with `return_sequences` (batch, time steps, units). With `return_state` a list of the output and
        the final states.

    Differences:
        The layer is an ordinary `LSTM` layer with the arguments that cuDNN supports; it runs on every device and
        accepts masks.

    Example:
        >>> model = keras_model_sequential(input_shape=(10, 8)) >> layer_cudnn_lstm(units=4)
        >>> same = keras_model_sequential(input_shape=(10, 8)) >> layer_lstm(units=4)
        >>> same = set_weights(same, get_weights(model))
        >>> x = k_constant(1, shape=(1, 10, 8))
        >>> op_max(op_abs(model(x) - same(x)))
        <tf.Tensor: shape=(), dtype=float32, numpy=0.0>
    """
