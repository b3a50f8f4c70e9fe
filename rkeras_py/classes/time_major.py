"""Recurrent layers whose sequences are (time steps, batch, ...), as Keras 2's `time_major=True`.

Each extends its Keras 3 class, has the same weights and config, and transposes its inputs and outputs.
"""

from typing import Any

import keras

_register = keras.saving.register_keras_serializable(package="rkeras.time_major")


def _turn_shape(shape: Any) -> Any:
    """Exchange the first two sizes of a shape."""
    return (shape[1], shape[0], *shape[2:])


def _turn(tensor: Any) -> Any:
    """Exchange the first two axes of a tensor."""
    return keras.ops.transpose(tensor, _turn_shape(range(len(tensor.shape))))


class _TimeMajor:
    """The common part of the layers; stands before the Keras 3 class."""

    time_major = True
    return_sequences: bool

    def build(self, sequences_shape: Any, initial_state_shape: Any = None) -> None:
        """Make the weights."""
        super().build(_turn_shape(sequences_shape))  # type: ignore[misc]

    def call(self, sequences: Any, initial_state: Any = None, mask: Any = None, training: Any = False) -> Any:
        """Run over the sequences; the mask, too, is (time steps, batch)."""
        mask = mask[0] if isinstance(mask, (list, tuple)) else mask
        outputs = super().call(  # type: ignore[misc]
            _turn(sequences),
            initial_state=initial_state,
            mask=None if mask is None else _turn(mask),
            training=training,
        )
        return self._turn_sequences(_turn, outputs)

    def compute_output_shape(self, sequences_shape: Any, initial_state_shape: Any = None) -> Any:
        """Return the shape of the output, or of each."""
        shapes = super().compute_output_shape(_turn_shape(sequences_shape))  # type: ignore[misc]
        return self._turn_sequences(_turn_shape, shapes)

    def _turn_sequences(self, turn: Any, outputs: Any) -> Any:
        """Turn those of the outputs that are sequences: the first, before the states, if any."""
        if not self.return_sequences:
            return outputs
        if not self._has_several():
            return turn(outputs)
        count = self._count_sequences()
        return (*map(turn, outputs[:count]), *outputs[count:])

    def _has_several(self) -> bool:
        return bool(self.return_state)  # type: ignore[attr-defined]

    def _count_sequences(self) -> int:
        return 1


@_register
class SimpleRNN(_TimeMajor, keras.layers.SimpleRNN):  # type: ignore[misc]
    """SimpleRNN on sequences of (time steps, batch, features)."""


@_register
class LSTM(_TimeMajor, keras.layers.LSTM):  # type: ignore[misc]
    """LSTM on sequences of (time steps, batch, features)."""


@_register
class GRU(_TimeMajor, keras.layers.GRU):  # type: ignore[misc]
    """GRU on sequences of (time steps, batch, features)."""


@_register
class RNN(_TimeMajor, keras.layers.RNN):  # type: ignore[misc]
    """RNN on sequences of (time steps, batch, ...)."""


@_register
class Bidirectional(_TimeMajor, keras.layers.Bidirectional):  # type: ignore[misc]
    """Bidirectional on sequences of (time steps, batch, ...); the layers inside see (batch, time steps, ...).

    Args:
        layer: A recurrent layer, time-major or not.
        merge_mode: How the two outputs are combined.
        backward_layer: The layer for the backward direction, or None.
        options: Further arguments of the Keras class.
    """

    def __init__(
        self, layer: Any, merge_mode: str | None = "concat", backward_layer: Any = None, **options: Any
    ) -> None:
        # Only the wrapper transposes the axes; the layers inside must not.
        backward_layer = backward_layer and _make_batch_major(backward_layer)
        super().__init__(_make_batch_major(layer), merge_mode, backward_layer=backward_layer, **options)

    def _has_several(self) -> bool:
        return super()._has_several() or self.merge_mode is None

    def _count_sequences(self) -> int:
        return 2 if self.merge_mode is None else 1


def _make_batch_major(layer: Any) -> Any:
    """Return the Keras 3 layer of the same config, or the layer itself where it is one."""
    if not isinstance(layer, _TimeMajor):
        return layer
    plain: Any = type(layer).__mro__[2]
    return plain.from_config(layer.get_config())  # type: ignore[attr-defined]
