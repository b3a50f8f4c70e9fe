"""Layers that wrap another layer."""

from typing import Any

from ..define import layer
from ..signatures.object_words import Weights
from ..signatures.registry import Variant
from ..signatures.words import MISSING, Composable, Count, LayerArg, MergeMode, RecurrentLayer, Value


def _is_time_major(layer: Any) -> bool:
    return bool(getattr(layer, "time_major", False))


@layer("keras.layers.TimeDistributed")
def time_distributed(
    object: Composable = MISSING,
    layer: LayerArg = MISSING,
    **options: Any,
) -> Any:
    """Apply a layer to every time step of a sequence.

    Use it to apply a convolution to each image of a video, or a model to each part of a document. The layer itself
    needs no time axis.

    The same layer, with the same weights, is used for each step.

    Args:
        layer: The layer, or model, to apply.

    Input shape:
        (batch, time steps, ...).

    Output shape:
        (batch, time steps, ...), where the rest is the layer's output for one step.

    Differences:
        As in Keras 2, the layer is called once on all time steps of a batch, so that batch normalization uses the
        statistics of all steps; plain Keras 3 calls it step by step, and ignores the activity regularizer of the layer.

    Example:
        >>> days = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]).reshape(1, 3, 2)
        >>> op_squeeze(time_distributed(days, layer_dense(units=1, kernel_initializer="ones")))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([ 3.,  7., 11.], dtype=float32)>
        >>> frames = layer_input(shape=(10, 32, 32, 3))
        >>> op_shape(time_distributed(frames, layer_conv_2d(filters=4, kernel_size=3)))
        (None, 10, 30, 30, 4)
    """


@layer(
    "keras.layers.Bidirectional",
    variants=(Variant("layer", _is_time_major, "rkeras_py.classes.time_major.Bidirectional", taken=False),),
)
def bidirectional(
    object: Composable = MISSING,
    layer: RecurrentLayer = MISSING,
    merge_mode: MergeMode = "concat",
    weights: Weights = None,
    backward_layer: RecurrentLayer = None,
    **options: Any,
) -> Any:
    """Run a recurrent layer over a sequence in both directions.

    One copy of the layer reads the sequence forwards, another one backwards, and `merge_mode` defines how their outputs
    are combined. Use it when the whole sequence is known, as in text classification (Schuster and Paliwal, 1997).

    Args:
        layer: A recurrent layer, such as layer_lstm(units = 10).
        merge_mode: How the two outputs are combined: "concat", "sum", "mul", "ave", or NULL for a list of both.
        backward_layer: The layer for the other direction. NULL: a copy of `layer` with the opposite `go_backwards`.

    Input shape:
        The same as for the layer.

    Output shape:
        The same as for the layer; with "concat" the last axis is twice as large.

    Differences:
        Around a layer with `time_major = TRUE`: plain Keras can load a file only after `import rkeras_py.classes`.

    References:
        Schuster, M. and Paliwal, K. K. (1997), Bidirectional Recurrent Neural Networks, IEEE Transactions on Signal
        Processing 45(11).

    Example:
        >>> steps = np.array([1.0, 2.0, 3.0]).reshape(1, 3, 1)
        >>> sums = layer_simple_rnn(
        ...     units=1,
        ...     activation="linear",
        ...     kernel_initializer="ones",
        ...     recurrent_initializer="ones",
        ...     return_sequences=True,
        ... )
        >>> op_squeeze(bidirectional(steps, sums))
        <tf.Tensor: shape=(3, 2), dtype=float32, numpy=
        array([[1., 6.],
               [3., 5.],
               [6., 3.]], dtype=float32)>
    """


@layer("keras.layers.TimeDistributed")
def layer_time_distributed(
    object: Composable = MISSING,
    layer: LayerArg = MISSING,
    **options: Any,
) -> Any:
    """Apply a layer to every time step of a sequence; the same as time_distributed().

    Use it to apply a convolution to each image of a video. This is keras3's name for time_distributed().

    Args:
        layer: The layer, or model, to apply.

    Input shape:
        (batch, time steps, ...).

    Output shape:
        (batch, time steps, ...), where the rest is the layer's output for one step.

    Example:
        >>> days = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]).reshape(1, 3, 2)
        >>> op_squeeze(layer_time_distributed(days, layer_dense(units=1, kernel_initializer="ones")))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([ 3.,  7., 11.], dtype=float32)>
    """


@layer(
    "keras.layers.Bidirectional",
    variants=(Variant("layer", _is_time_major, "rkeras_py.classes.time_major.Bidirectional", taken=False),),
)
def layer_bidirectional(
    object: Composable = MISSING,
    layer: RecurrentLayer = MISSING,
    merge_mode: MergeMode = "concat",
    weights: Value = None,
    backward_layer: RecurrentLayer = None,
    **options: Any,
) -> Any:
    """Run a recurrent layer over a sequence in both directions; the same as bidirectional().

    Use it when the whole sequence is known, as in text classification. This is keras3's name for bidirectional().

    Args:
        layer: A recurrent layer, such as layer_lstm(units = 10).
        merge_mode: How the two outputs are combined: "concat", "sum", "mul", "ave", or NULL for a list of both.
        backward_layer: The layer for the other direction. NULL: a copy of `layer` with the opposite `go_backwards`.

    Input shape:
        The same as for the layer.

    Output shape:
        The same as for the layer; with "concat" the last axis is twice as large.

    Example:
        >>> steps = np.array([1.0, 2.0, 3.0]).reshape(1, 3, 1)
        >>> sums = layer_simple_rnn(
        ...     units=1,
        ...     activation="linear",
        ...     kernel_initializer="ones",
        ...     recurrent_initializer="ones",
        ...     return_sequences=True,
        ... )
        >>> op_squeeze(layer_bidirectional(steps, sums, merge_mode="sum"))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([7., 8., 9.], dtype=float32)>
    """


@layer("keras.layers.SpectralNormalization")
def layer_spectral_normalization(
    object: Composable = MISSING,
    layer: LayerArg = MISSING,
    power_iterations: Count = 1,
    **options: Any,
) -> Any:
    """Divide the kernel of a layer by its largest singular value in each training step.

    It keeps a layer from increasing distances between inputs, which stabilizes the training of GANs (Miyato
    et al., 2018, arXiv:1802.05957). Wrap the layers of the discriminator with it if a GAN does not converge.

    Args:
        layer: A layer with a kernel, or an embedding.
        power_iterations: Number of steps of the power method, which estimates the singular value, at each call.

    Input shape:
        The same as for the layer.

    Output shape:
        The same as for the layer.

    References:
        Miyato, T. et al. (2018), Spectral Normalization for Generative Adversarial Networks,
        https://arxiv.org/abs/1802.05957

    Example:
        >>> dense = layer_dense(units=2, use_bias=False, weights=[np.array([[2.0, 0.0], [0.0, 1.0]])])
        >>> normalized = layer_spectral_normalization(layer=dense)
        >>> normalized(np.array([[1.0, 1.0]]))
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[2., 1.]], dtype=float32)>
    """
