"""Unmet requirements of a Python environment: R's install_keras() asks for them, in another Python.

As a program, it takes requirements and prints the unmet ones. It loads none of them; `packaging` comes with Keras.
"""

import sys
from collections.abc import Iterable
from importlib import metadata

from packaging.requirements import Requirement

_BUILDS = ("tensorflow", "tensorflow-cpu", "tf-nightly", "tf-nightly-cpu")
_ALSO = {"tensorflow": _BUILDS, "tensorflow-cpu": _BUILDS, "tf-nightly-cpu": _BUILDS[2:]}
"""Packages that replace a required one; none replaces it with the extra of `tensorflow[and-cuda]`."""


def find_unmet(requirements: Iterable[str]) -> list[str]:
    """Return the requirements that are not met.

    Args:
        requirements: As pip takes them, `keras>=3.12,<4` or `tensorflow[and-cuda]`.
    """
    return [text for text in requirements if not _is_met(Requirement(text))]


def _is_met(wanted: Requirement) -> bool:
    if wanted.extras:
        return _has(wanted.name, wanted) and all(map(_is_met, _list_extra(wanted)))
    return any(_has(name, wanted) for name in _ALSO.get(wanted.name, (wanted.name,)))


def _has(name: str, wanted: Requirement) -> bool:
    try:
        return wanted.specifier.contains(metadata.version(name), prereleases=True)
    except metadata.PackageNotFoundError:
        return False


def _list_extra(wanted: Requirement) -> list[Requirement]:
    """Return the requirements of a package that belong to its extras only."""
    listed = [Requirement(text) for text in metadata.requires(wanted.name) or ()]
    return [
        one
        for one in listed
        if one.marker
        and not one.marker.evaluate({"extra": ""})
        and any(one.marker.evaluate({"extra": extra}) for extra in wanted.extras)
    ]


if __name__ == "__main__":
    print("\n".join(find_unmet(sys.argv[1:])))
