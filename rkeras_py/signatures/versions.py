"""Functions and arguments that only some versions of Keras have."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from ..engine.installing import spell_install
from ..engine.loading import keras
from ..engine.versions import Versions
from .registry import Spec

F = TypeVar("F", bound=Callable[..., Any])
_ALL = Versions()


def in_keras(since: str = "", until: str = "", **arguments: str) -> Callable[[F], F]:
    """Say of a definition which versions of Keras have what it makes or calls; others refuse the call in one sentence.

    Args:
        since: The first version of Keras that has it, "3.14"; "" where the oldest that this package takes has it.
        until: The first version that no longer has it; "" where the newest has it.
        arguments: The first version that has an argument, by the argument's name.

    Returns:
        The decorator; it stands between the definition and the decorator that exports.
    """

    def decorate(definition: F) -> F:
        definition.__in_keras__ = Versions(since, until), arguments  # type: ignore[attr-defined]
        return definition

    return decorate


def note_versions(spec: Spec) -> None:
    """Read the versions from a definition into its spec, and say them in its documentation.

    Args:
        spec: The function, with its documentation.
    """
    told: tuple[Versions, dict[str, str]] = getattr(spec.body, "__in_keras__", (_ALL, {}))
    spec.versions, spec.newer = told
    needs = _describe(spec.versions)
    if needs or spec.newer:
        docs = spec.docs
        details = "\n\n".join(filter(None, (docs.details, needs and f"It needs {needs}.")))
        args = {
            name: f"{text} It needs {_describe(Versions(spec.newer[name]))}." if name in spec.newer else text
            for name, text in docs.args.items()
        }
        spec.docs = replace(docs, details=details, args=args)


def refuse_other_versions(spec: Spec) -> None:
    """Refuse a call of a function for which the loaded Keras is too old or too new.

    Args:
        spec: The function.

    Raises:
        RuntimeError: If it is; in one sentence, and with the line that mends it.
    """
    if spec.versions != _ALL and not spec.versions.hold(keras().__version__):
        raise _describe_refusal(f"{spec.name}(): It", spec.versions)


def refuse_newer_arguments(spec: Spec, values: dict[str, Any]) -> None:
    """Refuse arguments that the loaded Keras does not have yet.

    Args:
        spec: The function.
        values: The supplied arguments; one that Keras lacks and that has its default is taken out.

    Raises:
        RuntimeError: If there is one with another value than its default.
    """
    for name in spec.newer.keys() & values.keys():
        versions = Versions(spec.newer[name])
        if not versions.hold(keras().__version__):
            if values[name] is not spec.params[name].default:
                raise _describe_refusal(f"{spec.name}(): `{name}`", versions)
            del values[name]


def _describe(versions: Versions) -> str:
    since = f"Keras {versions.since} or newer" if versions.since else ""
    until = f"older than {versions.until}" if versions.until else ""
    return f"{since} and {until}" if since and until else since or (until and f"Keras {until}")


def _describe_refusal(subject: str, versions: Versions) -> RuntimeError:
    bounds = [f">={versions.since}"] * bool(versions.since) + [f"<{versions.until or 4}"]
    advice = spell_install("-U", f"keras{','.join(bounds)}")
    return RuntimeError(f"{subject} needs {_describe(versions)}. Found: keras {keras().__version__}. Run: {advice}")
