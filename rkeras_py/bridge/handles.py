"""Objects that cross as themselves: Python objects in R (reticulate's handles), and R objects in Python.

Python to R: the object is put into `slot`, from which R reads it once with reticulate's `py_get_attr`. So R gets
reticulate's usual handle, and only reticulate counts the references that R holds.
R to Python: a handle contains the object's address; reading it needs no call into R.
"""

from __future__ import annotations

import ctypes
import itertools
import sys
import weakref
from collections.abc import Callable, Mapping
from types import FunctionType, MappingProxyType
from typing import Any, NoReturn, Self, SupportsIndex

import numpy as np

from rkeras_py.bridge.capi import RApi
from rkeras_py.bridge.members import Members
from rkeras_py.bridge.protocols import Session
from rkeras_py.bridge.rpy2_objects import is_dispatch, make_capsule
from rkeras_py.messages.tables import enclose_page
from rkeras_py.r.functions import MODULE, NAMELESS, check_file_name, make_signature


class Slot:
    """The place where one Python object waits for R to take it."""

    value: Any = None


slot = Slot()


_of_keras: weakref.WeakKeyDictionary[type, bool] = weakref.WeakKeyDictionary()


def _is_of_keras(cls: type) -> bool:
    """Tell whether R keras adds methods or conversions to a class, beyond those of reticulate."""
    known = _of_keras.get(cls)
    if known is None:
        known = any(base.__module__.startswith(("keras.", "tensorflow.", "rkeras_py.")) for base in cls.__mro__)
        _of_keras[cls] = known
    return known


class Handles:
    """Turns Python objects into reticulate handles and handles into the objects.

    Args:
        api: The loaded libR.
        r_slot: `slot` as R holds it, with conversion on.
    """

    def __init__(self, api: RApi, r_slot: Any) -> None:
        self._api = api
        rlib = api.rlib
        with api.scope() as scope:

            def of_reticulate(function: str) -> Any:
                qualified = rlib.Rf_lang3(api.symbol("::"), api.symbol("reticulate"), api.symbol(function))
                return scope.keep(api.try_eval(scope.keep(qualified)))

            name = scope.keep(rlib.Rf_mkString(b"value"))
            self._read_slot = api.preserve(rlib.Rf_lang3(of_reticulate("py_get_attr"), r_slot, name))
            self._read_keras = api.preserve(rlib.Rf_lang2(of_reticulate("py_to_r"), self._read_slot))
        self._object_class = api.preserve(rlib.Rf_mkChar(b"python.builtin.object"))
        self._pyobj = api.symbol("pyobj")
        self._py_object = api.symbol("py_object")

    def to_r(self, value: object, convert: bool = False) -> Any:
        """Return a reticulate handle for a Python object, not yet protected.

        Args:
            value: The object.
            convert: Whether R's conversions are asked whatever its class.
        """
        slot.value = value
        try:
            return self._api.try_eval(self._read_keras if convert or _is_of_keras(type(value)) else self._read_slot)
        finally:
            slot.value = None

    def is_handle(self, value: Any) -> bool:
        """Say whether an R object is a Python object's handle."""
        rlib = self._api.rlib
        classes = rlib.Rf_getAttrib(value, rlib.R_ClassSymbol)
        size = rlib.Rf_xlength(classes)
        return size > 0 and self._object_class in self._api.ffi.unpack(rlib.STRING_PTR_RO(classes), size)

    def to_python(self, value: Any) -> Any:
        """Return the Python object behind a handle.

        Raises:
            LookupError: If the handle holds none yet: a module whose import R has put off.
            RuntimeError: If the handle was saved by an earlier R session.
        """
        rlib = self._api.rlib
        frame = value
        if value.sxpinfo.type != rlib.ENVSXP:
            frame = rlib.Rf_getAttrib(value, self._py_object)
        if frame.sxpinfo.type != rlib.ENVSXP or not rlib.R_existsVarInFrame(frame, self._pyobj):
            raise LookupError("this reticulate handle holds no Python object yet")
        pointer = rlib.R_getVar(self._pyobj, frame, rlib.FALSE)
        if pointer.sxpinfo.type != rlib.EXTPTRSXP:
            raise LookupError("this reticulate handle holds no Python object yet")
        address = int(self._api.ffi.cast("uintptr_t", rlib.R_ExternalPtrAddr(pointer)))
        if address == 0:
            raise RuntimeError(
                "This R object refers to a Python object of an earlier R session, which no longer exists: R saves "
                "only the reference. Create the object again, or save the object itself (for a model: "
                "save_model())."
            )
        return ctypes.cast(address, ctypes.py_object).value


class RObject(Members):
    """An R object without a Python equivalent, or one that was not converted: a formula, an S4 or an S3 object.

    Passed back to R, it is the same R object. `value["name"]` is R's `value[["name"]]`, converted; `value.name` is a
    field, slot, method or element; `value.to_python()` converts the whole object.
    """

    def __init__(self, session: Session, sexp: Any) -> None:
        self._session = session
        self.sexp = session.api.hold(sexp)

    @classmethod
    def asleep(cls, wake: Callable[[], tuple[Session, Any]], written: tuple[Any, ...]) -> Self:
        """Make an object that was read from a pickle, which R makes at its first use.

        Args:
            wake: Starts R, where it does not run yet, and returns the session and the object.
            written: The content of pickles of it until then.
        """
        sleeping = cls.__new__(cls)
        vars(sleeping).update(_wake=wake, _written=written)
        return sleeping

    def __getattr__(self, name: str) -> Any:
        """Return a member of the object; of one that sleeps the session or itself, which wakes it."""
        if name not in ("_session", "sexp") or "_wake" not in vars(self):
            return super().__getattr__(name)
        session, sexp = vars(self)["_wake"]()
        del vars(self)["_wake"]
        RObject.__init__(self, session, sexp)
        return vars(self)[name]

    def __copy__(self) -> Self:
        """Return the object itself, unless it is an environment of R, such as an R6 object, of which it is a copy."""
        return self._copy(deep=False)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return a copy of which nothing is shared; a function itself, as of Python's functions."""
        return self._copy(deep=True)

    def _copy(self, deep: bool) -> Self:
        copy = self._session.inspect("bridge_copy", self, deep, convert=False)
        return self if copy.sexp == self.sexp else type(self)(self._session, copy.sexp)

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        """Write the object as R's `serialize()` does, with the variables of the global environment that it names."""
        if "_wake" in vars(self):
            return vars(self)["_written"]  # type: ignore[no-any-return]
        return self._session.write(self)

    def give_back(self) -> None:
        """Put the object where the R code that waits for Python takes it from."""
        self._session.inspect("bridge_give_back", self)

    @property
    def __sexp__(self) -> Any:
        """The object for rpy2, whose functions take it."""
        return make_capsule(self.sexp)

    @property
    def __array__(self) -> Callable[..., Any]:
        """The method by which numpy takes the values; rpy2, which has no rule for what it returns, takes `__sexp__`."""
        asks = sys._getframe(1).f_globals.get("__name__")
        if isinstance(self, RFunction) or asks == "rpy2.robjects.numpy2ri":
            raise AttributeError("__array__")
        return self._to_array

    def _to_array(self, dtype: Any = None, copy: bool | None = None) -> Any:
        """Return R's values as an array for NumPy.

        Raises:
            TypeError: If the object has no values, as a formula.
        """
        if dtype in (object, np.dtype(object)):
            cell = np.empty((), object)
            cell[()] = self
            return cell
        value = self.to_python()
        if isinstance(value, RObject):
            raise TypeError(
                f"This R object of class {self.classes} has no values for numpy. Compute in R, or pass one of its "
                f"parts to numpy: {self.keys()[:5]}"
            )
        found = np.asarray(value, dtype)
        return found.copy() if copy else found

    def to_python(self) -> Any:
        """Return the Python value, as `R[name]` does, or an `RObject` if there is none."""
        return self._session.convert(self)

    def __repr__(self) -> str:
        """Return what R prints for the object."""
        if "_wake" in vars(self):
            return f"<{type(self).__name__} that R reads at its first use>"
        return f"<R object of class {self.classes}>\n{self._session.inspect('bridge_format', self)}"

    def _repr_html_(self) -> str | None:
        """Return the HTML of R's widgets and HTML objects for notebooks; None for other objects."""
        page = self._session.inspect("bridge_page", self)
        return enclose_page(page) if page else None


class RFunction(RObject):
    """An R function; a call converts the arguments and the result as `RSession.call` does.

    `isinstance()` reports it as a function, so Keras writes it to files like a Python function: by its name, which is
    the name of its R variable.
    """

    autograph_info__: Mapping[str, Any] = MappingProxyType({})
    """Tells TensorFlow that it cannot read the code of this function."""

    def __init__(self, session: Session, sexp: Any, name: str = NAMELESS) -> None:
        super().__init__(session, sexp)
        self.set_name(name)

    def set_name(self, name: str, takes: dict[str, bool] | None = None) -> None:
        """Say what Python knows of the function without asking R.

        Args:
            name: Its name in messages and files.
            takes: Its arguments, and whether each has a default; None where R is to be asked.
        """
        self.__name__ = self.__qualname__ = name
        self.__module__ = MODULE
        self.__doc__ = "A function of R. print() shows its code, and R.help() the help of one that a package has."
        if takes is not None:
            self.__signature__ = make_signature(takes)

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """The class of functions; rpy2 and cloudpickle, which would make a new function of one, get the real one."""
        return RFunction if is_dispatch() else FunctionType

    def get_build_config(self) -> None:
        """Refuse to be written into a file without a name that finds it again; Keras asks when it writes.

        Raises:
            ValueError: If there is no such name.
        """
        check_file_name(self.__name__)

    def __getattr__(self, name: str) -> Any:
        """Tell what the function takes, when `inspect.signature()` asks, or return a member of a reference class."""
        if name != "__signature__":
            of_generator = name in _OF_GENERATORS and "refObjectGenerator" in self.classes
            if of_generator or name in ("_session", "sexp"):
                return super().__getattr__(name)
            raise AttributeError(f"an R function has no attribute {name!r}")
        formals = self._session.find_formals(self)
        signature = make_signature({argument: len(default) > 0 for argument, default in formals.items()})
        defaults = [_as_default(default) for default in formals.values()]
        parameters = zip(signature.parameters.values(), defaults, strict=True)
        return signature.replace(
            parameters=[
                one if one.default is one.empty else one.replace(default=default) for one, default in parameters
            ]
        )

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute of the handle: a function of R has none."""
        object.__setattr__(self, name, value)

    __iter__ = __contains__ = None  # type: ignore[assignment]
    """A function has no parts; pandas takes an object that has some for a list or a dict of functions."""

    @property
    def keys(self) -> NoReturn:
        """Refuse, for the same reason."""
        raise AttributeError("an R function has no attribute 'keys'")

    def __len__(self) -> NoReturn:
        """Refuse."""
        raise TypeError("an R function has no length")

    def __getitem__(self, name: str) -> NoReturn:
        """Refuse."""
        raise TypeError("an R function has no elements")

    def __dir__(self) -> list[str]:
        """Return the attributes, for completion."""
        return [*object.__dir__(self), *(_OF_GENERATORS if "refObjectGenerator" in self.classes else ())]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function in R.

        Raises:
            RError: If R raises an error.
        """
        return self._session.call(self, *args, **kwargs)


_OF_GENERATORS = ("className", "fields", "methods", "new")


class _Code:
    """A default that R computes from code."""

    def __init__(self, code: str) -> None:
        self._code = code

    def __repr__(self) -> str:
        """Return the code."""
        return self._code


def _as_default(found: Any) -> Any:
    """Return a default from `bridge_formals()`, or None if the argument has none."""
    if isinstance(found, dict):
        return _Code(found["default"])
    return found[0] if len(found) else None


class Names:
    """The names by which files know functions of R: a variable's name is that of the function it has now."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._named: dict[str, weakref.WeakSet[RFunction]] = {}

    def give(self, name: str, function: RFunction) -> RFunction:
        """Name a function after the variable it is the value of.

        Other functions that had this name get new ones, so that files do not confuse them.

        Returns:
            The function, or the handle of it that has this name already.
        """
        for other in list(self._named.get(name, ())):
            if other.__name__ != name:
                continue
            if other.sexp == function.sexp:
                return other
            if not self._session.call("identical", other, function):  # a script that was read again repeats functions
                free = (f"{name}_{i}" for i in itertools.count(1))
                self._set(other, next(new for new in free if not self._named.get(new)))
        self._set(function, name)
        return function

    def _set(self, function: RFunction, name: str) -> None:
        function.__name__ = function.__qualname__ = name
        self._named.setdefault(name, weakref.WeakSet()).add(function)
