"""Columns of data as features: declared, adapted to data, and put before a model."""

from dataclasses import replace
from typing import Annotated, Any

from ..define import constructor, export
from ..engine.loading import keras
from ..graph import layer_calls
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
    "name": "Name of the feature; NULL: that under which layer_feature_space() gets it.",
    "output_mode": '"one_hot" gives a vector with a 1 for each value, "int" its number.',
    "num_bins": "How many bins there are.",
    "max_tokens": "How many values there may be at most; NULL: any number.",
    "num_oov_indices": "How many numbers are kept for values that adapt() did not see.",
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
    """Turn columns of data into features: numbers normalized, categories as vectors, columns crossed.

    It learns the values of categories and the spread of numbers from data: `space$adapt(dataset)`.

    Args:
        object: A named list of columns, to be turned into features; left out, the feature space itself is returned.
        features: Named list: what each column is, by feature_float_normalized() and its kin, or by name such as
            "float_normalized".
        output_mode: "concat" puts the features beside each other in a vector, "dict" keeps them apart.
        crosses: List of feature_cross()es, or of vectors of names.
        crossing_dim: How many categories a cross has that does not say so.
        hashing_dim: How many categories a hashed feature has that does not say so.
        num_discretization_bins: How many bins a discretized number has that does not say so.
        feature_names: Names of the features, where `features` has none.

    Returns:
        A feature space, or the features.

    Raises:
        ValueError: If a feature is none.
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
    return space if object is MISSING else space(layer_calls.convert_inputs(object))


@constructor(f"{_SPACE}.cross", family=_FEATURE)
def feature_cross(
    feature_names: Strings = MISSING, crossing_dim: Count = MISSING, output_mode: Encoding = "one_hot"
) -> Any:
    """Combine the values of two features or more into one, by a hash function.

    Args:
        feature_names: Names of the features.
        crossing_dim: How many categories there are after it.
    """


@constructor(f"{_SPACE}.feature", family=_FEATURE)
def feature_custom(dtype: Dtype = MISSING, preprocessor: Value = MISSING, output_mode: FeatureMode = MISSING) -> Any:
    """Prepare a column by a layer of one's own.

    Args:
        dtype: Name of the data type of the column.
        preprocessor: The layer, or a function.
        output_mode: "float" for numbers, "one_hot" or "int" for categories.
    """


@constructor(f"{_SPACE}.float", family=_FEATURE)
def feature_float(name: Str | None = None) -> Any:
    """Take a column of numbers as it is."""


@export
def feature_float_discretized(
    num_bins: CountOrNothing = MISSING,
    bin_boundaries: Numbers | None = None,
    output_mode: Encoding = "one_hot",
    name: Str | None = None,
) -> Any:
    """Sort numbers into bins.

    Args:
        num_bins: How many bins there are; left out where `bin_boundaries` tells it.
        bin_boundaries: Where the bins end; NULL: adapt() finds bins of equally many samples.
        output_mode: "one_hot" gives a vector with a 1 for each bin, "int" its number.
        name: Name of the feature; NULL: that under which layer_feature_space() gets it.

    Returns:
        A feature, for layer_feature_space().

    Raises:
        ValueError: If both or neither of `num_bins` and `bin_boundaries` are there.
    """
    bins = None if num_bins is MISSING else num_bins
    if (bins is None) == (bin_boundaries is None):
        expected = "there, or `bin_boundaries`, but not both"
        raise errors.bad_argument("feature_float_discretized", "num_bins", expected, bins)
    space = keras().utils.FeatureSpace
    return space.float_discretized(bins, bin_boundaries, output_mode=output_mode, name=name)


@constructor(f"{_SPACE}.float_normalized", family=_FEATURE)
def feature_float_normalized(name: Str | None = None) -> Any:
    """Subtract the mean of a column of numbers and divide by its standard deviation."""


@constructor(f"{_SPACE}.float_rescaled", family=_FEATURE)
def feature_float_rescaled(scale: Number = 1.0, offset: Number = 0.0, name: Str | None = None) -> Any:
    """Multiply a column of numbers by one number and add another.

    Args:
        scale: What to multiply by.
        offset: What to add afterwards.
    """


@constructor(f"{_SPACE}.integer_categorical", family=_FEATURE)
def feature_integer_categorical(
    max_tokens: Count | None = None,
    num_oov_indices: CountFromZero = 1,
    output_mode: Encoding = "one_hot",
    name: Str | None = None,
) -> Any:
    """Take whole numbers for categories."""


@constructor(f"{_SPACE}.integer_hashed", family=_FEATURE)
def feature_integer_hashed(
    num_bins: Count = MISSING, output_mode: Encoding = "one_hot", name: Str | None = None
) -> Any:
    """Share whole numbers out among categories by a hash function."""


@constructor(f"{_SPACE}.string_categorical", family=_FEATURE)
def feature_string_categorical(
    max_tokens: Count | None = None,
    num_oov_indices: CountFromZero = 1,
    output_mode: Encoding = "one_hot",
    name: Str | None = None,
) -> Any:
    """Take texts for categories."""


@constructor(f"{_SPACE}.string_hashed", family=_FEATURE)
def feature_string_hashed(num_bins: Count = MISSING, output_mode: Encoding = "one_hot", name: Str | None = None) -> Any:
    """Share texts out among categories by a hash function."""
