"""Members of an R object as attributes in Python: fields and methods of R6 and reference classes, S4 slots."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rkeras_py.bridge.protocols import Session


class Members:
    """Gives an object of R the attributes that it has in R.

    `object.field` is R's `object$field`, of S4 classes `object@field`; `object.field = 9` assigns, and
    `object.method(2)` calls. Where R has no such name, an underscore stands for a dot.
    """

    _session: Session
    sexp: Any

    def __getattr__(self, name: str) -> Any:
        """Return a member of the object.

        Raises:
            AttributeError: If it has none of that name.
        """
        if name.startswith("_") or name in ("sexp", "shape", "dtype"):  # Python and NumPy look these up on any object
            raise AttributeError(f"an R object has no attribute {name!r}")
        found = self._session.inspect("bridge_member", self, name)
        if not found:
            raise AttributeError(f"this R object of class {self.classes} has no {name!r}; it has {self.keys()}")
        return found[0]

    def __setattr__(self, name: str, value: Any) -> None:
        """Assign to a member of the object; of an object that is a value, this handle then has the new one.

        Raises:
            RError: If R refuses.
        """
        if name.startswith("_") or name == "sexp":
            object.__setattr__(self, name, value)
        else:
            self._assign(name, value)

    def _assign(self, name: str, value: Any) -> None:
        changed = self._session.inspect("bridge_set_member", self, name, value, convert=False)
        self.sexp = changed.sexp

    @property
    def classes(self) -> list[str]:
        """The R classes of the object."""
        return self._session.inspect("bridge_classes", self)  # type: ignore[no-any-return]

    def keys(self) -> list[str]:
        """Return the names of what the object has."""
        return self._session.inspect("bridge_names", self)  # type: ignore[no-any-return]

    def __getitem__(self, name: str) -> Any:
        """Return R's `object[[name]]`, converted; of S4 classes a slot.

        Raises:
            KeyError: If the object has nothing of that name.
        """
        if name not in self.keys():
            raise KeyError(f"{name!r} is not an element of this R object of class {self.classes}; it has {self.keys()}")
        found = self._session.inspect("bridge_member", self, name)
        return found[0] if found else self._session.call("[[", self, name)

    def __setitem__(self, name: str, value: Any) -> None:
        """Assign to R's `object[[name]]`.

        Raises:
            RError: If R refuses.
        """
        self._assign(name, value)

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """Return a data frame as Arrow's stream: `polars.DataFrame(R.get("frame", convert=False))`.

        Raises:
            ImportError: If pyarrow or pandas is not there.
            TypeError: If the object is no data frame.
        """
        return self._session.export_arrow(self, requested_schema)

    def __len__(self) -> int:
        """Return how many names it has; of an S4 class with a `length()` of its own, what that says."""
        return int(self._session.inspect("bridge_length", self))

    def __bool__(self) -> bool:
        """Be true."""
        return True

    def __iter__(self) -> Iterator[str]:
        """Go through the names, as a dict does."""
        return iter(self.keys())

    def __contains__(self, name: object) -> bool:
        """Say whether it has something of that name."""
        return name in self.keys()

    def __dir__(self) -> list[str]:
        """Return the attributes, for completion."""
        return [*object.__dir__(self), *(name for name in self.keys() if name.isidentifier())]

    def _ipython_key_completions_(self) -> list[str]:
        return self.keys()
