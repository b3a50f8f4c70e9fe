"""Constructors of all error messages: function, argument, expected value, given value, solution."""

import contextlib
import difflib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from types import FunctionType
from typing import Any, TypeVar, cast

from ..engine.internals.modules import mark_as_explained
from . import jax_errors, keras_errors

_LONGEST = 80
_MOST_ARGUMENTS = 4
_LISTED = 8
_LIBRARIES = (
    "rkeras_py", "keras", "tensorflow", "jax", "torch", "numpy", "h5py", "inspect", "ml_dtypes", "optree", "pandas",
    "scipy",
)  # fmt: skip
_NAMES_FUNCTION = re.compile(r"(\w+(\$\w+)?|\[(<-)?)\(\): ")
_IN_WORDS_OF_KERAS_2 = re.compile(r"The layer \S+ has never been called|File '.*' already exists")
_Words = TypeVar("_Words")
_IN_R = ContextVar("_IN_R", default=False)


class spell_as_r:
    """Show values in messages as R spells them: the caller is an R user."""

    def __enter__(self) -> None:
        """Begin to."""
        self._token = _IN_R.set(True)

    def __exit__(self, *error: object) -> None:
        """Spell them as before."""
        _IN_R.reset(self._token)


def for_reader(in_r: _Words, in_python: _Words) -> _Words:
    """Return the words for the reader's language: functions of R, or the command `rkeras` and functions of Python.

    Args:
        in_r: For an R user.
        in_python: For others.
    """
    return in_r if _IN_R.get() else in_python


def _spell_in_r(value: object) -> str:
    """Return R's spelling of an atomic value."""
    if value is None or isinstance(value, bool):
        return {None: "NULL", True: "TRUE", False: "FALSE"}[value]
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, float):
        return {"nan": "NaN", "inf": "Inf", "-inf": "-Inf"}.get(repr(value), f"{value:.15g}")
    return repr(value)


def _spell_pieces(value: object, in_r: bool) -> Iterator[str]:
    """Spell a value in pieces, as many as are needed, since it may be large or contain itself."""
    if isinstance(value, str):
        value = value[: _LONGEST + 1]
    if getattr(value, "shape", None) not in (None, ()) and not isinstance(value, type):
        yield show_value(value)
        return
    has_parts = isinstance(value, (dict, list, tuple)) if in_r else type(value) in (dict, list, tuple) and value
    if not has_parts:
        yield _spell_in_r(value) if in_r else repr(value)
        return
    opening, closing = _choose_brackets(value, in_r)
    yield opening
    for place, item in enumerate(cast(Any, value)):
        yield ", " if place else ""
        if isinstance(value, dict):
            yield f"{item} = " if in_r else f"{_join_bounded(_spell_pieces(item, in_r))}: "
            item = value[item]
        yield from _spell_pieces(item, in_r)
    yield closing


def _choose_brackets(value: Any, in_r: bool) -> tuple[str, str]:
    if not in_r:
        if isinstance(value, dict):
            return "{", "}"
        return ("[", "]") if isinstance(value, list) else ("(", ",)" if len(value) == 1 else ")")
    first = list(itertools.islice(value, _LONGEST))
    plain = {type(item) for item in first} in ({str}, {bool}) or all(isinstance(item, (int, float)) for item in first)
    return "c(" if plain and first and not isinstance(value, dict) else "list(", ")"


def _join_bounded(pieces: Iterable[str]) -> str:
    """Join pieces up to the longest length."""
    text = ""
    for piece in pieces:
        text += piece[: _LONGEST + 1]
        if len(text) > _LONGEST:
            return f"{text[: _LONGEST - 3]}..."
    return text


GET_R = "install R (Debian, Ubuntu: apt-get install r-base-core)."


class Words:
    """Words in place of a received value that would say too little."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        """Return the words, without quotes."""
        return self._text


def show_value(value: object) -> str:
    """Show a value in a message: short, and with its shape when it is an array."""
    try:
        return _describe(value)
    except Exception:  # the value's class may raise any error, which must not hide the message
        return f"an object of the class {type(value).__name__!r}"


def _describe(value: object) -> str:
    shape = getattr(value, "shape", None)
    if shape is not None and not isinstance(value, type):
        return _spell_shapes(f"{_name_class(value, len(shape))} of shape {tuple(shape)}")
    if type(value).__module__.split(".")[0] in ("keras", "tensorflow") and hasattr(value, "name"):
        return f"{type(value).__name__} {value.name!r}"
    if isinstance(value, (list, tuple)) and any(hasattr(item, "shape") for item in value):
        first = (
            f"a list of {len(item)}" if isinstance(item, (list, tuple)) else show_value(item) for item in value[:3]
        )
        return f"a list of {len(value)}: {', '.join(first)}{', ...' if len(value) > 3 else ''}"
    if isinstance(value, (bytes, bytearray)):
        return f"{len(value)} bytes"
    if type(value).__name__ == "PyCapsule":
        return "an R object without a Python equivalent"
    if isinstance(value, FunctionType):
        return "a function" if _IN_R.get() and not hasattr(value, "__rkeras__") else f"the function {value.__name__}"
    return _join_bounded(_OF_PYTHON_ALONE.sub(r"<\1>", piece) for piece in _spell_pieces(value, _IN_R.get()))


_OF_PYTHON_ALONE = re.compile(r"<(?:function (?=[\w.<>]+ at))?(?:[\w<>]+\.)*([\w<>]+)(?: object)? at 0x[0-9a-f]+>")
"""The default text of a Python object: the path of its class, and an address."""


_SHAPE = re.compile(r"\((?:(?:None|\d+)(?:, |,?(?=\))))+\)")


def _name_class(value: object, rank: int) -> str:
    """Return the class name of an array or a tensor; for R users, a matrix or an array."""
    name = type(value).__name__
    return ("matrix" if rank == 2 else "array") if name == "ndarray" and _IN_R.get() else name


def _spell_shapes(text: str) -> str:
    """Spell the shapes in a message for the reader's language: (None, 4) and (3,), or (NULL, 4) and (3) in R."""
    if not _IN_R.get():
        return text
    return _SHAPE.sub(lambda found: found[0].replace("None", "NULL").replace(",)", ")"), text)


def bad_argument(
    function: str,
    argument: str,
    expected: str,
    received: object,
    hint: str = "",
    error: type[Exception] = ValueError,
) -> Exception:
    """Return the error for an argument whose value cannot be used.

    Args:
        function: Name of the function the user called.
        argument: Name of the argument, as the user typed it.
        expected: What would be right, to be read after "should be".
        received: The value that came.
        hint: One more sentence that says what to do.
        error: Class of the exception.

    Returns:
        The exception, to be raised by the caller.
    """
    tail = f" {hint}" if hint else ""
    told = _spell_constants(f"should be {expected}.") + (tail if " in R" in tail else _spell_constants(tail))
    return error(f"{function}(): `{argument}` {told} Received: {argument} = {show_value(received)}")


_CONSTANTS = {"TRUE": "True", "FALSE": "False", "NULL": "None", "NA": "None", "list": ""}


def _spell_constants(text: str) -> str:
    """Spell R's constants and list(x, y) in our messages for the reader's language."""
    if _IN_R.get():
        return _spell_shapes(text)
    return re.sub(r"\b(TRUE|FALSE|NULL|NA(?=: any size)|list(?=\(x))\b", lambda found: _CONSTANTS[found[0]], text)


def missing_argument(function: str, argument: str) -> TypeError:
    """Return the error for a required argument that was not supplied."""
    return TypeError(
        f"{function}(): argument `{argument}` is missing, with no default. Supply it: {function}({argument} = ...)"
    )


def unknown_argument(function: str, argument: str, own: Iterable[str], more: Iterable[str] = ()) -> TypeError:
    """Return the error for an argument that nobody knows; it names the nearest one that exists.

    Args:
        function: Name of the function the user called.
        argument: Name of the unknown argument.
        own: Names of the function's own arguments.
        more: Further names that `...` takes.

    Returns:
        The exception, to be raised by the caller.
    """
    listed = list(own)
    near = difflib.get_close_matches(argument, names := [*listed, *more], n=1, cutoff=0.6)
    near += [name for name in names if (argument in name or name in argument) and min(len(argument), len(name)) > 2]
    rest = f", ... {for_reader(f'?{function}', f'help({function})')} lists all" if listed[_LISTED:] else ""
    advice = f"Did you mean `{near[0]}`?" if near else f"Arguments are: {', '.join(listed[:_LISTED])}{rest}."
    return TypeError(f"{function}(): unknown argument `{argument}`. {advice}")


def check_options(function: str, options: Iterable[str], own: Iterable[str], more: Iterable[str] = ()) -> None:
    """Refuse the first of some arguments that is neither a function's own nor among those that its `...` takes."""
    known = {*own, *more}
    for option in options:
        if option not in known:
            raise unknown_argument(function, option, own, more)


def too_many_arguments(function: str, allowed: int, received: int, own: Iterable[str] = ()) -> TypeError:
    """Return the error for more positional arguments than the function has; `own` are all that it has."""
    further = list(own)[allowed : allowed + _MOST_ARGUMENTS]
    names = f" Name the others: {', '.join(further)}." if further else ""
    return TypeError(f"{function}(): takes at most {allowed} positional arguments.{names} Received: {received}")


def repeated_argument(function: str, argument: str) -> TypeError:
    """Return the error for an argument that came by position and by name."""
    return TypeError(f"{function}(): argument `{argument}` came twice, once by position and once by name.")


def rejected(function: str, error: Exception, arguments: Mapping[str, Any] | None = None) -> Exception:
    """Return the error for arguments that Keras refused: its own words, with the function that the user called.

    A message that names one of our functions already, and an error that the user's own code raised, stay as they are.

    Args:
        function: Name of the function the user called.
        error: What Keras raised.
        arguments: What it was called with; the argument that has a name that is not known is told, too.
    """
    if names_function(error) or is_of_r(error) or is_of_user(error):
        return error
    if arguments and keras_errors.is_of_python(error):
        foreign = keras_errors.tell_foreign(error)
        return ValueError(f"{function}(): the arguments cannot be used.{tell_received('', arguments)}{foreign}")
    path = getattr(error, "filename", None)  # "directory" in a system message is not an argument's name
    return prefix_error(function, error, tell_received("" if path else str(error), arguments or {}, path))


def names_function(error: BaseException) -> bool:
    """Tell whether an error says who raised it: by the name of a function, or in words that R keras had already."""
    return bool(_NAMES_FUNCTION.match(str(error)) or _IN_WORDS_OF_KERAS_2.match(str(error)))


def tell_received(message: str, arguments: Mapping[str, Any], name: str | None = None) -> str:
    """Say which arguments came, where a message tells of none: the one with a name that nobody knows, or the first.

    Args:
        message: The message.
        arguments: The arguments of the call.
        name: The name that is not known, where the message does not tell it.
    """
    name = name or keras_errors.find_unknown_name(message)
    told = {one: value for one, value in arguments.items() if name and isinstance(value, str) and value == name}
    if not told and not any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", message) for one in arguments):
        told = dict(itertools.islice(arguments.items(), _MOST_ARGUMENTS))
    shown = ", ".join(f"{one} = {show_value(value)}" for one, value in told.items())
    return f" Received: {shown}" if shown else ""


def prefix_error(function: str, error: Exception, received: str = "") -> Exception:
    """Put the name of a function before an error's message; a ValueError where its class takes no bare message."""
    error = jax_errors.explain_traced(error) or error
    text = _spell_shapes(keras_errors.in_one_line(keras_errors.make_plain(_find_words(error))))
    text += f"{'' if text.endswith(('.', '!', '?')) else '.'}{received}" if received else ""
    if str(error) == text and text.startswith(f"{function}():"):
        return error
    text = text if text.startswith(f"{function}():") else f"{function}(): {text}"
    try:
        named = type(error)(text)
    except TypeError:
        return ValueError(text)
    if isinstance(error, OSError) and isinstance(named, OSError):
        named.errno = error.errno
    return named


def _find_words(error: Exception) -> str:
    """Return an error's message; a system error's without its number."""
    if isinstance(error, OSError) and error.strerror and error.filename is not None:
        return f"{error.strerror}: {show_value(error.filename)}"
    if str(error) == "could not get source code":  # Keras raises this when it saves a lambda
        return "a lambda that was typed at a prompt cannot be saved. Define it by `def`, or in a script"
    return str(error) or ("memory is exhausted" if isinstance(error, MemoryError) else "")


def is_of_user(error: Exception) -> bool:
    """Tell whether the error was raised in none of the libraries."""
    package = keras_errors.find_raiser(error)
    return package is not None and package not in _LIBRARIES


def not_composable(function: str, received: object, argument: str = "object") -> TypeError:
    """Return the error for a value with which no layer can be composed."""
    return TypeError(
        f"{function}(): `{argument}` should be a tensor, a list of tensors, an array, or a Sequential model. "
        f"To get the layer itself leave `{argument}` out and name the other arguments. "
        f"Received: {argument} = {show_value(received)}"
    )


def not_taken(function: str, received: object) -> TypeError:
    """Return the error for an input at which a layer of Keras stumbled, as at texts where it takes numbers."""
    return TypeError(f"{function}(): this layer does not take such an input. Received: {show_value(received)}")


@contextlib.contextmanager
def told_as(inner: str, outer: str, **arguments: str) -> Iterator[None]:
    """Have errors of one of our functions, which another calls, name the one that the user called.

    Args:
        inner: Name of the function that is called.
        outer: Name of the function that the user called.
        arguments: The outer names of arguments of the inner one.
    """
    try:
        yield
    except (TypeError, ValueError, RuntimeError, OSError) as error:
        message = str(error)
        if len(error.args) == 1 and message.startswith(f"{inner}():"):
            message = message.replace(f"{inner}(", f"{outer}(")  # also in the advice
            for name, called in arguments.items():
                message = message.replace(f"`{name}`", f"`{called}`").replace(f": {name} = ", f": {called} = ")
            error.args = (message,)
        raise


def functional_as_object(function: str, model: Any) -> TypeError:
    """Return the error for a functional model at the left of a pipe, which cannot grow it."""
    return TypeError(
        f"{function}(): only a Sequential model can be grown by adding layers. Use the output of the model "
        f"instead: {for_reader('model$output %>%', 'model.output >>')} {function}(...). "
        f"Received: object = {show_value(model)}"
    )


def is_of_r(error: BaseException | None) -> bool:
    """Tell whether an exception stands for a condition of R: reticulate's does, and the bridge's RError."""
    return hasattr(error, "r_class")


def mark_as_of_method(error: BaseException) -> None:
    """Note that an error names the user's own method that it comes from; Keras adds nothing to it then."""
    mark_as_explained(error)
    error.is_of_method = True  # type: ignore[attr-defined]


def find_error_of_method(error: BaseException | None) -> BaseException | None:
    """Return the error in a user's own method that an error of Keras is about, if there is one."""
    while error is not None and not hasattr(error, "is_of_method"):
        error = error.__cause__ or error.__context__
    return error


def own_error(error: Exception, before: BaseException | None = None) -> Exception:
    """Return the error in a user's function: Keras hides it behind "could not infer the shape of the output".

    Args:
        error: What Keras raised.
        before: What had gone wrong before the function was called.
    """
    first: BaseException = error
    while first.__context__ is not None and first.__context__ is not before:
        first = first.__context__
    return first if isinstance(first, Exception) else error
