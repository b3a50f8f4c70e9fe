"""Multi-head attention whose activity regularizer applies to its output, as in Keras 2."""

from typing import Any

import keras


@keras.saving.register_keras_serializable(package="rkeras.of_output")
class MultiHeadAttention(keras.layers.MultiHeadAttention):  # type: ignore[misc]
    """Multi-head attention that does not regularize the projections of query, key and value, as Keras 3's does."""

    def __init__(self, *args: Any, activity_regularizer: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.activity_regularizer = keras.regularizers.get(activity_regularizer)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make the layer again."""
        regularizer = keras.regularizers.serialize(self.activity_regularizer)
        return {**super().get_config(), "activity_regularizer": regularizer}
