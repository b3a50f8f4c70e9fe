"""Functions that work on TensorFlow only, and their replacements on the other backends."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from ..engine.backend_choice import BACKENDS, DEFAULT
from ..engine.tensors import get_backend, runs_on_tensorflow
from .registry import Spec

F = TypeVar("F", bound=Callable[..., Any])


def on_tensorflow(instead: str = "", **by_backend: str) -> Callable[[F], F]:
    """Say of a definition that it computes with TensorFlow alone; other backends refuse the call in one sentence.

    Args:
        instead: A sentence that says what to do on the other backends.
        by_backend: The sentence for each of them, by its name, where they differ.

    Returns:
        The decorator; it stands between the definition and the decorator that exports.
    """
    ways = by_backend or dict.fromkeys([name for name in BACKENDS if name != DEFAULT], instead)

    def decorate(definition: F) -> F:
        definition.__on_tensorflow__ = ways  # type: ignore[attr-defined]
        return definition

    return decorate


def note_backends(spec: Spec) -> None:
    """Read from a definition into its spec that it needs TensorFlow, and note it in its documentation.

    Args:
        spec: The function, with its documentation.
    """
    spec.instead = getattr(spec.body, "__on_tensorflow__", None)
    if spec.instead is not None:
        same: dict[str, list[str]] = {}
        for name, way in spec.instead.items():
            same.setdefault(way, []).append(BACKENDS[name])
        ways = [f"On {' and '.join(names)}: {way}" for way, names in same.items()]
        told = " ".join(["It needs TensorFlow.", *ways])
        spec.docs = replace(spec.docs, details="\n\n".join(filter(None, (spec.docs.details, told))))


def refuse_other_backends(spec: Spec) -> None:
    """Refuse a call of a function that another backend than that in use computes.

    Args:
        spec: The function.

    Raises:
        NotImplementedError: If it does; in one sentence, and with what to do.
    """
    if spec.instead is not None and not runs_on_tensorflow():
        running = get_backend()
        raise NotImplementedError(
            f"{spec.name}(): it needs TensorFlow, and Keras runs on {BACKENDS[running]} here. " + spec.instead[running]
        )
