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
    """Turn named features into one row of numbers per sample, with TensorFlow's feature columns.

    The input is a named list of tensors (numbers or strings), or the named columns of a dataset; a numeric column is
    kept, a categorical one becomes an embedding or a one-hot vector. Embeddings are weights of the layer and are
    trained with the model. TensorFlow's feature columns still work, but TensorFlow advises preprocessing layers for new
    code.

    Keras 3 has no such layer; rkeras provides the class. Plain Keras needs `import rkeras_py.classes` to load a file
    that contains it.

    Args:
        feature_columns: A dense column, or a list of them (the names of the list are ignored), made with TensorFlow's
            tf$feature_column: numeric_column(), bucketized_column(), and embedding_column() or indicator_column() of a
            categorical column. The output is in the order of the names of the columns.

    Input shape:
        Named list of tensors, (batch) or (batch, size), one for each feature.

    Output shape:
        (batch, sum of the sizes of the columns).

    Raises:
        ValueError: If a column is not a dense column, or two have the same name.

    Differences:
        Plain Keras can load a file with this layer only after `import rkeras_py.classes`. Two columns with the same
        name but different boundaries are kept apart.

    Example:
        >>> import tensorflow as tf
        >>> columns = [tf.feature_column.numeric_column("size")]
        >>> layer_dense_features({"size": np.array([1.0, 2.0])}, feature_columns=columns)
        <tf.Tensor: shape=(2, 1), dtype=float32, numpy=
        array([[1.],
               [2.]], dtype=float32)>
    """
