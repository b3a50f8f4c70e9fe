"""Fourier transforms, and functions of sequences."""

from typing import Any

from ..engine.loading import keras
from ..signatures.results import TensorList as TensorsOut
from ..signatures.tensor_words import ComplexPair, CorrelateMode, TensorArg, Window
from ..signatures.words import MISSING, Bool, Count, Int
from .family import keras_op, operation


@operation
def op_fft(x: ComplexPair = MISSING) -> TensorsOut:
    """Compute the discrete Fourier transform along the last axis.

    It splits a complex signal into its frequencies. For real signals op_rfft() is cheaper.

    Returns:
        A list of two tensors: the real and the imaginary part.

    Example:
        >>> op_fft([np.array([1.0, 2.0, 3.0, 4.0]), np.zeros(4)])
        [<tf.Tensor: shape=(4,), dtype=float32, numpy=array([10., -2., -2., -2.], dtype=float32)>,
         <tf.Tensor: shape=(4,), dtype=float32, numpy=array([ 0.,  2.,  0., -2.], dtype=float32)>]
    """
    return list(keras().ops.fft(x))


@operation
def op_fft2(x: ComplexPair = MISSING) -> TensorsOut:
    """Compute the discrete Fourier transform along the last two axes.

    It splits an image into its spatial frequencies. The first element is the sum of all values; complex numbers are
    pairs of real and imaginary parts.

    Returns:
        A list of two tensors: the real and the imaginary part.

    Example:
        >>> op_fft2([np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros((2, 2))])
        [<tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[10., -2.],
               [-4.,  0.]], dtype=float32)>, <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[0., 0.],
               [0., 0.]], dtype=float32)>]
    """
    return list(keras().ops.fft2(x))


@operation
def op_ifft2(x: ComplexPair = MISSING) -> TensorsOut:
    """Compute the inverse discrete Fourier transform along the last two axes.

    It is the inverse of op_fft2(). Use it to return to an image after filtering frequencies.

    Returns:
        A list of two tensors: the real and the imaginary part.

    Example:
        >>> op_ifft2([np.array([[10.0, -2.0], [-4.0, 0.0]]), np.zeros((2, 2))])[0]
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[1., 2.],
               [3., 4.]], dtype=float32)>
    """
    return list(keras().ops.ifft2(x))


@operation
def op_rfft(x: TensorArg = MISSING, fft_length: Int | None = None) -> TensorsOut:
    """Compute the discrete Fourier transform of real numbers along the last axis.

    It splits a real signal into its frequencies and omits redundant ones: n numbers give n / 2 + 1 frequencies. The
    first value is the sum.

    Args:
        fft_length: Length of the transform; the input is truncated or padded with zeros. NULL: the length of the input.

    Returns:
        A list of two tensors: the real and the imaginary part.

    Example:
        >>> op_rfft([1.0, 2.0, 3.0, 4.0])
        [<tf.Tensor: shape=(3,), dtype=float32, numpy=array([10., -2., -2.], dtype=float32)>,
         <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0., 2., 0.], dtype=float32)>]
    """
    return list(keras().ops.rfft(x, fft_length))


@operation
def op_irfft(x: ComplexPair = MISSING, fft_length: Int | None = None) -> Any:
    """Compute the inverse of the discrete Fourier transform of real numbers.

    It is the inverse of op_rfft(). Use it to return to a signal after filtering frequencies.

    Args:
        fft_length: Length of the result; NULL: `2 * (n - 1)` for n values.

    Example:
        >>> op_irfft(op_rfft([1.0, 2.0, 3.0, 4.0]))
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([1., 2., 3., 4.], dtype=float32)>
    """
    return keras().ops.irfft(x, fft_length)


@operation
def op_stft(
    x: TensorArg = MISSING,
    sequence_length: Count = MISSING,
    sequence_stride: Count = MISSING,
    fft_length: Count = MISSING,
    window: Window = "hann",
    center: Bool = True,
) -> TensorsOut:
    """Compute the short-time Fourier transform of a signal.

    It shows how the frequencies of a signal change over time. Use it for spectrograms of sound.

    Args:
        x: The signal, along the last axis.

    Returns:
        A list of two tensors, the real and the imaginary part, of shape (..., frames, fft_length / 2 + 1).

    Example:
        >>> wave = op_cos(2 * np.pi * op_arange(16.0) / 4)
        >>> parts = op_stft(wave, sequence_length=8, sequence_stride=8, fft_length=8, window=None, center=False)
        >>> op_round(op_sqrt(parts[0] ** 2 + parts[1] ** 2), 3)
        <tf.Tensor: shape=(2, 5), dtype=float32, numpy=
        array([[0., 0., 4., 0., 0.],
               [0., 0., 4., 0., 0.]], dtype=float32)>
    """
    return list(keras().ops.stft(x, sequence_length, sequence_stride, fft_length, window, center))


@operation
def op_istft(
    x: ComplexPair = MISSING,
    sequence_length: Count = MISSING,
    sequence_stride: Count = MISSING,
    fft_length: Count = MISSING,
    length: Int | None = None,
    window: Window = "hann",
    center: Bool = True,
) -> Any:
    """Compute the inverse of the short-time Fourier transform.

    It is the inverse of op_stft(). Use it to turn a changed spectrogram back into sound.

    Args:
        length: Length of the signal; NULL uses the length of the joined frames.

    Example:
        >>> parts = op_stft(op_arange(8.0), sequence_length=4, sequence_stride=2, fft_length=4)
        >>> op_istft(parts, sequence_length=4, sequence_stride=2, fft_length=4)
        <tf.Tensor: shape=(8,), dtype=float32, numpy=array([1., 2., 3., 4., 5., 6., 7., 8.], dtype=float32)>
    """
    return keras().ops.istft(x, sequence_length, sequence_stride, fft_length, length, window, center)


@keras_op("keras.ops.extract_sequences")
def op_extract_sequences(
    x: TensorArg = MISSING, sequence_length: Count = MISSING, sequence_stride: Count = MISSING
) -> Any:
    """Split a signal into overlapping frames.

    Use it to split sound into frames, each of which is analyzed separately. An incomplete frame at the end is omitted.

    Args:
        x: The signal, along the last axis.
        sequence_length: Length of a frame.
        sequence_stride: Distance between the starts of two frames.

    Example:
        >>> op_extract_sequences([1, 2, 3, 4, 5], sequence_length=3, sequence_stride=2)
        <tf.Tensor: shape=(2, 3), dtype=int32, numpy=
        array([[1, 2, 3],
               [3, 4, 5]], dtype=int32)>
    """


@keras_op("keras.ops.correlate")
def op_correlate(x1: TensorArg = MISSING, x2: TensorArg = MISSING, mode: CorrelateMode = "valid") -> Any:
    """Return the cross-correlation of two vectors.

    It computes `sum(x1[i + k] * x2[k])`. Use it to find a pattern in a signal or the lag between two signals.

    Args:
        mode: "valid": only full overlaps; "same": the length of the longer vector; "full": all overlaps.

    Example:
        >>> op_correlate([1.0, 2.0, 3.0], [0.0, 1.0, 0.5])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([3.5], dtype=float32)>
        >>> op_correlate([1.0, 2.0, 3.0], [0.0, 1.0, 0.5], mode="same")
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([2. , 3.5, 3. ], dtype=float32)>
    """
