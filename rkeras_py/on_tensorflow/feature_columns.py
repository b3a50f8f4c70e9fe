"""TensorFlow's feature columns: their state in a layer, their values, and their descriptions in files."""

import re
from collections.abc import Mapping
from typing import Any

import tensorflow as tf

_columns = tf.__internal__.feature_column


class State(_columns.StateManager):  # type: ignore[misc, name-defined]
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


def compute_values(columns: list[Any], features: Any, state: State) -> list[Any]:
    """Return the values of columns, each as a row of numbers per sample.

    Args:
        columns: The columns.
        features: The features by their names.
        state: The weights and tables of the columns.
    """
    cache = _columns.FeatureTransformationCache(features)
    return [
        tf.reshape(column.get_dense_tensor(cache, state), (-1, column.variable_shape.num_elements()))
        for column in columns
    ]


def join(parts: list[Any], dtype: str) -> Any:
    """Return tensors side by side, in a type."""
    return tf.cast(tf.concat(parts, axis=-1), dtype)


def describe(column: Any) -> dict[str, Any]:
    """Return the description of a column for a file."""
    return _columns.serialize_feature_column(column)  # type: ignore[no-any-return]


def read(description: dict[str, Any]) -> Any:
    """Return the column that a file describes."""
    return _columns.deserialize_feature_column(description)


def check_columns(columns: Any) -> list[Any]:
    """Return dense columns in the order of their names, as Keras 2 has them.

    Args:
        columns: A column, or several in a list or by names.

    Raises:
        ValueError: If one is no dense column, if two have the same name, or if there is none.
    """
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
