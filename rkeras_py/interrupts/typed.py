"""Calls that the user typed at an interactive top level of Python: in the REPL, or as the end of a notebook cell."""

import ast
import dis
import linecache
import os
import sys
from types import CodeType, FrameType

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
_REPL = ("<stdin>", "<console>", "<input>", "<python-input-")
"""Names of typed code in Python's REPL, those of `code` and PyCharm, and that of Python 3.13."""

_KEEPS_VALUE = {
    *("CACHE", "CALL_INTRINSIC_1", "COPY", "DUP_TOP", "INTERPRETER_EXIT", "LOAD_CONST", "NOP", "POP_TOP", "PRINT_EXPR"),
    *("RETURN_CONST", "RETURN_VALUE", "STORE_GLOBAL", "STORE_NAME"),
}
"""Bytecode that keeps or shows a value; a loop, a block or a further call needs other instructions."""


def is_typed(frame: FrameType | None) -> bool:
    """Tell whether the public function that runs is the call typed, whose value is kept or shown, and that is all.

    Args:
        frame: A frame of the function, or of what it calls.
    """
    while frame is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        frame = frame.f_back
    if frame is None or frame.f_code.co_name != "<module>" or not _keeps_only_value(frame.f_code, frame.f_lasti):
        return False
    return _is_in_repl(frame) or _ends_cell(frame)


def _keeps_only_value(code: CodeType, at: int) -> bool:
    """Tell whether the code after a call only keeps or shows its value."""
    return all(step.opname in _KEEPS_VALUE for step in dis.get_instructions(code) if step.offset > at)


def _is_in_repl(frame: FrameType) -> bool:
    return hasattr(sys, "ps1") and frame.f_code.co_filename.startswith(_REPL)


def _ends_cell(frame: FrameType) -> bool:
    """Tell whether the running statement is the last one of an IPython cell."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None or frame.f_globals is not shell.user_global_ns:
        return False
    try:
        last = ast.parse("".join(linecache.getlines(frame.f_code.co_filename))).body[-1]
    except (SyntaxError, IndexError):
        return False
    return frame.f_lineno >= last.lineno
