"""Dates, times and durations: R's classed doubles, and what stands for them in numpy and in `datetime`."""

from __future__ import annotations

import contextlib
import datetime
import zoneinfo
from typing import Any

import numpy as np

from rkeras_py.bridge.capi import RApi
from rkeras_py.bridge.protocols import Array, Writer

UNIT_SECONDS = {"secs": 1, "mins": 60, "hours": 3600, "days": 86400, "weeks": 604800}
UTC_NAMES = (None, "", "UTC", "GMT")
TICKS = {"ms": 10**3, "us": 10**6, "ns": 10**9, "ps": 10**12, "fs": 10**15, "as": 10**18}
"""By numpy's units of less than a second, how many make one."""
MOST = 9.2e18  # numpy counts in 64 bits


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


def count_seconds(value: Array, kind: str, unit: str) -> Array:
    """Return datetime64 or timedelta64 as seconds."""
    if unit not in TICKS:
        return value.astype(f"{kind}8[s]").astype(np.int64).astype(np.float64)
    whole, rest = np.divmod(value.astype(f"{kind}8[{unit}]").astype(np.int64), TICKS[unit])
    seconds: Array = whole + rest / TICKS[unit]
    return seconds


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


def name_zone(zone: Any) -> str:
    """Return the name by which R knows a time zone; that of a fixed distance to UTC has none."""
    return getattr(zone, "key", None) or getattr(zone, "zone", None) or "UTC"


def moments_to_python(api: RApi, value: Any, classes: list[str]) -> Array | None:
    """Return Date, POSIXct or difftime as datetime64 or timedelta64; None where numpy cannot count so far."""
    units = (api.strings(value, "units") or ["secs"])[0]
    seconds = 1 if "POSIXct" in classes else UNIT_SECONDS.get(units)
    numbers = api.numbers(value)
    missing = ~np.isfinite(numbers) if numbers.dtype.kind == "f" else numbers == -(2**31)
    numbers = np.where(missing, 0, numbers)
    if "Date" in classes:
        ticks, dtype = np.floor(numbers), "M8[D]"
    elif seconds is None:
        return None
    else:
        ticks, dtype = np.rint(numbers * (seconds * 1e6)), "M8[us]" if "POSIXct" in classes else "m8[us]"
        if np.abs(ticks).max(initial=0) > MOST:
            ticks, dtype = np.rint(numbers * seconds), dtype.replace("us", "s")
    if np.abs(ticks).max(initial=0) > MOST:
        return None
    found = ticks.astype(np.int64).view(dtype)
    found[missing] = np.array("NaT", found.dtype)
    return found


def item_to_python(api: RApi, value: Any, moment: Any) -> Any:
    """Return a datetime64 or timedelta64 as `datetime` has it, in R's time zone; itself where that cannot hold it."""
    item = moment.item()
    if not isinstance(item, datetime.date | datetime.timedelta):
        return moment
    if not isinstance(item, datetime.datetime):
        return item
    item = item.replace(tzinfo=datetime.UTC)
    zone = (api.strings(value, "tzone") or [None])[0]
    if zone not in UTC_NAMES:
        with contextlib.suppress(zoneinfo.ZoneInfoNotFoundError, ValueError, OverflowError):
            return item.astimezone(zoneinfo.ZoneInfo(zone))
    return item
