"""Layers that turn words and other tokens into numbers by a vocabulary."""

from typing import Any

from ..define import layer
from ..signatures.words import MISSING, Bool, Composable, Count, CountFromZero, Encoding, NotNegatives, Str, WideInt
from .words import NGrams, Split, Standardize, StringType, Texts, TokenMode, WholeNumbers


@layer("keras.layers.StringLookup")
def layer_string_lookup(
    object: Composable = MISSING,
    max_tokens: Count | None = None,
    num_oov_indices: CountFromZero = 1,
    mask_token: Str | None = None,
    oov_token: Str = "[UNK]",
    vocabulary: Texts = None,
    idf_weights: NotNegatives | None = None,
    encoding: Encoding = "utf-8",
    invert: Bool = False,
    output_mode: TokenMode = "int",
    sparse: Bool = False,
    pad_to_max_tokens: Bool = False,
    *,
    name: Str | None = None,
    vocabulary_dtype: StringType | None = None,
    **options: Any,
) -> Any:
    """Map strings to their indices in a vocabulary.

    Use it to turn string categories, such as countries, species or brands, into indices for layer_embedding(), or into
    one-hot vectors. For whole texts use layer_text_vectorization(), which splits them into words first.

    Pass the vocabulary, or let adapt() build it from the strings in the data, the most frequent first. Indices count
    from 0: the mask token comes first if there is one, then the indices of unknown strings, then the vocabulary.

    Args:
        mask_token: The string that means "nothing": it gets index 0, and is omitted from vectors. NULL: there is none.
        oov_token: The token for a string that is not in the vocabulary, if `invert` is TRUE and indices are turned into
            strings.
        vocabulary: The strings, each once, without mask and `oov_token`; or the path of a text file with one per line.
            NULL: adapt() or set_vocabulary() sets it.
        encoding: Encoding of the strings.
        invert: Whether to turn indices into strings instead.
        vocabulary_dtype: Data type of the strings; "string" is the only one.

    Input shape:
        Any; the elements are strings.

    Output shape:
        The same as the input shape for "int"; otherwise the last axis has one element for each token.

    Example:
        >>> layer_string_lookup(np.array(["dog", "bird", "cat"]), vocabulary=["cat", "dog"])
        <tf.Tensor: shape=(3,), dtype=int64, numpy=array([2, 0, 1])>
        >>> layer_string_lookup(np.array([1, 2]), vocabulary=["cat", "dog"], invert=True)
        <tf.Tensor: shape=(2,), dtype=string, numpy=array([b'cat', b'dog'], dtype=object)>
    """


@layer("keras.layers.IntegerLookup")
def layer_integer_lookup(
    object: Composable = MISSING,
    max_tokens: Count | None = None,
    num_oov_indices: CountFromZero = 1,
    mask_token: WideInt | None = None,
    oov_token: WideInt = -1,
    vocabulary: WholeNumbers = None,
    vocabulary_dtype: Str = "int64",
    idf_weights: NotNegatives | None = None,
    invert: Bool = False,
    output_mode: TokenMode = "int",
    sparse: Bool = False,
    pad_to_max_tokens: Bool = False,
    *,
    name: Str | None = None,
    **options: Any,
) -> Any:
    """Map whole numbers, such as article codes, to their indices in a vocabulary.

    Use it for codes that are not consecutive, such as article numbers, postal codes and user IDs. It turns them into
    indices for layer_embedding(), or into one-hot vectors.

    Pass the vocabulary, or let adapt() build it from the codes in the data, the most frequent first. Indices count from
    0: the mask token comes first if there is one, then the indices of unknown codes, then the vocabulary.

    Args:
        mask_token: The code that means "nothing": it gets index 0, and is omitted from vectors. NULL: there is none.
        oov_token: The token for a code that is not in the vocabulary, if `invert` is TRUE and indices are turned into
            codes.
        vocabulary: The codes, each once, without mask and `oov_token`; or the path of a text file with one per line.
            NULL: adapt() or set_vocabulary() sets it.
        vocabulary_dtype: Data type of the codes; "int64" is the only one.
        invert: Whether to turn indices into codes instead.

    Input shape:
        Any; the elements are whole numbers.

    Output shape:
        The same as the input shape for "int"; otherwise the last axis has one element for each token.

    Example:
        >>> layer_integer_lookup(np.array([30, 99, 10]), vocabulary=[10, 20, 30])
        <tf.Tensor: shape=(3,), dtype=int64, numpy=array([3, 0, 1])>
    """


@layer("keras.layers.TextVectorization")
def layer_text_vectorization(
    object: Composable = MISSING,
    max_tokens: Count | None = None,
    standardize: Standardize = "lower_and_strip_punctuation",
    split: Split = "whitespace",
    ngrams: NGrams = None,
    output_mode: TokenMode = "int",
    output_sequence_length: Count | None = None,
    pad_to_max_tokens: Bool = False,
    vocabulary: Texts = None,
    *,
    idf_weights: NotNegatives | None = None,
    sparse: Bool = False,
    ragged: Bool = False,
    encoding: Encoding = "utf-8",
    name: Str | None = None,
    **options: Any,
) -> Any:
    """Turn texts into sequences of word indices, or into vectors of counts.

    Use it as the first step of a text model, inside the model or on a dataset. Sequences of word indices are the input
    of layer_embedding(); vectors of counts suit a small dense model.

    Each text is standardized, split into words, and each word is looked up in the vocabulary. Pass the vocabulary, or
    let adapt() build it from the words in the data, the most frequent first. In sequences, index 0 is padding and 1 an
    unknown word; in vectors the first element stands for all unknown words.

    Plain Keras can load a saved model with your own function as `standardize` or `split` only with `custom_objects`.

    Args:
        standardize: The first step for a text: "lower_and_strip_punctuation", "lower", "strip_punctuation", NULL for
            nothing, or a function that gets a tensor of strings and returns one.
        split: How to split the text: at "whitespace", into single characters ("character"), not at all (NULL), or with
            a function that gets a tensor of strings and returns a ragged tensor with one more axis.
        ngrams: Maximum number of words in a token: with 2, tokens are single words and pairs of neighboring words.
            Several numbers allow only these lengths. NULL: single words.
        output_sequence_length: The length to which sequences are truncated or padded with 0; NULL: the length of the
            longest in the batch. Only with output_mode "int".
        vocabulary: The words, each once, without padding and unknown word; or the path of a text file with one per
            line. NULL: adapt() or set_vocabulary() sets it.
        ragged: Whether sequences are a ragged tensor, each as long as its text. Only with output_mode "int".
        encoding: Encoding of the texts.

    Input shape:
        (batch) or (batch, 1), of strings.

    Output shape:
        (batch, sequence length) for "int"; otherwise (batch, tokens).

    Example:
        >>> layer = layer_text_vectorization(output_sequence_length=4)
        >>> adapt(layer, np.array(["A cat saw a dog.", "The dog saw a bird."]))
        <TextVectorization name=text_vectorization, built=False>
        >>> get_vocabulary(layer)
        ['', '[UNK]', 'a', 'saw', 'dog', 'the', 'cat', 'bird']
        >>> layer(np.array(["A dog saw the mouse!"]))
        <tf.Tensor: shape=(1, 4), dtype=int64, numpy=array([[2, 4, 3, 5]])>
    """
