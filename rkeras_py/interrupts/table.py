"""The table: the effect of Ctrl-C, by the place in the program at which it arrives.

Regions are nested: R that Keras's loop calls, a file that a callback writes. The handler asks the innermost first; an
exception raised there passes through the outer regions, too.
"""

from enum import Enum


class Where(Enum):
    """The place in which a press finds the program."""

    LOOP = "Keras's loop: fit(), evaluate(), predict()"
    R_IN_LOOP = "R code that Keras's loop called"
    R = "R code, or the bridge on its way there"
    PYTHON_IN_R = "a Python function that R code called"
    TOLD = "R code that this very press has interrupted already"
    FILE = "a file is written or read"
    LOADING = "Keras is loaded and prepared, half of which would be of no use to the rest of the session"
    TENSOR = "TensorFlow's C++ code makes a tensor, and crashes if Python raises"
    SIGNATURE = "reticulate asks `inspect` for a signature, and drops what is raised"
    ELSEWHERE = "no region: a thread that serves runs on, and this one ends"


class Does(Enum):
    """The answer to a press."""

    STOP = "what runs ends after its batch, and raises KeyboardInterrupt then"
    STOP_AND_TELL_R = "R code is interrupted where it is, and what runs ends after its batch"
    TELL_R = "R code is interrupted where it is; if there is none, the call into R raises at its end"
    RAISE = "the handler that was there before runs: Python's raises KeyboardInterrupt at once"
    END = "the same, and KeyboardInterrupt is raised if that handler has not"
    RAISE_OR_AT_END = "the handler runs; what it raises and the block drops is raised again at the end"
    NOTHING = "nothing more"
    KEEP = "what is raised is kept, and raised when the place has been left"


PRESS: dict[Where, tuple[Does, Does]] = {
    Where.LOOP: (Does.STOP, Does.END),
    Where.R_IN_LOOP: (Does.STOP_AND_TELL_R, Does.STOP_AND_TELL_R),
    Where.R: (Does.TELL_R, Does.TELL_R),
    Where.PYTHON_IN_R: (Does.RAISE, Does.RAISE),
    Where.TOLD: (Does.NOTHING, Does.NOTHING),
    Where.FILE: (Does.RAISE_OR_AT_END, Does.RAISE_OR_AT_END),
    Where.LOADING: (Does.STOP, Does.RAISE),
    Where.TENSOR: (Does.KEEP, Does.KEEP),
    Where.SIGNATURE: (Does.KEEP, Does.KEEP),
    Where.ELSEWHERE: (Does.RAISE, Does.RAISE),
}
"""Actions for the first press, and for the second: in the same run of a loop, or soon after fit() reacted to one."""

AGAIN = 3.0
"""Seconds after fit() has returned its history in which another press counts as the second."""
