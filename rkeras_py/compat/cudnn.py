"""Keras 2's cuDNN-only layers as the plain layers that compute the same."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

_GATES: Mapping[str, tuple[str, dict[str, Any]]] = {
    "CuDNNLSTM": ("LSTM", {}),
    "CuDNNGRU": ("GRU", {"reset_after": True}),
}


def convert_cudnn_layer(name: str, config: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Describe a layer for cuDNN as a plain one; others stay as they are.

    Args:
        name: The class of the layer.
        config: Its arguments.

    Returns:
        The class and the arguments.
    """
    if name not in _GATES:
        return name, dict(config)
    plain, settings = _GATES[name]
    return plain, {**config, "activation": "tanh", "recurrent_activation": "sigmoid", **settings}


def convert_cudnn_weights(expected: Sequence[tuple[int, ...]], values: list[Any]) -> list[Any]:
    """Turn weights in cuDNN's layout into the plain one; others stay as they are.

    cuDNN has two biases for each gate and transposed kernels, one gate after the other in memory. The biases of an LSTM
    are added; a GRU needs both.

    Args:
        expected: The shapes of the variables.
        values: The arrays for them; kernel, recurrent kernel and bias of a layer follow each other.
    """
    made = list(values)
    for place in range(2, min(len(expected), len(made))):
        shape, bias = expected[place], made[place]
        units = made[place - 1].shape[0] if made[place - 1].ndim == 2 else 0
        if shape == (4 * units,) and bias.shape == (8 * units,):
            made[place] = np.asarray(bias).reshape(2, -1).sum(axis=0)
        elif shape == (2, 3 * units) and bias.shape == (6 * units,):
            made[place] = np.asarray(bias).reshape(2, -1)
        else:
            continue
        gates = 4 if len(shape) == 1 else 3
        made[place - 2] = _change_each_gate(
            made[place - 2], gates, lambda kernel: kernel.T.reshape(kernel.shape, order="F")
        )
        made[place - 1] = _change_each_gate(made[place - 1], gates, np.transpose)
    return made


def _change_each_gate(kernels: Any, gates: int, change: Any) -> Any:
    return np.hstack([change(kernel) for kernel in np.hsplit(kernels, gates)])
