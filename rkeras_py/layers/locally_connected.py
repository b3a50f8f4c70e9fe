"""Locally connected layers: convolutions whose windows share no weights."""

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
    Implementation,
    Initializer,
    Padding,
    Regularizer,
)


@layer("rkeras_py.classes.locally_connected.LocallyConnected1D")
def layer_locally_connected_1d(
    object: Composable = MISSING,
    filters: Count = MISSING,
    kernel_size: Counts = MISSING,
    strides: Counts = 1,
    padding: Padding = "valid",
    data_format: DataFormat = None,
    activation: Activation = None,
    use_bias: Bool = True,
    kernel_initializer: Initializer = "glorot_uniform",
    bias_initializer: Initializer = "zeros",
    kernel_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    activity_regularizer: Regularizer = None,
    kernel_constraint: Constraint = None,
    bias_constraint: Constraint = None,
    implementation: Implementation = 1,
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Add a one-dimensional convolution with separate weights at each position.

    It works like layer_conv_1d(), but every output position has its own kernel. Use it if features differ by position,
    as in centered faces. All sizes of the input must be known.

    Keras 3 has no such layer; rkeras provides the class. Plain Keras needs `import rkeras_py.classes` to load a file
    that contains it.

    Args:
        padding: "valid" (none), or "same" (with stride 1 the output is as large as the input) if `implementation` is 2
            or 3.
        implementation: How the kernel is stored and applied; the outputs are the same. 1: a matrix for each position,
            of shape (positions, window * channels, filters). 2: a matrix from all inputs to all outputs, with zeros
            where they are not connected, for small inputs. 3: only the nonzero values of that matrix, for large and
            sparse inputs.

    Raises:
        ValueError: If a size of the input is unknown or less than the window, or if "same" is used with implementation
            1.

    Input shape:
        (batch, steps, channels); with "channels_first" (batch, channels, steps).

    Output shape:
        (batch, new steps, filters); with "channels_first" (batch, filters, new steps).

    Differences:
        Plain Keras can load a file with this layer only after `import rkeras_py.classes`.

    Example:
        >>> factors = np.array([1.0, 2.0, 3.0]).reshape(3, 1, 1)
        >>> local = layer_locally_connected_1d(filters=1, kernel_size=1, use_bias=False, weights=[factors])
        >>> op_squeeze(local(np.array([10.0, 10.0, 10.0]).reshape(1, 3, 1)))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([10., 20., 30.], dtype=float32)>
    """


@layer("rkeras_py.classes.locally_connected.LocallyConnected2D")
def layer_locally_connected_2d(
    object: Composable = MISSING,
    filters: Count = MISSING,
    kernel_size: Counts = MISSING,
    strides: Counts = (1, 1),
    padding: Padding = "valid",
    data_format: DataFormat = None,
    activation: Activation = None,
    use_bias: Bool = True,
    kernel_initializer: Initializer = "glorot_uniform",
    bias_initializer: Initializer = "zeros",
    kernel_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    activity_regularizer: Regularizer = None,
    kernel_constraint: Constraint = None,
    bias_constraint: Constraint = None,
    implementation: Implementation = 1,
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Add a two-dimensional convolution with separate weights at each position.

    It works like layer_conv_2d(), but every output position has its own kernel. Use it if features differ by position,
    as in centered faces. All sizes of the input must be known.

    Keras 3 has no such layer; rkeras provides the class. Plain Keras needs `import rkeras_py.classes` to load a file
    that contains it.

    Args:
        padding: "valid" (none), or "same" (with stride 1 the output is as large as the input) if `implementation` is 2
            or 3.
        implementation: How the kernel is stored and applied; the outputs are the same. 1: a matrix for each position,
            of shape (positions, window * channels, filters). 2: a matrix from all inputs to all outputs, with zeros
            where they are not connected, for small inputs. 3: only the nonzero values of that matrix, for large and
            sparse inputs.

    Raises:
        ValueError: If a size of the input is unknown or less than the window, or if "same" is used with implementation
            1.

    Input shape:
        (batch, rows, columns, channels); with "channels_first" (batch, channels, rows, columns).

    Output shape:
        (batch, new rows, new columns, filters); with "channels_first" (batch, filters, new rows, new columns).

    Differences:
        Plain Keras can load a file with this layer only after `import rkeras_py.classes`.

    Example:
        >>> local = keras_model_sequential(input_shape=(6, 6, 1))
        >>> local = local >> layer_locally_connected_2d(filters=2, kernel_size=3)
        >>> shared = keras_model_sequential(input_shape=(6, 6, 1)) >> layer_conv_2d(filters=2, kernel_size=3)
        >>> [count_params(local), count_params(shared)]
        [320, 20]
    """
