"""Locally connected layers: convolutions whose windows share no weights."""

import math
from typing import Any

import keras
import numpy as np

from ..engine.tensors import runs_on_tensorflow
from ..on_tensorflow.tensors import multiply_sparse


def _repeat_per_dimension(value: Any, rank: int) -> tuple[int, ...]:
    return tuple(value) if isinstance(value, (list, tuple)) else (value,) * rank


class _LocallyConnected(keras.layers.Layer):  # type: ignore[misc]
    """The common part of the layers.

    Args:
        filters: Number of output channels.
        kernel_size: Size of the window.
        strides: Step of the window.
        padding: "valid", or "same" with implementation 2 or 3.
        data_format: Order of the axes.
        activation: Activation function.
        use_bias: Whether each output position adds a bias.
        kernel_initializer: Initializer of the kernel.
        bias_initializer: Initializer of the bias.
        kernel_regularizer: Regularizer of the kernel.
        bias_regularizer: Regularizer of the bias.
        activity_regularizer: Regularizer of the output.
        kernel_constraint: Constraint on the kernel.
        bias_constraint: Constraint on the bias.
        implementation: How the kernel is kept: 1, one matrix for each window; 2, a masked matrix from all inputs to
            all outputs; 3, the values of that matrix that are not masked.
        options: Further arguments of a layer.
    """

    rank: int

    def __init__(
        self,
        filters: int,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        data_format: str | None = None,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        implementation: int = 1,
        **options: Any,
    ) -> None:
        super().__init__(activity_regularizer=activity_regularizer, **options)
        self.filters = filters
        self.kernel_size = _repeat_per_dimension(kernel_size, self.rank)
        self.strides = _repeat_per_dimension(strides, self.rank)
        self.padding = padding
        self.data_format = data_format or keras.config.image_data_format()
        self.activation = keras.activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = keras.initializers.get(kernel_initializer)
        self.bias_initializer = keras.initializers.get(bias_initializer)
        self.kernel_regularizer = keras.regularizers.get(kernel_regularizer)
        self.bias_regularizer = keras.regularizers.get(bias_regularizer)
        self.kernel_constraint = keras.constraints.get(kernel_constraint)
        self.bias_constraint = keras.constraints.get(bias_constraint)
        self.implementation = implementation
        self.input_spec = keras.InputSpec(ndim=self.rank + 2)
        self._check()

    def _check(self) -> None:
        for name in ("kernel_size", "strides"):
            sizes = getattr(self, name)
            if len(sizes) != self.rank or min(sizes) < 1:
                raise ValueError(f"`{name}` should be {self.rank} positive whole number(s). Received: {name} = {sizes}")
        if self.implementation not in (1, 2, 3):
            raise ValueError(f"`implementation` should be 1, 2 or 3. Received: implementation = {self.implementation}")
        if self.padding != "valid" and self.implementation == 1:
            raise ValueError(
                '`padding` should be "valid" if `implementation` is 1; 2 and 3 also accept "same". '
                f"Received: padding = {self.padding!r}"
            )

    def _split(self, input_shape: Any) -> tuple[tuple[int, ...], int]:
        """Return the sizes of the dimensions, and the number of channels, of an input."""
        if self.data_format == "channels_last":
            return tuple(input_shape[1:-1]), input_shape[-1]
        return tuple(input_shape[2:]), input_shape[1]

    def _join_shape(self, sizes: tuple[int, ...], channels: int) -> tuple[int, ...]:
        return (*sizes, channels) if self.data_format == "channels_last" else (channels, *sizes)

    def _compute_output_sizes(self, sizes: tuple[int, ...]) -> tuple[int, ...]:
        lost = [size - 1 if self.padding == "valid" else 0 for size in self.kernel_size]
        return tuple(-((less - size) // step) for size, less, step in zip(sizes, lost, self.strides, strict=True))

    def build(self, input_shape: Any) -> None:
        """Make the weights."""
        self._sizes, channels = self._split(input_shape)
        if None in (*self._sizes, channels):
            raise ValueError(
                "All sizes of the input except the batch size should be known, because each position has its own "
                "weights. "
                f"Received: input shape {tuple(input_shape)}"
            )
        self._outputs = self._compute_output_sizes(self._sizes)
        if min(self._outputs) < 1:
            raise ValueError(
                f"The window of size {self.kernel_size} is larger than the input. "
                f"Received: input shape {tuple(input_shape)}"
            )
        shape = self._prepare(*self._list_connections(), channels)
        self.kernel = self.add_weight(
            name="kernel",
            shape=shape,
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias",
                shape=(*self._outputs, self.filters),
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )

    def _list_connections(self) -> tuple[Any, Any]:
        """Return the pairs of connected output and input positions, sorted by both."""
        output, source = np.zeros(1, int), np.zeros(1, int)
        for size, count, kernel, step in zip(self._sizes, self._outputs, self.kernel_size, self.strides, strict=True):
            shift = 0 if self.padding == "valid" else kernel // 2
            window = (np.arange(count) * step - shift)[:, None] + np.arange(kernel)
            inside = (window >= 0) & (window < size)
            output = np.add.outer(output * count, np.nonzero(inside)[0]).ravel()
            source = np.add.outer(source * size, window[inside]).ravel()
        order = np.lexsort((source, output))
        return output[order], source[order]

    def _prepare(self, output: Any, source: Any, channels: int) -> tuple[int, ...]:
        """Store the values that the computation needs, and return the shape of the kernel."""
        inputs, outputs = math.prod(self._sizes), math.prod(self._outputs)
        if self.implementation == 1:
            self._windows = source.reshape(outputs, -1)
            return outputs, self._windows.shape[1] * channels, self.filters
        if self.implementation == 2:
            mask = np.zeros((inputs, outputs), "float32")
            mask[source, output] = 1
            self._mask = mask.reshape(*self._join_shape(self._sizes, 1), *self._join_shape(self._outputs, 1))
            return *self._join_shape(self._sizes, channels), *self._join_shape(self._outputs, self.filters)
        rows = self._list_places(output, outputs, self.filters)[:, :, None]
        columns = self._list_places(source, inputs, channels)[:, None, :]
        rows, columns = (places.ravel() for places in np.broadcast_arrays(rows, columns))
        self._indices = np.stack((rows, columns), axis=1)[np.lexsort((columns, rows))]
        self._dense_shape = (outputs * self.filters, inputs * channels)
        return (len(self._indices),)

    def _list_places(self, positions: Any, size: int, channels: int) -> Any:
        """Return the indices of positions, each with all of its channels, in a flattened tensor."""
        if self.data_format == "channels_last":
            return positions[:, None] * channels + np.arange(channels)
        return positions[:, None] + np.arange(channels) * size

    def call(self, inputs: Any) -> Any:
        """Multiply each window by its own kernel."""
        ops = keras.ops
        compute = (self._multiply_by_window, self._multiply_by_masked_matrix, self._multiply_by_sparse_matrix)[
            self.implementation - 1
        ]
        outputs = ops.reshape(compute(inputs), (-1, *self._join_shape(self._outputs, self.filters)))
        if self.use_bias:  # Keras 2 does not transpose the bias either
            outputs = outputs + ops.reshape(self.bias, (1, *self._join_shape(self._outputs, self.filters)))
        return self.activation(outputs)

    def _multiply_by_window(self, inputs: Any) -> Any:
        ops = keras.ops
        places, size = math.prod(self._sizes), len(self._windows)
        if self.data_format == "channels_last":
            flat = ops.reshape(inputs, (-1, places, inputs.shape[-1]))
            windows = ops.take(flat, self._windows, axis=1)
        else:
            flat = ops.reshape(inputs, (-1, inputs.shape[1], places))
            windows = ops.transpose(ops.take(flat, self._windows, axis=2), (0, 2, 1, 3))
        windows = ops.reshape(windows, (-1, size, self.kernel.shape[1]))
        result = "npf" if self.data_format == "channels_last" else "nfp"
        return ops.einsum(f"npk,pkf->{result}", windows, self.kernel)

    def _multiply_by_masked_matrix(self, inputs: Any) -> Any:
        ops = keras.ops
        flat = ops.reshape(inputs, (-1, math.prod(inputs.shape[1:])))
        kernel = self.kernel * ops.cast(self._mask, self.kernel.dtype)
        return ops.matmul(flat, ops.reshape(kernel, (flat.shape[-1], -1)))

    def _multiply_by_sparse_matrix(self, inputs: Any) -> Any:
        ops = keras.ops
        flat = ops.reshape(inputs, (-1, self._dense_shape[1]))
        if not runs_on_tensorflow():
            rows, columns = self._indices.T
            products = ops.transpose(ops.take(flat, columns, axis=1) * self.kernel)
            return ops.transpose(ops.segment_sum(products, rows, self._dense_shape[0], sorted=True))
        kernel = ops.convert_to_tensor(self.kernel)
        return ops.transpose(multiply_sparse(self._indices, kernel, self._dense_shape, flat))

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Return the shape of the output."""
        sizes, _ = self._split(input_shape)
        return (input_shape[0], *self._join_shape(self._compute_output_sizes(sizes), self.filters))

    def get_config(self) -> dict[str, Any]:
        """Return what makes an equal layer."""
        plain = ("filters", "kernel_size", "strides", "padding", "data_format", "use_bias", "implementation")
        config = {name: getattr(self, name) for name in plain}
        config["activation"] = keras.activations.serialize(self.activation)
        for kind in ("initializer", "regularizer", "constraint"):
            serialize = getattr(keras, f"{kind}s").serialize
            for weight in ("kernel", "bias"):
                config[f"{weight}_{kind}"] = serialize(getattr(self, f"{weight}_{kind}"))
        config["activity_regularizer"] = keras.regularizers.serialize(self.activity_regularizer)
        return {**super().get_config(), **config}


@keras.saving.register_keras_serializable(package="rkeras")
class LocallyConnected1D(_LocallyConnected):
    """A one-dimensional convolution whose windows share no weights."""

    rank = 1


@keras.saving.register_keras_serializable(package="rkeras")
class LocallyConnected2D(_LocallyConnected):
    """A two-dimensional convolution whose windows share no weights."""

    rank = 2
