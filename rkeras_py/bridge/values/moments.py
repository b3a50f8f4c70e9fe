"""Dates, times and durations: R's classed doubles, and what stands for them in numpy and in `datetime`."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np

from rkeras_py.bridge.capi import RApi
from rkeras_py.bridge.protocols import Array, Writer
from rkeras_py.r.vectors import count_seconds, make_moment, make_moments, name_zone


def moments_to_r(writer: Writer, value: Array, dim: bool, zone: str = "UTC") -> Any:
    """Return a Date, POSIXct or difftime vector for datetime64 or timedelta64, not yet protected.

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
        if not days:
            name, text = ("tzone", zone) if kind == "M" else ("units", "secs")
            api.set_attribute(scope, result, name, writer.strings_to_r([text]))
    return result


def moment_to_r(writer: Writer, value: datetime.date | datetime.timedelta) -> Any:
    """Return a Date, POSIXct or difftime of length 1; a datetime without a zone counts as UTC, as in numpy."""
    zone = "UTC"
    if isinstance(value, datetime.datetime) and value.tzinfo is not None:
        zone = name_zone(value.tzinfo)
        value = value.astimezone(datetime.UTC).replace(tzinfo=None)
    for precise in ("to_datetime64", "to_timedelta64"):  # those of pandas
        if hasattr(value, precise):
            return moments_to_r(writer, np.array([getattr(value, precise)()]), False, zone)
    unit = "us" if isinstance(value, datetime.datetime | datetime.timedelta) else "D"
    kind: type[np.generic] = np.timedelta64 if isinstance(value, datetime.timedelta) else np.datetime64
    return moments_to_r(writer, np.array([kind(value, unit)]), False, zone)


def moments_to_python(api: RApi, value: Any, classes: list[str]) -> Array | None:
    """Return Date, POSIXct or difftime as datetime64 or timedelta64; None where numpy cannot count so far."""
    return make_moments(api.numbers(value), classes, (api.strings(value, "units") or ["secs"])[0])


def item_to_python(api: RApi, value: Any, moment: Any) -> Any:
    """Return a datetime64 or timedelta64 as `datetime` has it, in R's time zone; itself where that cannot hold it."""
    return make_moment(moment, (api.strings(value, "tzone") or [None])[0])
