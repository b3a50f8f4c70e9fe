"""The R session: evaluating R code, calling R functions, and R's global variables, from Python."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Callable
from typing import Any

from rkeras_py.bridge import startup
from rkeras_py.bridge.capi import RApi
from rkeras_py.bridge.classes import ClassForms
from rkeras_py.bridge.console import Console
from rkeras_py.bridge.errors import (
    ENDED,
    WRONG_THREAD,
    RError,
    check_room,
    issue_warnings,
    make_interrupt,
    raise_failure,
)
from rkeras_py.bridge.executor import PATIENCE, Threads
from rkeras_py.bridge.handles import Handles, Names, RFunction, RObject
from rkeras_py.bridge.keras_hook import attach_if_loaded
from rkeras_py.bridge.packages import Packages
from rkeras_py.bridge.rpy2_objects import get_sexp
from rkeras_py.bridge.running import Running
from rkeras_py.bridge.values.convert import Converter
from rkeras_py.interrupts.r_runs import RRuns
from rkeras_py.r.errors import openers
from rkeras_py.r.recursion import DEEP

_session: RSession | None = None
_VARIABLE = re.compile(r"(?!function$)[^\W\d_][\w.]*")
"""The name of a variable, as R code."""


def r_session() -> RSession:
    """Start R in this process, if it does not run yet, and return the session; there is one for each process.

    Python is the host of R, or R the host of Python (through reticulate): both work.

    Returns:
        The session. `R = r_session()`, then `R("code")`, `R["name"]`, `R["name"] = value`, `R.call("function", ...)`.

    Raises:
        ImportError: If rpy2 is not installed.
        RuntimeError: If R or its package rkeras is not installed, or this is not the main thread.
    """
    global _session
    if _session is None:
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError(WRONG_THREAD.format(what="r_session()", name=threading.current_thread().name))
        _session = RSession()
    return _session


def running_session() -> RSession | None:
    """Return the session, if there is one."""
    return _session


def read_object(data: bytes, name: str | None, takes: dict[str, bool]) -> RObject:
    """Make the object again that `RSession.write()` wrote; R starts when it is first used.

    Args:
        data: What R's `serialize()` wrote.
        name: The name of a function; None of any other object.
        takes: The arguments of a function, and whether each has a default.
    """

    def wake() -> tuple[RSession, Any]:
        session = r_session()
        return session, session.inspect("bridge_read_object", data, convert=False).sexp

    written = (read_object, (data, name, takes))
    if name is None:
        return RObject.asleep(wake, written)
    function = RFunction.asleep(wake, written)
    function.set_name(name, takes)
    return function


class RSession(Threads, Packages):
    """R inside the running Python; `r_session` makes the one there is."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()
        self._closed = False
        self._attached = False
        self._depth = 0
        with startup.preserve_user_settings():
            self.host = startup.start_r()
            self.api = RApi()
            self._console = Console(self.api.rlib)
            self._interrupts: RRuns | None = None
            if self.host == "rpy2":
                self._console.install()
                startup.end_r_at_exit(self)
            startup.load_rkeras(self.api)
            self._functions: dict[str, Any] = {}
            slot = self._run_start()
        self._names = Names(self)
        handles = Handles(self.api, slot)
        self._convert = Converter(self, handles, ClassForms(self, handles))
        openers[:] = [self._open]
        self.start_executor(self._thread)
        self.api.use_library(self.inspect("bridge_library"))
        if self.host == "rpy2":
            self._interrupts = startup.watch_for_interrupts(self.api)

    def _open(self, holder: Any) -> Any:
        return self.inspect("bridge_open", holder, convert=False)

    def _run_start(self) -> Any:
        rlib = self.api.rlib
        with self.api.scope() as scope:
            hosted = scope.keep(rlib.Rf_ScalarLogical(self.host == "rpy2"))
            call = scope.keep(rlib.Rf_lang2(self.internal("bridge_start"), hosted))
            return self.api.preserve(self.api.try_eval(call))

    def enter(self, what: str) -> None:
        """Begin a stretch in which R may run.

        Args:
            what: The call, for messages.

        Raises:
            RuntimeError: If R cannot run: the session has ended, or another thread is its own.
        """
        if self._closed:
            raise RuntimeError(ENDED.format(what=what))
        if threading.get_ident() != self._thread:
            raise RuntimeError(WRONG_THREAD.format(what=what, name=threading.current_thread().name))
        if self._depth >= DEEP:
            check_room(what, self._depth, lambda: bool(self.find_out("bridge_has_room")))
        if self._interrupts is not None:
            self._interrupts.begin()
        self._depth += 1
        if self.api.released:
            self.api.release_dropped()
        self._attached = self._attached or attach_if_loaded()

    def leave(self) -> None:
        """End a stretch in which R could run, and raise what printing its output raised."""
        self._depth -= 1
        if self._interrupts is not None:
            self._interrupts.end()
        self._console.raise_error()
        if not self._depth:
            self._executor.make_calls()

    def internal(self, name: str) -> Any:
        """Return a function of R/bridge-session.R."""
        found = self._functions.get(name)
        if found is None:
            rlib, symbol = self.api.rlib, self.api.symbol
            with self.api.scope() as scope:
                call = scope.keep(rlib.Rf_lang3(symbol(":::"), symbol("rkeras"), symbol(name)))
                found = self._functions[name] = self.api.preserve(self.api.try_eval(call))
        return found

    def __call__(self, code: str, *, convert: bool = True) -> Any:
        """Evaluate R code in R's global environment.

        Args:
            code: Any number of R expressions.
            convert: Whether the value becomes one of Python; else it stays an `RObject`, which has `to_python()`.

        Returns:
            The value of the last expression, converted; None if there is none. See `rkeras_py.bridge.values.convert`.

        Raises:
            RError: If the code does not parse, or raises an R error.
            BaseException: What Python code called by R raised, as it was raised.
        """
        if not isinstance(code, str):
            raise TypeError(
                f"R(code): code must be a string of R code, not {type(code).__name__}; use R.call() to call."
            )
        value = self._answer_request("bridge_eval", code, what="R(code)", read=self._choose_reading(convert))
        return self._give_name(code.strip(), value) if _VARIABLE.fullmatch(code.strip()) else value

    def run_cell(self, code: str, plots: str, *options: Any) -> Any:
        """Run R code as R's console would: values print, and plots go to files.

        Args:
            code: Any number of R expressions.
            plots: Path of the PNG files, with a `%d` for their number.
            *options: Width and height of the plots in pixels, pixels to the inch, size of text in points, color of the
                background, whether values print, or the last one is returned, and whether tables are shown as pages.

        Returns:
            The converted value, of code whose values do not print.

        Raises:
            RError: If the code does not parse, or raises an R error.
            BaseException: What Python code called by R raised, as it was raised.
        """
        return self._answer_request("bridge_cell", code, plots, *options, what="%%R")

    def call(self, function: str | RFunction, /, *args: Any, **kwargs: Any) -> Any:
        """Call an R function.

        Args:
            function: Its name (`"sd"`, `"stats::sd"`), or a function that came from R.
            *args: Arguments by position, converted to R.
            **kwargs: Arguments by name, converted to R.

        Returns:
            The converted value.

        Raises:
            RError: If there is no such function, or it raises an R error.
            BaseException: What Python code called by R raised, as it was raised.
        """
        if not isinstance(function, str | RFunction):
            raise TypeError(
                "R.call(function, ...): function must be the name of an R function or a function that came from R, not "
                f"{type(function).__name__}; call a Python function directly."
            )
        names = [""] * len(args) + list(kwargs) if kwargs else None
        label = function.__name__ if type(function) is RFunction else None
        given = [*args, *kwargs.values()]
        return self._answer_request("bridge_call", function, given, names, label, what="R.call()", as_list=1)

    def __getitem__(self, name: str) -> Any:
        """Return an R variable, converted: as R would find it from its global environment.

        Raises:
            KeyError: If R has no variable of that name.
        """
        return self.get(name)

    def get(self, name: str, *, convert: bool = True) -> Any:
        """Return an R variable: as R would find it from its global environment.

        Args:
            name: Its name.
            convert: Whether the value becomes one of Python; else it stays an `RObject`, which has `to_python()`.

        Raises:
            KeyError: If R has no variable of that name.
        """
        self._check_name(name)
        read = self._choose_reading(convert)

        def read_cell(cell: Any) -> list[Any]:
            return [read(self.api.rlib.VECTOR_ELT(cell, i)) for i in range(self.api.rlib.Rf_xlength(cell))]

        found = self._answer_request("bridge_get", name, what="R[name]", read=read_cell)
        if not found:
            raise KeyError(f'R has no variable {name!r}; assign it with R["{name}"] = value, or list them: R("ls()")')
        return self._give_name(name, found[0])

    def convert(self, value: RObject) -> Any:
        """Return the Python form of an object of R that was kept as it is."""
        with Running(self, "RObject.to_python()"):
            return self._convert.to_python(value.sexp)

    def write(self, value: RObject) -> tuple[Any, ...]:
        """Return what Python's pickle writes of an object of R: how to make it again, in any process."""

        def write() -> tuple[Any, ...]:
            formals = self.find_formals(value) if type(value) is RFunction else {}
            takes = {argument: len(default) > 0 for argument, default in formals.items()}
            return read_object, (self.inspect("bridge_write_object", value), getattr(value, "__name__", None), takes)

        return self.in_main(write, timeout=PATIENCE)()

    def find_formals(self, function: RFunction) -> dict[str, Any]:
        """Return the defaults of a function's arguments as texts; on any thread, since servers ask on theirs."""
        return dict(self.in_main(self.inspect, timeout=PATIENCE)("bridge_formals", function))

    def _give_name(self, name: str, value: Any) -> Any:
        return self._names.give(name, value) if type(value) is RFunction else value

    def __setitem__(self, name: str, value: Any) -> None:
        """Assign to a variable in R's global environment."""
        self._check_name(name)
        self._answer_request("bridge_set", name, [value], what="R[name] = value", as_list=1)

    def __delitem__(self, name: str) -> None:
        """Remove a variable from R's global environment.

        Raises:
            KeyError: If the global environment has no variable of that name.
        """
        self._check_name(name)
        if not self._answer_request("bridge_remove", name, what="del R[name]"):
            raise KeyError(f"R's global environment has no variable {name!r} to remove")

    def __contains__(self, name: object) -> bool:
        """Say whether R finds a variable of that name from its global environment."""
        self._check_name(name)
        return bool(self._answer_request("bridge_has", name, what="name in R"))

    def __repr__(self) -> str:
        """Say what this is."""
        return f"<R session, hosted by {'Python' if self.host == 'rpy2' else 'R'}>"

    def to_rpy2(self, value: Any) -> Any:
        """Return the R form of a Python value as an object of `rpy2.rinterface`."""
        from rpy2.rinterface_lib.conversion import _cdata_to_rinterface

        with Running(self, "to_rpy2()"), self.api.scope() as scope:
            return _cdata_to_rinterface(scope.keep(self._convert.to_r(value)))

    def from_rpy2(self, value: Any) -> Any:
        """Return the Python form of an object of rpy2, as `R[name]` does."""
        with Running(self, "from_rpy2()"):
            return self._convert.to_python(get_sexp(value))

    def inspect(self, function: str, *args: Any, convert: bool = True) -> Any:
        """Call a function of R/bridge-*.R; for the bridge itself."""
        read = self._choose_reading(convert)
        return self._answer_request("bridge_inspect", function, list(args), what=function, as_list=1, read=read)

    def apply(self, function: str, value: Any) -> Any:
        """Call a function of R/bridge-*.R with an R object, and return an R object, not yet protected.

        Raises:
            RError: If R raises an error.
        """
        api, convert = self.api, self._convert
        with api.scope() as scope:
            name = scope.keep(convert.to_r(function))
            values = scope.keep(api.vector(api.rlib.VECSXP, "list", 1))
            api.rlib.SET_VECTOR_ELT(values, 0, value)
            call = scope.keep(api.rlib.Rf_lang3(self.internal("bridge_inspect"), name, values))
            result = scope.keep(api.try_eval(call, guarded=True))
            self._deliver(None, *self._report(result))
            return api.rlib.VECTOR_ELT(result, 0)

    def close(self) -> None:
        """Refuse all further calls; done when the process ends."""
        if self._interrupts is not None:
            with contextlib.suppress(RError):  # an error in R must not keep Python from exiting
                self.inspect("bridge_end")
            self._interrupts.stop_watching()
            self._interrupts = None
            self._convert.origins.close()
        self._closed = True

    @staticmethod
    def _check_name(name: object) -> None:
        if not isinstance(name, str) or not name:
            raise TypeError(f"R[name]: name must be a non-empty string, not {name!r}")

    def _choose_reading(self, convert: bool) -> Callable[[Any], Any]:
        return self._convert.to_python if convert else self._convert.keep

    def _answer_request(
        self,
        function: str,
        *args: Any,
        what: str,
        as_list: int | None = None,
        read: Callable[[Any], Any] | None = None,
    ) -> Any:
        # Argument number `as_list` always becomes an R list, since R would evaluate a bare symbol in a call.
        with Running(self, what):
            api, convert = self.api, self._convert
            convert.origins.release()
            with api.scope() as scope:
                call = scope.keep(api.rlib.Rf_allocLang(len(args) + 1))
                api.rlib.SETCAR(call, self.internal(function))
                cell = call
                for i, arg in enumerate(args):
                    cell = api.rlib.CDR(cell)
                    api.rlib.SETCAR(cell, convert.list_to_r(arg) if i == as_list else convert.to_r(arg))
                result = scope.keep(api.try_eval(call, guarded=True))
                value, warned, failure = self._unpack(result, read or convert.to_python)
            if failure is not None and failure["interrupted"] and self._interrupts is not None:
                self._interrupts.absorb()
        return self._deliver(value, warned, failure)

    def _unpack(self, result: Any, read: Callable[[Any], Any]) -> tuple[Any, list[str], dict[str, Any] | None]:
        # bridge_guard() of R/bridge-errors.R gives list(value), list(value, warnings) or list(NULL, warnings, failure).
        return read(self.api.rlib.VECTOR_ELT(result, 0)), *self._report(result)

    def _report(self, result: Any) -> tuple[list[str], dict[str, Any] | None]:
        rlib, convert = self.api.rlib, self._convert
        size = rlib.Rf_xlength(result)
        warned = (self.api.strings(rlib.VECTOR_ELT(result, 1)) or []) if size > 1 else []
        return warned, convert.to_python(rlib.VECTOR_ELT(result, 2)) if size > 2 else None

    def _deliver(self, value: Any, warned: list[str], failure: dict[str, Any] | None) -> Any:
        try:
            if warned:
                issue_warnings(warned)
        finally:  # R's error takes precedence over a warning that a filter raises as an exception
            if failure is not None:
                if failure["interrupted"]:
                    raise make_interrupt(self._interrupts, failure)
                raise_failure(failure, nested=self._depth > 0)
        return value
