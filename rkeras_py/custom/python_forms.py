"""R classes and functions in Python, as `rkeras translate` writes them, for processes that cannot run R."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ..engine.internals.modules import know_objects, unnoticed
from ..engine.loading import keras
from ..r.origins import MODULE_OF_CLASSES
from .functions import make_part
from .parts_of_r import call_r, describe_part

Form = dict[str, Any]
"""`code`; for a class its name, `class`; for a function its `role`, and the arguments that it `takes`."""

_SIZE = 12
"""The size to use for axes of any size."""


def write_forms(parts: dict[str, Any]) -> dict[str, Form]:
    """Have R and the translator write parts; nothing where one has no form that certainly means the same.

    Args:
        parts: Classes and functions of R by name.
    """
    written = call_r(lambda side: side.translate_parts(parts)) or {}
    return {name: {**form, "takes": describe_part(parts[name])} for name, form in written.items()}


def show_parts(parts: dict[str, Any], style: str) -> dict[str, str]:
    """Return the code of parts of R, of those whose code R knows; none where R cannot run.

    Args:
        parts: Classes and functions of R by name.
        style: "R", or for the form in Python "rkeras_py" or "keras".
    """
    try:
        shown = call_r(lambda side: side.show_parts(parts, style)) if parts else {}
    except (ImportError, RuntimeError):
        return {}
    return {name: code for name, code in shown.items() if code}


def find_kept_forms(parts: dict[str, Any]) -> dict[str, Form] | None:
    """Return the forms that parts have from the file that they were read of; None where R made one in this process.

    Args:
        parts: Classes and functions of R by name.
    """
    if not all(hasattr(part, "rkeras_written") for part in parts.values()):
        return None
    return {name: part.rkeras_form for name, part in parts.items() if hasattr(part, "rkeras_form")}


def make_forms(forms: dict[str, Form], names: dict[str, str], written: dict[str, Any]) -> dict[str, Any]:
    """Make classes and functions of Python of their forms.

    Args:
        forms: The forms by name.
        names: The names that functions show in logs and messages.
        written: Of each what R wrote, which files that are written of it have, too.
    """
    made = {name: _make_form(names.get(name, name), form) for name, form in forms.items()}
    for name, part in made.items():
        part.rkeras_form, part.rkeras_written = forms[name], written.get(name)
    return made


def _make_form(name: str, form: Form) -> Any:
    space: dict[str, Any] = {"__name__": MODULE_OF_CLASSES}
    exec(compile(form["code"], f"<{name} in Python>", "exec"), space)
    if "class" in form:
        return next(one for one in space.values() if isinstance(one, type) and one.__name__ == form["class"])
    return _make_function(space["rkeras_part"], name, form["role"] or "", form["takes"] or {})


def _make_function(function: Callable[..., Any], name: str, role: str, takes: dict[str, bool]) -> Any:
    spelled = dict(zip(takes, inspect.signature(function).parameters, strict=False))

    def call(given: list[str], *args: Any) -> Any:
        made.rkeras_ran = True
        in_order = given.count("")
        named = dict(zip(given[in_order:], args[in_order:], strict=True))
        return function(*args[:in_order], **{spelled.get(key, key): value for key, value in named.items()})

    made: Any = make_part(call, name, name, role, takes)
    made.rkeras_ran = False
    return made


def compute_the_same(model: Any, parts: dict[str, Any], forms: dict[str, Any]) -> bool:
    """Tell whether two copies of a model, one of R's parts and one of Python's, compute the same numbers.

    Args:
        model: The model, which is not called.
        parts: The classes and functions of a user in it by name, those of R among them.
        forms: Those of Python for those of R.
    """
    roles = {name: _find_role(form) for name, form in forms.items()}
    try:
        with unnoticed():
            one, other = ([*_compute(model, objects, roles)] for objects in (parts, parts | forms))
    except Exception:  # the R function or its Python form cannot run on such data
        return False
    ran = all(getattr(form, "rkeras_ran", True) for form in forms.values())
    return ran and "" not in roles.values() and _are_close(one, other)


def _compute(model: Any, objects: dict[str, Any], roles: dict[str, str]) -> Iterator[Any]:
    """Yield the results of a copy of a model, which are equal for equal parts."""
    measured = not {"loss", "metric"}.isdisjoint(roles.values())
    with unnoticed():  # both copies start with the same weights
        copy = _copy(model, objects, measured)
    yield copy.get_weights()
    copy.set_weights(model.get_weights())
    draw = np.random.default_rng(1)
    inputs = [_draw(draw, one.shape, one.dtype) for one in model.inputs]
    x = keras().tree.pack_sequence_as(model.input, inputs)
    yield copy(x, training=False)
    yield copy.losses
    yield copy(x, training=True)  # both copies draw the same random numbers
    for name, role in roles.items():
        if role == "constraint":
            yield objects[name](keras().ops.convert_to_tensor(_draw(draw, (3, 2), "float32")))
    if measured:
        y = keras().tree.map_structure(lambda one: np.abs(_draw(draw, one.shape, one.dtype)), model.output)
        yield copy.test_on_batch(x, y, return_dict=True)


def _find_role(form: Any) -> str:
    """Return the role of a part; "" for a class that has no effect on a model's results."""
    if not isinstance(form, type):
        return str(form.rkeras_form["role"] or "function")
    kinds = {"layer": keras().Layer, "loss": keras().Loss, "metric": keras().Metric}
    return next((role for role, kind in kinds.items() if issubclass(form, kind)), "")


def _copy(model: Any, objects: dict[str, Any], measured: bool) -> Any:
    config = keras().saving.serialize_keras_object(model)
    if not measured:
        config["compile_config"] = None
    with know_objects(objects):
        copy = keras().saving.deserialize_keras_object(config, safe_mode=False)
    copy.run_eagerly = True
    return copy


def _draw(draw: np.random.Generator, shape: Any, dtype: str) -> Any:
    sizes = [3, *(size or _SIZE for size in shape[1:])] if shape and shape[0] is None else list(shape)
    kind = keras().backend.standardize_dtype(dtype)
    if "float" in kind:
        return draw.normal(size=sizes).astype(kind)
    return draw.integers(0, 2, sizes).astype(kind)


def _are_close(one: Any, other: Any) -> bool:
    pairs = [[np.asarray(value) for value in keras().tree.flatten(values)] for values in (one, other)]
    return len(pairs[0]) == len(pairs[1]) and all(
        ours.shape == theirs.shape and np.isfinite(ours).all() and np.allclose(ours, theirs, rtol=1e-4, atol=1e-5)
        for ours, theirs in zip(*pairs, strict=True)
    )
