"""Names of R that stand for functions and data without a call, and names of elements, which arrays have not."""

from .. import kinds
from ..inference.forms import Form, note_names
from ..inference.reading import find_form
from ..kinds import Value
from ..language import Call, Symbol, Untranslatable
from ..state import Translation

VALUES = {
    "c": "c", "mean": "mean", "sum": "sum_", "max": "max_", "min": "min_", "sd": "sd", "var": "var", "length": "length",
    "toupper": "to_upper", "tolower": "to_lower", "nchar": "nchar", "rev": "rev", "median": "median", "dim": "dim",
    "as.numeric": "as_numeric", "as.integer": "as_integer", "as.character": "as_character", "rbind": "rbind",
    "cbind": "cbind", "paste": "paste", "paste0": "paste0", "unlist": "unlist", "which.max": "which_max",
    "conditionMessage": "condition_message",
    "+": "add", "*": "multiply", "names": "names", "unique": "unique", "prod": "prod",
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

_DROP_DICTS = ("rep", "c", "append", "which", "cumsum", "cumprod", "cummax", "cummin", "diff", "rank", "signif",
               "outer", "t", "cbind", "rbind", "scale")  # fmt: skip
"""Functions that make an array of a dict, too."""
_DROP = (*_DROP_DICTS, "rev", "sort", "head", "tail", "[", "lapply", "sapply", "vapply", "mapply", "Filter", "pmin",
         "pmax", "ifelse")  # fmt: skip


def note_lost_names(t: Translation, call: Call, value: Value) -> Value:
    """Return the value of a call, with a note if R's has the names of an argument.

    Args:
        t: The translation.
        call: The call.
        value: Its value.

    Raises:
        Untranslatable: If it is a part of an array by a name.
    """
    if call.name == "[":
        _refuse_lost_names(t, call)
    if call.name in _DROP and _drops_names(call, _list_forms(t, call)):
        note_names(value.code, find_form(value.code))
    return value


def _refuse_lost_names(t: Translation, call: Call) -> None:
    """Refuse a row of a data frame, and a part of an array, by its name."""
    of = find_form(t.translate(call.value(0)).code)
    if not of.named and of.of != "frame":
        return
    indices = [one.value for one in call.arguments[1:] if one.name != "drop"]
    by_name = [one is not None and t.translate(one).kind in (kinds.TEXT, kinds.TEXTS) for one in indices]
    if of.of == "frame" and len(indices) == 2 and by_name[0]:
        raise Untranslatable("a row by its name; the rows of a data frame have numbers in Python")
    if of.named and of.of != "frame" and any(by_name):
        raise Untranslatable("an element by its name; an array has no names")


def _list_forms(t: Translation, call: Call) -> list[Form]:
    """Return the forms of the arguments whose names count."""
    given = [one.value for one in call.arguments if one.value is not None]
    first = int(call.name in ("mapply", "Filter"))  # behind a function
    last = None if call.name in ("c", "append", "cbind", "rbind") else first + 1
    return [find_form(t.translate(one).code) for one in given[first:last]]


def _drops_names(call: Call, forms: list[Form]) -> bool:
    """Tell whether an argument has names, and the array that the call makes of it has not."""
    is_joined = call.name == "c" and all(one.of == "dict" for one in forms)
    drops_dicts = call.name in _DROP_DICTS and not is_joined
    takes_any = call.name != "[" or len(call.arguments) == 2
    return any(
        (one.named and (one.rank == 1 or (one.rank is None and takes_any))) or (one.of == "dict" and drops_dicts)
        for one in forms
    )
