"""Convolutional LSTM layers in one, two and three dimensions."""

from typing import Any

from ..define import layer
from ..signatures.object_words import Name, Weights
from ..signatures.words import (
    MISSING,
    Activation,
    Bool,
    Composable,
    Constraint,
    Count,
    Counts,
    DataFormat,
    Initializer,
    Padding,
    Probability,
    Regularizer,
    Seed,
    Shape,
)


@layer("keras.layers.ConvLSTM1D", send=("recurrent_activation",))
def layer_conv_lstm_1d(
    object: Composable = MISSING,
    filters: Count = MISSING,
    kernel_size: Counts = MISSING,
    strides: Counts = 1,
    padding: Padding = "valid",
    data_format: DataFormat = None,
    dilation_rate: Counts = 1,
    activation: Activation = "tanh",
    recurrent_activation: Activation = "hard_sigmoid",
    use_bias: Bool = True,
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
    go_backwards: Bool = False,
    stateful: Bool = False,
    dropout: Probability = 0.0,
    recurrent_dropout: Probability = 0.0,
    *,
    seed: Seed | None = None,
    unroll: Bool | None = None,
    **options: Any,
) -> Any:
    """Add a one-dimensional convolutional LSTM.

    It is an LSTM whose products with input and state are convolutions. Use it for sequences of rows, such as
    measurements along a line over time (Shi et al., 2015, arXiv:1506.04214).

    Args:
        recurrent_activation: Activation of the gates. "hard_sigmoid" is `clip(0.2 * x + 0.5, 0, 1)`, as in Keras 2.

    Input shape:
        (batch, time steps, rows, channels); with "channels_first" the channels come after the time steps.

    Output shape:
        (batch, new rows, filters); with `return_sequences` the time steps come second. With `return_state` a list of
        the output and the two states.

    References:
        Shi, X. et al. (2015), Convolutional LSTM Network: A Machine Learning Approach for Precipitation Nowcasting,
        https://arxiv.org/abs/1506.04214

    Example:
        >>> rows = np.array([0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]).reshape(1, 2, 5, 1)
        >>> spread = layer_conv_lstm_1d(filters=1, kernel_size=3, padding="same", kernel_initializer="ones")
        >>> op_squeeze(spread(rows))
        <tf.Tensor: shape=(5,), dtype=float32, numpy=
        array([ 0.02698599,  0.21920606,  0.16781312,  0.14868994, -0.04153096],
              dtype=float32)>
    """


@layer("keras.layers.ConvLSTM2D", send=("recurrent_activation",))
def layer_conv_lstm_2d(
    object: Composable = MISSING,
    filters: Count = MISSING,
    kernel_size: Counts = MISSING,
    strides: Counts = (1, 1),
    padding: Padding = "valid",
    data_format: DataFormat = None,
    dilation_rate: Counts = (1, 1),
    activation: Activation = "tanh",
    recurrent_activation: Activation = "hard_sigmoid",
    use_bias: Bool = True,
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
    go_backwards: Bool = False,
    stateful: Bool = False,
    dropout: Probability = 0.0,
    recurrent_dropout: Probability = 0.0,
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    input_shape: Shape = None,
    *,
    seed: Seed | None = None,
    unroll: Bool | None = None,
    **options: Any,
) -> Any:
    """Add a two-dimensional convolutional LSTM.

    It is an LSTM whose products with input and state are convolutions. Use it to predict sequences of images, such as
    video or radar maps (Shi et al., 2015, arXiv:1506.04214).

    Args:
        recurrent_activation: Activation of the gates. "hard_sigmoid" is `clip(0.2 * x + 0.5, 0, 1)`, as in Keras 2.

    Input shape:
        (batch, time steps, rows, columns, channels); with "channels_first" the channels come after the time steps.

    Output shape:
        (batch, new rows, new columns, filters); with `return_sequences` the time steps come second. With `return_state`
        a list of the output and the two states.

    References:
        Shi, X. et al. (2015), Convolutional LSTM Network: A Machine Learning Approach for Precipitation Nowcasting,
        https://arxiv.org/abs/1506.04214

    Example:
        >>> frames = np.array([0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]).reshape(1, 2, 2, 2, 1)
        >>> memory = layer_conv_lstm_2d(filters=1, kernel_size=1, kernel_initializer="ones")
        >>> op_squeeze(memory(frames))
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[0.        , 0.14027704],
               [0.        , 0.        ]], dtype=float32)>
        >>> steps = layer_input(shape=(10, 32, 32, 3))
        >>> op_shape(layer_conv_lstm_2d(steps, filters=4, kernel_size=3, return_sequences=True))
        (None, 10, 30, 30, 4)
    """


@layer("keras.layers.ConvLSTM3D", send=("recurrent_activation",))
def layer_conv_lstm_3d(
    object: Composable = MISSING,
    filters: Count = MISSING,
    kernel_size: Counts = MISSING,
    strides: Counts = (1, 1, 1),
    padding: Padding = "valid",
    data_format: DataFormat = None,
    dilation_rate: Counts = (1, 1, 1),
    activation: Activation = "tanh",
    recurrent_activation: Activation = "hard_sigmoid",
    use_bias: Bool = True,
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
    go_backwards: Bool = False,
    stateful: Bool = False,
    dropout: Probability = 0.0,
    recurrent_dropout: Probability = 0.0,
    *,
    seed: Seed | None = None,
    unroll: Bool | None = None,
    **options: Any,
) -> Any:
    """Add a three-dimensional convolutional LSTM.

    It is an LSTM whose products with input and state are convolutions. Use it for sequences of volumes (Shi et al.,
    2015, arXiv:1506.04214).

    Args:
        recurrent_activation: Activation of the gates. "hard_sigmoid" is `clip(0.2 * x + 0.5, 0, 1)`, as in Keras 2.

    Input shape:
        (batch, time steps, axis 1, axis 2, axis 3, channels); with "channels_first" the channels come after the time
        steps.

    Output shape:
        (batch, new axis 1, new axis 2, new axis 3, filters); with `return_sequences` the time steps come second. With
        `return_state` a list of the output and the two states.

    References:
        Shi, X. et al. (2015), Convolutional LSTM Network: A Machine Learning Approach for Precipitation Nowcasting,
        https://arxiv.org/abs/1506.04214

    Example:
        >>> volumes = op_concatenate([op_zeros((1, 3, 2, 2, 2, 1)), op_ones((1, 3, 2, 2, 2, 1))], axis=1)
        >>> ones = initializer_ones()
        >>> zeros = initializer_zeros()
        >>> lstm = layer_conv_lstm_3d(filters=1, kernel_size=2, kernel_initializer=ones, recurrent_initializer=zeros)
        >>> op_reshape(lstm(volumes), [2])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.       , 0.9950547], dtype=float32)>
    """
