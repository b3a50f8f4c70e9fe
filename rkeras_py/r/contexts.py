"""The contexts of R's evaluator: whether the top-level call of R's console is inside a loop.

`sys.calls()` does not show loops. An interpreted loop has a context. A compiled loop, as at the top level, keeps its
variables on the byte code stack, so the context of a call in it records another position in that stack than the top
level does. The first two fields of a context have long been in R's headers; the others are found by their possible
values. If none is possible, the answer is unknown, and a loop is assumed.
"""

import ctypes
from collections.abc import Iterator

_TOP_LEVEL, _LOOP = 0, 3  # kinds of contexts
_WORDS = 64  # approximate size of a context in words; beyond it is the C stack
_SIZE = 1 << 24  # upper bound of R's byte code stack, in bytes


def is_in_loop() -> bool:
    """Tell whether the outermost function that R runs now was called from a loop, or may have been."""
    try:
        newest = ctypes.c_void_p.in_dll(ctypes.pythonapi, "R_GlobalContext").value
        top, end = (
            ctypes.c_void_p.in_dll(ctypes.pythonapi, f"R_BCNodeStack{name}").value or 0 for name in ("Top", "End")
        )
    except ValueError:  # Windows does not export them
        return True
    contexts = list(_walk(newest))
    if len(contexts) < 2 or any(_read_kind(context) == _LOOP for context in contexts):
        return True
    words = [(ctypes.c_uint64 * _WORDS).from_address(context) for context in contexts[-2:]]
    places = [
        (of_call, of_top)
        for of_call, of_top in zip(*words, strict=True)
        if all(end - _SIZE < word <= top for word in (of_call, of_top))
    ]
    return not places or any(of_call != of_top for of_call, of_top in places)


def _walk(context: int | None) -> Iterator[int]:
    """Go through the contexts from the newest to that of the top level."""
    while context:
        yield context
        if _read_kind(context) == _TOP_LEVEL:
            return
        context = ctypes.c_void_p.from_address(context).value


def _read_kind(context: int) -> int:
    return ctypes.c_int.from_address(context + ctypes.sizeof(ctypes.c_void_p)).value
