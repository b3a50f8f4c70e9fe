"""R's random numbers: the generator "Mersenne-Twister" with "Inversion" and "Rejection", R's own choice since 3.6.

numpy also implements the Mersenne Twister (Matsumoto and Nishimura, 1998); this module adds R's seeding and R's use of
its numbers. Python's normal quantiles use algorithm AS 241 (Wichura, 1988), as R's do.
"""

import math
import os
import statistics
from typing import Any

import numpy as np

from .vectors import Array, is_scalar, length, simplify, values

_twister = np.random.MT19937(int.from_bytes(os.urandom(8), "little"))
_BIG = 134217728.0
_compute_quantile = statistics.NormalDist().inv_cdf


def set_seed(seed: Any) -> None:
    """Seed R's random numbers, as `set.seed(seed)` does; `None` chooses a random seed."""
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
    """Return uniform random numbers, the same as R's.

    Args:
        n: The number of values, or a vector of that length.
        low: The smallest.
        high: The largest.
    """
    drawn = _draw(_read_count(n))
    lows, highs = np.resize(values(low), drawn.size), np.resize(values(high), drawn.size)
    return simplify(lows + (highs - lows) * drawn)


def rnorm(n: Any, mean: Any = 0, sd: Any = 1) -> Any:
    """Return normal random numbers, the same as R's.

    Args:
        n: The number of values, or a vector of that length.
        mean: The mean.
        sd: The standard deviation.
    """
    drawn = _draw(2 * _read_count(n)).reshape(-1, 2)
    normal = np.array([_compute_quantile((math.floor(_BIG * one) + other) / _BIG) for one, other in drawn.tolist()])
    return simplify(np.resize(values(mean), normal.size) + np.resize(values(sd), normal.size) * normal)


def qnorm(p: Any) -> Any:
    """Return the quantiles of the standard normal distribution.

    Args:
        p: Probabilities between 0 and 1, exclusive.
    """
    return (
        simplify(np.array([_compute_quantile(one) for one in values(p).tolist()]))
        if is_scalar(p)
        else np.array([_compute_quantile(one) for one in values(p).tolist()])
    )


def sample(value: Any, size: Any = None, replace: bool = False, prob: Any = None) -> Any:
    """Return a random sample, the same as R's.

    Args:
        value: The elements; a single number n means 1 to n.
        size: The number of elements; None means all.
        replace: Whether to sample with replacement.
        prob: The probability of each element; None means equal ones.

    Raises:
        ValueError: If `size` exceeds the number of elements, or if R uses an algorithm that is not supported here.
    """
    is_number = is_scalar(value) and not isinstance(value, str) and value >= 1
    is_list = isinstance(value, list) and not all(map(is_scalar, value))
    items = np.arange(1, int(value) + 1) if is_number else np.empty(0) if is_list else values(value)
    total = len(value) if is_list else items.size
    count = total if size is None else int(size)
    if not replace and count > total:
        raise ValueError(f"sample(): {count} of {total} cannot be drawn without `replace`.")
    if not replace and total > 1e7 and count <= total / 2:
        raise ValueError("sample(): R draws from so many elements in another way, which is not supported here.")
    if prob is not None:
        places = _draw_weighted(values(prob), total, count, replace)
    elif replace or count < 2:
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


def _draw_weighted(weights: Array, total: int, count: int, replace: bool) -> list[int]:
    if not replace or weights.size != total or np.sum(weights * total > 0.1 * weights.sum()) > 200:
        raise ValueError("sample(): `prob` needs `replace`, a number for each element, and at most 200 elements.")
    order = np.array(_order_falling(weights.tolist()))
    limits = np.cumsum((weights / weights.sum())[order])[:-1]
    return [int(order[np.searchsorted(limits, one)]) for one in _draw(count).tolist()]


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


def _order_falling(weights: list[float]) -> list[int]:
    """Return the places of numbers in decreasing order; ties come in the order of R's heap sort."""
    heap = list(range(len(weights)))

    def sink(top: int, end: int) -> None:
        moved = heap[top]
        while (child := 2 * top + 1) < end:
            child += child + 1 < end and weights[heap[child]] > weights[heap[child + 1]]
            if weights[moved] <= weights[heap[child]]:
                break
            heap[top], top = heap[child], child
        heap[top] = moved

    for top in reversed(range(len(weights) // 2)):
        sink(top, len(weights))
    for end in reversed(range(1, len(weights))):
        heap[0], heap[end] = heap[end], heap[0]
        sink(0, end)
    return heap
