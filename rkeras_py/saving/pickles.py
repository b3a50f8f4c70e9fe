"""Objects of Keras in Python's pickle, copies, joblib and cloudpickle: as values.py writes them for R.

What they have of R goes along as R writes it. Where R does not run it starts when a part of it is called; where it
cannot, that call says so, not the reading.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from ..bridge.executor import PATIENCE
from ..bridge.session import r_session
from ..compat import targets
from ..custom.functions import make_part
from ..engine.loading import keras
from ..graph import nodes
from ..models import levels
from ..r.functions import NAMELESS, RHook
from ..r.process import get_r_side
from . import values

Takes = dict[str, bool] | None
"""The arguments of a function of R, and whether each has a default; None of what is no function."""


@dataclass(frozen=True)
class Bundle:
    """Parts that R wrote together.

    Attributes:
        data: What R wrote.
        parts: Of each, by its name in the object, its name in the data, what it takes, and whether it is a hook.
    """

    data: bytes
    parts: dict[str, tuple[str, Takes, bool]]


def reduce_value(x: Any) -> tuple[Any, ...]:
    """Return what pickle writes of an object of Keras.

    Args:
        x: The object.

    Raises:
        ValueError: If it cannot be written.
    """
    kind = type(x).__name__
    try:
        dumped = values.dump_value(x)
        return restore_value, (kind, bytes(dumped["data"]), dumped["names"], _write_parts(dumped["parts"]))
    except (RuntimeError, TypeError, ValueError) as error:
        raise ValueError(f"pickle: this {kind} cannot be written: {error}") from error


def copy_value(x: Any) -> Any:
    """Return a copy of an object of Keras which has the very functions and classes of R; their state it has for itself.

    Args:
        x: The object.
    """
    dumped = values.dump_value(x)
    parts = dumped["parts"]
    states = {name: part for name, part in parts.items() if values.is_capsule(part)}
    copied = {name: part for bundle in _write_parts(states) for name, part in _read_bundle(bundle).items()}
    return values.load_value(dumped["data"], parts | copied, dumped["names"])


def restore_value(kind: str, data: bytes, names: dict[str, str], bundles: list[Bundle]) -> Any:
    """Make the object anew that `reduce_value()` wrote.

    Args:
        kind: The name of its class.
        data: The bytes of the object.
        names: As for `load_value()`.
        bundles: Its parts of R.

    Returns:
        The object; where R cannot run, and it cannot be made without, one that says so at any use.
    """
    written = (kind, data, names, bundles)
    failed: list[Exception] = []
    objects: dict[str, Any] = {}
    try:
        for bundle in bundles:
            whole = get_r_side() is not None or any(takes is None for _, takes, _ in bundle.parts.values())
            objects |= _read_bundle(bundle) if whole else _make_sleepers(bundle, names, failed)
    except (ImportError, RuntimeError) as error:
        return Unmade(written, str(error))
    try:
        return values.load_value(data, objects, names)
    except Exception:
        if failed:
            return Unmade(written, str(failed[0]))
        raise


def _write_parts(parts: dict[str, Any]) -> list[Bundle]:
    """Have R write what it made; what sleeps goes on as it is."""
    bundles: list[Bundle] = []
    alive: dict[str, Any] = {}
    for name, part in parts.items():
        written = getattr(part, "rkeras_written", None)
        if written is None:
            alive[name] = part
        else:
            bundles.append(Bundle(written[0], {name: written[1:]}))
    if alive:
        data = call_r(lambda side: bytes(side.write_parts(alive)))
        described = {name: (name, _find_takes(part), isinstance(part, RHook)) for name, part in alive.items()}
        bundles.append(Bundle(data, described))
    return bundles


def _find_takes(part: Any) -> Takes:
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


def _read_bundle(bundle: Bundle) -> dict[str, Any]:
    found = call_r(lambda side: side.read_parts(bytearray(bundle.data)))
    return {name: found[written] for name, (written, *_) in bundle.parts.items()}


def _make_sleepers(bundle: Bundle, names: dict[str, str], failed: list[Exception]) -> dict[str, Any]:
    """Make functions which R reads when one of them is called."""
    read: dict[str, Any] = {}

    def make(name: str, written: str, takes: Takes, is_hook: bool) -> Any:
        def call(*args: Any, **named: Any) -> Any:
            if not read:
                try:
                    read.update(_read_bundle(bundle))
                except (ImportError, RuntimeError) as error:
                    failed.append(error)
                    raise
            return read[name](*args, **named)

        def call_by_names(given: list[str], *args: Any) -> Any:
            in_order = given.count("")
            return call(*args[:in_order], **dict(zip(given[in_order:], args[in_order:], strict=True)))

        label = names.get(name, NAMELESS)
        takes = takes or {}
        made: Any = RHook(call, label, takes) if is_hook else make_part(call_by_names, label, label, "", takes)
        made.rkeras_written = (bundle.data, written, takes, is_hook)
        return made

    return {name: make(name, *part) for name, part in bundle.parts.items()}


class Unmade:
    """An object with parts of R that could not be made where it was read; it can be sent on.

    Args:
        written: What pickle read of it.
        reason: Why R cannot run here.
    """

    def __init__(self, written: tuple[Any, ...], reason: str) -> None:
        self._written, self._reason = written, reason

    def __reduce__(self) -> tuple[Any, ...]:
        """Write what was read."""
        return restore_value, self._written

    def _refuse(self) -> NoReturn:
        kind, _, names, bundles = self._written
        parts = ", ".join(sorted({names.get(name, name) for bundle in bundles for name in bundle.parts}))
        raise RuntimeError(
            f"This {kind} has parts that are written in R ({parts}), and R cannot run here: {self._reason} "
            "Then read the object again."
        )

    def __repr__(self) -> str:
        """Say what it is."""
        return f"<{self._written[0]} with parts of R, not made>"

    def __getattr__(self, name: str) -> Any:
        """Refuse.

        Raises:
            RuntimeError: Always; where Python itself asks for its own members, AttributeError.
        """
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        self._refuse()

    def __call__(self, *args: Any, **named: Any) -> NoReturn:
        """Refuse.

        Raises:
            RuntimeError: Always.
        """
        self._refuse()


def needs_own_form(x: Any) -> bool:
    """Tell whether Keras's own pickle would lose something: parts of R, the state of a metric or an optimizer.

    Args:
        x: An object of Keras.
    """
    if isinstance(x, (keras().Metric, keras().Optimizer)):
        return True
    if isinstance(x, keras().Model):
        made_here = targets.is_marked(x) or bool(levels.describe_memory(x))
    else:
        made_here = nodes.is_ours(x)
    return made_here or bool(values.find_parts_of_r(x))
