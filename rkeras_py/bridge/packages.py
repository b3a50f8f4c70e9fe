"""R packages as modules, `R.pkg("stats").sd(x, na_rm=True)`, and R's help."""

from __future__ import annotations

import inspect
import threading
from typing import Any

from rkeras_py.bridge.handles import RFunction, RObject
from rkeras_py.bridge.protocols import Session
from rkeras_py.bridge.values.arrow import export_stream


class Help(str):
    """A page of R's help, which shows as it is written."""

    def __repr__(self) -> str:
        """Return the page."""
        return str(self)


class PackageFunction:
    """A function of a package.

    Args:
        session: The session.
        package: The package.
        name: The name in R.
        function: The function.
    """

    def __init__(self, session: Session, package: str, name: str, function: RFunction) -> None:
        self._session, self._package, self._function = session, package, function
        self.__name__ = self.__qualname__ = name
        self.__module__ = package

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it.

        Raises:
            RError: If R raises an error.
        """
        return self._session.call(f"{self._package}::{self.__name__}", *args, **kwargs)

    @property
    def __signature__(self) -> inspect.Signature:
        """Its arguments, for `inspect.signature()`, help and completion."""
        return inspect.signature(self._function)

    @property
    def __doc__(self) -> str:  # type: ignore[override]
        """R's help of it."""
        return str(self._session.inspect("bridge_help", self.__name__, self._package))

    def __repr__(self) -> str:
        """Show how it is called."""
        return f"<{self._package}::{self.__name__}{self.__signature__}>"


class RPackage:
    """A package of R; `R.pkg(name)` makes it.

    Args:
        session: The session.
        name: Its name.
    """

    def __init__(self, session: Session, name: str) -> None:
        self._session = session
        self.__name__ = name
        self._names: dict[str, str] = dict(session.inspect("bridge_package_names", name))

    def __getattr__(self, name: str) -> Any:
        """Return what the package exports by a name, in which underscores may stand for dots.

        Raises:
            AttributeError: If it exports nothing of that name.
        """
        if name.startswith("__"):
            raise AttributeError(name)
        in_r = self._names.get(name)
        if in_r is None:
            raise AttributeError(f"the R package {self.__name__} exports no {name!r}; dir() lists what it does")
        found = self._session.inspect("bridge_exported", self.__name__, in_r)
        if type(found) is RFunction:
            return PackageFunction(self._session, self.__name__, in_r, found)
        return found

    def __dir__(self) -> list[str]:
        """Return the names of what the package exports, for completion."""
        return [name for name in self._names if name.isidentifier()]

    def __repr__(self) -> str:
        """Say what this is."""
        return f"<R package {self.__name__}>"


class Packages:
    """Methods of a session for packages of R and of Python."""

    def export_arrow(self: Any, value: RObject, requested: Any) -> Any:
        """Return Arrow's stream of a data frame of R; for the objects of R that Python holds.

        Args:
            value: The data frame.
            requested: The schema that is asked for, or None.

        Raises:
            ImportError: If pyarrow or pandas is not there.
            TypeError: If it is no data frame.
            RuntimeError: If another thread asks, as those of DuckDB do.
        """
        if threading.get_ident() != self.executor.thread:
            raise RuntimeError(
                "an R data frame can be read only on R's thread. Pass pyarrow.table(frame), or the pandas data frame "
                "from frame.to_python()."
            )
        kinds = self.inspect("bridge_column_kinds", value) if "data.frame" in value.classes else []
        return export_stream(value, kinds, requested)

    def pkg(self: Any, name: str) -> RPackage:
        """Return a package of R, whose functions and data are its attributes.

        Args:
            name: Its name; `R.pkg("stats").t_test(x, var_equal=True)` is R's `stats::t.test(x, var.equal = TRUE)`.

        Raises:
            RError: If it is not installed.
        """
        return RPackage(self, name)

    def help(self: Any, topic: str, package: str | None = None) -> Help:
        """Return a page of R's help.

        Args:
            topic: What it is about: `"lm"`, or `"stats::lm"`.
            package: The package whose page it is; None is any that R has loaded.

        Raises:
            RError: If there is none.
        """
        return Help(self.inspect("bridge_help", topic, package))
