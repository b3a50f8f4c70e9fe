"""The layer for TensorFlow feature columns."""

from collections.abc import Mapping
from typing import Any

import keras

from ..on_tensorflow.feature_columns import State, check_columns, compute_values, describe, join, read


@keras.saving.register_keras_serializable(package="rkeras")
class DenseFeatures(keras.layers.Layer):  # type: ignore[misc]
    """Turns named features into one row of numbers per sample.

    Args:
        feature_columns: A dense column of TensorFlow, or several; their order does not matter.
        partitioner: None; Keras 2's files have it.
        options: Further arguments of a layer.
    """

    def __init__(self, feature_columns: Any, partitioner: None = None, **options: Any) -> None:
        # check_columns() sorts the columns by name, as Keras 2 does.
        super().__init__(**options, autocast=False)
        self._columns = check_columns(feature_columns)
        self._state = State(self)

    def build(self, input_shape: Any) -> None:
        """Make the weights of the columns that have some."""
        for column in self._columns:
            column.create_state(self._state)

    def call(self, features: Any) -> Any:
        """Return the values of all columns, side by side."""
        if not isinstance(features, Mapping):
            raise ValueError(f"The input should be a named list of features. Received: {type(features).__name__}")
        return join(compute_values(self._columns, features, self._state), self.compute_dtype)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Return the shape of the output."""
        batch = next(iter(input_shape.values()))[0]
        return batch, sum(column.variable_shape.num_elements() for column in self._columns)

    def feature_types(self) -> dict[str, Any]:
        """Return the type of each feature that the columns take, by its name."""
        return {name: kind.dtype for column in self._columns for name, kind in column.parse_example_spec.items()}

    def get_config(self) -> dict[str, Any]:
        """Return what makes an equal layer."""
        columns = [describe(column) for column in self._columns]
        return {**super().get_config(), "feature_columns": columns}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """Make an equal layer."""
        columns = [read(column) for column in config["feature_columns"]]
        return cls(**{**config, "feature_columns": columns})
