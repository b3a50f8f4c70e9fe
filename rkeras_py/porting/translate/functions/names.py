"""Names of R that stand for functions and data without a call."""

from .. import kinds
from ..language import Call, Symbol

VALUES = {
    "c": "c", "mean": "mean", "sum": "sum_", "max": "max_", "min": "min_", "sd": "sd", "var": "var", "length": "length",
    "toupper": "to_upper", "tolower": "to_lower", "nchar": "nchar", "rev": "rev", "median": "median", "dim": "dim",
    "as.numeric": "as_numeric", "as.integer": "as_integer", "as.character": "as_character", "rbind": "rbind",
    "cbind": "cbind", "paste": "paste", "paste0": "paste0", "unlist": "unlist", "which.max": "which_max",
    "conditionMessage": "condition_message",
    "+": "add", "*": "multiply", "-": "subtract", "names": "names", "unique": "unique", "prod": "prod",
}  # fmt: skip
"""Functions of R that can be handed to others, and what they are called here."""

NUMPY = {"cumsum": "cumsum", "cumprod": "cumprod", "as.array": "asarray"}
ELEMENTWISE = ("sqrt", "exp", "log", "abs", "sin", "cos", "tanh", "floor")
DATA = {
    "iris": kinds.FRAME, "mtcars": kinds.FRAME, "cars": kinds.FRAME, "quakes": kinds.FRAME, "airquality": kinds.FRAME,
    "faithful": kinds.FRAME, "women": kinds.FRAME, "sunspots": kinds.NUMBERS, "trees": kinds.FRAME,
    "AirPassengers": kinds.NUMBERS, "Nile": kinds.NUMBERS, "lynx": kinds.NUMBERS, "LakeHuron": kinds.NUMBERS,
    "nottem": kinds.NUMBERS, "co2": kinds.NUMBERS, "USJudgeRatings": kinds.FRAME, "swiss": kinds.FRAME,
    "stackloss": kinds.FRAME, "attitude": kinds.FRAME,
}  # fmt: skip
"""Data sets that come with R, and are taken from it."""

_SETTINGS = ("options", "gc", "rm", "flush.console", "use_python", "use_virtualenv", "use_condaenv", "install_keras",
             "Sys.setenv", "Sys.setlocale", "data")  # fmt: skip
_KNITR = ("opts_chunk", "opts_knit", "opts_hooks", "knit_hooks", "opts_template")


def is_setting(call: Call) -> bool:
    """Tell whether a call sets what R, reticulate or knitr does, which a program in Python does not need."""
    function = call.function
    if isinstance(function, Call) and function.name == "$" and isinstance(owner := function.value(0), Symbol):
        return owner.name in _KNITR and owner.package in ("", "knitr")
    return call.name in _SETTINGS


PARTS = {"values": 0, "indices": 1, "q": 0, "r": 1}
"""Names of the parts of what op_top_k() and op_qr() give, which are lists in keras style, with their places."""

OF_LAYERS = {
    "layers": kinds.LIST, "name": kinds.TEXT, "trainable": kinds.BOOL, "built": kinds.BOOL, "units": kinds.POSITIVE,
    "filters": kinds.POSITIVE,
}  # fmt: skip
"""Attributes of models and layers, with their kinds."""
