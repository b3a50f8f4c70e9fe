"""Versions of Keras and TensorFlow, and the version range of a function, an argument or a patch."""

import functools
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Versions:
    """A range of versions.

    Attributes:
        since: The first one, "3.14"; "" where there is no first.
        until: The first one that is no longer in the range; "" where there is none.
    """

    since: str = ""
    until: str = ""

    def hold(self, version: str) -> bool:
        """Tell whether a version is in the range; a nightly build counts as the release that it goes before.

        Args:
            version: The version of an installed package.
        """
        found = parse_version(version)
        return (not self.since or parse_version(self.since) <= found) and (
            not self.until or found < parse_version(self.until)
        )


@functools.cache
def parse_version(version: str) -> tuple[int, ...]:
    """Return the first two numbers of a version: (3, 15) of "3.15.1" and of "3.15.0.dev2026102704"."""
    return tuple(map(int, re.findall(r"\d+", version)[:2]))
