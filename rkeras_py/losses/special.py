"""Losses for rare classes, wrong labels, masks, embeddings and sequences, which are new in Keras 3."""

from typing import Any

from ..define import measure
from ..signatures.words import (
    MISSING,
    ArrayLike,
    Axis,
    Bool,
    Dtype,
    Labels,
    NotNegative,
    NotNegatives,
    Number,
    Positive,
    Probability,
    Reduction,
    Str,
)


@measure("keras.losses.BinaryFocalCrossentropy", "keras.losses.binary_focal_crossentropy")
def loss_binary_focal_crossentropy(
    y_true: Labels = MISSING,
    y_pred: ArrayLike = MISSING,
    apply_class_balancing: Bool = False,
    alpha: Probability = 0.25,
    gamma: NotNegative = 2.0,
    from_logits: Bool = False,
    label_smoothing: Probability = 0.0,
    axis: Axis = -1,
    *,
    reduction: Reduction = "sum_over_batch_size",
    name: Str = "binary_focal_crossentropy",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the binary crossentropy with less weight on easy samples.

    It multiplies the crossentropy of each label by `(1 - p)^gamma`, where p is the predicted probability of the true
    label. Use it for unbalanced data: samples that are classified well get little weight (Lin et al., 2017,
    arXiv:1708.02002).

    Args:
        apply_class_balancing: Whether labels 1 are weighted by `alpha` and labels 0 by `1 - alpha`.
        alpha: The weight of label 1, from 0 to 1.
        gamma: Strength with which easy labels are weighted down; 0 is the plain crossentropy.
        axis: Axis over which the mean is taken, counted from 1 (the batch axis); -1 is the last.

    References:
        Lin, T.-Y. et al. (2017), Focal Loss for Dense Object Detection, https://arxiv.org/abs/1708.02002

    Example:
        >>> loss_binary_focal_crossentropy([[1.0], [1.0]], [[0.9], [0.4]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.00105361, 0.32986465], dtype=float32)>
    """


@measure("keras.losses.CategoricalFocalCrossentropy", "keras.losses.categorical_focal_crossentropy")
def loss_categorical_focal_crossentropy(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    alpha: NotNegatives = 0.25,
    gamma: NotNegative = 2.0,
    from_logits: Bool = False,
    label_smoothing: Probability = 0.0,
    axis: Axis = -1,
    *,
    reduction: Reduction = "sum_over_batch_size",
    name: Str = "categorical_focal_crossentropy",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the categorical crossentropy with less weight on easy samples.

    It computes `-sum(y_true * alpha * (1 - y_pred)^gamma * log(y_pred))`. Use it for unbalanced classes: samples that
    are classified well get little weight (Lin et al., 2017, arXiv:1708.02002).

    Args:
        alpha: Weight of the loss, or a vector with one weight for each class.
        gamma: Strength with which easy samples are weighted down; 0 is the plain crossentropy.
        axis: The axis of the classes, counted from 1 (the batch axis); -1 is the last.

    References:
        Lin, T.-Y. et al. (2017), Focal Loss for Dense Object Detection, https://arxiv.org/abs/1708.02002

    Example:
        >>> loss_categorical_focal_crossentropy([[0.0, 1.0], [0.0, 1.0]], [[0.1, 0.9], [0.6, 0.4]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.0002634 , 0.08246616], dtype=float32)>
    """


@measure("keras.losses.CategoricalGeneralizedCrossEntropy", "keras.losses.categorical_generalized_cross_entropy")
def loss_categorical_generalized_cross_entropy(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    q: Positive = 0.5,
    *,
    reduction: Reduction = "sum_over_batch_size",
    name: Str = "categorical_generalized_cross_entropy",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure a crossentropy that is robust to wrong labels.

    It computes `(1 - p^q) / q`, where p is the predicted probability of the true class. Use it if some labels are
    wrong: it lies between the crossentropy (q near 0) and the absolute error (q = 1) (Zhang and Sabuncu, 2018,
    arXiv:1805.07836).

    Args:
        y_true: The classes as whole numbers from 0. Without `y_true` and `y_pred` the object is returned.
        y_pred: The probability of each class.
        q: Number from 0 (crossentropy) to 1 (mean absolute error, which is the most robust to wrong labels).

    References:
        Zhang, Z. and Sabuncu, M. (2018), Generalized Cross Entropy Loss for Training Deep Neural Networks with Noisy
        Labels, https://arxiv.org/abs/1805.07836

    Example:
        >>> loss_categorical_generalized_cross_entropy([1, 1], [[0.75, 0.25], [0.0, 1.0]], q=0.5)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 0.], dtype=float32)>
    """


@measure("keras.losses.Circle", "keras.losses.circle")
def loss_circle(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    ref_labels: ArrayLike = None,
    ref_embeddings: ArrayLike = None,
    remove_diagonal: Bool = True,
    gamma: NotNegative = 80,
    margin: Number = 0.4,
    *,
    reduction: Reduction = "sum_over_batch_size",
    name: Str = "circle",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure how well embeddings separate classes, with the circle loss.

    It is `log(1 + sum(exp(gamma * (d_p^2 - margin^2))) * sum(exp(gamma * ((1 - d_n)^2 - margin^2))))` for each sample,
    where d is one minus the cosine of two embeddings, p runs over the other samples of the same class in the batch and
    n over samples of other classes; where d_n is above `1 + margin`, the exponent is 0. It pulls samples of the same
    class together and pushes classes apart. Use it for metric learning, such as face recognition, after a layer that
    returns embeddings of norm 1 (Sun et al., 2020, arXiv:2002.10857).

    Args:
        y_true: The classes as whole numbers. Without `y_true` and `y_pred` the object is returned.
        y_pred: The embeddings, of length 1 each: (batch, size).
        ref_labels: Classes of the embeddings to compare with; NULL compares within the batch. Only for direct calls.
        ref_embeddings: The embeddings to compare with. Only for direct calls.
        remove_diagonal: Whether to omit the comparison of each sample with itself.
        gamma: Scale of the similarities.
        margin: Margin of similarity around the ideal.

    References:
        Sun, Y. et al. (2020), Circle Loss: A Unified Perspective of Pair Similarity Optimization,
        https://arxiv.org/abs/2002.10857

    Example:
        >>> loss_circle([0, 0, 1], [[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]], gamma=2.0)
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0.45184544, 0.77634376, 0.        ], dtype=float32)>
    """


@measure("keras.losses.CTC", "keras.losses.ctc")
def loss_ctc(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Reduction = "sum_over_batch_size",
    name: Str = "ctc",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the connectionist temporal classification loss of sequences of labels.

    It is `-log(sum(p))`, where p are the probabilities of all alignments of the labels with the time steps; class 0 is
    the blank between labels, and `y_pred` are logits. Use it for speech and handwriting recognition, where the order of
    the labels is known but not their position in the input (Graves et al., 2006).

    Args:
        y_true: Integer labels of shape (batch, length), padded with 0, the class of "blank". Without `y_true` and
            `y_pred` the object is returned.
        y_pred: Logits of each class at each time step: (batch, time steps, classes).

    References:
        Graves, A. et al. (2006), Connectionist Temporal Classification: Labelling Unsegmented Sequence Data with
        Recurrent Neural Networks, ICML.

    Example:
        >>> loss_ctc([[1]], np.zeros((1, 2, 2)))
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([0.28768206], dtype=float32)>
    """


@measure("keras.losses.Dice", "keras.losses.dice")
def loss_dice(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Reduction = "sum_over_batch_size",
    name: Str = "dice",
    axis: Axis | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the Dice loss of two masks: 1 minus twice their overlap divided by the sum of their sizes.

    It computes `1 - 2 * sum(y_true * y_pred) / (sum(y_true) + sum(y_pred))`. Use it for segmentation if the object
    covers few pixels (Milletari et al., 2016, arXiv:1606.04797).

    Args:
        axis: Axes over which the sums are taken, counted from 1 (the batch axis); NULL uses all.

    Returns:
        A loss object, or the value.

    References:
        Milletari, F. et al. (2016), V-Net: Fully Convolutional Neural Networks for Volumetric Medical Image
        Segmentation, https://arxiv.org/abs/1606.04797

    Example:
        >>> loss_dice([[1.0, 1.0, 0.0]], [[1.0, 0.0, 0.0]])
        <tf.Tensor: shape=(), dtype=float32, numpy=0.333333>
    """


@measure("keras.losses.LogCosh", "keras.losses.log_cosh")
def loss_log_cosh(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Reduction = "sum_over_batch_size",
    name: Str = "log_cosh",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the logarithm of the hyperbolic cosine of the error; the same as loss_logcosh().

    It computes `mean(log(cosh(y_pred - y_true)))`: about `error^2 / 2` for small errors and `|error| - log(2)` for
    large ones. Use it for regression with outliers.

    Example:
        >>> loss_log_cosh([[0.0], [0.0]], [[0.1], [10.0]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([4.991710e-03, 9.306852e+00], dtype=float32)>
    """


@measure("keras.losses.Tversky", "keras.losses.tversky")
def loss_tversky(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    alpha: NotNegative = 0.5,
    beta: NotNegative = 0.5,
    reduction: Reduction = "sum_over_batch_size",
    name: Str = "tversky",
    axis: Axis | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the Tversky loss of two masks, with a weight on each kind of error.

    Use it for segmentation if missed pixels and false alarms have different costs (Salehi et al., 2017,
    arXiv:1706.05721). In medical images, where the object covers few pixels, a missed pixel is often the worse error.
    The loss is `1 - TP / (TP + alpha * FN + beta * FP)` with the true positives TP, false negatives FN and false
    positives FP. With both weights 0.5 it equals loss_dice(). In Keras's help and in the paper, `alpha` and `beta` are
    the other way round.

    Args:
        alpha: The weight of false negatives: pixels of the true mask that are not in the predicted one.
        beta: The weight of false positives: pixels of the predicted mask that are not in the true one.
        axis: Axes over which the sums are taken, counted from 1 (the batch axis); NULL uses all.

    Returns:
        A loss object, or the value.

    References:
        Salehi, S. et al. (2017), Tversky Loss Function for Image Segmentation Using 3D Fully Convolutional Deep
        Networks, https://arxiv.org/abs/1706.05721

    Example:
        >>> loss_tversky([[1.0, 1.0, 0.0]], [[1.0, 0.0, 0.0]], alpha=0.1, beta=0.9)
        <tf.Tensor: shape=(), dtype=float32, numpy=0.0909092>
    """
