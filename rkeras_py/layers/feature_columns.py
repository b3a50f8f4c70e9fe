"""The layer for feature columns."""

from typing import Any

from ..define import layer
from ..signatures.backends import on_tensorflow
from ..signatures.object_words import Name, Weights
from ..signatures.words import MISSING, BatchShape, Bool, Composable, Count, Dtype, Shape, Value


@layer("rkeras_py.classes.dense_features.DenseFeatures")
@on_tensorflow("layer_feature_space() prepares named features there.")
def layer_dense_features(
    object: Composable = MISSING,
    feature_columns: Value = MISSING,
    name: Name | None = None,
    trainable: Bool | None = None,
    input_shape: Shape = None,
    batch_input_shape: BatchShape = None,
    batch_size: Count | None = None,
    dtype: Dtype = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Turn named features into one row of numbers per sample by feature columns.

    The input is a named list of tensors (numbers or strings), or the named columns of a dataset; a column of numbers
    gives itself, a category its embedding or a 1 in its place. Embeddings are weights of the layer and train with the
    model. TensorFlow's feature columns still work, but TensorFlow advises preprocessing layers for new code.

    Keras 3 has no such layer: the class comes with this package. A file that holds it opens where
    `import rkeras_py.classes` came first, as it does in all of this package's own functions.

    Args:
        feature_columns: A dense column, or a list of them (names of the list do not matter), made by TensorFlow's
            tf$feature_column: numeric_column(), bucketized_column(), and embedding_column() or indicator_column() of a
            categorical column. The values stand in the order of the columns' names.

    Input shape:
        Named list of (batch) or (batch, size), one for each feature.

    Output shape:
        (batch, sum of the sizes of the columns).

    Raises:
        ValueError: If a column is no dense column, or two have the same name.

    Differences:
        A file with this layer opens in plain Keras only after `import rkeras_py.classes`; it opens here
        without. Two columns of the same name with other boundaries stay two.

    Example:
        >>> import tensorflow as tf
        >>> columns = [tf.feature_column.numeric_column("size")]
        >>> layer_dense_features({"size": np.array([1.0, 2.0])}, feature_columns=columns)
        <tf.Tensor: shape=(2, 1), dtype=float32, numpy=
        array([[1.],
               [2.]], dtype=float32)>
    """
