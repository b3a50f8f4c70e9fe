"""Descriptions of arguments that many tensor functions share."""

from collections.abc import Mapping

TENSORS: Mapping[str, str] = {
    "x1": "A tensor (also a symbolic one), an array, or numbers.",
    "x2": "A second tensor, of the same shape or a shape that broadcasts to it.",
    "y": "A second tensor, of the same shape or a shape that broadcasts to it.",
    "xs": "A list of tensors.",
    "axis": "Axis or axes to reduce, counted from 1 (the batch axis); negative ones count from the end. NULL: all.",
    "axis1": "One of the two axes, counted from 1.",
    "axis2": "The other axis, counted from 1.",
    "shape": "The shape.",
    "dtype": "Name of the data type; NULL: the type of the values, or Keras's float type.",
    "N": "The number of rows.",
    "M": "The number of columns; NULL: as many as rows.",
    "zero_indexed": "Whether positions count from 0, as they do in Python, instead of from 1.",
    "inputs": "A tensor, an array, or numbers.",
    "kernel": "The weights: the size of the window, then the channels of the input and those of the output.",
    "depthwise_kernel": "The weights of each channel by itself: the size of the window, then the channels of the "
    "input and how many come of each.",
    "pointwise_kernel": "The weights that mix the channels: a window of size 1, then all channels and those of the "
    "output.",
    "strides": "Step of the window: one whole number for all dimensions, or one for each. NULL: the size of the "
    "window.",
    "images": "An image (height, width, channels), or a batch of images.",
    "target_height": "Height of the result; NULL: what the other arguments give.",
    "target_width": "Width of the result; NULL: what the other arguments give.",
    "interpolation": 'How to find values between pixels: "bilinear" or "nearest".',
    "fill_mode": 'Values outside the image: "constant", which is `fill_value`, "nearest" (a a a a | a b c d | '
    'd d d d), "wrap" (a b c d | a b c d | a b c d), "mirror" (c d c b | a b c d | c b a b) or "reflect" (d c b a | '
    "a b c d | d c b a).",
    "fill_value": 'The value outside the image if `fill_mode` is "constant".',
    "sequence_length": "Length of a frame.",
    "sequence_stride": "Distance between the starts of two frames.",
    "fft_length": "The size of the transform, at least the length of a piece.",
    "window": '"hann", "hamming", a tensor of weights, or NULL for none.',
    "center": "Whether to center the frames at their positions, which pads both ends of the signal.",
    "output": "The predicted probabilities, or logits.",
    "from_logits": "Whether `output` are logits (any numbers) instead of probabilities.",
    "sorted": "Whether the results are in order.",
    "num_classes": "Number of classes.",
    "sparse": "Whether the result is a sparse tensor.",
    "dots": "Further arguments of the Keras function, by name.",
}
"""Descriptions by the name of the argument; those in a docstring take precedence."""

RANDOM: Mapping[str, str] = {
    **TENSORS,
    "dtype": "Name of the data type; NULL uses Keras's float type.",
    "seed": "A whole number, for the same numbers at each call; a generator, see random_seed_generator(); "
    "or NULL for Keras's "
    "own generator.",
}
"""The same for functions that draw random numbers."""
