"""R classes and functions in a model: written to files as R code, and recreated in another process."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..bridge.executor import PATIENCE
from ..bridge.session import r_session
from ..r.functions import NAMELESS, RHook
from ..r.process import get_r_side
from .functions import make_part

Takes = dict[str, bool] | None
"""The arguments of an R function, and whether each has a default; None if it is not a function."""


@dataclass(frozen=True)
class Bundle:
    """Parts that R wrote together.

    Attributes:
        data: What R wrote.
        parts: Of each, by its name in the object, its name in the data, what it takes, and whether it is a hook.
    """

    data: bytes
    parts: dict[str, tuple[str, Takes, bool]]


def write_parts(parts: dict[str, Any], whole: bool = True) -> list[Bundle]:
    """Have R write what it made; what sleeps goes on as it is.

    Args:
        parts: Classes and functions of R by name.
        whole: Whether functions take along all variables of the functions inside which they were made, or those alone
            that they name.
    """
    bundles: list[Bundle] = []
    alive: dict[str, Any] = {}
    for name, part in parts.items():
        written = getattr(part, "rkeras_written", None)
        if written is None:
            alive[name] = part
        else:
            bundles.append(Bundle(written[0], {name: written[1:]}))
    if alive:
        data = call_r(lambda side: bytes(side.write_parts(alive, whole)))
        described = {name: (name, describe_part(part), isinstance(part, RHook)) for name, part in alive.items()}
        bundles.append(Bundle(data, described))
    return bundles


def describe_part(part: Any) -> Takes:
    """Describe what a function of R takes.

    Args:
        part: A function or a class of R.
    """
    if isinstance(part, type) or not callable(part):
        return None
    signature = getattr(part, "__signature__", None)
    if signature is None:
        return {"...": False}
    return {
        "..." if parameter.kind is parameter.VAR_POSITIONAL else name: parameter.default is not parameter.empty
        for name, parameter in signature.parameters.items()
    }


def call_r(function: Callable[[Any], Any]) -> Any:
    """Call a function with the R of this process, which starts if it does not run yet.

    Args:
        function: Gets the functions of R that R introduced.

    Raises:
        ImportError: If Python cannot have R.
        RuntimeError: If R cannot run here.
    """
    side = get_r_side()
    if side is not None:
        return function(side)
    session = r_session()

    def introduced() -> Any:
        session.inspect("load_rkeras_py")
        return function(get_r_side())

    return session.in_main(introduced, timeout=PATIENCE)()


def read_bundles(
    bundles: list[Bundle], names: dict[str, str], failed: list[Exception], of_python: dict[str, Any]
) -> dict[str, Any]:
    """Make classes and functions of R again; where R does not run, functions that wake it when they are called.

    Args:
        bundles: What R wrote.
        names: The names that functions show in logs and messages.
        failed: Gets the errors of R when such a function is called.
        of_python: What is called in their place where R cannot run.

    Raises:
        ImportError: If there is a class, and Python cannot have R.
        RuntimeError: If there is one, and R cannot run here.
    """
    objects: dict[str, Any] = {}
    for bundle in bundles:
        whole = get_r_side() is not None or any(takes is None for _, takes, _ in bundle.parts.values())
        objects |= read_bundle(bundle) if whole else _make_sleepers(bundle, names, failed, of_python)
    return objects


def read_bundle(bundle: Bundle) -> dict[str, Any]:
    """Have R make again what it wrote."""
    found = call_r(lambda side: side.read_parts(bytearray(bundle.data)))
    return {name: found[written] for name, (written, *_) in bundle.parts.items()}


def _make_sleepers(
    bundle: Bundle, names: dict[str, str], failed: list[Exception], of_python: dict[str, Any]
) -> dict[str, Any]:
    """Make functions that R reads only when one of them is called."""
    read: dict[str, Any] = {}

    def make(name: str, written: str, takes: Takes, is_hook: bool) -> Any:
        def call(*args: Any, **named: Any) -> Any:
            if not read:
                try:
                    read.update(read_bundle(bundle))
                except (ImportError, RuntimeError) as error:
                    if name not in of_python:
                        failed.append(error)
                        raise
                    read.update(of_python)
            return read[name](*args, **named)

        def call_by_names(given: list[str], *args: Any) -> Any:
            in_order = given.count("")
            return call(*args[:in_order], **dict(zip(given[in_order:], args[in_order:], strict=True)))

        label = names.get(name, NAMELESS)
        takes = takes or {}
        made: Any = RHook(call, label, takes) if is_hook else make_part(call_by_names, label, label, "", takes)
        made.rkeras_written = (bundle.data, written, takes, is_hook)
        if name in of_python:
            made.rkeras_form = of_python[name].rkeras_form
        return made

    return {name: make(name, *part) for name, part in bundle.parts.items()}
