"""Data columns as features: declared, adapted to data, and placed before a model."""

from dataclasses import replace
from typing import Annotated, Any

from ..define import constructor, export
from ..engine.loading import keras
from ..messages import errors
from ..signatures.object_words import NamedList, Strings
from ..signatures.words import ANY, COUNT, MISSING, Count, CountFromZero, Dtype, Number, Numbers, Str, Value, choice

OrNothing = Annotated[Any, replace(ANY, optional=True)]
CountOrNothing = Annotated[Any, replace(COUNT, optional=True)]
Encoding = Annotated[str, choice("one_hot", "int")]
FeatureMode = Annotated[str, choice("float", "one_hot", "int")]
Together = Annotated[str, choice("concat", "dict")]
_SPACE = "keras.utils.FeatureSpace"
_FEATURE = {
    "name": "Name of the feature; NULL: its name in layer_feature_space().",
    "output_mode": '"one_hot" returns a vector with a 1 for the value, "int" its number.',
    "num_bins": "Number of bins.",
    "max_tokens": "Maximum size of the vocabulary; NULL: no limit.",
    "num_oov_indices": "Number of indices for values that were not in the data of adapt().",
    "Returns": "A feature, for layer_feature_space().",
}


@export
def layer_feature_space(
    object: OrNothing = MISSING,
    features: NamedList = MISSING,
    output_mode: Together = "concat",
    crosses: Value = None,
    crossing_dim: Count = 32,
    hashing_dim: Count = 32,
    num_discretization_bins: Count = 32,
    name: Str | None = None,
    feature_names: Strings | None = None,
) -> Any:
    """Turn columns of data into features: normalized numbers, encoded categories, crossed columns.

    Use it for tables with columns of different types, and for crosses of columns. adapt() learns the categories, means
    and variances from a data frame, a named list of columns, or a dataset; a factor is text, and columns that are not
    features are ignored. For numbers and factors without crosses, frame_inputs() is simpler.

    Args:
        object: A data frame, or a named list of columns, to turn into features. If it is omitted, the feature space
            itself is returned.
        features: Named list with the kind of each column: feature_float_normalized() or a similar function, or a name
            such as "float_normalized".
        output_mode: "concat" joins the features into one vector, "dict" returns them separately.
        crosses: List of results of feature_cross(), or of vectors of names.
        crossing_dim: Default number of categories of a cross.
        hashing_dim: Default number of categories of a hashed feature.
        num_discretization_bins: Default number of bins of a discretized number.
        feature_names: Names of the features, if `features` has none.

    Returns:
        A feature space, or the features.

    Raises:
        ValueError: If an element of `features` is not a feature.

    Example:
        >>> size = feature_float_rescaled(scale=0.1)
        >>> city = feature_string_hashed(num_bins=4)
        >>> space = layer_feature_space(features={"size": size, "city": city})
        >>> space({"size": np.array([5.0, 7.0]), "city": np.array(["Rome", "Oslo"])})
        <tf.Tensor: shape=(2, 5), dtype=float32, numpy=
        array([[0. , 1. , 0. , 0. , 0.5],
               [0. , 0. , 1. , 0. , 0.7]], dtype=float32)>
    """
    named = dict(zip(feature_names, features.values(), strict=True)) if feature_names else features
    arguments = {
        "output_mode": output_mode,
        "crosses": crosses,
        "crossing_dim": crossing_dim,
        "hashing_dim": hashing_dim,
        "num_discretization_bins": num_discretization_bins,
        "name": name,
    }
    try:
        space = keras().utils.FeatureSpace(named, **arguments)
    except (TypeError, ValueError) as error:
        raise errors.rejected("layer_feature_space", error) from error
    return space if object is MISSING else space(object)


@constructor(f"{_SPACE}.cross", family=_FEATURE)
def feature_cross(
    feature_names: Strings = MISSING, crossing_dim: Count = MISSING, output_mode: Encoding = "one_hot"
) -> Any:
    """Combine the values of two or more features into one, with a hash function.

    Use it in layer_feature_space(), so that a linear model can learn the effect of a combination, such as city by
    weekday. The hash function limits the number of combinations to `crossing_dim`, so different combinations can share
    a category.

    Args:
        feature_names: Names of the features.
        crossing_dim: Number of categories after the crossing.

    Example:
        >>> city = feature_string_hashed(num_bins=4)
        >>> day = feature_string_hashed(num_bins=4)
        >>> cross = feature_cross(feature_names=["city", "day"], crossing_dim=8, output_mode="int")
        >>> space = layer_feature_space(features={"city": city, "day": day}, crosses=[cross], output_mode="dict")
        >>> data = {"city": np.array(["Rome", "Oslo", "Rome"]), "day": np.array(["Monday", "Friday", "Monday"])}
        >>> space(data)["city_X_day"]
        <tf.Tensor: shape=(3, 1), dtype=int64, numpy=
        array([[1],
               [0],
               [1]])>
    """


@constructor(f"{_SPACE}.feature", family=_FEATURE)
def feature_custom(dtype: Dtype = MISSING, preprocessor: Value = MISSING, output_mode: FeatureMode = MISSING) -> Any:
    """Preprocess a column with a custom layer.

    Use it in layer_feature_space() for a preprocessing layer that the other functions do not offer. The layer is
    adapted together with the other features, if it has an `adapt()` method.

    Args:
        dtype: Name of the data type of the column.
        preprocessor: The layer, or a function.
        output_mode: "float" for numbers, "one_hot" or "int" for categories.

    Example:
        >>> double = layer_rescaling(scale=2)
        >>> size = feature_custom(dtype="float32", preprocessor=double, output_mode="float")
        >>> space = layer_feature_space(features={"size": size})
        >>> space({"size": np.array([5.0, 7.0])})
        <tf.Tensor: shape=(2, 1), dtype=float32, numpy=
        array([[10.],
               [14.]], dtype=float32)>
    """


@constructor(f"{_SPACE}.float", family=_FEATURE)
def feature_float(name: Str | None = None) -> Any:
    """Use a numeric column unchanged.

    Use it in layer_feature_space() for numbers that are already scaled. Otherwise feature_float_normalized() scales
    them.

    Example:
        >>> space = layer_feature_space(features={"size": feature_float()})
        >>> space({"size": np.array([5.0, 7.0])})
        <tf.Tensor: shape=(2, 1), dtype=float32, numpy=
        array([[5.],
               [7.]], dtype=float32)>
    """


@export
def feature_float_discretized(
    num_bins: CountOrNothing = MISSING,
    bin_boundaries: Numbers | None = None,
    output_mode: Encoding = "one_hot",
    name: Str | None = None,
) -> Any:
    """Sort numbers into bins.

    Use it in layer_feature_space() for numbers whose effect is not linear, such as age. Without `bin_boundaries`
    adapt() chooses them so that all bins contain about the same number of samples.

    Args:
        num_bins: Number of bins; omit it if you pass `bin_boundaries`.
        bin_boundaries: Boundaries of the bins; NULL: adapt() chooses bins with equal numbers of samples.
        output_mode: "one_hot" returns a vector with a 1 for the bin, "int" the number of the bin.
        name: Name of the feature; NULL: its name in layer_feature_space().

    Returns:
        A feature, for layer_feature_space().

    Raises:
        ValueError: If both or neither of `num_bins` and `bin_boundaries` are given.

    Example:
        >>> import tensorflow as tf
        >>> space = layer_feature_space(features={"size": feature_float_discretized(num_bins=2)})
        >>> space.adapt(tf.data.Dataset.from_tensor_slices({"size": np.array([1.0, 2.0, 8.0, 9.0])}))
        >>> space({"size": np.array([0.0, 10.0])})
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[1., 0.],
               [0., 1.]], dtype=float32)>
    """
    bins = None if num_bins is MISSING else num_bins
    if (bins is None) == (bin_boundaries is None):
        expected = "there, or `bin_boundaries`, but not both"
        raise errors.bad_argument("feature_float_discretized", "num_bins", expected, bins)
    space = keras().utils.FeatureSpace
    return space.float_discretized(bins, bin_boundaries, output_mode=output_mode, name=name)


@constructor(f"{_SPACE}.float_normalized", family=_FEATURE)
def feature_float_normalized(name: Str | None = None) -> Any:
    """Scale a numeric column to mean 0 and standard deviation 1.

    Use it in layer_feature_space() for most numeric columns. `adapt()` learns the mean and the standard deviation.

    Example:
        >>> import tensorflow as tf
        >>> space = layer_feature_space(features={"size": feature_float_normalized()})
        >>> space.adapt(tf.data.Dataset.from_tensor_slices({"size": np.array([1.0, 3.0])}))
        >>> space({"size": np.array([3.0, 5.0])})
        <tf.Tensor: shape=(2, 1), dtype=float32, numpy=
        array([[1.],
               [3.]], dtype=float32)>
    """


@constructor(f"{_SPACE}.float_rescaled", family=_FEATURE)
def feature_float_rescaled(scale: Number = 1.0, offset: Number = 0.0, name: Str | None = None) -> Any:
    """Multiply a numeric column by a number and add another.

    It computes `x * scale + offset`. Use it in layer_feature_space() for numbers with a known range, such as pixels or
    percentages.

    Args:
        scale: The factor.
        offset: The number to add afterwards.

    Example:
        >>> size = feature_float_rescaled(scale=0.1, offset=1.0)
        >>> space = layer_feature_space(features={"size": size})
        >>> space({"size": np.array([5.0, 20.0])})
        <tf.Tensor: shape=(2, 1), dtype=float32, numpy=
        array([[1.5],
               [3. ]], dtype=float32)>
    """


@constructor(f"{_SPACE}.integer_categorical", family=_FEATURE)
def feature_integer_categorical(
    max_tokens: Count | None = None,
    num_oov_indices: CountFromZero = 1,
    output_mode: Encoding = "one_hot",
    name: Str | None = None,
) -> Any:
    """Treat integers as categories.

    Use it in layer_feature_space() for codes with few levels. `adapt()` learns the levels.

    Example:
        >>> import tensorflow as tf
        >>> space = layer_feature_space(features={"code": feature_integer_categorical()})
        >>> space.adapt(tf.data.Dataset.from_tensor_slices({"code": np.array([7, 9, 7])}))
        >>> space({"code": np.array([7, 8])})
        <tf.Tensor: shape=(2, 3), dtype=float32, numpy=
        array([[0., 1., 0.],
               [1., 0., 0.]], dtype=float32)>
    """


@constructor(f"{_SPACE}.integer_hashed", family=_FEATURE)
def feature_integer_hashed(
    num_bins: Count = MISSING, output_mode: Encoding = "one_hot", name: Str | None = None
) -> Any:
    """Assign integers to categories with a hash function.

    Use it in layer_feature_space() for codes with very many levels, such as ids. No vocabulary is needed, but different
    codes may share a bin.

    Example:
        >>> space = layer_feature_space(features={"code": feature_integer_hashed(num_bins=4)})
        >>> space({"code": np.array([7, 8])})
        <tf.Tensor: shape=(2, 4), dtype=float32, numpy=
        array([[1., 0., 0., 0.],
               [0., 0., 0., 1.]], dtype=float32)>
    """


@constructor(f"{_SPACE}.string_categorical", family=_FEATURE)
def feature_string_categorical(
    max_tokens: Count | None = None,
    num_oov_indices: CountFromZero = 1,
    output_mode: Encoding = "one_hot",
    name: Str | None = None,
) -> Any:
    """Treat strings as categories.

    Use it in layer_feature_space() for text columns with few levels. `adapt()` learns the levels.

    Example:
        >>> import tensorflow as tf
        >>> space = layer_feature_space(features={"city": feature_string_categorical()})
        >>> space.adapt(tf.data.Dataset.from_tensor_slices({"city": np.array(["Rome", "Oslo", "Rome"])}))
        >>> space({"city": np.array(["Rome", "Bonn"])})
        <tf.Tensor: shape=(2, 3), dtype=float32, numpy=
        array([[0., 1., 0.],
               [1., 0., 0.]], dtype=float32)>
    """


@constructor(f"{_SPACE}.string_hashed", family=_FEATURE)
def feature_string_hashed(num_bins: Count = MISSING, output_mode: Encoding = "one_hot", name: Str | None = None) -> Any:
    """Assign strings to categories with a hash function.

    Use it in layer_feature_space() for text columns with very many levels. No vocabulary is needed, but different texts
    may share a bin.

    Example:
        >>> space = layer_feature_space(features={"city": feature_string_hashed(num_bins=4)})
        >>> space({"city": np.array(["Rome", "Oslo"])})
        <tf.Tensor: shape=(2, 4), dtype=float32, numpy=
        array([[0., 1., 0., 0.],
               [0., 0., 1., 0.]], dtype=float32)>
    """
