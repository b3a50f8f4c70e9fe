"""Objects with a class: what R's methods of reticulate's generics `r_to_py` and `py_to_r` make of them.

The methods of rkeras, of other packages and of the user are the registry for both hosts. Those of reticulate itself are
ignored, since the bridge converts plain values by its own rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rkeras_py.bridge.handles import Handles, RObject
from rkeras_py.bridge.protocols import Session
from rkeras_py.r.origins import MODULE_OF_CLASSES, get_origin

S4 = 1 << 4
"""The bit that R sets in an object of an S4 class."""


def is_ours(value: Any) -> bool:
    """Say whether a value is of a class of this package, of which R knows what to make; also where it is a dict."""
    plain = (RObject, str, int, float)
    return type(value).__module__.startswith("rkeras_py.") and not isinstance(value, plain)


class ClassForms:
    """Turns objects with a class into what R's methods make of them.

    Args:
        session: The session.
        handles: What turns all other objects of Python into handles.
    """

    def __init__(self, session: Session, handles: Handles) -> None:
        self._session = session
        self._handles = handles
        self._api = session.api
        self._table: Any = None
        self._of_reticulate: dict[str, Any] = {}
        self._classes_in_r: dict[type, RObject] = {}

    def has_form(self, value: Any, classes: Iterable[str]) -> bool:
        """Say whether R has a method that makes an object of Python of an R object.

        Args:
            value: The R object.
            classes: Its classes.
        """
        if value.sxpinfo.gp & S4:
            classes = self._session.inspect("bridge_s4_classes", RObject(self._session, value))
        return self._has_method("r_to_py", classes)

    def to_python(self, value: Any) -> Any:
        """Return what R's method makes of an R object, converted where that is a value of R.

        Raises:
            RError: If the method raises an error.
        """
        itself = RObject(self._session, value)
        form = self._session.inspect("bridge_to_python", itself)
        if type(form) is RObject and form.sexp == self._api.symbol("bridge_itself"):
            return itself
        if isinstance(form, type) and not hasattr(form, "new") and "R6ClassGenerator" in itself.classes:
            form.new = itself.new  # type: ignore[attr-defined]  # creates R objects, unlike the class itself
        return form

    def keep_class(self, value: Any, handle: Any) -> Any:
        """Note the handle that R has of a class which it wrote, so that the class comes back as that, and return it.

        Args:
            value: Any object of Python.
            handle: Its handle.
        """
        if isinstance(value, type) and value.__module__ == MODULE_OF_CLASSES:
            self._classes_in_r.setdefault(value, RObject(self._session, handle))
        return value

    def to_r(self, value: Any) -> Any:
        """Return the R object of which an object of Python was made, or its handle, not yet protected.

        Raises:
            RError: If a method of R for its class raises an error.
        """
        origin = get_origin(value)
        if origin is not None:
            holder = self._handles.to_r(origin, convert=True)
            return self._api.rlib.R_getVar(self._api.symbol("object"), holder, self._api.rlib.FALSE)
        if isinstance(value, type) and value in self._classes_in_r:
            return self._classes_in_r[value].sexp
        with self._api.scope() as scope:
            handle = scope.keep(self._handles.to_r(value))
            if self._handles.is_handle(handle) and self._has_method("py_to_r", self._read_classes(handle)):
                return self._session.apply("bridge_to_r", handle)
            return handle

    def _read_classes(self, handle: Any) -> list[str]:
        rlib = self._api.rlib
        names = rlib.Rf_getAttrib(handle, rlib.R_ClassSymbol)
        return [self._api.string(rlib.STRING_ELT(names, i)) for i in range(rlib.Rf_xlength(names))]

    def _has_method(self, generic: str, classes: Iterable[str]) -> bool:
        rlib = self._api.rlib
        for name in (f"{generic}.{one}" for one in classes):
            symbol = self._api.symbol(name)
            if any(rlib.R_existsVarInFrame(frame, symbol) for frame in self._search_path()):
                return True
            table = self._read_methods()
            if rlib.R_existsVarInFrame(table, symbol):
                method = rlib.R_getVar(symbol, table, rlib.FALSE)
                if self._of_reticulate.get(name) != method:
                    return True
        return False

    def _search_path(self) -> Iterator[Any]:
        rlib = self._api.rlib
        frame = rlib.R_GlobalEnv
        while frame not in (rlib.R_BaseEnv, rlib.R_EmptyEnv):
            yield frame
            frame = rlib.R_ParentEnv(frame)

    def _read_methods(self) -> Any:
        if self._table is None:
            api, rlib = self._api, self._api.rlib
            call = rlib.Rf_lang1(self._session.internal("bridge_class_methods"))
            with api.scope() as scope:
                found = api.preserve(api.try_eval(scope.keep(call)))
            own = rlib.VECTOR_ELT(found, 1)
            names = rlib.Rf_getAttrib(own, api.symbol("names"))
            self._of_reticulate = {
                api.string(rlib.STRING_ELT(names, i)): rlib.VECTOR_ELT(own, i) for i in range(rlib.Rf_xlength(own))
            }
            self._table = rlib.VECTOR_ELT(found, 0)
        return self._table
