"""Annotation words: the meaning of an argument, and the conversion of R or Python values for Keras.

`units: Int` in a signature is the complete definition: whole doubles become ints, anything else is an error that names
the function and the argument. A word is used as an annotation; the registry reads it from there.
"""

import math
import numbers
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, get_args

from ..data.sentinels import MISSING as MISSING
from ..data.sentinels import NA as NA
from ..data.sentinels import NAType as NAType
from ..engine.backend_choice import BACKENDS
from ..messages import errors, notices
from . import array_conversions, conversions, keras_objects, ranges
from .ranges import Range


@dataclass(frozen=True)
class Word:
    """A meaning of an argument.

    Attributes:
        expected: What a right value is, to be read after "should be".
        convert: Turns a value into what Keras wants; raises ValueError or TypeError for a wrong one.
        takes_none: Whether None is a value of its own even where it is not the default.
        takes_na: Whether R's NA has a meaning here.
        choices: The strings allowed, where these are all.
        r: Name of the R function that takes the value to Python, where `to_python()` would lose what matters.
        optional: Whether the argument may be missing although it has no default.
        is_sizes: Whether it is the sizes of a tensor; those of one that a model computes may come from the model.
        cuts_off: Whether a fraction is cut off, with a warning.
        hint: What type checkers are told of a right value, in the names of `keras_types.pyi`.
        range: The numbers allowed, where it stands for numbers.
        base: The first axis or position, 0 or 1, where it stands for axes or positions and converts them.
        typed: Whether a whole float and an int give results of different types.
        is_real: Whether objects of Keras get floats: they refuse some ints, as in `SGD(momentum=0)`.
    """

    expected: str
    convert: Callable[[Any], Any]
    takes_none: bool = False
    takes_na: bool = False
    choices: tuple[str, ...] = ()
    r: str = ""
    optional: bool = False
    is_sizes: bool = False
    cuts_off: bool = False
    hint: str = "Any"
    range: Range | None = None
    base: int | None = None
    typed: bool = False
    is_real: bool = False

    @property
    def is_tensor(self) -> bool:
        """True of tensors of any numbers, in which R's doubles stay floats however whole they are."""
        return "tensor" in self.expected and "whole" not in self.expected


def choice(*options: str, takes_none: bool = False) -> Word:
    """Return the word for one of a few strings, as R's match.arg takes them (the first is the default), in any case."""

    def convert(value: Any) -> str:
        items = conversions.as_items(value)
        if items == list(options):
            return options[0]
        text = conversions.as_text(value)
        text = text if text in options else text.lower()
        if text not in options:
            raise conversions.Wrong("")
        return text

    listed = ", ".join(f'"{option}"' for option in options)
    return Word(f"one of {listed}", convert, takes_none=takes_none, choices=options, hint=f"Literal[{listed}]")


def convert_value(function: str, argument: str, word: Word, value: Any, default: Any) -> Any:
    """Convert one supplied value.

    Args:
        function: Name of the function the user called.
        argument: Name of the argument.
        word: What the argument means.
        value: What came.
        default: The default of the argument; None is accepted where this is None.

    Returns:
        The converted value.

    Raises:
        ValueError: If the value cannot be what the word says.
    """
    if value is None:
        if default is None or word.takes_none:
            return None
        raise errors.bad_argument(function, argument, word.expected, value)
    if isinstance(value, NAType) and not word.takes_na:
        raise errors.bad_argument(function, argument, word.expected, value, "NA has no meaning here.")
    try:
        return word.convert(_cut_off(function, argument, value) if word.cuts_off else value)
    except conversions.Wrong as hint:
        is_input = type(value).__name__ == "KerasTensor" and function.startswith("layer_")
        told = str(hint) or (_ONE_INPUT if is_input else "")
        raise errors.bad_argument(function, argument, word.expected, value, told) from None


_ONE_INPUT = "The input is the first argument, and only that; layer_concatenate() joins several."


def _cut_off(function: str, argument: str, value: Any) -> Any:
    """Truncate a number of at least 1, such as `n / batch_size`, with a warning."""
    single = conversions.as_single(value)
    is_number = isinstance(single, numbers.Real) and math.isfinite(single)
    if not is_number or single < 1 or single == math.floor(single):
        return value
    notices.warn(f"{function}(): `{argument}` = {float(single):g} is not a whole number: {math.floor(single)} is used.")
    return math.floor(single)


def get_word(annotation: Any) -> Word:
    """Return the word that an annotation carries, also one such as `Int | None`."""
    for part in (annotation, *get_args(annotation)):
        for extra in getattr(part, "__metadata__", ()):
            if isinstance(extra, Word):
                return extra
    return ANY


def whole(allowed: Range, expected: str = "", **more: Any) -> Word:
    """Return the word for a whole number in a range."""
    expected = expected or allowed.describe("a whole number")
    return Word(expected, conversions.whole_in(allowed), hint="Int", range=allowed, **more)


def real(allowed: Range, expected: str = "", **more: Any) -> Word:
    """Return the word for a number in a range."""
    expected = expected or allowed.describe("a number")
    return Word(expected, conversions.real_in(allowed), hint="Number", range=allowed, is_real=True, **more)


def wholes(allowed: Range, **more: Any) -> Word:
    """Return the word for a whole number, or several, in a range."""
    each = "" if allowed is ranges.WHOLE else f", each{allowed.describe('')}"
    expected = f"a whole number or a vector of whole numbers{each}"
    convert = conversions.each(conversions.whole_in(allowed))
    return Word(expected, convert, hint="Ints", range=allowed, **more)


def reals(allowed: Range, **more: Any) -> Word:
    """Return the word for a vector of numbers in a range."""
    each = "" if allowed in (ranges.NUMBER, ranges.BOUND) else f", each{allowed.describe('')}"
    convert = conversions.list_of(conversions.real_in(allowed))
    return Word(f"a vector of numbers{each}", convert, hint="Numbers", range=allowed, is_real=True, **more)


INT = whole(ranges.WHOLE)
INTS = wholes(ranges.WHOLE)
COUNT = whole(ranges.FROM_ONE)
SHAPE = Word(
    "a whole number or a vector of whole numbers (NA: any size)",
    conversions.as_shape,
    takes_na=True,
    is_sizes=True,
    hint="Shape",
    range=ranges.FROM_ZERO,
)
DATA = Word(
    "data: an array, a list of arrays, or a source of batches",
    array_conversions.as_data,
    takes_none=True,
    takes_na=True,
)
TENSOR = Word(
    "numbers: a tensor, an array or a vector", array_conversions.as_tensor_like, takes_na=True, hint="Any | AnyTensor"
)
ANY = Word("any value", conversions.as_it_is, takes_none=True, takes_na=True)

Int = Annotated[int | float, INT]
Count = Annotated[int | float, COUNT]
Steps = Annotated[int | float, whole(ranges.FROM_ONE, cuts_off=True)]
CountFromZero = Annotated[int | float, whole(ranges.FROM_ZERO)]
CountOrNone = Annotated[Any, whole(ranges.FROM_ONE, "a whole number of at least 1, or NULL", takes_none=True)]
Thresholds = Annotated[int | float, whole(ranges.TO_A_MILLION)]
Samples = Annotated[float, real(ranges.TO_A_MILLION_OR_NONE)]
Implementation = Annotated[int | float, whole(ranges.FROM_ONE_TO_THREE)]
WideInt = Annotated[Any, whole(ranges.WIDE)]
Seed = Annotated[int | float, whole(ranges.WIDE, "a whole number")]
RandomSeed = Annotated[int | float, whole(ranges.SEEDS)]
IntOrNone = Annotated[Any, whole(ranges.WHOLE, "a whole number, or NULL", takes_none=True)]
Ints = Annotated[Any, INTS]
Counts = Annotated[Any, wholes(ranges.FROM_ONE)]
CountsFromZero = Annotated[Any, wholes(ranges.FROM_ZERO)]
Groups = Annotated[
    Any, Word("a whole number of at least 1, or -1", conversions.as_groups, hint="Int", range=ranges.FROM_MINUS_ONE)
]
Multiples = Annotated[
    Any,
    Word(
        "a whole number or a vector of whole numbers",
        conversions.as_multiples,
        is_sizes=True,
        hint="Shape",
        range=ranges.FROM_ZERO,
    ),
]
Axis = Annotated[
    Any,
    Word("a whole number other than 0 (or several)", conversions.as_axes, hint="IntVector", range=ranges.AXES, base=1),
]
ZeroAxis = Annotated[
    Any,
    replace(
        wholes(ranges.AXES),
        expected="a whole number or a vector of whole numbers",
        convert=conversions.each(conversions.whole_in(ranges.AXES), deepest=0),
        base=0,
    ),
]
OneAxis = Annotated[
    Any, Word("a whole number other than 0", conversions.as_axis, hint="Int", range=ranges.AXES, base=1)
]
Index = Annotated[
    Any, Word("a whole number other than 0", conversions.as_index, hint="Int", range=ranges.WHOLE, base=1)
]
Number = Annotated[float, real(ranges.NUMBER)]
TypedNumber = Annotated[float, replace(real(ranges.NUMBER), typed=True)]
NotNegative = Annotated[float, real(ranges.NOT_NEGATIVE)]
Positive = Annotated[float, real(ranges.POSITIVE)]
Fraction = Annotated[float, real(ranges.FRACTION)]
Probability = Annotated[float, real(ranges.PROBABILITY)]
Limit = Annotated[float, real(ranges.BOUND)]
Numbers = Annotated[Any, reals(ranges.NUMBER)]
Increasing = Annotated[
    Any, Word("a vector of increasing numbers", conversions.as_increasing, hint="Numbers", range=ranges.NUMBER)
]
Limits = Annotated[Any, reals(ranges.BOUND)]
Probabilities = Annotated[Any, reals(ranges.PROBABILITY)]
NotNegatives = Annotated[Any, reals(ranges.NOT_NEGATIVE)]
Bounds = Annotated[
    Any,
    Word(
        "a number, or a lower and an upper bound",
        conversions.as_bounds,
        hint="Numbers",
        range=ranges.NUMBER,
        is_real=True,
    ),
]
ValueRange = Annotated[
    Any,
    replace(get_word(Bounds), expected="two numbers, the lowest and the highest", convert=conversions.as_value_range),
]
Rate = Annotated[
    Any,
    Word(
        "a number or a learning rate schedule",
        keras_objects.as_rate,
        hint="Number | Function | AnyTensor",
        range=ranges.NOT_NEGATIVE,
    ),
]
Bool = Annotated[bool, Word("TRUE or FALSE", conversions.as_truth, hint="bool")]
Str = Annotated[str, Word("a string", conversions.as_text, hint="str")]
TextOrNone = Annotated[Any, Word("a string, or NULL", conversions.as_text, takes_none=True, hint="str")]
Character = Annotated[str, Word("a single character", conversions.as_character, hint="str")]
Path = Annotated[str, Word("the name of a file or folder", conversions.as_path, hint="Path")]
Shape = Annotated[Any, SHAPE]
NewShape = Annotated[
    Any,
    replace(
        SHAPE,
        expected="a whole number or a vector of whole numbers (-1: what is left)",
        convert=conversions.as_new_shape,
        takes_na=False,
        range=ranges.FROM_MINUS_ONE,
    ),
]
BatchShape = Annotated[Any, replace(SHAPE, convert=conversions.as_batch_shape)]
Dims = Annotated[
    Any, Word("a vector of whole numbers", conversions.as_whole_tuple, hint="IntVector", range=ranges.WHOLE)
]
TargetShape = Annotated[
    Any,
    Word(
        "a vector of whole numbers (-1: what is left, NA: any size)",
        conversions.as_target_shape,
        takes_na=True,
        hint="IntVector",
        range=ranges.WHOLE,
    ),
]
FunctionOrShape = Annotated[
    Any,
    Word(
        "a function, or a vector of whole numbers (NA: any size)",
        conversions.as_function_or_shape,
        takes_na=True,
        hint="Function | Shape",
    ),
]
Activation = Annotated[
    Any,
    Word("the name of an activation, or a function", keras_objects.as_activation, takes_none=True, hint="NameOrObject"),
]
Initializer = Annotated[
    Any,
    Word(
        "the name of an initializer, or an initializer",
        array_conversions.as_initializer,
        hint="NameOrObject | AnyTensor",
    ),
]
Regularizer = Annotated[
    Any, Word("a regularizer, or the name of one", keras_objects.object_of("regularizer"), hint="NameOrObject")
]
Constraint = Annotated[
    Any, Word("a constraint, or the name of one", keras_objects.object_of("constraint"), hint="NameOrObject")
]
Function = Annotated[Any, Word("a function", keras_objects.as_function, hint="Function")]
_of_one = replace(get_word(Function), expected="a function of one argument", convert=keras_objects.function_of(1))
_of_two = replace(get_word(Function), expected="a function of two arguments", convert=keras_objects.function_of(2))
FunctionOfOne = Annotated[Any, _of_one]
FunctionOfTwo = Annotated[Any, _of_two]
Builder = Annotated[Any, replace(_of_one, convert=keras_objects.as_builder)]
Computation = Annotated[
    Any,
    replace(
        get_word(Function), expected="a function of a tensor", convert=keras_objects.function_of(1, takes_more=True)
    ),
]
HOOK = replace(get_word(Function), expected="a function to call back")  # called with what it takes; R's cannot jump out
Hook = Annotated[Any, HOOK]
LayerArg = Annotated[Any, Word("a layer", keras_objects.as_layer, hint="AnyLayer")]
RecurrentLayer = Annotated[Any, Word("a recurrent layer", keras_objects.as_recurrent_layer, hint="AnyLayer")]
Cells = Annotated[Any, Word("a cell, or a list of cells", keras_objects.as_cells, hint="Function | Sequence[Function]")]
CellList = Annotated[Any, Word("a list of cells", keras_objects.as_cell_list, hint="Function | Sequence[Function]")]
Dtype = Annotated[Any, Word("the name of a data type", array_conversions.as_dtype)]
Backend = Annotated[str, choice(*BACKENDS)]
Composable = Annotated[
    Any,
    Word(
        "a tensor, a list of tensors, an array or a model", array_conversions.as_shallow, takes_none=True, takes_na=True
    ),
]
ArrayLike = Annotated[Any, TENSOR]
Labels = Annotated[Any, replace(TENSOR, convert=array_conversions.as_labels)]
Weights = Annotated[Any, replace(TENSOR, convert=array_conversions.as_weights)]
ArrayOrNone = Annotated[Any, replace(TENSOR, expected=f"{TENSOR.expected}, or NULL", takes_none=True)]
Filling = Annotated[
    Any,
    Word("a number, or an array of numbers", array_conversions.as_filling, hint="Numbers | Sequence[Any] | AnyTensor"),
]
Value = Annotated[Any, ANY]
Data = Annotated[Any, DATA]
Encoding = Annotated[str, Word('the name of an encoding, such as "utf-8"', conversions.as_encoding, hint="str")]
Reduction = Annotated[
    Any, choice("sum_over_batch_size", "sum", "none", "mean", "mean_with_sample_weight", "auto", takes_none=True)
]
Padding = Annotated[str, choice("valid", "same")]
CausalPadding = Annotated[str, choice("valid", "same", "causal")]
DataFormat = Annotated[Any, choice("channels_last", "channels_first", takes_none=True)]
Interpolation = Annotated[str, choice("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")]
ResizeMethod = Annotated[
    str, choice("bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5", "gaussian", "mitchellcubic")
]
MergeMode = Annotated[Any, choice("concat", "sum", "mul", "ave", takes_none=True)]
Pooling = Annotated[Any, choice("avg", "max", takes_none=True)]
ScoreMode = Annotated[str, choice("dot", "concat")]


LAYER_OPTIONS: Mapping[str, tuple[Word, Any]] = {
    "input_shape": (SHAPE, None),
    "batch_input_shape": (get_word(BatchShape), None),
    "batch_size": (COUNT, None),
    "dtype": (get_word(Dtype), None),
    "name": (get_word(Str), None),
    "trainable": (get_word(Bool), None),
    "weights": (ANY, None),
    "seed": (get_word(Seed), None),
    "input_length": (wholes(ranges.FROM_ONE), None),
    "input_dim": (COUNT, None),
}
"""The meaning of the arguments that every layer takes, also if they are passed in `...`."""
