"""Calls run by R's own evaluator: reticulate's way takes longer than the work of most hooks."""

import contextlib
import ctypes
import functools
import os
from collections.abc import Callable, Iterator
from typing import Any

from .process import is_main_thread

# The files of reticulate and rkeras with the Python functions that call R code. R runs without the GIL.
CALL_R_BACK = (
    os.path.join("rpytools", "call.py"),
    os.path.join("rkeras_py", "r", "evaluator.py"),
    os.path.join("rkeras_py", "r", "wide.py"),
)


@functools.cache
def find_evaluator() -> tuple[Callable[[int, int], int], int] | None:
    """Return R's `Rf_eval` and the address of its NULL, of the R in this process.

    Returns:
        None where they are not found, as on Windows.
    """
    for library in _list_libraries():
        try:
            evaluate, nothing = library.Rf_eval, ctypes.c_void_p.in_dll(library, "R_NilValue").value
        except (AttributeError, ValueError):
            continue
        evaluate.argtypes, evaluate.restype = (ctypes.c_void_p, ctypes.c_void_p), ctypes.c_void_p
        return evaluate, nothing or 0
    return None


def find_flag(name: str) -> ctypes.c_int:
    """Return a variable of the R in this process; where it is not found, a zero.

    Args:
        name: Its name in R's C code.
    """
    for library in _list_libraries():
        with contextlib.suppress(ValueError):
            return ctypes.c_int.in_dll(library, name)
    return ctypes.c_int()


def _list_libraries() -> Iterator[ctypes.CDLL]:
    """Yield libraries that may be R: if R hosts, the whole process has its symbols, else the library by its name."""
    for name in (None, "libR.so", "libR.dylib"):
        with contextlib.suppress(AttributeError, OSError, TypeError):  # Windows lacks RTLD_NOLOAD and rejects None
            yield ctypes.CDLL(name, mode=os.RTLD_NOLOAD if name else ctypes.DEFAULT_MODE)


class QuickCall:
    """A call of R without arguments, which no error or jump leaves; it reads numbers from an array.

    Args:
        evaluate: R's function.
        nothing: The address of what the call returns when it ended well.
        call: The address of the call, in hexadecimal digits.
        environment: That of the environment to evaluate it in.
        numbers: reticulate's view of the array, which is for reading only.
        fail: Raises the condition that ended the call.
    """

    def __init__(
        self,
        evaluate: Callable[[int, int], int],
        nothing: int,
        call: str,
        environment: str,
        numbers: Any,
        fail: Callable[[], Any],
    ) -> None:
        self._evaluate, self._nothing = evaluate, nothing
        self._call, self._environment = int(call, 16), int(environment, 16)
        self._memory = (ctypes.c_double * numbers.size).from_address(numbers.ctypes.data)
        self._numbers, self._fail = numbers, fail

    def run(self, *numbers: float) -> None:
        """Set the numbers and evaluate the call.

        Args:
            numbers: As many as the array has.

        Raises:
            BaseException: What reticulate makes of a condition that ended the call.
        """
        self._memory[:] = numbers
        if self._evaluate(self._call, self._environment) != self._nothing:
            self._fail()


class QuickCalls:
    """Calls of a hook that is called batch by batch, ready for what it was called with before.

    Args:
        prepare: A function of R that readies a call: of how many arguments are given in order, whether `logs` is given
            by name, and the names of the numbers in it. It returns the last four arguments of QuickCall by name.
    """

    def __init__(self, prepare: Callable[..., dict[str, Any]]) -> None:
        self._prepare = prepare
        self._ready: dict[tuple[Any, ...], QuickCall] = {}

    def run(self, args: tuple[Any, ...], named: dict[str, Any]) -> bool:
        """Call the hook, if R can be called here, with the number of a batch and logs that are all floats.

        Args:
            args: The arguments in order.
            named: Those by name.

        Returns:
            Whether it was called.
        """
        logs = named.get("logs") if named else args[1] if len(args) == 2 else {}
        if type(logs) is not dict or not {*map(type, logs.values())} <= _FLOATS or not is_main_thread():
            return False
        form = (len(args), bool(named), *logs)
        call = self._ready.get(form)
        if call is None:
            found = find_evaluator()
            if found is None:
                return False
            call = self._ready[form] = QuickCall(*found, **self._prepare(len(args), bool(named), list(logs)))
        call.run(args[0] if args else 0, *logs.values())
        return True


_FLOATS = {float}
