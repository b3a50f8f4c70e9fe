"""Attention layers."""

from typing import Any

from ..compat.keras2_arguments import is_given, is_true
from ..define import layer
from ..signatures.object_words import OtherName
from ..signatures.registry import Variant
from ..signatures.words import (
    MISSING,
    Bool,
    Composable,
    Constraint,
    Count,
    Counts,
    Initializer,
    Probability,
    Regularizer,
    ScoreMode,
    Seed,
    ZeroAxis,
)


@layer("keras.layers.Attention", variants=(Variant("causal", is_true, "rkeras_py.classes.causal.Attention"),))
def layer_attention(
    inputs: Composable = MISSING,
    use_scale: Bool = False,
    score_mode: ScoreMode = "dot",
    *,
    dropout: Probability | None = None,
    object: OtherName = MISSING,
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Add dot-product attention (Luong's).

    The output is `softmax(query %*% t(key)) %*% value`: an average of the values, weighted by how well their keys match
    the query. Use it for a decoder to look at the encoder's output (Luong et al., 2015, arXiv:1508.04025). With `causal
    = TRUE`, position t ignores later positions.

    Args:
        inputs: List of a query of shape (batch, Tq, dim), a value of shape (batch, Tv, dim) and, optionally, a key of
            shape (batch, Tv, dim); the value is the key if there is none. If it is omitted, the layer itself is
            returned.
        use_scale: Whether the scores are multiplied by a learned number.
        score_mode: "dot" (the dot product of query and key) or "concat" (the sum of the hyperbolic tangents of query
            plus key).
        dropout: Fraction (0 to 1) of the attention scores to drop. NULL: none.
        object: The name of `inputs` in R's keras3; give only one of the two.

    Output shape:
        (batch, Tq, dim).

    References:
        Luong, M.-T., Pham, H. and Manning, C. D. (2015), Effective Approaches to Attention-based Neural Machine
        Translation, https://arxiv.org/abs/1508.04025

    Example:
        >>> query = np.array([[1.0, 0.0]]).reshape(1, 1, 2)
        >>> value = np.array([[10.0, 0.0], [0.0, 10.0]]).reshape(1, 2, 2)
        >>> layer_attention([query, value])
        <tf.Tensor: shape=(1, 1, 2), dtype=float32, numpy=array([[[9.9995461e+00, 4.5397872e-04]]], dtype=float32)>
    """


@layer(
    "keras.layers.AdditiveAttention",
    variants=(Variant("causal", is_true, "rkeras_py.classes.causal.AdditiveAttention"),),
)
def layer_additive_attention(
    object: Composable = MISSING,
    use_scale: Bool = True,
    *,
    causal: Bool = False,
    dropout: Probability = 0.0,
    **options: Any,
) -> Any:
    """Add additive attention (Bahdanau's).

    The score of a query and a key is `sum(tanh(query + key))`, and the softmax of the scores weights the values. The
    first neural translation models used it (Bahdanau et al., 2015, arXiv:1409.0473); today dot-product attention is
    more common.

    Args:
        object: List of a query of shape (batch, Tq, dim), a value of shape (batch, Tv, dim) and, optionally, a key of
            shape (batch, Tv, dim); the value is the key if there is none. If it is omitted, the layer itself is
            returned.
        use_scale: Whether the terms of the sum are weighted by learned numbers.
        causal: Whether position t ignores later positions.
        dropout: Fraction (0 to 1) of the attention scores to drop.

    Output shape:
        (batch, Tq, dim).

    References:
        Bahdanau, D., Cho, K. and Bengio, Y. (2015), Neural Machine Translation by Jointly Learning to Align and
        Translate, https://arxiv.org/abs/1409.0473

    Example:
        >>> query = np.array([[1.0, 0.0]]).reshape(1, 1, 2)
        >>> value = np.array([[1.0, 0.0], [0.0, 1.0]]).reshape(1, 2, 2)
        >>> layer_additive_attention([query, value], use_scale=False)
        <tf.Tensor: shape=(1, 1, 2), dtype=float32, numpy=array([[[0.3637416, 0.6362583]]], dtype=float32)>
    """


@layer(
    "keras.layers.MultiHeadAttention",
    variants=(
        Variant("activity_regularizer", is_given, "rkeras_py.classes.attention.MultiHeadAttention", taken=False),
    ),
)
def layer_multi_head_attention(
    inputs: Composable = MISSING,
    num_heads: Count = MISSING,
    key_dim: Count = MISSING,
    value_dim: Count | None = None,
    dropout: Probability = 0.0,
    use_bias: Bool = True,
    output_shape: Counts | None = None,
    attention_axes: ZeroAxis = None,
    kernel_initializer: Initializer = "glorot_uniform",
    bias_initializer: Initializer = "zeros",
    kernel_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    activity_regularizer: Regularizer = None,
    kernel_constraint: Constraint = None,
    bias_constraint: Constraint = None,
    *,
    flash_attention: Bool | None = None,
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Add multi-head attention.

    In each head the layer projects query Q, key K and value V and computes `softmax(Q %*% t(K) / sqrt(key_dim)) %*% V`;
    then it concatenates the heads and projects the result. So the output for each position of the query is a mean of
    the values, weighted by how well query and key match. It is the core of the Transformer (Vaswani et al., 2017,
    arXiv:1706.03762). Pass the same tensor as query and value for self-attention.

    Args:
        inputs: List of a query, a value and, optionally, a key (the value is the key if there is none), or a named list
            of these. A single tensor attends to itself. If it is omitted, the layer itself is returned.
        num_heads: Number of heads.
        key_dim: Size of query and key in each head.
        value_dim: Size of the value in each head. NULL: `key_dim`.
        dropout: Fraction (0 to 1) of the attention scores to drop.
        use_bias: Whether the projections add a bias vector.
        output_shape: Shape of the output beyond the batch and sequence axes. NULL: the size of the query.
        attention_axes: The axes over which attention is applied, counted from 0 (the batch axis). NULL: all but the
            batch, head and feature axes.
        kernel_initializer: Initializer of the kernels of the projections, by name or as an object.

    Input shape:
        Query (batch, Tq, query size), value (batch, Tv, value size), key (batch, Tv, key size).

    Output shape:
        (batch, Tq, query size), or `output_shape` instead of the query size.

    Differences:
        Works; in R keras 2.15 every call failed. With `activity_regularizer` the layer has an rkeras class, which
        regularizes only the output, as in Keras 2; Keras 3 also regularizes the projections of query, key and value.
        Plain Keras can load a file with such a layer only after `import rkeras_py.classes`.

    References:
        Vaswani, A. et al. (2017), Attention Is All You Need, https://arxiv.org/abs/1706.03762

    Example:
        >>> words = np.array([0.0, 1.0, 3.0]).reshape(1, 3, 1)
        >>> attention = layer_multi_head_attention(num_heads=1, key_dim=1, kernel_initializer="ones")
        >>> result = attention(words, words, return_attention_scores=True)
        >>> op_squeeze(result[1])
        <tf.Tensor: shape=(3, 3), dtype=float32, numpy=
        array([[3.3333334e-01, 3.3333334e-01, 3.3333334e-01],
               [4.2010065e-02, 1.1419519e-01, 8.4379470e-01],
               [1.2308951e-04, 2.4723189e-03, 9.9740463e-01]], dtype=float32)>
        >>> op_squeeze(result[0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([1.3333334, 2.6455793, 2.9946861], dtype=float32)>
    """


@layer("keras.layers.GroupQueryAttention")
def layer_group_query_attention(
    object: Composable = MISSING,
    head_dim: Count = MISSING,
    num_query_heads: Count = MISSING,
    num_key_value_heads: Count = MISSING,
    dropout: Probability = 0.0,
    use_bias: Bool = True,
    flash_attention: Bool | None = None,
    kernel_initializer: Initializer = "glorot_uniform",
    bias_initializer: Initializer = "zeros",
    kernel_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    activity_regularizer: Regularizer = None,
    kernel_constraint: Constraint = None,
    bias_constraint: Constraint = None,
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Add grouped-query attention, in which several query heads share each key and value head.

    It computes multi-head attention, `softmax(Q %*% t(K) / sqrt(head_dim)) %*% V`, with fewer heads for key and value
    than for the query; several query heads share one of them. This saves memory and time when a language model
    generates text, at little cost in quality (Ainslie et al., 2023, arXiv:2305.13245).

    Args:
        object: Query and value, and the key if it differs from the value: a list of two or three tensors.
            If it is omitted, the layer itself is returned.
        head_dim: Size of each head.
        num_query_heads: Number of query heads; a multiple of `num_key_value_heads`.
        num_key_value_heads: Number of key and value heads.
        flash_attention: Whether to use flash attention, which some devices support; NULL uses it if possible.

    Input shape:
        Query (batch, target steps, features), value and key (batch, source steps, features).

    Output shape:
        (batch, target steps, features).

    References:
        Ainslie, J. et al. (2023), GQA: Training Generalized Multi-Query Transformer Models from Multi-Head Checkpoints,
        https://arxiv.org/abs/2305.13245

    Example:
        >>> words = np.array([0.0, 1.0, 3.0]).reshape(1, 3, 1)
        >>> attention = layer_group_query_attention(
        ...     head_dim=1, num_query_heads=2, num_key_value_heads=1, kernel_initializer="ones"
        ... )
        >>> op_squeeze(attention(words, words))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([2.6666667, 5.2911587, 5.9893723], dtype=float32)>
        >>> count_params(attention)
        11
    """
