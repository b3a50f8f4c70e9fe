"""Keras objects in Python's pickle, copies, joblib and cloudpickle: in the format that values.py writes for R.

Their R parts are included as R serializes them. If R is not running, it starts when such a part is called; if it cannot
start, that call raises an error, not the loading.
"""

from typing import Any, NoReturn

from ..compat import targets
from ..custom import parts_of_r
from ..custom.parts_of_r import Bundle
from ..engine.internals.modules import allow_code
from ..engine.loading import keras
from ..graph import nodes
from ..graph.function_names import find_parts_of_r, is_capsule
from ..metrics.general import custom_metric
from ..models import levels
from . import values


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
        bundles = parts_of_r.write_parts(dumped["parts"])
        of_python = {name: _as_written(part) for name, part in values.find_parts_of_python(x).items()}
        pieces = [bytes(piece) for piece in dumped["data"]]
        return restore_value, (kind, pieces, dumped["names"], bundles, of_python)
    except (RuntimeError, TypeError, ValueError) as error:
        raise ValueError(f"pickle: this {kind} cannot be written: {error}") from error


def _as_written(part: Any) -> Any:
    made_here = getattr(part, "__module__", None) == custom_metric.__module__ and hasattr(part, "__wrapped__")
    return _CustomMetric(part) if made_here else part


class _CustomMetric:
    """A result of `custom_metric()` for pickle, which creates it again, since no module contains it.

    Args:
        metric: The result.
    """

    def __init__(self, metric: Any) -> None:
        self._parts = metric.__name__, metric.__wrapped__

    def __reduce__(self) -> tuple[Any, ...]:
        return custom_metric, self._parts


def copy_value(x: Any) -> Any:
    """Return a copy of an object of Keras which has the very functions and classes of R; their state it has for itself.

    Args:
        x: The object.
    """
    dumped = values.dump_value(x)
    parts = dumped["parts"]
    states = {name: part for name, part in parts.items() if is_capsule(part)}
    bundles = parts_of_r.write_parts(states)
    copied = {name: part for bundle in bundles for name, part in parts_of_r.read_bundle(bundle).items()}
    with allow_code():
        return values.load_value(dumped["data"], parts | copied | values.find_parts_of_python(x), dumped["names"])


def restore_value(
    kind: str,
    data: bytes | list[bytes],
    names: dict[str, str],
    bundles: list[Bundle],
    of_python: dict[str, Any] | None = None,
) -> Any:
    """Make the object again that `reduce_value()` wrote.

    Args:
        kind: The name of its class.
        data: The bytes of the object, or the pieces of them.
        names: As for `load_value()`.
        bundles: Its parts of R.
        of_python: The functions and classes of a user in it, as pickle has them.

    Returns:
        The object; where R cannot run, and it cannot be made without, one that says so at any use.
    """
    of_python = of_python or {}
    written = (kind, data, names, bundles, of_python)
    failed: list[Exception] = []
    try:
        objects = parts_of_r.read_bundles(bundles, names, failed, {})
    except (ImportError, RuntimeError) as error:
        return Unmade(written, str(error))
    try:
        with allow_code():
            return values.load_value(data, objects | of_python, names)
    except Exception:
        if failed:
            return Unmade(written, str(failed[0]))
        raise


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
        kind, _, names, bundles, _ = self._written
        parts = ", ".join(sorted({names.get(name, name) for bundle in bundles for name in bundle.parts}))
        raise RuntimeError(
            f"This {kind} has parts that are written in R ({parts}), some without a Python version (R6 classes "
            f"never have one), and R cannot run here: {self._reason}\nThen read the object again."
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
    """Tell whether Keras's own pickle would lose something: parts of R, state, how a loss gets its weights.

    Args:
        x: An object of Keras.
    """
    if isinstance(x, (keras().Metric, keras().Optimizer)):
        return True
    if isinstance(x, keras().Model):
        made_here = targets.get_mark(x) is not None or bool(levels.describe_memory(x))
    else:
        made_here = targets.is_marked(x) if isinstance(x, keras().Loss) else nodes.is_ours(x)
    return made_here or bool(find_parts_of_r(x))
