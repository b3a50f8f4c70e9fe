"""R functions as parts of a model: with their own names and arguments, and with valid results."""

from collections.abc import Callable, Sequence
from typing import Any

from ..graph.user_parts import CHECKS
from ..messages import errors, notices
from ..r.functions import MODULE, is_of_keras, is_r_function, make_signature


def make_part(
    function: Callable[..., Any], name: str, label: str, role: str, takes: dict[str, bool]
) -> Callable[..., Any]:
    """Make a function of R a function of Python, which Keras calls when it traces a model.

    Args:
        function: A callable of (names of the arguments, *arguments).
        name: The name that logs and files know it by.
        label: Its name in messages.
        role: What it is for: "loss", "metric", ..., or "" where that is not known.
        takes: Its arguments, and whether each has a default.

    Returns:
        The function.
    """
    check = CHECKS.get(role)
    label = role or "function" if label == "..." else label  # the user's function passed this one through its own `...`

    def run(*args: Any, **named: Any) -> Any:
        if role == "initializer" and not {"dtype", "..."} & set(takes):
            named.pop("dtype", None)
        try:
            result = function([""] * len(args) + list(named), *args, *named.values())
        except Exception as error:
            if errors.is_of_r(error) or errors.find_error_of_method(error):
                raise
            raise errors.prefix_error(label, error) from error
        return check(f"{label}()", result, args) if check else result

    run.__name__ = run.__qualname__ = name
    run.get_build_config = lambda: _note_name(run.__name__)  # type: ignore[attr-defined]  # Keras calls this on saving
    run.__module__ = MODULE
    run.__signature__ = make_signature(takes)  # type: ignore[attr-defined]
    return run


def _note_name(name: str) -> None:
    if is_of_keras(name):
        notices.say_once(
            f"A configuration names your function `{name}`, but means Keras's function of that name when read. "
            "save_model(), model_to_json(), get_config() and clone_model() keep yours; Keras's own methods do not."
        )


def as_part(value: Any, role: str) -> Any:
    """Make a function of R that reticulate brought a part; anything else stays as it is.

    Args:
        value: Any value.
        role: What it is for.
    """
    if not is_r_function(value) or hasattr(value, "__signature__"):
        return value

    def call(names: Sequence[str], *values: Any) -> Any:
        positional = [item for name, item in zip(names, values, strict=True) if not name]
        return value(*positional, **dict(zip(names[len(positional) :], values[len(positional) :], strict=True)))

    return make_part(call, value.__name__, role, role, {"...": False})
