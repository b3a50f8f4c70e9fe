"""Losses, normalization and attention as functions of tensors."""

from typing import Any

from ..engine.loading import keras
from ..signatures.tensor_words import Axes, CtcStrategy, Scores, TensorArg, WholeTensor
from ..signatures.words import MISSING, Bool, Count, Index, Number, OneAxis
from .family import FIRST, keras_op, operation


@operation
def op_binary_crossentropy(target: TensorArg = MISSING, output: TensorArg = MISSING, from_logits: Bool = False) -> Any:
    """Return the crossentropy of binary labels and probabilities, element by element.

    Use it in custom losses. loss_binary_crossentropy() averages it over each sample.

    Args:
        target: The labels 0 and 1.

    Example:
        >>> op_binary_crossentropy([0, 1], [0.1, 0.8])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.10536055, 0.22314353], dtype=float32)>
    """
    return keras().ops.binary_crossentropy(_convert_labels(target, output), output, from_logits)


def _convert_labels(target: Any, output: Any) -> Any:
    """Convert labels to the dtype of the probabilities: Keras multiplies them, and refuses integers."""
    return target if target.dtype == output.dtype else keras().ops.cast(target, output.dtype)


@operation
def op_categorical_crossentropy(
    target: TensorArg = MISSING, output: TensorArg = MISSING, from_logits: Bool = False, axis: OneAxis = -1
) -> Any:
    """Return the crossentropy of one-hot classes and probabilities.

    It computes `-sum(target * log(output))` for each sample. Use it in custom losses.

    Args:
        target: The one-hot classes.
        axis: The axis of the classes, counted from 1; -1 is the last.

    Example:
        >>> op_categorical_crossentropy([[0, 1], [1, 0]], [[0.2, 0.8], [0.5, 0.5]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.22314353, 0.6931472 ], dtype=float32)>
    """
    return keras().ops.categorical_crossentropy(_convert_labels(target, output), output, from_logits, axis)


@keras_op("keras.ops.sparse_categorical_crossentropy")
def op_sparse_categorical_crossentropy(
    target: WholeTensor = MISSING, output: TensorArg = MISSING, from_logits: Bool = False, axis: OneAxis = -1
) -> Any:
    """Return the crossentropy of integer labels and probabilities.

    It computes `-log(output[class])` for each sample. Use it in custom losses.

    Args:
        target: The classes, whole numbers from 0, as in losses.
        axis: The axis of the classes, counted from 1; -1 is the last.

    Example:
        >>> op_sparse_categorical_crossentropy([1, 2], [[0.1, 0.8, 0.1], [0.3, 0.2, 0.5]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.22314355, 0.6931472 ], dtype=float32)>
    """


@operation
def op_ctc_loss(
    target: WholeTensor = MISSING,
    output: TensorArg = MISSING,
    target_length: WholeTensor = MISSING,
    output_length: WholeTensor = MISSING,
    mask_index: Index = FIRST,
) -> Any:
    """Return the loss of connectionist temporal classification (CTC).

    It is `-log(p)`, where p is the sum of the probabilities of all alignments of the labels with the time steps; a
    "blank" class can separate labels. Use it to train speech and handwriting models whose labels have no
    known position (Graves et al., 2006).

    Args:
        target: The true labels, (batch, labels): the numbers of their classes, counted from 0, as in losses.
        output: Logits, (batch, time steps, classes).
        target_length: Number of labels of each sample.
        output_length: Number of time steps of each sample.
        mask_index: The class of `output` that is the blank, counted from 1: 1, the default, is the class 0.

    References:
        Graves, A. et al. (2006), Connectionist Temporal Classification, ICML.

    Example:
        >>> op_ctc_loss([[1]], op_zeros((1, 2, 3)), target_length=[1], output_length=[2])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([1.0986123], dtype=float32)>
    """
    lengths = _as_vector(target_length), _as_vector(output_length)
    return keras().ops.ctc_loss(target, output, *lengths, mask_index)


def _as_vector(lengths: Any) -> Any:
    """Return the lengths of samples as a vector; for a single sample R sends a number."""
    return lengths if len(lengths.shape) else keras().ops.reshape(lengths, (1,))


@operation
def op_ctc_decode(
    inputs: TensorArg = MISSING,
    sequence_lengths: WholeTensor = MISSING,
    strategy: CtcStrategy = "greedy",
    beam_width: Count = 100,
    top_paths: Count = 1,
    merge_repeated: Bool = True,
    mask_index: Index = FIRST,
) -> Any:
    """Find the most likely labels of connectionist temporal classification (CTC).

    Use it after predict() to read the labels of a model trained with op_ctc_loss(). "greedy" uses the best class of
    each step, "beam_search" compares whole sequences.

    Args:
        inputs: Logits, (batch, time steps, classes).
        sequence_lengths: Number of time steps of each sample.
        strategy: "greedy" or "beam_search".
        beam_width: Number of candidates that a beam search keeps.
        top_paths: Number of results of a beam search.
        merge_repeated: Whether to merge repeated labels.
        mask_index: The class of `inputs` that is the blank, counted from 1: 1, the default, is the class 0.

    Returns:
        A list of two tensors: the labels, (top_paths, batch, labels), the numbers of their classes, counted from 0, and
        -1 if there is none; and their scores.

    Example:
        >>> scores = op_one_hot([[2, 2, 1, 3]], num_classes=3)
        >>> op_ctc_decode(scores, sequence_lengths=[4])
        [<tf.Tensor: shape=(1, 1, 4), dtype=int32, numpy=array([[[ 1,  2, -1, -1]]], dtype=int32)>,
         <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[-4.]], dtype=float32)>]
    """
    ops = keras().ops
    lengths = _as_vector(sequence_lengths)
    return list(ops.ctc_decode(inputs, lengths, strategy, beam_width, top_paths, merge_repeated, mask_index))


@keras_op("keras.ops.batch_normalization", joins=True)
def op_batch_normalization(
    x: TensorArg = MISSING,
    mean: TensorArg = MISSING,
    variance: TensorArg = MISSING,
    axis: OneAxis = MISSING,
    offset: TensorArg | None = None,
    scale: TensorArg | None = None,
    epsilon: Number = 0.001,
) -> Any:
    """Normalize by given means and variances.

    It computes `scale * (x - mean) / sqrt(variance + epsilon) + offset` with statistics that you provide.
    layer_batch_normalization() computes them during training.

    Args:
        mean: The means, one for each channel.
        variance: The variances, one for each channel.
        axis: The axis of the channels, counted from 1.
        offset: The offset to add, or NULL.
        scale: The scale by which to multiply first, or NULL.

    Example:
        >>> op_batch_normalization([[1.0, 10.0], [3.0, 50.0]], mean=[2.0, 20.0], variance=[1.0, 100.0], axis=2)
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[-0.9995004, -0.999995 ],
               [ 0.9995005,  2.9999852]], dtype=float32)>
    """


@keras_op("keras.ops.layer_normalization")
def op_layer_normalization(
    x: TensorArg = MISSING,
    gamma: TensorArg | None = None,
    beta: TensorArg | None = None,
    axis: Axes = -1,
    epsilon: Number | None = None,
    **options: Any,
) -> Any:
    """Normalize each sample by its own mean and variance.

    It computes `gamma * (x - mean) / sqrt(variance + epsilon) + beta` with the statistics of each sample. Use it in
    custom layers; layer_layer_normalization() has gamma and beta as weights.

    Args:
        gamma: The scale by which to multiply the result, or NULL.
        beta: The offset to add, or NULL.
        axis: Axis, or axes, to normalize along, counted from 1.
        epsilon: Small number that prevents division by zero; NULL uses Keras's.
        **options: Further arguments of `keras.ops.layer_normalization()`, by their full names.

    Example:
        >>> op_layer_normalization([[1.0, 3.0], [10.0, 40.0]])
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[-1.,  1.],
               [-1.,  1.]], dtype=float32)>
    """


@keras_op("keras.ops.rms_normalization")
def op_rms_normalization(
    x: TensorArg = MISSING, scale: TensorArg | None = None, axis: Axes = -1, epsilon: Number | None = None
) -> Any:
    """Divide each sample by the root of its mean square.

    It computes `scale * x / sqrt(mean(x^2) + epsilon)`. Large language models use it instead of layer normalization;
    see layer_rms_normalization().

    Args:
        scale: The scale by which to multiply the result, or NULL.
        axis: Axis, or axes, to normalize along, counted from 1.
        epsilon: Small number that prevents division by zero; NULL uses Keras's.

    Example:
        >>> op_rms_normalization([3.0, 4.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.84852815, 1.1313709 ], dtype=float32)>
    """


@keras_op("keras.ops.dot_product_attention")
def op_dot_product_attention(
    query: TensorArg = MISSING,
    key: TensorArg = MISSING,
    value: TensorArg = MISSING,
    bias: TensorArg | None = None,
    mask: TensorArg | None = None,
    scale: Number | None = None,
    is_causal: Bool = False,
    flash_attention: Bool | None = None,
    attn_logits_soft_cap: Number | None = None,
) -> Any:
    """Compute scaled dot-product attention.

    It computes `softmax(query %*% t(key) / sqrt(d)) %*% value` for each head (Vaswani et al., 2017, arXiv:1706.03762).
    Use it in custom attention layers.

    Args:
        query: The queries, (batch, queries, heads, size).
        key: The keys, (batch, keys, heads, size).
        value: The values, (batch, keys, heads, size).
        bias: Numbers to add to the similarities, or NULL.
        mask: TRUE if a query can attend to a key, (batch, heads, queries, keys); NULL: all.
        scale: Factor of the similarities; NULL: 1 divided by the square root of the size.
        is_causal: Whether queries ignore later keys.
        flash_attention: Whether to use flash attention; NULL uses it if the device supports it.
        attn_logits_soft_cap: Limit of the similarities, or NULL.

    Example:
        >>> alike = op_ones((1, 2, 1, 1))
        >>> value = op_reshape([1.0, 3.0], (1, 2, 1, 1))
        >>> op_squeeze(op_dot_product_attention(alike, alike, value))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([2., 2.], dtype=float32)>
        >>> op_squeeze(op_dot_product_attention(alike, alike, value, is_causal=True))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 2.], dtype=float32)>
    """


@keras_op("keras.ops.in_top_k")
def op_in_top_k(targets: WholeTensor = MISSING, predictions: Scores = MISSING, k: Count = MISSING) -> Any:
    """Test whether classes are among the k most likely ones.

    The result is TRUE or FALSE for each sample. The mean is the top-k accuracy; see
    metric_sparse_top_k_categorical_accuracy().

    Args:
        targets: The classes, whole numbers from 0, as in losses.
        predictions: The probability of each class, (batch, classes).
        k: Number of most probable classes to consider.

    Example:
        >>> op_in_top_k([1, 2], [[0.1, 0.8, 0.1], [0.5, 0.3, 0.2]], k=1)
        <tf.Tensor: shape=(2,), dtype=bool, numpy=array([ True, False])>
    """
