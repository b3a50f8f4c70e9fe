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

    As layer_conv_1d(), but every output position has its own kernel. The sizes of the input have to be known.

    Keras 3 has no such layer: the class comes with this package. A file that holds it opens where
    `import rkeras_py.classes` came first, as it does in all of this package's own functions.

    Args:
        padding: "valid" (none), or "same" (as large an output as the input with stride 1) if `implementation` is 2
            or 3.
        implementation: How the kernel is kept and used; the outputs are the same. 1: a matrix for each position, shape
            (positions, window * channels, filters). 2: a matrix from all inputs to all outputs with zeros between what
            is not connected, for small inputs. 3: the values of that matrix that are not zero, for large and sparse
            ones.

    Raises:
        ValueError: If a size of the input is unknown or less than the window, or if "same" comes with implementation 1.

    Input shape:
        (batch, steps, channels); with "channels_first" (batch, channels, steps).

    Output shape:
        (batch, new steps, filters); with "channels_first" (batch, filters, new steps).

    Differences:
        A file with this layer opens in plain Keras only after `import rkeras_py.classes`; it opens here
        without.

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

    As layer_conv_2d(), but every output position has its own kernel. The sizes of the input have to be known.

    Keras 3 has no such layer: the class comes with this package. A file that holds it opens where
    `import rkeras_py.classes` came first, as it does in all of this package's own functions.

    Args:
        padding: "valid" (none), or "same" (as large an output as the input with stride 1) if `implementation` is 2
            or 3.
        implementation: How the kernel is kept and used; the outputs are the same. 1: a matrix for each position, shape
            (positions, window * channels, filters). 2: a matrix from all inputs to all outputs with zeros between what
            is not connected, for small inputs. 3: the values of that matrix that are not zero, for large and sparse
            ones.

    Raises:
        ValueError: If a size of the input is unknown or less than the window, or if "same" comes with implementation 1.

    Input shape:
        (batch, rows, columns, channels); with "channels_first" (batch, channels, rows, columns).

    Output shape:
        (batch, new rows, new columns, filters); with "channels_first" (batch, filters, new rows, new columns).

    Differences:
        A file with this layer opens in plain Keras only after `import rkeras_py.classes`; it opens here
        without.

    Example:
        >>> local = keras_model_sequential(input_shape=(6, 6, 1))
        >>> local = local >> layer_locally_connected_2d(filters=2, kernel_size=3)
        >>> shared = keras_model_sequential(input_shape=(6, 6, 1)) >> layer_conv_2d(filters=2, kernel_size=3)
        >>> [count_params(local), count_params(shared)]
        [320, 20]
    """
