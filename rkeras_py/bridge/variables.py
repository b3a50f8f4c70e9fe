"""R variables as attributes: `from rkeras_py.bridge import r`, then `r.x`."""

from __future__ import annotations

from typing import Any

from rkeras_py.bridge.session import r_session


class RVariables:
    """The variables of R's global environment, by the conversions of `r_session()`."""

    def __getattr__(self, name: str) -> Any:
        """Return a variable.

        Raises:
            AttributeError: If R has none of that name.
        """
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return r_session()[name]
        except KeyError as error:
            raise AttributeError(error.args[0]) from None

    def __setattr__(self, name: str, value: Any) -> None:
        """Assign to a variable."""
        r_session()[name] = value

    def __delattr__(self, name: str) -> None:
        """Remove a variable.

        Raises:
            AttributeError: If R has none of that name.
        """
        try:
            del r_session()[name]
        except KeyError as error:
            raise AttributeError(error.args[0]) from None

    __getitem__, __setitem__, __delitem__ = __getattr__, __setattr__, __delattr__

    def __dir__(self) -> list[str]:
        """Return the names of the variables."""
        names = r_session().inspect("bridge_list")
        return [names] if isinstance(names, str) else list(names)

    def __repr__(self) -> str:
        """Say what this is."""
        return "<variables of R>"


r = RVariables()
