"""R's C functions, through rpy2, and the few rules under which they may be called.

An R error inside one of these functions would jump over Python's frames and end the process. So whatever can fail in R
goes through `RApi.try_eval`; all else is only reading, and allocating what is small.
"""

from __future__ import annotations

from collections import deque
from types import CodeType, TracebackType
from typing import Any

import numpy as np

from rkeras_py.bridge.errors import JUMPED, RError

# From this size on R is asked for memory in a way that may fail.
LARGE = 1 << 20


class RApi:
    """The loaded libR.

    Attributes:
        rlib: rpy2's library object: R's C functions and variables.
        ffi: The cffi object that belongs to it.
        released: R objects that Python dropped; `release_dropped` lets go of them on R's thread.
    """

    def __init__(self) -> None:
        from rpy2.rinterface_lib import openrlib

        self.rlib: Any = openrlib.rlib
        self.ffi: Any = openrlib.ffi
        self.released: deque[Any] = deque()
        self.nil = self.rlib.R_NilValue
        self._symbols: dict[str, Any] = {}

    def symbol(self, name: str) -> Any:
        """Return the R symbol `name`; R never frees symbols."""
        found = self._symbols.get(name)
        if found is None:
            found = self._symbols[name] = self.rlib.Rf_install(name.encode())
        return found

    def scope(self) -> Scope:
        """Return a context whose `keep` protects R objects from R's garbage collector until it ends."""
        return Scope(self.rlib)

    def preserve(self, value: Any) -> Any:
        """Keep an R object for good, or until it is put into `released`."""
        self.rlib.R_PreserveObject(value)
        return value

    def hold(self, value: Any) -> Any:
        """Keep an R object for as long as Python has the returned pointer, however many objects share that.

        R lets go of it at the next call, on its own thread: Python may drop the pointer on any.
        """
        return self.ffi.gc(self.preserve(value), self.released.append)

    def release_dropped(self) -> None:
        """Release the R objects that Python's garbage collector dropped, on whichever thread it ran."""
        while self.released:
            self.rlib.R_ReleaseObject(self.released.popleft())

    def try_eval(self, call: Any, guarded: bool = False) -> Any:
        """Evaluate an R call and return its value, not yet protected.

        Args:
            call: The R call.
            guarded: Whether R code in it catches all errors, so that only a jump can leave it.

        Raises:
            RError: If R left the call by an error or a jump that nothing in R caught.
        """
        failed = self.ffi.new("int *", 0)
        value = self.run_r(call, failed)
        if failed[0]:
            raise RError(JUMPED if guarded else self._last_error())
        return value

    def run_r(self, call: Any, failed: Any) -> Any:
        """Evaluate an R call; of its own, so that the interrupt handler can tell by the frame whether R is running."""
        return self.rlib.R_tryEval(call, self.rlib.R_GlobalEnv, failed)

    def _last_error(self) -> str:
        failed = self.ffi.new("int *", 0)
        text = self.run_r(self.rlib.Rf_lang1(self.symbol("geterrmessage")), failed)
        return "" if failed[0] else self.string(self.rlib.STRING_ELT(text, 0))

    def string(self, charsxp: Any) -> str:
        """Return an element of an R character vector, which must not be NA, as Python text."""
        rlib = self.rlib
        read = rlib.R_CHAR if rlib.Rf_getCharCE(charsxp) == rlib.CE_BYTES else rlib.Rf_translateCharUTF8
        text: bytes = self.ffi.string(read(charsxp))
        return text.decode("utf-8", errors="backslashreplace")

    def charsxp(self, text: str) -> Any:
        """Return R's internal form of a string, not yet protected.

        Raises:
            ValueError: If the text has a NUL character, which R strings cannot hold.
        """
        data = text.encode("utf-8")
        if b"\0" in data:
            raise ValueError(f"R strings cannot hold the NUL character, which {text[:40]!r} has; pass bytes instead.")
        return self.rlib.Rf_mkCharLenCE(data, len(data), self.rlib.CE_UTF8)

    def vector(self, sexptype: int, mode: str, size: int) -> Any:
        """Return a new R vector, not yet protected.

        Raises:
            RError: If R has no memory for it.
        """
        if size < LARGE:
            return self.rlib.Rf_allocVector(sexptype, size)
        with self.scope() as scope:
            length = scope.keep(self.rlib.Rf_ScalarReal(float(size)))
            kind = scope.keep(self.rlib.Rf_mkString(mode.encode()))
            return self.try_eval(scope.keep(self.rlib.Rf_lang3(self.symbol("vector"), kind, length)))

    def view(self, vector: Any, reader: Any, dtype: Any) -> np.ndarray[Any, Any]:
        """Return R's own memory of a vector as a flat numpy array; valid while R keeps the vector."""
        size = self.rlib.Rf_xlength(vector)
        if size == 0:
            return np.empty(0, dtype)
        return np.frombuffer(self.ffi.buffer(reader(vector), size * np.dtype(dtype).itemsize), dtype)

    def attribute(self, value: Any, name: str) -> Any:
        """Return an attribute of an R object, or None."""
        found = self.rlib.Rf_getAttrib(value, self.symbol(name))
        return None if found == self.nil else found


class Scope:
    """A stretch of R's protection stack; ends with the `with` block."""

    __slots__ = ("_count", "_rlib")

    def __init__(self, rlib: Any) -> None:
        self._rlib = rlib
        self._count = 0

    def keep(self, value: Any) -> Any:
        """Protect an R object until the scope ends, and return it."""
        self._rlib.Rf_protect(value)
        self._count += 1
        return value

    def __enter__(self) -> Scope:
        """Return the scope."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Unprotect what was kept."""
        self._rlib.Rf_unprotect(self._count)


RUNS_R: CodeType = RApi.run_r.__code__
