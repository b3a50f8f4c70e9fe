"""Number ranges: the values that a word allows, in one place for the conversion, the message and the tests."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..messages import errors

LARGEST = 2**31 - 1
"""R's largest integer."""
LARGEST_FLOAT = 3.4028234663852886e38
"""The largest number of Keras's float type."""


@dataclass(frozen=True)
class Range:
    """Numbers from one to another. NaN is in none.

    Attributes:
        least: The least one.
        most: The greatest one.
        above: Whether `least` itself is left out.
        below: Whether `most` itself is left out.
    """

    least: float = -LARGEST_FLOAT
    most: float = LARGEST_FLOAT
    above: bool = False
    below: bool = False

    def holds(self, number: float) -> bool:
        """Tell whether a number is in the range."""
        low = number > self.least if self.above else number >= self.least
        return low and (number < self.most if self.below else number <= self.most)

    def describe(self, kind: str) -> str:
        """Return words for a number in the range.

        Args:
            kind: "a number" or "a whole number".
        """
        open_low, open_high = self.least <= -LARGEST, self.most >= LARGEST
        if open_low:
            return kind if open_high else f"{kind} of at most {self.most}"
        if open_high:
            return f"{kind} above {self.least}" if self.above else f"{kind} of at least {self.least}"
        start = f"{kind} above {self.least} and" if self.above else f"{kind} from {self.least}"
        return f"{start} {'to below' if self.below else 'at most' if self.above else 'to'} {self.most}"

    def explain(self, number: float) -> str:
        """Say of a number that is outside what the words do not tell."""
        if math.isnan(number):
            return "NaN is not a number."
        if number > self.most >= LARGEST or AXES.most == self.most < number:
            return f"The largest is {self.most:.15g}."
        return f"The least is {self.least:.15g}." if number < self.least <= -LARGEST else ""


WHOLE = Range(-LARGEST - 1, LARGEST)
FROM_ZERO = Range(0, LARGEST)
FROM_ONE = Range(1, LARGEST)
FROM_MINUS_ONE = Range(-1, LARGEST)
FROM_ONE_TO_THREE = Range(1, 3)
TO_A_MILLION = Range(1, 10**6)
TO_A_MILLION_OR_NONE = Range(0, 10**6)
WIDE = Range(-(2**63), 2**63 - 1)
SEEDS = Range(0, 2**32 - 1)
AXES = Range(-254, 254)
NUMBER = Range()
NOT_NEGATIVE = Range(0)
POSITIVE = Range(0, above=True)
PROBABILITY = Range(0, 1)
FRACTION = Range(0, 1, below=True)
BOUND = Range(-math.inf, math.inf)

PAIRS = (
    ("minval", "maxval"),
    ("min_value", "max_value"),
    ("low", "high"),
    ("min_freq", "max_freq"),
    ("start_index", "end_index"),
)
"""Arguments that are a lower and an upper limit."""
LIMITS = {name for pair in PAIRS for name in pair}
_MAY_CROSS = ("k_clip",)
"""Functions in which a lower limit above the upper one replaces it, as in Keras 2."""


def check_order(function: str, values: Mapping[str, Any], supplied: Mapping[str, Any]) -> None:
    """Refuse a lower limit above the upper one: results are then none that anybody documents.

    Args:
        function: Name of the function the user called.
        values: Its arguments, with the defaults of those that were not supplied.
        supplied: The arguments that were, as they came.

    Raises:
        ValueError: If the limits of a pair are the wrong way round.
    """
    for low, high in () if function in _MAY_CROSS else PAIRS:
        lower, upper = (_read_limit(values.get(name), supplied.get(name)) for name in (low, high))
        can_compare = lower is not None and upper is not None and lower.shape in (upper.shape, ())
        from_end = high == "end_index" and can_compare and upper < 0
        if can_compare and not from_end and np.any(lower > upper):
            name, other, relation = (high, low, "at least") if high in supplied else (low, high, "at most")
            shown = errors.show_value(supplied.get(other, values[other]))
            raise errors.bad_argument(function, name, f"{relation} `{other}`, which is {shown}", supplied[name])


_WINDOWS = frozenset({"pool_size", "kernel", "depthwise_kernel"})
"""The arguments that are windows on images, or have their sizes."""


def check_window(function: str, values: Mapping[str, Any], data_format: Callable[[], str]) -> None:
    """Refuse a window that is larger than the images: TensorFlow then ends the process, or reads memory beyond them.

    Args:
        function: Name of the function the user called.
        values: Its arguments.
        data_format: Tells where the channels are, unless an argument does.
    """
    name = next(iter(values.keys() & _WINDOWS), "")
    shape = getattr(values.get("x", values.get("inputs")), "shape", None)
    if (
        not name
        or not shape
        or "transpose" in function
        or "local" in function
        or values.get("padding", "valid") != "valid"
    ):
        return
    last = (values.get("data_format") or data_format()) == "channels_last"
    sizes = tuple(shape[1:-1] if last else shape[2:])
    window = _spread(values[name] if name == "pool_size" else getattr(values[name], "shape", ()), len(sizes))
    gaps = _spread(values.get("dilation_rate", 1), len(sizes))
    if any(size is not None and (one - 1) * gap >= size for size, one, gap in zip(sizes, window, gaps, strict=False)):
        expected = f"no larger than the images, whose size is {errors.show_value(list(sizes))}"
        raise errors.bad_argument(function, name, expected, errors.Words(errors.show_value(list(window))))


def _spread(sizes: Any, count: int) -> tuple[Any, ...]:
    return (sizes,) * count if isinstance(sizes, int) else tuple(sizes)[:count]


def _read_limit(value: Any, given: Any) -> Any:
    """Return the numbers of a limit, also from a tensor; None if a model computes them."""
    for one in (value, given):
        if isinstance(one, (int, float, np.ndarray, np.generic)):
            return np.asarray(one)
    return None
