"""Annotation words of the callbacks: frequency, batches, direction."""

from collections.abc import Callable
from typing import Annotated, Any

from ..signatures import conversions
from ..signatures.words import Word, choice


def _take_whole_or(*texts: str) -> Callable[[Any], Any]:
    """Return a conversion that takes a whole number from 1 on, or one of some strings."""

    def convert(value: Any) -> Any:
        value = conversions.as_single(value)
        if isinstance(value, str) and value in texts:
            return value
        number = conversions.as_whole(value)
        if number < 1:
            raise conversions.Wrong("")
        return number

    return convert


def _convert_profile(value: Any) -> Any:
    value = conversions.as_single(value)
    numbers = value.split(",") if isinstance(value, str) else conversions.as_items(value)
    if numbers is None:
        return conversions.as_whole(value)
    if len(numbers) > 2:
        raise conversions.Wrong("")
    return (
        tuple(conversions.as_whole(number) for number in numbers)
        if len(numbers) == 2
        else conversions.as_whole(numbers[0])
    )


SaveFrequency = Annotated[
    Any, Word('"epoch" or a whole number of batches', _take_whole_or("epoch"), hint='Literal["epoch"] | Int')
]
UpdateFrequency = Annotated[
    Any,
    Word(
        '"epoch", "batch" or a whole number of batches',
        _take_whole_or("epoch", "batch"),
        hint='Literal["epoch", "batch"] | Int',
    ),
]
Profile = Annotated[
    Any, Word("the number of a batch, or of the first and the last", _convert_profile, hint="IntVector")
]
Mode = Annotated[Any, choice("auto", "min", "max")]
