"""Calls of our functions as calls of another R package."""

from typing import Any

from ...signatures import dialects
from ...signatures.dialects import OtherMeaningError
from .expressions import Call, Exactly, Member, Name

_HARD_SIGMOID = "hard_sigmoid"


def write_call(call: Call, package: str) -> Call | None:
    """Return a call of a function here as one of another package; None where that has none that does the same.

    Args:
        call: The call, whose arguments have names.
        package: The package.
    """
    assert isinstance(call.function, Name)
    try:
        found = dialects.write(dialects.Call(call.function.text, tuple(call.named.items())), package, _Values())
    except OtherMeaningError:
        return None
    return Call(Name(found.name), call.positional, dict(found.arguments))


class _Values:
    """Values in expressions."""

    def constant(self, value: Any) -> Any:
        return value

    def convert(self, kind: str, function: str, argument: str, value: Any) -> Any:
        if isinstance(value, Exactly):
            return Exactly(self.convert(kind, function, argument, value.value))
        if kind in ("from_one", "from_zero"):
            return dialects.shift(value, kind, back=True)
        if kind == "activation" and value == _HARD_SIGMOID:
            raise OtherMeaningError(f"{argument}: {_HARD_SIGMOID} is another formula there")
        is_theirs = isinstance(value, Member) and value.path == f"keras.activations.{_HARD_SIGMOID}"
        return _HARD_SIGMOID if is_theirs else value
