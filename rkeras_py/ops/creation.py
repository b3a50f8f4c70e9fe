"""Functions that create tensors of numbers."""

from typing import Any

import numpy as np

from ..engine.loading import keras
from ..messages import errors
from ..signatures.results import TensorList as TensorsOut
from ..signatures.tensor_words import Indexing, Operand, OptionalNumber, TensorArg, WholeTensor
from ..signatures.words import (
    MISSING,
    Bool,
    CountFromZero,
    Dtype,
    Int,
    Number,
    OneAxis,
    Shape,
    TypedNumber,
    convert_value,
    get_word,
)
from .family import keras_op, operation

TENSOR = get_word(TensorArg)


@keras_op("keras.ops.zeros")
def op_zeros(shape: Shape = MISSING, dtype: Dtype | None = None) -> Any:
    """Create a tensor of zeros.

    Use it for initial sums and states. op_zeros_like() uses the shape of another tensor.

    Example:
        >>> op_zeros((2, 3))
        <tf.Tensor: shape=(2, 3), dtype=float32, numpy=
        array([[0., 0., 0.],
               [0., 0., 0.]], dtype=float32)>
    """


@keras_op("keras.ops.ones")
def op_ones(shape: Shape = MISSING, dtype: Dtype | None = None) -> Any:
    """Create a tensor of ones.

    Use it for masks. op_ones_like() uses the shape of another tensor.

    Example:
        >>> op_ones((2, 3), dtype="int32")
        <tf.Tensor: shape=(2, 3), dtype=int32, numpy=
        array([[1, 1, 1],
               [1, 1, 1]], dtype=int32)>
    """


@keras_op("keras.ops.empty")
def op_empty(shape: Shape = MISSING, dtype: Dtype | None = None) -> Any:
    """Create a tensor with undefined values.

    Use it only if you set all values later: other backends leave whatever is in memory. On TensorFlow the values are
    zeros.

    Example:
        >>> op_shape(op_empty((2, 3)))
        (2, 3)
    """


@keras_op("keras.ops.full")
def op_full(shape: Shape = MISSING, fill_value: Operand = MISSING, dtype: Dtype | None = None) -> Any:
    """Create a tensor of one value.

    Use it for constants and padding values. op_full_like() uses the shape of another tensor.

    Args:
        fill_value: The value.

    Example:
        >>> op_full((2, 3), 0.5)
        <tf.Tensor: shape=(2, 3), dtype=float32, numpy=
        array([[0.5, 0.5, 0.5],
               [0.5, 0.5, 0.5]], dtype=float32)>
    """


@keras_op("keras.ops.zeros_like")
def op_zeros_like(x: TensorArg = MISSING, dtype: Dtype | None = None) -> Any:
    """Create a tensor of zeros, of the shape of another.

    Use it for initial sums and states of the right shape. The data type is that of the other tensor, too.

    Example:
        >>> op_zeros_like([[1.0, 2.0], [3.0, 4.0]])
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[0., 0.],
               [0., 0.]], dtype=float32)>
    """


@keras_op("keras.ops.ones_like")
def op_ones_like(x: TensorArg = MISSING, dtype: Dtype | None = None) -> Any:
    """Create a tensor of ones, of the shape of another.

    Use it for masks and targets of the right shape, such as the labels "real" of a GAN. It also has the data type of
    that tensor; to specify the shape yourself, use op_ones().

    Example:
        >>> op_ones_like([[1.0, 2.0], [3.0, 4.0]])
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[1., 1.],
               [1., 1.]], dtype=float32)>
    """


@keras_op("keras.ops.full_like")
def op_full_like(x: TensorArg = MISSING, fill_value: Operand = MISSING, dtype: Dtype | None = None) -> Any:
    """Create a tensor of one value, of the shape of another.

    Use it for constants of the right shape. The data type is that of the other tensor, too.

    Args:
        fill_value: The value.

    Example:
        >>> op_full_like([[1.0, 2.0], [3.0, 4.0]], 0.5)
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[0.5, 0.5],
               [0.5, 0.5]], dtype=float32)>
    """


@keras_op("keras.ops.eye")
def op_eye(N: CountFromZero = MISSING, M: CountFromZero | None = None, k: Int = 0, dtype: Dtype | None = None) -> Any:
    """Create a matrix with ones on a diagonal, and zeros elsewhere.

    It is R's `diag(n)`; it may have more rows than columns, and another diagonal. Its rows are one-hot vectors.

    Args:
        k: Index of the diagonal: 0 is the main one, positive indices are above it, negative ones below.

    Example:
        >>> op_eye(2)
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[1., 0.],
               [0., 1.]], dtype=float32)>
        >>> op_eye(2, 3, k=1)
        <tf.Tensor: shape=(2, 3), dtype=float32, numpy=
        array([[0., 1., 0.],
               [0., 0., 1.]], dtype=float32)>
    """


@keras_op("keras.ops.identity")
def op_identity(n: CountFromZero = MISSING, dtype: Dtype | None = None) -> Any:
    """Create a matrix with ones on the main diagonal, and zeros elsewhere.

    The product of any matrix with it is the matrix itself. op_eye() has more arguments.

    Args:
        n: The number of rows, and of columns.

    Example:
        >>> op_identity(2)
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[1., 0.],
               [0., 1.]], dtype=float32)>
    """


@keras_op("keras.ops.tri")
def op_tri(N: CountFromZero = MISSING, M: CountFromZero | None = None, k: Int = 0, dtype: Dtype | None = None) -> Any:
    """Create a matrix with ones on and below a diagonal, and zeros above.

    Use it as a causal mask. Position t can then attend only to positions up to t.

    Args:
        k: Index of the diagonal: 0 is the main one, positive indices are above it, negative ones below.

    Example:
        >>> op_tri(3)
        <tf.Tensor: shape=(3, 3), dtype=float32, numpy=
        array([[1., 0., 0.],
               [1., 1., 0.],
               [1., 1., 1.]], dtype=float32)>
    """


@keras_op("keras.ops.linspace")
def op_linspace(
    start: Operand = MISSING,
    stop: Operand = MISSING,
    num: CountFromZero = 50,
    endpoint: Bool = True,
    retstep: Bool = False,
    dtype: Dtype | None = None,
    axis: OneAxis = 1,
) -> TensorsOut:
    """Create evenly spaced numbers.

    Use it for grids, such as the x axis of a curve. Both ends are included unless `endpoint` is FALSE.

    Args:
        start: The first number, or a tensor of first numbers.
        stop: The last one.
        num: Number of values.
        endpoint: Whether `stop` is the last number; otherwise it would be the next one.
        retstep: Whether to return the step, too.
        axis: Position of the new axis, counted from 1, if `start` or `stop` are tensors.

    Returns:
        A tensor; with `retstep` a list of it and the step.

    Example:
        >>> op_linspace(0, 1, num=5)
        <tf.Tensor: shape=(5,), dtype=float32, numpy=array([0.  , 0.25, 0.5 , 0.75, 1.  ], dtype=float32)>
        >>> op_linspace(0, 1, num=4, endpoint=False)
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([0.  , 0.25, 0.5 , 0.75], dtype=float32)>
    """


@keras_op("keras.ops.logspace")
def op_logspace(
    start: Operand = MISSING,
    stop: Operand = MISSING,
    num: CountFromZero = 50,
    endpoint: Bool = True,
    base: Number = 10,
    dtype: Dtype | None = None,
    axis: OneAxis = 1,
) -> Any:
    """Create numbers whose logarithms are evenly spaced.

    Use it for grids of learning rates or frequencies. The numbers are `base` to the powers from `start` to `stop`.

    Args:
        start: Logarithm of the first number, or a tensor of logarithms.
        stop: Logarithm of the last one.
        num: Number of values.
        endpoint: Whether `stop` is the last number; otherwise it would be the next one.
        base: The base of the logarithms.
        axis: Position of the new axis, counted from 1, if `start` or `stop` are tensors.

    Example:
        >>> op_logspace(0, 2, num=3)
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([  1.,  10., 100.], dtype=float32)>
    """


@operation
def op_arange(
    start: TypedNumber = MISSING,
    end: OptionalNumber = MISSING,
    step: TypedNumber = 1,
    dtype: Dtype | None = None,
    include_end: Bool = True,
) -> Any:
    """Create a sequence of numbers, as R's seq() does.

    Use it for positions, such as those of a position embedding. As in R the end is included.

    Args:
        start: The first number. If it is the only argument, it is the last number, and the sequence begins at 1, or at
            0 without `include_end`.
        end: The end of the sequence.
        step: The difference between neighbors.
        dtype: Name of the data type; NULL uses an integer type if all numbers are integers (in R: 3L), otherwise
            Keras's float type.
        include_end: Whether `end` itself belongs to the sequence.

    Example:
        >>> op_arange(4)
        <tf.Tensor: shape=(4,), dtype=int32, numpy=array([1, 2, 3, 4], dtype=int32)>
        >>> op_arange(0, 1, 0.25)
        <tf.Tensor: shape=(5,), dtype=float32, numpy=array([0.  , 0.25, 0.5 , 0.75, 1.  ], dtype=float32)>
    """
    first, last = (int(include_end), start) if end is MISSING else (start, end)
    if not step:
        raise errors.bad_argument("op_arange", "step", "a number other than 0", step)
    steps = (last - first) / step
    count = int(np.floor(steps + 1e-10)) + 1 if include_end else int(np.ceil(steps - 1e-10))
    whole = all(isinstance(number, int) for number in (first if end is not MISSING else last, last, step))
    values = first + step * np.arange(max(count, 0), dtype="int64" if whole else "float64")
    return keras().ops.convert_to_tensor(values, dtype or ("int32" if whole else keras().config.floatx()))


@operation
def op_meshgrid(*dots: Any, indexing: Indexing = "xy") -> TensorsOut:
    """Create the coordinates of a grid from the coordinates along its axes.

    Use it to evaluate a function at all points of a grid, for example to draw the decision boundary of a classifier.
    Each result has the shape of the whole grid.

    Args:
        dots: Vectors with the coordinates along each axis.
        indexing: "xy": the first tensor gives the columns; "ij": it gives the rows.

    Returns:
        A list of tensors, one for each input.

    Example:
        >>> op_meshgrid([1, 2, 3], [10, 20])
        [<tf.Tensor: shape=(2, 3), dtype=int32, numpy=
        array([[1, 2, 3],
               [1, 2, 3]], dtype=int32)>, <tf.Tensor: shape=(2, 3), dtype=int32, numpy=
        array([[10, 10, 10],
               [20, 20, 20]], dtype=int32)>]
    """
    tensors = [convert_value("op_meshgrid", "...", TENSOR, one, None) for one in dots]
    return list(keras().ops.meshgrid(*tensors, indexing=indexing))


@keras_op("keras.ops.bartlett")
def op_bartlett(x: WholeTensor = MISSING) -> Any:
    """Create a Bartlett window, a triangle.

    Windows taper a piece of a signal before a Fourier transform, so that its ends cause no spurious frequencies. This
    window falls linearly on both sides.

    Args:
        x: Number of points.

    Example:
        >>> op_bartlett(5)
        <tf.Tensor: shape=(5,), dtype=float32, numpy=array([0. , 0.5, 1. , 0.5, 0. ], dtype=float32)>
    """


@keras_op("keras.ops.blackman")
def op_blackman(x: WholeTensor = MISSING) -> Any:
    """Create a Blackman window.

    Windows taper a piece of a signal before a Fourier transform. This one has very low side lobes and a wide peak.

    Args:
        x: Number of points.

    Example:
        >>> op_blackman(5)
        <tf.Tensor: shape=(5,), dtype=float32, numpy=
        array([-1.4901161e-08,  3.4000003e-01,  9.9999994e-01,  3.3999997e-01,
               -1.4901161e-08], dtype=float32)>
    """


@keras_op("keras.ops.hamming")
def op_hamming(x: WholeTensor = MISSING) -> Any:
    """Create a Hamming window.

    Windows taper a piece of a signal before a Fourier transform. This one is `0.54 - 0.46 * cos(2 * pi * i / (n - 1))`.

    Args:
        x: Number of points.

    Example:
        >>> op_hamming(5)
        <tf.Tensor: shape=(5,), dtype=float32, numpy=
        array([0.08000001, 0.54      , 1.        , 0.54      , 0.08000001],
              dtype=float32)>
    """


@keras_op("keras.ops.hanning")
def op_hanning(x: WholeTensor = MISSING) -> Any:
    """Create a Hann window.

    Windows taper a piece of a signal before a Fourier transform. This one is `0.5 - 0.5 * cos(2 * pi * i / (n - 1))`.

    Args:
        x: Number of points.

    Example:
        >>> op_hanning(5)
        <tf.Tensor: shape=(5,), dtype=float32, numpy=array([0. , 0.5, 1. , 0.5, 0. ], dtype=float32)>
    """


@keras_op("keras.ops.kaiser")
def op_kaiser(x: WholeTensor = MISSING, beta: Operand = MISSING) -> Any:
    """Create a Kaiser window.

    Windows taper a piece of a signal before a Fourier transform. `beta` is a trade-off between narrow peaks and low
    side lobes.

    Args:
        x: Number of points.
        beta: Shape parameter; larger values make the window narrower.

    Example:
        >>> op_kaiser(5, beta=5.0)
        <tf.Tensor: shape=(5,), dtype=float32, numpy=
        array([0.03671089, 0.5528517 , 1.        , 0.5528517 , 0.03671089],
              dtype=float32)>
    """
