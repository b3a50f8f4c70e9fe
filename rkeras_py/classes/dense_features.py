"""The layer for TensorFlow feature columns."""

import re
from collections.abc import Mapping
from typing import Any

import keras
import tensorflow as tf

_columns = tf.__internal__.feature_column


class _State(_columns.StateManager):  # type: ignore[misc, name-defined]
    """Stores the state of columns: weights, as weights of the layer, and lookup tables.

    Args:
        layer: The layer.
    """

    def __init__(self, layer: Any) -> None:
        self._layer = layer
        self._weights: dict[Any, Any] = {}
        self._tables: dict[Any, Any] = {}

    def create_variable(
        self,
        feature_column: Any,
        name: str,
        shape: Any,
        dtype: Any = None,
        trainable: bool = True,
        use_resource: bool = True,
        initializer: Any = None,
    ) -> None:
        """Make a weight of the layer."""
        self._weights[feature_column, name] = self._layer.add_weight(
            name=re.sub(r"\W", "_", f"{feature_column.name}_{name}"),
            shape=tuple(shape),
            dtype=dtype and tf.as_dtype(dtype).name,
            trainable=trainable,
            initializer=initializer,
        )

    def get_variable(self, feature_column: Any, name: str) -> Any:
        """Return the TensorFlow variable of a weight."""
        return self._weights[feature_column, name].value

    def add_resource(self, feature_column: Any, name: str, resource: Any) -> None:
        """Keep a table, also as an attribute of the layer: TensorFlow saves no other."""
        setattr(self._layer, f"table_{len(self._tables)}", resource)
        self._tables[feature_column, name] = resource

    def has_resource(self, feature_column: Any, name: str) -> bool:
        """Tell whether a table is there."""
        return (feature_column, name) in self._tables

    def get_resource(self, feature_column: Any, name: str) -> Any:
        """Return a table."""
        return self._tables[feature_column, name]


@keras.saving.register_keras_serializable(package="rkeras")
class DenseFeatures(keras.layers.Layer):  # type: ignore[misc]
    """Turns named features into one row of numbers per sample.

    Args:
        feature_columns: A dense column of TensorFlow, or several; their order does not matter.
        partitioner: None; Keras 2's files have it.
        options: Further arguments of a layer.
    """

    def __init__(self, feature_columns: Any, partitioner: None = None, **options: Any) -> None:
        # _check_columns() sorts the columns by name, as Keras 2 does.
        super().__init__(**options, autocast=False)
        self._columns = _check_columns(feature_columns)
        self._state = _State(self)

    def build(self, input_shape: Any) -> None:
        """Make the weights of the columns that have some."""
        for column in self._columns:
            column.create_state(self._state)

    def call(self, features: Any) -> Any:
        """Return the values of all columns, side by side."""
        if not isinstance(features, Mapping):
            raise ValueError(f"The input should be a named list of features. Received: {type(features).__name__}")
        cache = _columns.FeatureTransformationCache(features)
        parts = [
            tf.reshape(column.get_dense_tensor(cache, self._state), (-1, column.variable_shape.num_elements()))
            for column in self._columns
        ]
        return tf.cast(tf.concat(parts, axis=-1), self.compute_dtype)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Return the shape of the output."""
        batch = next(iter(input_shape.values()))[0]
        return batch, sum(column.variable_shape.num_elements() for column in self._columns)

    def feature_types(self) -> dict[str, Any]:
        """Return the type of each feature that the columns take, by its name."""
        return {name: kind.dtype for column in self._columns for name, kind in column.parse_example_spec.items()}

    def get_config(self) -> dict[str, Any]:
        """Return what makes an equal layer."""
        columns = [_columns.serialize_feature_column(column) for column in self._columns]
        return {**super().get_config(), "feature_columns": columns}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """Make an equal layer."""
        columns = [_columns.deserialize_feature_column(column) for column in config["feature_columns"]]
        return cls(**{**config, "feature_columns": columns})


def _check_columns(columns: Any) -> list[Any]:
    if isinstance(columns, Mapping):
        columns = list(columns.values())
    columns = list(columns) if type(columns) in (list, tuple) else [columns]  # a feature column is itself a tuple
    for column in columns:
        if not isinstance(column, _columns.DenseColumn):
            raise ValueError(
                "`feature_columns` should be dense columns of tf$feature_column: numeric_column(), "
                "bucketized_column(), or a categorical column in embedding_column() or indicator_column(). "
                f"Received: {getattr(column, 'name', column)!r} ({type(column).__name__})"
            )
    names = [column.name for column in columns]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice or not columns:
        raise ValueError(
            f"`feature_columns` should have at least one column, with different names. Received twice: {twice}"
        )
    return sorted(columns, key=lambda column: column.name)
