"""Core layers: dense, activation, flatten, reshape, lambda, ..."""

from typing import Any

from ..define import layer
from ..signatures.object_words import Name, NamedList, Weights
from ..signatures.words import (
    MISSING,
    Activation,
    BatchShape,
    Bool,
    Composable,
    Computation,
    Constraint,
    Count,
    DataFormat,
    Dims,
    Dtype,
    FunctionOrShape,
    Initializer,
    NotNegative,
    Number,
    Positive,
    Regularizer,
    Shape,
    TargetShape,
    Value,
)


@layer("keras.layers.Dense")
def layer_dense(
    object: Composable = MISSING,
    units: Count = MISSING,
    activation: Activation = None,
    use_bias: Bool = True,
    kernel_initializer: Initializer = "glorot_uniform",
    bias_initializer: Initializer = "zeros",
    kernel_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    activity_regularizer: Regularizer = None,
    kernel_constraint: Constraint = None,
    bias_constraint: Constraint = None,
    input_shape: Shape = None,
    batch_input_shape: BatchShape = None,
    batch_size: Count | None = None,
    dtype: Dtype = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    *,
    lora_rank: Count | None = None,
    lora_alpha: Positive | None = None,
    **options: Any,
) -> Any:
    """Add a densely connected layer.

    It computes `activation(input %*% kernel + bias)`, so every unit depends on every feature. It is the basic layer for
    tabular data and the usual last layer: one unit for regression, one unit per class for classification.

    Input shape:
        (batch, ..., features).

    Output shape:
        (batch, ..., units).

    Example:
        >>> model = keras_model_sequential(input_shape=3) >> layer_dense(units=2, activation="relu")
        >>> count_params(model)
        8
        >>> op_shape(model.output)
        (None, 2)
        >>> celsius = np.array([[-10.0], [0.0], [20.0], [35.0]])
        >>> fahrenheit = layer_dense(units=1, weights=[np.array([[1.8]]), np.array([32.0])])
        >>> fahrenheit(celsius)
        <tf.Tensor: shape=(4, 1), dtype=float32, numpy=
        array([[14.],
               [32.],
               [68.],
               [95.]], dtype=float32)>
    """


@layer("keras.layers.Activation")
def layer_activation(
    object: Composable = MISSING,
    activation: Activation = MISSING,
    input_shape: Shape = None,
    batch_input_shape: BatchShape = None,
    batch_size: Count | None = None,
    dtype: Dtype = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Apply an activation function to an output.

    Use it to put an activation after another layer, for example after batch normalization. If there is nothing between
    the two, the argument `activation` of the other layer does the same in one step.

    The layer has no weights. The name "hard_sigmoid" means `clip(0.2 * x + 0.5, 0, 1)` here, as in Keras 2; Keras 3's
    function with this name has a different slope.

    Args:
        activation: Name of an activation function, or a function of a tensor, such as activation_relu.

    Input shape:
        Any.

    Output shape:
        The same as the input shape.

    Example:
        >>> layer_activation(np.array([[-1.0, 0.0, 2.0]]), "relu")
        <tf.Tensor: shape=(1, 3), dtype=float32, numpy=array([[0., 0., 2.]], dtype=float32)>
        >>> layer_activation(np.array([[-1.0, 0.0, 2.0]]), lambda x: x * x)
        <tf.Tensor: shape=(1, 3), dtype=float32, numpy=array([[1., 0., 4.]], dtype=float32)>
    """


@layer("keras.layers.Flatten")
def layer_flatten(
    object: Composable = MISSING,
    data_format: DataFormat = None,
    input_shape: Shape = None,
    dtype: Dtype = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Flatten all axes but the batch axis into one.

    Use it between convolutions and dense layers. It has no weights.

    Args:
        data_format: Order of the axes of the input, "channels_last" or "channels_first"; with "channels_first" the
            channels are moved to the end first, so that the order of the values is the same as for "channels_last".

    Input shape:
        (batch, ...).

    Output shape:
        (batch, product of the other sizes); (batch, 1) if there are no others.

    Example:
        >>> layer_flatten(np.arange(4.0).reshape(1, 2, 2))
        <tf.Tensor: shape=(1, 4), dtype=float32, numpy=array([[0., 1., 2., 3.]], dtype=float32)>
        >>> op_shape(layer_flatten(layer_input(shape=(28, 28, 1))))
        (None, 784)
    """


@layer("keras.layers.Reshape")
def layer_reshape(
    object: Composable = MISSING,
    target_shape: TargetShape = MISSING,
    input_shape: Shape = None,
    batch_input_shape: BatchShape = None,
    batch_size: Count | None = None,
    dtype: Dtype = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Change the shape of an output, with the same number of values.

    Use it to turn a vector into an image, or features into a sequence. Values are read and written row by row (the last
    axis changes fastest), as in array_reshape().

    Args:
        target_shape: The new shape without the batch axis, a vector of whole numbers. One of them may be -1, which is
            computed from the others, or NA, which is known only when the model runs.

    Input shape:
        (batch, ...).

    Output shape:
        (batch, target_shape).

    Raises:
        ValueError: If the number of values differs.

    Example:
        >>> layer_reshape(np.arange(4.0).reshape(1, 4), target_shape=(2, 2))
        <tf.Tensor: shape=(1, 2, 2), dtype=float32, numpy=
        array([[[0., 1.],
                [2., 3.]]], dtype=float32)>
        >>> op_shape(layer_reshape(layer_input(shape=12), target_shape=(-1, 2, 2)))
        (None, 3, 2, 2)
    """


@layer("keras.layers.Permute")
def layer_permute(
    object: Composable = MISSING,
    dims: Dims = MISSING,
    input_shape: Shape = None,
    batch_input_shape: BatchShape = None,
    batch_size: Count | None = None,
    dtype: Dtype = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Reorder the axes of an output.

    Use it to swap time steps and features, or to move channels. It has no weights.

    Args:
        dims: The new order, e.g. c(2, 1) to swap two axes. Axes are counted from 1 without the batch axis, which stays
            first.

    Input shape:
        (batch, ...), with as many further axes as `dims` has elements.

    Output shape:
        (batch, ...), the same sizes in the new order.

    Example:
        >>> layer_permute(np.array([[1.0, 2.0], [3.0, 4.0]]).reshape(1, 2, 2), dims=(2, 1))
        <tf.Tensor: shape=(1, 2, 2), dtype=float32, numpy=
        array([[[1., 3.],
                [2., 4.]]], dtype=float32)>
    """


@layer("keras.layers.RepeatVector")
def layer_repeat_vector(
    object: Composable = MISSING,
    n: Count = MISSING,
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Repeat a vector several times, as the time steps of a sequence.

    Use it to pass the output of an encoder to every time step of a decoder. It has no weights.

    Args:
        n: Number of repetitions, a positive whole number.

    Input shape:
        (batch, features).

    Output shape:
        (batch, n, features).

    Example:
        >>> layer_repeat_vector(np.array([[1.0, 2.0]]), n=3)
        <tf.Tensor: shape=(1, 3, 2), dtype=float32, numpy=
        array([[[1., 2.],
                [1., 2.],
                [1., 2.]]], dtype=float32)>
    """


@layer("keras.layers.Lambda")
def layer_lambda(
    object: Composable = MISSING,
    f: Computation = MISSING,
    output_shape: FunctionOrShape = None,
    mask: Value = None,
    arguments: NamedList = None,
    input_shape: Shape = None,
    batch_input_shape: BatchShape = None,
    batch_size: Count | None = None,
    dtype: Dtype = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Apply your own function as a layer.

    The function gets a tensor, or a list of tensors, and returns one or several. It should use tensor operations only
    (k_* and op_* functions, arithmetic) and have no weights; for weights write a custom layer.

    A saved model contains the code of the function. For a function written in R, load_model() runs it if you wrote the
    file; for a Python lambda, or a file from someone else, it requires `safe_mode = FALSE`. Plain Keras cannot run R
    code: for models that it should load, use `op_*` functions directly on tensors, or a Keras layer.

    Args:
        f: The function. Arguments beyond the first are filled from `arguments`; `mask` and `training` are supplied if
            the function has arguments with these names.
        output_shape: Shape of the output without the batch axis, or a function of the input shape. Usually inferred.
        mask: A mask tensor, or a function of (inputs, mask) that computes the mask of the output. NULL: none.
        arguments: Named list of further arguments of `f`.

    Input shape:
        Any that `f` accepts.

    Output shape:
        The shape of the result of `f`.

    Example:
        >>> layer_lambda(np.array([[1.0, 2.0]]), lambda x: x * 10)
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[10., 20.]], dtype=float32)>
        >>> layer_lambda(np.array([[1.0, 2.0]]), lambda x, by: x * by, arguments={"by": 3.0})
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[3., 6.]], dtype=float32)>
    """


@layer("keras.layers.Masking")
def layer_masking(
    object: Composable = MISSING,
    mask_value: Number = 0.0,
    input_shape: Shape = None,
    batch_input_shape: BatchShape = None,
    batch_size: Count | None = None,
    dtype: Dtype = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Mask time steps in which all features have a given value.

    Use it for padded sequences of numbers, so that the padding has no effect: later layers that support masks, such as
    LSTM, skip these steps. For integer ids, use `mask_zero` of layer_embedding() instead.

    Args:
        mask_value: The value that marks a step to skip.

    Input shape:
        (batch, time steps, features).

    Output shape:
        The same as the input shape; the masked steps are 0.

    Example:
        >>> x = np.array([2.0, 4.0, 0.0]).reshape(1, 3, 1)
        >>> x >> layer_masking(mask_value=0) >> layer_global_average_pooling_1d()
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[3.]], dtype=float32)>
        >>> x >> layer_global_average_pooling_1d()
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[2.]], dtype=float32)>
    """


@layer("keras.layers.ActivityRegularization")
def layer_activity_regularization(
    object: Composable = MISSING,
    l1: NotNegative = 0.0,
    l2: NotNegative = 0.0,
    input_shape: Shape = None,
    batch_input_shape: BatchShape = None,
    batch_size: Count | None = None,
    dtype: Dtype = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Add a cost for large activations to the loss.

    The cost of a sample is `l1 * sum(abs(x)) + l2 * sum(x^2)`, and the mean over the batch is added to the loss. This
    leads to sparse or small activations. Use it for autoencoders with a sparse code, or to keep outputs small; to keep
    weights small, use the argument `kernel_regularizer` of other layers instead.

    The output is the input, unchanged.

    Args:
        l1: Factor of the sum of the absolute values.
        l2: Factor of the sum of the squares.

    Input shape:
        Any.

    Output shape:
        The same as the input shape.

    Example:
        >>> penalized = layer_activity_regularization(l1=0.1)
        >>> penalized(np.array([[1.0, -2.0], [0.0, 1.0]]))
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[ 1., -2.],
               [ 0.,  1.]], dtype=float32)>
        >>> penalized.losses
        [<tf.Tensor: shape=(), dtype=float32, numpy=0.20000000298023224>]
    """
