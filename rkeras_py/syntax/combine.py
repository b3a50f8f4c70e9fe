"""R's `c()` for Python."""

from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from ..keras_types import AnyTensor


@overload
def c(*values: int) -> tuple[int, ...]: ...
@overload
def c(*values: float) -> tuple[float, ...]: ...
@overload
def c(*values: str) -> tuple[str, ...]: ...
@overload
def c(*values: "AnyTensor") -> "list[AnyTensor]": ...
@overload
def c(*values: Any, **named: Any) -> Any: ...
def c(*values: Any, **named: Any) -> Any:
    """Combine values as R does: numbers and strings to a tuple, tensors, layers and other objects to a list.

    Lists and tuples among the values are joined, one level deep. Named values give a dict.

    Args:
        values: Values to combine.
        named: Values with names; cannot be mixed with values without.

    Returns:
        `c(3, 3)` is `(3, 3)`, `c(a, b)` of tensors `[a, b]`, `c(x=1, y=2)` `{"x": 1, "y": 2}`.

    Raises:
        TypeError: If only some of the values are named.
    """
    if values and named:
        raise TypeError(f"c(): name all values or none. Received names: {', '.join(named)}")
    if named:
        return named
    joined: list[Any] = []
    for value in values:
        joined.extend(value if isinstance(value, (list, tuple)) else [value])
    plain = all(value is None or isinstance(value, (bool, int, float, complex, str)) for value in joined)
    return tuple(joined) if plain else joined
