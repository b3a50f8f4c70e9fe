"""Layers that convert sound to spectrograms."""

from typing import Annotated, Any

from ..define import layer
from ..signatures.words import (
    MISSING,
    Bool,
    Composable,
    Count,
    DataFormat,
    NotNegative,
    Padding,
    Positive,
    choice,
)

Window = Annotated[Any, choice("hann", "hamming", takes_none=True)]
Scaling = Annotated[Any, choice("density", "spectrum", takes_none=True)]
SpectrogramMode = Annotated[str, choice("log", "magnitude", "psd", "real", "imag", "angle", "stft")]


@layer("keras.layers.MelSpectrogram")
def layer_mel_spectrogram(
    object: Composable = MISSING,
    fft_length: Count = 2048,
    sequence_stride: Count = 512,
    sequence_length: Count | None = None,
    window: Window = "hann",
    sampling_rate: Count = 16000,
    num_mel_bins: Count = 128,
    min_freq: NotNegative = 20.0,
    max_freq: Positive | None = None,
    power_to_db: Bool = True,
    top_db: NotNegative = 80.0,
    mag_exp: Positive = 2.0,
    min_power: Positive = 1e-10,
    ref_power: NotNegative = 1.0,
    **options: Any,
) -> Any:
    """Turn sound into a mel spectrogram.

    The mel scale spaces frequencies as human hearing does. Use it as the first layer of a model for speech or music, so
    that convolutions see sound as an image.

    Args:
        fft_length: Length of each Fourier transform, in samples.
        sequence_stride: Number of samples from the start of one window to the start of the next.
        sequence_length: Length of each window in samples; NULL: `fft_length`.
        window: Shape of the window: "hann", "hamming", or NULL for none.
        sampling_rate: Samples per second.
        num_mel_bins: Number of bands.
        min_freq: Lowest frequency, in Hz.
        max_freq: Highest frequency, in Hz; NULL: half of `sampling_rate`.
        power_to_db: Whether the result is in decibels.
        top_db: Dynamic range in decibels: values more than `top_db` below the maximum are raised to that limit.
        mag_exp: Exponent of the magnitudes: 1 for magnitudes, 2 for power.
        min_power: Lower limit of the power; smaller values are raised to it.
        ref_power: The power that corresponds to 0 decibels.

    Input shape:
        (batch, samples), or (samples).

    Output shape:
        (batch, bands, windows), or (bands, windows).

    Example:
        >>> low = op_sin(2 * np.pi * 200 * np.arange(8000.0) / 8000)
        >>> high = op_sin(2 * np.pi * 2000 * np.arange(8000.0) / 8000)
        >>> mel = layer_mel_spectrogram(sampling_rate=8000, num_mel_bins=40, fft_length=512, max_freq=4000)
        >>> bands = mel(op_stack([low, high]))
        >>> op_shape(bands)
        (2, 40, 16)
        >>> op_argmax(op_mean(bands, axis=3), axis=2)
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([ 5, 29], dtype=int32)>

    Example in R:
        low <- sin(2 * pi * 200 * 0:7999 / 8000)
        high <- sin(2 * pi * 2000 * 0:7999 / 8000)
        mel <- layer_mel_spectrogram(sampling_rate = 8000, num_mel_bins = 40, fft_length = 512, max_freq = 4000)
        bands <- mel(rbind(low, high))
        op_shape(bands)
        op_argmax(op_mean(bands, axis = 3), axis = 2)
    """


@layer("keras.layers.STFTSpectrogram")
def layer_stft_spectrogram(
    object: Composable = MISSING,
    mode: SpectrogramMode = "log",
    frame_length: Count = 256,
    frame_step: Count | None = None,
    fft_length: Count | None = None,
    window: Window = "hann",
    periodic: Bool = False,
    scaling: Scaling = "density",
    padding: Padding = "valid",
    expand_dims: Bool = False,
    data_format: DataFormat = None,
    **options: Any,
) -> Any:
    """Turn sound into a spectrogram by short-time Fourier transforms.

    It splits sound into short frames and computes the strength of each frequency in each frame. Use it as the first
    layer of an audio model; with `trainable = TRUE` the model can adjust the transform.

    Args:
        mode: The kind of result: "log" or "magnitude", "psd" (power spectral density), "real", "imag", "angle", or
            "stft" (both parts).
        frame_length: Length of each window, in samples.
        frame_step: Number of samples from the start of one window to the start of the next; NULL: half of
            `frame_length`.
        fft_length: Length of each Fourier transform; NULL: the next power of 2.
        window: Shape of the window: "hann", "hamming", or NULL for none.
        periodic: Whether the window is periodic.
        scaling: "density", "spectrum", or NULL for none.
        padding: "valid" (none) or "same" (zeros at both ends).
        expand_dims: Whether to add a last axis of size 1 to the result, which makes it an image.

    Input shape:
        (batch, samples, channels).

    Output shape:
        (batch, windows, frequencies * channels), or (batch, windows, frequencies, channels) with `expand_dims`.

    Example:
        >>> tone = op_sin(2 * np.pi * 1000 * np.arange(1024.0) / 8000)
        >>> spectrogram = layer_stft_spectrogram(frame_length=256, frame_step=256, fft_length=256)
        >>> result = spectrogram(op_reshape(tone, (1, 1024, 1)))
        >>> op_shape(result)
        (1, 4, 129)
        >>> op_argmax(op_squeeze(result), axis=2)
        <tf.Tensor: shape=(4,), dtype=int32, numpy=array([33, 33, 33, 33], dtype=int32)>

    Example in R:
        tone <- sin(2 * pi * 1000 * 0:1023 / 8000)
        spectrogram <- layer_stft_spectrogram(frame_length = 256, frame_step = 256, fft_length = 256)
        result <- spectrogram(array_reshape(tone, c(1, 1024, 1)))
        op_shape(result)
        # The frequency bin of 1000 Hz in each frame:
        op_argmax(op_squeeze(result), axis = 2)
    """
