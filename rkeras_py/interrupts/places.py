"""Frames: where in the program a signal arrived, as far as Python's call stack shows it."""

import inspect
import os
from types import CodeType, FrameType

from ..r.evaluator import CALL_R_BACK
from .table import Where

_MAKES_TENSOR = "convert_to_eager_tensor"
"""The TensorFlow function in which its C++ code creates a tensor."""

_INSPECT_FILE = inspect.signature.__code__.co_filename
"""The file with the code that reticulate asks for signatures, where it drops all errors."""

_CALL_R = (*CALL_R_BACK, os.path.join("bridge", "capi.py"))
_ENTRY = os.path.join("rkeras_py", "from_r.py")


def find_fatal(frame: FrameType | None) -> Where:
    """Return the place around a frame where an exception is fatal, or lost; else ELSEWHERE."""
    outermost = frame
    while outermost is not None and outermost.f_back is not None:
        outermost = outermost.f_back
        if outermost.f_code.co_name == _MAKES_TENSOR:
            return Where.TENSOR
    return Where.SIGNATURE if outermost is not None and is_inspecting(outermost) else Where.ELSEWHERE


def is_inspecting(frame: FrameType) -> bool:
    """Tell whether a frame is that of a function by which reticulate asks for a signature."""
    return frame.f_code.co_filename == _INSPECT_FILE


def called_by_r(frame: FrameType | None, since: CodeType) -> bool:
    """Tell whether it is R, called by what trains, that ran a piece of Python.

    Args:
        frame: The piece.
        since: The function in which the training began.
    """
    while frame is not None and frame.f_code is not since:
        if frame.f_code.co_filename.endswith(_CALL_R):
            return True
        frame = frame.f_back
    return False


def is_left_to_r(frame: FrameType | None) -> bool:
    """Tell whether R, which has suspended interrupts, waits for a piece of Python other than fit() and its like.

    Those end in order, by an exception. Others end as they would without the press, as where R saves a model; R hears
    of it as soon as it may be interrupted again.

    Args:
        frame: The piece.
    """
    while frame is not None and not frame.f_code.co_filename.endswith(_CALL_R):
        if frame.f_code.co_filename.endswith(_ENTRY):
            return False
        frame = frame.f_back
    return True


def is_calling_r(frame: FrameType | None, runs_r: CodeType) -> bool:
    """Tell whether a thread is in R, whose C code Python has called.

    Args:
        frame: The innermost one of the thread.
        runs_r: The function of the bridge that calls R.
    """
    return frame is not None and (frame.f_code is runs_r or frame.f_code.co_filename.endswith(CALL_R_BACK))
