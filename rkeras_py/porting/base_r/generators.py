"""R's random numbers: the generator "Mersenne-Twister" with "Inversion" and "Rejection", R's own choice since 3.6.

The twister is that of M. Matsumoto and T. Nishimura (1998), which numpy has too; what R makes of a seed and of its
numbers is done here. The normal quantiles are by algorithm AS 241 of M. Wichura (1988).
"""

import math
import os
from typing import Any

import numpy as np

from .vectors import Array, is_scalar, length, simplify, values

_twister = np.random.MT19937(int.from_bytes(os.urandom(8), "little"))
_BIG = 134217728.0


def set_seed(seed: Any) -> None:
    """Begin R's random numbers again, as `set.seed(seed)`; `None` begins where nobody knows."""
    number = int.from_bytes(os.urandom(4), "little") if seed is None else int(seed) & 0xFFFFFFFF
    for _ in range(50):
        number = (69069 * number + 1) & 0xFFFFFFFF
    words = []
    for _ in range(625):
        number = (69069 * number + 1) & 0xFFFFFFFF
        words.append(number)
    _twister.state = {"bit_generator": "MT19937", "state": {"key": np.array(words[1:], dtype=np.uint32), "pos": 624}}


def _draw(count: int) -> Array:
    raw = np.asarray(_twister.random_raw(count)).astype(float) * 2.3283064365386963e-10
    return np.clip(raw, 0.5 * 2.328306437080797e-10, 1 - 0.5 * 2.328306437080797e-10)


def _read_count(n: Any) -> int:
    return int(n) if is_scalar(n) else length(n)


def runif(n: Any, low: Any = 0, high: Any = 1) -> Any:
    """Return numbers between two others, the same that R draws.

    Args:
        n: How many, or a vector of as many.
        low: The smallest.
        high: The largest.
    """
    drawn = _draw(_read_count(n))
    lows, highs = np.resize(values(low), drawn.size), np.resize(values(high), drawn.size)
    return simplify(lows + (highs - lows) * drawn)


def rnorm(n: Any, mean: Any = 0, sd: Any = 1) -> Any:
    """Return numbers of a normal distribution, the same that R draws.

    Args:
        n: How many, or a vector of as many.
        mean: The mean.
        sd: The standard deviation.
    """
    drawn = _draw(2 * _read_count(n)).reshape(-1, 2)
    normal = np.array([_compute_quantile((math.floor(_BIG * one) + other) / _BIG) for one, other in drawn.tolist()])
    return simplify(np.resize(values(mean), normal.size) + np.resize(values(sd), normal.size) * normal)


def qnorm(p: Any) -> Any:
    """Return the quantiles of the standard normal distribution.

    Args:
        p: Probabilities between 0 and 1, without these.
    """
    return (
        simplify(np.array([_compute_quantile(one) for one in values(p).tolist()]))
        if is_scalar(p)
        else np.array([_compute_quantile(one) for one in values(p).tolist()])
    )


def sample(value: Any, size: Any = None, replace: bool = False) -> Any:
    """Return elements in an order by chance, the same that R draws.

    Args:
        value: The elements; one number n stands for those from 1 to n.
        size: How many; None for all.
        replace: Whether one may come several times.

    Raises:
        ValueError: If more are asked for than there are.
    """
    is_number = is_scalar(value) and not isinstance(value, str) and value >= 1
    is_list = isinstance(value, list) and not all(map(is_scalar, value))
    items = np.arange(1, int(value) + 1) if is_number else np.empty(0) if is_list else values(value)
    total = len(value) if is_list else items.size
    count = total if size is None else int(size)
    if not replace and count > total:
        raise ValueError(f"sample(): {count} of {total} cannot be drawn without `replace`.")
    if not replace and total > 1e7 and count <= total / 2:
        raise ValueError("sample(): R draws from so many in another way, which is not done here.")
    if replace or count < 2:
        places = [_draw_index(total) for _ in range(count)]
    else:
        left = list(range(total))
        places = []
        for _ in range(count):
            place = _draw_index(len(left))
            places.append(left[place])
            left[place] = left[-1]
            left.pop()
    return [value[place] for place in places] if is_list else simplify(items[places])


def _draw_index(count: int) -> int:
    if count <= 0:
        return 0
    bits = math.ceil(math.log2(count))
    while True:
        number = 0
        for _ in range(0, bits + 1, 16):
            number = 65536 * number + math.floor(_draw(1)[0] * 65536)
        number &= (1 << bits) - 1
        if number < count:
            return number


_CENTRE = (
    (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    (5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0),
)  # fmt: skip
_MIDDLE = (
    (7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
     3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734),
    (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
     0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0),
)  # fmt: skip
_TAIL = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
     0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772),
    (2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
     0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0),
)  # fmt: skip


def _compute_ratio(terms: tuple[tuple[float, ...], tuple[float, ...]], at: float) -> float:
    above = below = 0.0
    for up, down in zip(*terms, strict=True):
        above, below = above * at + up, below * at + down
    return above / below


def _compute_quantile(p: float) -> float:
    q = p - 0.5
    if abs(q) <= 0.425:
        return q * _compute_ratio(_CENTRE, 0.180625 - q * q)
    root = math.sqrt(-math.log(p if q < 0 else 0.5 - p + 0.5))
    found = _compute_ratio(_MIDDLE, root - 1.6) if root <= 5 else _compute_ratio(_TAIL, root - 5)
    return -found if q < 0 else found
