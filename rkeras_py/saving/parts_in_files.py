"""R classes and functions in model files, so that loading needs no `custom_objects`.

They are code: it runs if a signature shows that this user wrote the file; for other files the user has to allow it. If
R cannot run, their Python form is used, if the file has one, which is the case if it computes the same in the model.
"""

import base64
import inspect
import json
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..compat.file_terms import NotUpgradable
from ..custom import parts_of_r, python_forms, user_key
from ..engine.loading import keras
from ..graph.function_names import find_parts_of_r, get_own_name, is_of_r, known_apart
from ..messages import errors
from ..models import levels

_PARTS = "parts_of_r"
_known_forms: weakref.WeakKeyDictionary[Any, tuple[bytes, dict[str, Any]]] = weakref.WeakKeyDictionary()
_LARGEST = 1 << 20
"""Maximum size in bytes of R parts in a file: a function can hold data of the function that created it."""


@contextmanager
def describe_for_file(model: Any) -> Iterator[dict[str, Any]]:
    """Describe as plain values what a model has of this package: levels, a recipe, classes and functions of R.

    Args:
        model: The model, whose functions have names of their own while it is written.

    Yields:
        The plain values.
    """
    described = levels.describe_memory(model)
    with known_apart(model) as apart:
        names = {name: get_own_name(part) for name, part in apart.items()}
        parts = _find_parts(model, apart)
        of_r = {name: part for name, part in parts.items() if is_of_r(part)}
        written = _pack_bundles(_write_bundles(of_r))
        if written or any(name != own for name, own in names.items()):
            forms = _write_forms(model, parts, of_r, written) if written else {}
            signed = user_key.sign(_to_bytes([written, forms] if forms else written))
            described[_PARTS] = {"bundles": written, "signature": signed, "names": names, "forms": forms}
        yield described


def find_obstacle(model: Any) -> str:
    """Say why a file cannot hold all functions of R in a model, those without a name, too; "" if it can.

    Args:
        model: The model.
    """
    with known_apart(model) as apart:
        bundles = _write_bundles({name: part for name, part in _find_parts(model, apart).items() if is_of_r(part)})
    if not bundles:
        return "R does not know its code."
    size = _measure_bundles(bundles) / _LARGEST
    return f"With their variables, its R functions take {size:.2f} MB; a file holds at most 1 MB." if size > 1 else ""


def _find_parts(model: Any, apart: dict[str, Any]) -> dict[str, Any]:
    return _find_registered_classes(model) | {name: inspect.unwrap(one) for name, one in apart.items()}


def _write_bundles(parts: dict[str, Any]) -> list[parts_of_r.Bundle]:
    """Have R save parts; none if R does not know the code of one."""
    try:
        return parts_of_r.write_parts(parts, whole=False)
    except RuntimeError:
        return []


def _measure_bundles(bundles: list[parts_of_r.Bundle]) -> int:
    return sum(len(bundle.data) for bundle in bundles)


def _pack_bundles(bundles: list[parts_of_r.Bundle]) -> list[Any]:
    """Encode parts for a file; none if they are large."""
    if _measure_bundles(bundles) > _LARGEST:
        return []
    return [[base64.b64encode(bundle.data).decode(), bundle.parts] for bundle in bundles]


def _write_forms(model: Any, parts: dict[str, Any], of_r: dict[str, Any], written: list[Any]) -> dict[str, Any]:
    """Return the Python forms of the R parts, all or none; they are kept as long as the parts do not change."""
    kept = python_forms.find_kept_forms(of_r)
    if kept is not None:
        return kept if kept.keys() == of_r.keys() else {}
    wanted = _to_bytes([written, list(of_r)])
    known, forms = _known_forms.get(model, (b"", {}))
    if known != wanted:
        try:
            forms = python_forms.write_forms(of_r)
        except (ImportError, RuntimeError):
            forms = {}
        made = python_forms.make_forms(forms, {}, {})
        if made.keys() != of_r.keys() or not python_forms.compute_the_same(model, parts, made):
            forms = {}
        _known_forms[model] = (wanted, forms)
    return forms


def _find_registered_classes(model: Any) -> dict[str, Any]:
    """Return the R classes that a file names, by registered name and by their own."""
    return {
        name: part
        for part in find_parts_of_r(model)
        if isinstance(part, type)
        for name in (part.__name__, keras().saving.get_registered_name(part))
    }


@contextmanager
def add_parts(described: Any, objects: dict[str, Any], safe_mode: bool) -> Iterator[dict[str, Any]]:
    """Add the classes and functions of R in a file to those that a user gave, while a model is made.

    Args:
        described: The plain values of `describe_for_file()`.
        objects: The user's own, which count first.
        safe_mode: Whether code of other users is refused.

    Yields:
        All of them.

    Raises:
        NotUpgradable: If the model needs code that may not run, or R, which cannot run.
    """
    nothing: dict[str, Any] = {"bundles": [], "signature": ""}
    written = described.get(_PARTS, nothing) if isinstance(described, dict) else nothing
    own_names = {str(name): str(own) for name, own in dict(written.get("names", {})).items()}
    objects = objects | {
        name: objects[own]
        for name, own in own_names.items()
        if own in objects and name not in objects and list(own_names.values()).count(own) == 1
    }
    names = {name for _, parts in written["bundles"] for name in parts} - set(objects)
    if not names:
        yield objects
        return
    forms = written.get("forms") or {}
    signed = [written["bundles"], forms] if forms else written["bundles"]
    if safe_mode and not user_key.is_own(_to_bytes(signed), str(written["signature"])):
        try:
            yield objects
        except Exception as error:
            if any(wanted in str(error) for wanted in ("safe_mode", *(f"'{name}'" for name in names))):
                listed = ", ".join(sorted(names))
                raise NotUpgradable(
                    f"it has parts that are written in R ({listed}), which run only if you allow it. Pass them in "
                    "`custom_objects`, or, if you trust the author, use safe_mode = FALSE."
                ) from error
            raise
        return
    bundles = [
        parts_of_r.Bundle(base64.b64decode(data), {name: (one[0], one[1], one[2]) for name, one in parts.items()})
        for data, parts in written["bundles"]
    ]
    failed: list[Exception] = []
    found = _read_parts(bundles, forms, {name: own_names.get(name, name) for name in names}, failed)
    try:
        yield {**found, **objects}
    except Exception as error:
        if failed:
            raise _tell_no_r(set(names) - set(found) or set(names), failed[0]) from failed[0]
        if errors.is_of_r(error):
            listed = ", ".join(sorted(names))
            raise NotUpgradable(
                f"its R code ({listed}) does not work on its own: {error}. Pass the code in `custom_objects`."
            ) from error
        raise


def _read_parts(
    bundles: list[parts_of_r.Bundle], forms: dict[str, Any], names: dict[str, str], failed: list[Exception]
) -> dict[str, Any]:
    """Create the parts of a file; if R cannot run, use their Python forms, if any."""
    written = {name: (bundle.data, *part) for bundle in bundles for name, part in bundle.parts.items()}
    of_python = python_forms.make_forms(forms, names, written)
    try:
        found = parts_of_r.read_bundles(bundles, names, failed, of_python)
    except (ImportError, RuntimeError) as error:
        found = of_python
        if not found:
            failed.append(error)  # an error only if the model needs an R part
    for name, part in found.items():
        if not isinstance(part, type):
            part.__name__ = names.get(name, name)  # logs show this name
    return found


def _tell_no_r(names: set[str], reason: Exception) -> Exception:
    listed = ", ".join(sorted(names))
    return NotUpgradable(
        f"it has parts that are written in R ({listed}) without a Python form, which R6 classes never have, "
        f"and R cannot run here: {reason}"
    )


def _to_bytes(content: Any) -> bytes:
    return json.dumps(content, sort_keys=True).encode()
