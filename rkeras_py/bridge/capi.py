"""R's C functions, through rpy2, and the few rules under which they may be called.

An R error inside one of these functions would jump over Python's frames and end the process. Therefore all calls that
can fail in R go through `RApi.try_eval`; the others only read, or allocate small objects.
"""

from __future__ import annotations

import ctypes
from collections import deque
from types import CodeType, TracebackType
from typing import Any

import numpy as np

from rkeras_py.bridge.errors import JUMPED, RError
from rkeras_py.r.limits import check_text, fits_text

Array = np.ndarray[Any, Any]

# Vectors of at least this size are made by an R call that can fail safely, since R may run out of memory.
LARGE = 1 << 20


class ForeignText(str):
    """A text that R has in bytes which are no UTF-8, or marked as "bytes"; it goes back to R as those bytes.

    Attributes:
        data: The bytes.
        encoding: The encoding that R says they are in, a constant of R's.
    """

    data: bytes
    encoding: int


def _are_plain(texts: list[Any]) -> bool:
    """Say whether R can hold all texts, each as plain UTF-8; None is left out."""
    if not set(map(type, texts)) <= {str, type(None)}:
        return False
    whole = "".join(filter(None, texts))
    return "\0" not in whole and fits_text(whole)


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
        rlib = self.rlib
        self.nil = rlib.R_NilValue
        self.readers: dict[int, tuple[Any, Any]] = {
            rlib.LGLSXP: (rlib.LOGICAL, np.int32),
            rlib.INTSXP: (rlib.INTEGER, np.int32),
            rlib.REALSXP: (rlib.REAL, np.float64),
            rlib.CPLXSXP: (rlib.COMPLEX, np.complex128),
            rlib.RAWSXP: (rlib.RAW, np.uint8),
        }
        self._symbols: dict[str, Any] = {}
        self._fill_texts: Any = None
        self._read_all: Any = None

    def use_library(self, path: str) -> None:
        """Write and read texts by the compiled code of the R package, in a third of the time that cffi takes.

        Args:
            path: The package's library, which R has loaded.
        """
        library = ctypes.PyDLL(path)
        self._fill_texts = getattr(library, "rkeras_fill_texts", None)
        self._read_all = getattr(library, "rkeras_read_texts", None)
        for function in (self._fill_texts, self._read_all):
            if function is not None:
                function.argtypes = [ctypes.py_object, ctypes.c_void_p]

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
            raise RError(JUMPED if guarded else self._read_last_error())
        return value

    def run_r(self, call: Any, failed: Any) -> Any:
        """Evaluate an R call; of its own, so that the interrupt handler can tell by the frame whether R is running."""
        return self.rlib.R_tryEval(call, self.rlib.R_GlobalEnv, failed)

    def _read_last_error(self) -> str:
        failed = self.ffi.new("int *", 0)
        text = self.run_r(self.rlib.Rf_lang1(self.symbol("geterrmessage")), failed)
        return "" if failed[0] else self.string(self.rlib.STRING_ELT(text, 0))

    def string(self, charsxp: Any) -> str:
        """Return an element of an R character vector, which must not be NA, as Python text."""
        text: str = self._read_texts([charsxp])[0]
        return text

    def _read_texts(self, elements: list[Any]) -> list[Any]:
        find_encoding, translate, read = self.rlib.Rf_getCharCE, self.rlib.Rf_translateCharUTF8, self.ffi.string
        missing, marked = self.rlib.R_NaString, self.rlib.CE_BYTES
        texts: list[Any] = []
        for element in elements:
            if element == missing:
                texts.append(None)
                continue
            encoding = find_encoding(element)
            if encoding == marked:
                texts.append(self._read_foreign(element, encoding))
                continue
            try:
                texts.append(read(translate(element)).decode())
            except UnicodeDecodeError:
                texts.append(self._read_foreign(element, encoding))
        return texts

    def _read_foreign(self, element: Any, encoding: int) -> ForeignText:
        data: bytes = self.ffi.string(self.rlib.R_CHAR(element))
        shown = data if encoding == self.rlib.CE_BYTES else self.ffi.string(self.rlib.Rf_translateCharUTF8(element))
        foreign = ForeignText(shown.decode("utf-8", errors="backslashreplace"))
        foreign.data, foreign.encoding = data, encoding
        return foreign

    def charsxp(self, text: str) -> Any:
        """Return R's internal form of a string, not yet protected.

        Raises:
            ValueError: If the text has what R strings cannot hold: a NUL character, or half of a surrogate pair.
        """
        if type(text) is ForeignText:
            return self.rlib.Rf_mkCharLenCE(text.data, len(text.data), text.encoding)
        try:
            data = text.encode("utf-8")
        except UnicodeEncodeError:
            data = b"\0"
        if b"\0" in data:
            check_text(text)
        return self.rlib.Rf_mkCharLenCE(data, len(data), self.rlib.CE_UTF8)

    def character(self, texts: list[Any]) -> Any:
        """Return an R character vector, not yet protected; None becomes NA.

        Raises:
            RError: If R has no memory for it.
            ValueError: If a text has what R strings cannot hold.
        """
        rlib, put, missing, charsxp = self.rlib, self.rlib.SET_STRING_ELT, self.rlib.R_NaString, self.charsxp
        with self.scope() as scope:
            result = scope.keep(self.vector(rlib.STRSXP, "character", len(texts)))
            if not _are_plain(texts):
                for i, text in enumerate(texts):
                    put(result, i, missing if text is None else charsxp(text))
                return result
            if self._fill_texts is not None and self._fill_texts(texts, int(self.ffi.cast("uintptr_t", result))):
                return result
            make, encoding = rlib.Rf_mkCharLenCE, rlib.CE_UTF8
            for i, text in enumerate(texts):
                if text is None:
                    put(result, i, missing)
                else:
                    data = text.encode()
                    put(result, i, make(data, len(data), encoding))
        return result

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

    def view(self, vector: Any, reader: Any, dtype: Any) -> Array:
        """Return R's own memory of a vector as a flat numpy array; valid while R keeps the vector."""
        size = self.rlib.Rf_xlength(vector)
        if size == 0:
            return np.empty(0, dtype)
        return np.frombuffer(self.ffi.buffer(reader(vector), size * np.dtype(dtype).itemsize), dtype)

    def numbers(self, value: Any) -> Array:
        """Return R's own memory of a numeric, logical or raw vector; valid while R keeps the vector."""
        reader, dtype = self.readers[value.sxpinfo.type]
        return self.view(value, reader, dtype)

    def strings(self, value: Any, attribute: str | None = None) -> list[Any] | None:
        """Return the elements of a character vector, or of an attribute if there is such; NA is None."""
        rlib = self.rlib
        if attribute is not None:
            value = self.attribute(value, attribute)
        if value is None or value.sxpinfo.type != rlib.STRSXP:
            return None
        size = rlib.Rf_xlength(value)
        elements = self.ffi.unpack(rlib.STRING_PTR_RO(value), size) if size else []
        if size < 16:
            return self._read_texts(elements)
        # R stores each distinct string once: read only those, then look up the elements by address.
        addresses = self.view(value, rlib.STRING_PTR_RO, np.uintp)
        distinct, first, places = np.unique(addresses, return_index=True, return_inverse=True)
        texts = np.empty(len(distinct), object)
        read: list[Any] = [None] * len(distinct)
        if self._read_all is None or not self._read_all(read, distinct.ctypes.data):
            read = self._read_texts([elements[index] for index in first.tolist()])
        texts[:] = read
        found: list[Any] = texts[places].tolist()
        return found

    def attribute(self, value: Any, name: str) -> Any:
        """Return an attribute of an R object, or None."""
        found = self.rlib.Rf_getAttrib(value, self.symbol(name))
        return None if found == self.nil else found

    def set_attribute(self, scope: Scope, value: Any, name: str, attribute: Any) -> None:
        """Set an attribute of an R object, which must be protected; the attribute need not be."""
        scope.keep(attribute)  # must come first: creating a symbol allocates memory
        self.rlib.Rf_setAttrib(value, self.symbol(name), attribute)

    def has_attributes(self, value: Any, *besides: str) -> bool:
        """Say whether an R object has attributes besides those that are named."""
        rlib = self.rlib
        known = [self.symbol(name) for name in besides]
        cell = rlib.ATTRIB(value)
        while cell != self.nil:
            if rlib.TAG(cell) not in known:
                return True
            cell = rlib.CDR(cell)
        return False

    def classes(self, value: Any) -> list[str]:
        """Return the class attribute of an R object."""
        return self.strings(value, "class") or []

    def shape(self, value: Any) -> tuple[int, ...] | None:
        """Return the dimensions of an R array, or None."""
        dim = self.rlib.Rf_getAttrib(value, self.rlib.R_DimSymbol)
        return None if dim == self.nil else tuple(self.numbers(dim).tolist())


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
