"""Dates, times and durations: R's classed doubles, and their equivalents in NumPy and `datetime`."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np

from rkeras_py.bridge.capi import RApi
from rkeras_py.bridge.protocols import Array, Writer
from rkeras_py.r.vectors import count_seconds, make_moment, make_moments, split_time


def moments_to_r(writer: Writer, value: Array, dim: bool, zone: str | None = "UTC") -> Any:
    """Return a Date, POSIXct or difftime vector for datetime64 or timedelta64, not yet protected.

    R shows times without a zone in that of its session.

    Raises:
        ValueError: If they are durations in months or years, which have no fixed length.
    """
    kind, unit = value.dtype.kind, np.datetime_data(value.dtype)[0]
    if kind == "m" and unit in ("M", "Y"):
        raise ValueError(
            f"R has no durations in {'months' if unit == 'M' else 'years'}, which have no fixed length: convert "
            'them first, as in x.astype("timedelta64[D]").'
        )
    days = kind == "M" and unit in ("D", "W", "M", "Y")
    numbers = value.astype("M8[D]").astype(np.int64).astype(np.float64) if days else count_seconds(value, kind, unit)
    numbers = np.where(np.isnat(value), writer.na_real, numbers)
    api = writer.api
    with api.scope() as scope:
        result = scope.keep(writer.array_to_r(numbers, dim))
        classes = ["Date"] if days else ["POSIXct", "POSIXt"] if kind == "M" else ["difftime"]
        api.set_attribute(scope, result, "class", writer.strings_to_r(classes))
        name, text = ("tzone", zone) if kind == "M" else ("units", "secs")
        if not days and text is not None:
            api.set_attribute(scope, result, name, writer.strings_to_r([text]))
    return result


def moment_to_r(writer: Writer, value: datetime.date | datetime.timedelta) -> Any:
    """Return a Date, POSIXct or difftime of length 1."""
    if isinstance(value, datetime.datetime):
        moment, zone = split_time(value)
        return moments_to_r(writer, np.array([moment]), False, zone)
    if hasattr(value, "to_timedelta64"):  # a pandas Timedelta
        return moments_to_r(writer, np.array([value.to_timedelta64()]), False)
    if isinstance(value, datetime.timedelta):
        return moments_to_r(writer, np.array([np.timedelta64(value, "us")]), False)
    return moments_to_r(writer, np.array([np.datetime64(value, "D")]), False)


def moments_to_python(api: RApi, value: Any, classes: list[str]) -> Array | None:
    """Return Date, POSIXct or difftime as datetime64 or timedelta64; None where numpy cannot count so far."""
    return make_moments(api.numbers(value), classes, (api.strings(value, "units") or ["secs"])[0])


def item_to_python(api: RApi, value: Any, moment: Any) -> Any:
    """Return a datetime64 or timedelta64 as `datetime` has it, in R's time zone; itself where that cannot hold it."""
    return make_moment(moment, (api.strings(value, "tzone") or [None])[0])
