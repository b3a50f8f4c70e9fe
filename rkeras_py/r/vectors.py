"""R vectors as NumPy and pandas objects, whether they come over rpy2 or reticulate."""

from __future__ import annotations

import contextlib
import datetime
import importlib.util
import time
import zoneinfo
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from rkeras_py.r.limits import MAX_EXACT

Array = np.ndarray[Any, Any]

NA_INT = -(2**31)
NA_INT64 = -(2**63)  # NA of R's package bit64

UNIT_SECONDS = {"secs": 1, "mins": 60, "hours": 3600, "days": 86400, "weeks": 604800}
UTC_NAMES = (None, "", "UTC", "GMT")
MOST = 9.2e18  # the limit of NumPy's 64-bit counts
EXACT_NANOSECONDS = 1e15
"""Number of nanoseconds from which doubles of seconds are no longer exact to the nanosecond (eleven days)."""
TICKS = {"ms": 10**3, "us": 10**6, "ns": 10**9, "ps": 10**12, "fs": 10**15, "as": 10**18}
"""Units below a second, by NumPy's names, with the number of them in a second."""


def restore_na(numbers: Array, logical: bool, na_real: float) -> Array:
    """Return R's integers or logicals as numpy has them: R's nan or None for NA."""
    if numbers.dtype != np.int32:
        return numbers
    missing = numbers == NA_INT
    if not missing.any():
        return numbers.astype(np.bool_) if logical else numbers
    if logical:
        cells = numbers.astype(np.bool_).astype(object)
        cells[missing] = None
        return cells
    return np.where(missing, na_real, numbers)


def restore_na_int64(whole: Array, na_real: float) -> Array:
    """Return 64-bit integers as numpy has them; with R's NA as floats, or as objects with None where these round."""
    missing = whole == NA_INT64
    if not missing.any():
        return whole.copy()
    present = whole[~missing]
    if present.min(initial=0) >= -MAX_EXACT and present.max(initial=0) <= MAX_EXACT:
        return np.where(missing, na_real, whole)
    cells = whole.astype(object)
    cells[missing] = None
    return cells


def make_moments(numbers: Array, classes: Sequence[str], units: str) -> Array | None:
    """Return Date, POSIXct or difftime as datetime64 or timedelta64; None where numpy cannot count so far.

    The unit is a day for dates, else the microsecond, or the nanosecond if values would lose digits.

    Args:
        numbers: The numbers, doubles or integers.
        classes: R's classes.
        units: That of a difftime.
    """
    seconds = 1 if "POSIXct" in classes else UNIT_SECONDS.get(units)
    missing = ~np.isfinite(numbers) if numbers.dtype.kind == "f" else numbers == NA_INT
    numbers = np.where(missing, 0, numbers)
    if "Date" in classes:
        ticks, dtype = np.floor(numbers), "M8[D]"
    elif seconds is None:
        return None
    else:
        ticks, unit = _count_ticks(numbers, seconds)
        dtype = f"{'M' if 'POSIXct' in classes else 'm'}8[{unit}]"
    if np.abs(ticks).max(initial=0) > MOST:
        return None
    found = ticks.astype(np.int64).view(dtype)
    found[missing] = np.array("NaT", found.dtype)
    return found


@np.errstate(over="ignore")
def _count_ticks(numbers: Array, seconds: int) -> tuple[Array, str]:
    """Return durations of so many seconds in a unit in which they lose no digits, as far as numpy counts, and it."""
    fine, ticks = np.rint(numbers * (seconds * 1e9)), np.rint(numbers * (seconds * 1e6))
    is_exact = np.abs(fine) < EXACT_NANOSECONDS
    if (is_exact & (fine != ticks * 1000)).any() and np.abs(fine).max(initial=0) <= MOST:
        return np.where(is_exact, fine, ticks * 1000), "ns"
    if np.abs(ticks).max(initial=0) > MOST:
        return np.rint(numbers * seconds), "s"
    return ticks, "us"


def make_moment(moment: Any, zone: str | None) -> Any:
    """Return a datetime64 or timedelta64 as `datetime` has it; itself where that cannot hold it.

    Nanoseconds are a Timedelta or a Timestamp of pandas, which are classes of `datetime`, too.

    Args:
        moment: The moment.
        zone: R's name of the time zone of a time.
    """
    pandas = load_pandas() if np.datetime_data(moment.dtype)[0] == "ns" and not np.isnat(moment) else None
    if pandas is None:
        item = moment.item()
    else:
        item = pandas.Timedelta(moment) if moment.dtype.kind == "m" else pandas.Timestamp(moment)
    if not isinstance(item, datetime.date | datetime.timedelta):
        return moment
    if not isinstance(item, datetime.datetime):
        return item
    item = item.replace(tzinfo=datetime.UTC)
    if zone not in UTC_NAMES:
        with contextlib.suppress(zoneinfo.ZoneInfoNotFoundError, ValueError, OverflowError):
            return item.astimezone(zoneinfo.ZoneInfo(zone))
    return item


def count_seconds(value: Array, kind: str, unit: str) -> Array:
    """Return datetime64 or timedelta64 as seconds."""
    if unit not in TICKS:
        return value.astype(f"{kind}8[s]").astype(np.int64).astype(np.float64)
    whole, rest = np.divmod(value.astype(f"{kind}8[{unit}]").astype(np.int64), TICKS[unit])
    seconds: Array = whole + rest / TICKS[unit]
    return seconds


def split_time(value: datetime.datetime) -> tuple[Any, str | None]:
    """Return a datetime as a datetime64 of UTC, and R's name of its zone.

    One without a zone is local time, as in Python, and the name is None. One of pandas is UTC, as there and in numpy.

    Args:
        value: The time, which may be a Timestamp of pandas.
    """
    zone = None if value.tzinfo is None else name_zone(value.tzinfo)
    if hasattr(value, "to_datetime64"):
        return value.to_datetime64(), zone or "UTC"
    if zone is None and hasattr(time, "tzset"):
        time.tzset()  # R's Sys.setenv(TZ = ) may have changed the time zone
    return np.datetime64(value.replace(tzinfo=None), "us") - np.timedelta64(_find_offset(value), "us"), zone


def _find_offset(value: datetime.datetime) -> datetime.timedelta:
    """Return a time's offset from UTC, also if `datetime` cannot represent the time in UTC."""
    offset = value.utcoffset()
    if offset is None:
        days = {datetime.MINYEAR: 2, datetime.MAXYEAR: -2}.get(value.year)
        near = value if days is None else value + datetime.timedelta(days=days)
        offset = near.astimezone().utcoffset()
    return offset or datetime.timedelta()


def name_zone(zone: Any) -> str:
    """Return the name by which R knows a time zone; that of a fixed distance to UTC has none."""
    return getattr(zone, "key", None) or getattr(zone, "zone", None) or "UTC"


def load_pandas() -> Any:
    """Return pandas, or None where it is not installed."""
    if importlib.util.find_spec("pandas") is None:
        return None
    import pandas

    return pandas


def make_factor(numbers: Array, levels: list[str | None], ordered: bool) -> Any:
    """Return a factor as a Categorical of pandas, or as a list of texts where there is no pandas.

    Args:
        numbers: The numbers of the levels, from 1.
        levels: Their names; None is the level that `addNA()` makes.
        ordered: Whether they have an order.
    """
    codes = np.where(numbers == NA_INT, 0, numbers) - 1
    pandas = load_pandas()
    if pandas is None:
        return [None if code < 0 else levels[code] for code in codes.tolist()]
    if None in levels:  # pandas has no level for missing values
        place = levels.index(None)
        codes = np.where(codes == place, -1, codes - (codes > place))
        levels = levels[:place] + levels[place + 1 :]
    return pandas.Categorical.from_codes(codes, categories=levels, ordered=ordered)


def name_levels(codes: Array, levels: Iterable[Any]) -> tuple[Array, list[str]]:
    """Return the codes and texts of levels, where values of one text, such as 1 and "1", are one level, as R requires.

    Args:
        codes: The positions of the levels, from 0; -1 is missing.
        levels: The values.
    """
    names: dict[str, int] = {}
    places = [names.setdefault(str(level), len(names)) for level in levels]
    return codes if len(names) == len(places) else np.array([*places, -1])[codes], list(names)


def move_to_zone(moments: Array, zone: str) -> Any:
    """Return times as a column of pandas that knows their time zone; themselves in UTC, or in a zone that only R knows.

    Args:
        moments: Times in UTC.
        zone: R's name of the time zone.
    """
    pandas = load_pandas()
    if pandas is None or zone in UTC_NAMES or moments.dtype.kind != "M" or moments.dtype == "M8[D]":
        return moments
    try:
        return pandas.DatetimeIndex(moments).tz_localize("UTC").tz_convert(zone)
    except (KeyError, ValueError):
        return moments


def make_bytes(numbers: Array) -> Array:
    """Return numbers from 0 to 255 as bytes."""
    return numbers.astype(np.uint8)


def convert_moments(numbers: Array, classes: Sequence[str], units: str, zone: str | None, one: bool) -> Any:
    """Return what `make_moments()` makes, or of a single value what `make_moment()` makes of it.

    Args:
        numbers: As for `make_moments()`.
        classes: Likewise.
        units: Likewise.
        zone: As for `make_moment()`.
        one: Whether it is a single value.
    """
    found = make_moments(numbers, classes, units)
    return make_moment(found[0], zone) if found is not None and one else found


def set_columns(
    frame: Any, places: Sequence[int], columns: Sequence[Any], names: Sequence[str], rows: Sequence[int]
) -> Any:
    """Return a frame of pandas with other columns at some places.

    Args:
        frame: The frame.
        places: The places, from 0.
        columns: The columns.
        names: The names of all columns.
        rows: The numbers of the rows, where they are not counted from 1.
    """
    if rows:
        frame.index = list(rows)
    for place, column in zip(places, columns, strict=True):
        frame.isetitem(place, column)
    frame.columns = type(frame.columns)(names)
    return frame
