"""The embedding layer."""

from typing import Any

from ..define import layer
from ..signatures.words import (
    MISSING,
    Bool,
    Composable,
    Constraint,
    Count,
    Counts,
    Initializer,
    Positive,
    Regularizer,
    Value,
)


@layer("keras.layers.Embedding")
def layer_embedding(
    object: Composable = MISSING,
    input_dim: Count = MISSING,
    output_dim: Count = MISSING,
    embeddings_initializer: Initializer = "uniform",
    embeddings_regularizer: Regularizer = None,
    activity_regularizer: Regularizer = None,
    embeddings_constraint: Constraint = None,
    mask_zero: Bool = False,
    input_length: Counts = None,
    sparse: Bool = False,
    *,
    weights: Value = None,
    lora_rank: Count | None = None,
    lora_alpha: Positive | None = None,
    **options: Any,
) -> Any:
    """Turn whole numbers, such as word ids, into vectors of weights.

    Each id has a vector of `output_dim` weights, which training adjusts: similar words get similar vectors. Use it as
    the first layer for text and for categories with many levels.

    The input must be whole numbers from 0 to `input_dim - 1`.

    Args:
        input_dim: Size of the vocabulary, i.e. the largest id plus 1.
        output_dim: Size of the vectors.
        mask_zero: Whether 0 means padding, which later layers skip. In this case no word may have the id 0.
        input_length: Length of the sequences, if it is fixed. Needed in a Sequential model if layer_flatten() and
            layer_dense() follow.
        sparse: Must be FALSE: Keras 3 has no sparse gradients for embeddings.

    Input shape:
        (batch, sequence length).

    Output shape:
        (batch, sequence length, output_dim).

    References:
        Gal, Y. and Ghahramani, Z. (2016), A Theoretically Grounded Application of Dropout in Recurrent Neural Networks,
        https://arxiv.org/abs/1512.05287

    Example:
        >>> vectors = np.array([[0.0, 0.1], [1.0, 1.1], [2.0, 2.1]])
        >>> embedding = layer_embedding(input_dim=3, output_dim=2, weights=[vectors])
        >>> embedding(np.array([[0, 2]]))
        <tf.Tensor: shape=(1, 2, 2), dtype=float32, numpy=
        array([[[0. , 0.1],
                [2. , 2.1]]], dtype=float32)>
    """
