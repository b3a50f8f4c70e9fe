"""Metrics that Keras 3 lacks, as Keras classes; loaded with Keras, on first use."""

from typing import Any

import keras

from ..compat import formulas, targets
from ..data import arrays


@keras.saving.register_keras_serializable(package="rkeras")
class MeanRelativeError(keras.metrics.Mean):  # type: ignore[misc]
    """The mean of `|y_true - y_pred| / normalizer`.

    Args:
        normalizer: The values to divide by.
        name: Name of the metric.
        dtype: Its data type.
    """

    def __init__(self, normalizer: Any, name: str | None = None, dtype: Any = None) -> None:
        super().__init__(name=name, dtype=dtype)
        self.normalizer = keras.ops.convert_to_numpy(arrays.to_tensor(normalizer)).astype(self.dtype)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """Add the errors of a batch."""
        ops = keras.ops
        y_true, y_pred = targets.match_function(ops.cast(y_true, self.dtype), ops.cast(y_pred, self.dtype))
        errors, normalizer = targets.match_function(ops.abs(y_true - y_pred), ops.convert_to_tensor(self.normalizer))
        return super().update_state(formulas.divide(errors, normalizer), sample_weight)

    def get_config(self) -> dict[str, Any]:
        """Return what makes an equal metric."""
        return {"normalizer": self.normalizer.tolist(), "name": self.name, "dtype": self.dtype}


@keras.saving.register_keras_serializable(package="rkeras")
class MeanTensor(keras.metrics.Metric):  # type: ignore[misc]
    """The mean of arrays, element by element.

    Args:
        shape: Shape of the arrays, or None for that of the first one.
        name: Name of the metric.
        dtype: Its data type.
    """

    def __init__(self, shape: Any = None, name: str | None = None, dtype: Any = None) -> None:
        super().__init__(name=name, dtype=dtype)
        self.shape: Any = None
        if shape is not None:
            self._make_sums(shape)

    def _make_sums(self, shape: Any) -> None:
        self.shape = tuple(shape)
        self.total = self.add_variable(self.shape, keras.initializers.Zeros(), name="total")
        self.count = self.add_variable(self.shape, keras.initializers.Zeros(), name="count")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        """Add one array, weighted if wanted."""
        ops = keras.ops
        values = ops.cast(arrays.to_tensor(values), self.dtype)
        if self.shape is None:
            self._make_sums(values.shape)
        if tuple(values.shape) != self.shape:
            raise ValueError(f"metric_mean_tensor(): values should have shape {self.shape}. Received: {values.shape}")
        weights = ops.ones_like(values)
        if sample_weight is not None:
            weights = self._spread(ops.cast(arrays.to_tensor(sample_weight), self.dtype), values)
        self.total.assign(self.total + values * weights)
        self.count.assign(self.count + weights)

    def _spread(self, weights: Any, values: Any) -> Any:
        """Spread weights of the leading axes over all elements behind them."""
        ops = keras.ops
        missing = len(values.shape) - len(weights.shape)
        return ops.broadcast_to(ops.reshape(weights, (*weights.shape, *[1] * missing)), values.shape)

    def result(self) -> Any:
        """Return the mean so far."""
        if self.shape is None:
            raise ValueError(
                "metric_mean_tensor(): there are no values yet. Call update_state(values) before result()."
            )
        return formulas.divide(self.total.value, self.count.value)

    def get_config(self) -> dict[str, Any]:
        """Return what makes an equal metric."""
        return {"shape": self.shape, "name": self.name, "dtype": self.dtype}
