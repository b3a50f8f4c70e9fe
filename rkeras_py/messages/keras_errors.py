"""Keras's errors about mistakes of the user, made clear: the wrapping is removed, missing facts are added."""

import difflib
import re
import traceback

from ..engine.backend_choice import BACKENDS, DEFAULT, GRADIENTS
from ..engine.internals.modules import known_names
from ..engine.loading import keras

_KINDS = {
    "activation function": ("activation", "activations"),
    "constraint": ("constraint", "constraints"),
    "initializer": ("initializer", "initializers"),
    "loss": ("loss", "losses"),
    "metric": ("metric", "metrics"),
    "optimizer": ("optimizer", "optimizers"),
    "regularizer": ("regularizer", "regularizers"),
}
"""Keras's names for kinds of objects, with the prefix of our functions and Keras's module for them."""

_UNKNOWN = re.compile(rf"Could not interpret ({'|'.join(_KINDS)}) identifier: (.*)", re.DOTALL)
_WRAPPED = re.compile(
    r"Exception encountered when calling [^\n]*\n\n(?:\x1b\[1m)?(.*?)(?:\x1b\[0m)?\n\nArguments received by .*",
    re.DOTALL,
)
_INPUT = re.compile(
    r"Input (\d+)(?: with name '[^']*')? of layer '([^']*)' is incompatible with the layer: "
    r"expected (min_)?ndim=(\d+), found ndim=\d+\. Full shape received: (.*)",
    re.DOTALL,
)
_LONGEST_NAME = 60
_SHORT = 500
_LONG = 900  # longer messages list the user's data, so their middle is cut
_LONG_WORD = re.compile(r"\S{500,}")
_OF_PYTHON = re.compile(
    r"object is not (iterable|callable|subscriptable|a mapping)|object has no attribute|unhashable type"
    r"|unsupported operand|index out of range|must be real number|setting an array element|truth value of an"
    r"|has no len\(\)|arg must be|Can't convert Python sequence|int\(\) argument|float\(\) argument"
    r"|not supported between instances|with an unsupported type|Unsupported object type"
    r"|argument after \* must be"
)
_NODE_DEFINITION = re.compile(r"\s*;\s*NodeDef: .*", re.DOTALL)
_NODE = re.compile(r" for '\{\{node ([^}]*)\}\} = [^']*'")
_TOO_LARGE = re.compile(r"Negative dimension size caused by subtracting (\d+) from (\d+)( in \S+)?.*", re.DOTALL)
_NO_TEXT = re.compile(r"Cast string to \w+ is not supported|dtype='string' is not a valid dtype")
_NO_NUMBERS = re.compile(r"Cast \w+ to string is not supported|.*\(Unsupported object type (float|int)\)")
_TYPE = re.compile(r"Value for attr '\w+' of (\w+) is not in the list of allowed values: (.*)")
_NO_KERNEL = re.compile(r"Could not find device for node: .*?T=DT_(\w+).*", re.DOTALL)
_TRACED = re.compile(r"in user code:\n.*\n\n {4}\w+: (.*)", re.DOTALL)
_FILE = re.compile(r'File "([^"]+)", line')
_SYMBOLIC = re.compile(r"A KerasTensor cannot be used as input to a TensorFlow function\..*", re.DOTALL)
_VALUES = re.compile(r"\s*Target variable: <Variable .*", re.DOTALL)
_NO_AXIS = re.compile(
    r"(?:Invalid reduction dimension \(?|.*dimensions? in the range \[-(\d+), \d+\), but got )-?\d+"
    r"(?: for input with (\d+) dimension\S*)?.*|axis -?\d+ is out of bounds for an array with dimension (\d+).*",
    re.DOTALL,
)
_JOINED = re.compile(r"ConcatOp : Dimension \d+ in both shapes must be equal.*", re.DOTALL)
_NAMELESS = re.compile(r" with name 'None'(?= of layer )")
_NAME = re.compile(r"[\w./>-]+")
_REPEATED = re.compile(
    r"(The passed vocabulary has at least one repeated term)\..*repeated terms are: \[(.*)\]", re.DOTALL
)
_NO_VOCABULARY = "Table not initialized"  # TensorFlow's, of the table of a vocabulary
_MARKS = re.compile(
    r"\x1b\[\d*m|\{\{function_node [^}]*\}\} ?| ?\[Op:[^\]]*\](?: name: ?[\w/]*)? ?| ?\[\[[^\d-].*?\]\]"  # not [[1, 2]]
)


def make_plain(message: str) -> str:
    """Return a message of Keras in plain words.

    Args:
        message: The message; one that needs no change comes back as it is.
    """
    while wrapped := _WRAPPED.fullmatch(message):
        message = wrapped.group(1)
    if unknown := _UNKNOWN.fullmatch(message):
        return _explain_unknown(*unknown.groups())
    if axes := _INPUT.fullmatch(message):
        return _explain_axes(*axes.groups())
    if kind := _TYPE.match(message):
        return f"it takes no {kind.group(1)} numbers. Its types are {kind.group(2)}."
    if large := _TOO_LARGE.match(strip_marks(message)):
        return f"a window of {large[1]} does not fit into a size of {large[2]}{large[3] or ''}."
    if _NO_TEXT.match(message) or _NO_NUMBERS.match(message):
        return f"it takes {'numbers, not text' if _NO_TEXT.match(message) else 'text, not numbers'}."
    if kind := _NO_KERNEL.match(message):
        return f"it takes no {kind.group(1).lower()} numbers."
    if (traced := _TRACED.fullmatch(message)) and all("site-packages" in file for file in _FILE.findall(message)):
        return make_plain(traced.group(1).strip())
    if _SYMBOLIC.match(message):
        return "a tensor of a model has no values yet: compute with k_...() or op_...(), or inside layer_lambda()."
    if axis := _NO_AXIS.fullmatch(message):
        return f"`axis` should be an axis of the tensor, which has {axis[1] or axis[2] or axis[3]}."
    if _JOINED.match(message):
        return "all axes but the joined one should have the same sizes."
    if repeated := _REPEATED.match(message):
        terms = re.sub(r"np\.\w+\((.*?)\)(?=, np\.|$)", r"\1", repeated[2]).split(", ")
        return f"{repeated[1]}: {', '.join(terms[:3])}{', ...' if len(terms) > 3 else ''}. Omit the repetitions."
    if _NO_VOCABULARY in message:
        return "it has no vocabulary yet: adapt() learns one from data, and `vocabulary` sets one."
    if message == "unsupported callable":
        return "the function should be one of R or Python whose arguments can be read: write it as lambda x: f(x)."
    return _NAMELESS.sub("", _VALUES.sub("", message))


def is_of_python(error: Exception) -> bool:
    """Tell whether an error says only where the code of a library stumbled over a value.

    Args:
        error: The error.
    """
    return isinstance(error, (AttributeError, IndexError, RecursionError)) or bool(_OF_PYTHON.search(str(error)))


def find_raiser(error: BaseException) -> str | None:
    """Return the name of the package whose code raised an error; None where it was not raised.

    Args:
        error: The error.
    """
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return str(frames[-1].f_globals.get("__name__")).split(".")[0] if frames else None


def tell_foreign(error: Exception) -> str:
    """Say that TensorFlow stumbled over tensors of the backend that Keras runs on; "" of other errors.

    Args:
        error: The error.
    """
    running = keras().backend.backend()
    if running == DEFAULT or find_raiser(error) != "tensorflow":
        return ""
    return (
        f". TensorFlow does not take tensors of {BACKENDS[running]}, on which Keras runs here; op_*() functions do. "
        f"{GRADIENTS[running]}"
    )


def in_one_line(message: str) -> str:
    """Return a short message of several lines in one, without marks or a word that is longer than anybody reads.

    Args:
        message: The message; a long one, whose lines are a list, stays as it is.
    """
    message = _LONG_WORD.sub(lambda word: f"{word[0][:_LONGEST_NAME]}...", strip_marks(message).rstrip())
    if len(message) > _LONG:
        message = f"{message[: 2 * _LONG // 3]} ... {message[-_LONG // 3 :]}"
    return " ".join(message.split()) if "\n" in message and len(message) < _SHORT else message


def find_unknown_name(message: str) -> str:
    """Return the name of a kind of object that a message of Keras is about, or ""."""
    unknown = _UNKNOWN.fullmatch(message)
    return unknown.group(2) if unknown else ""


def strip_marks(message: str) -> str:
    """Return a message of TensorFlow without its marks for itself: nodes, operations, colors.

    Args:
        message: The message.
    """
    return _NODE_DEFINITION.sub("", _MARKS.sub("", _NODE.sub(r" in \1", message)))


def get_known_names(kind: str) -> list[str]:
    """Return the names that Keras has for a kind of object, in its own words: "loss", "activation function"."""
    return known_names(_KINDS[kind][1])


def get_names_of_losses_only() -> set[str]:
    """Return the names of losses that are names of no metric in Keras 3."""
    return set(get_known_names("loss")) - set(get_known_names("metric"))


def unknown_name(kind: str, name: str) -> str:
    """Say that Keras does not know a name, and which it knows that is near.

    Args:
        kind: Keras's word for what it should be a name of.
        name: The name.
    """
    known = [known for known in get_known_names(kind) if known.islower()]
    near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.6)
    prefix = _KINDS[kind][0]
    advice = f'Did you mean "{near[0]}"?' if near else f"The functions {prefix}_...() tell which there are."
    return f'there is no {kind} "{name[:_LONGEST_NAME]}". {advice}'


def wrong_object(kind: str, received: str, argument: str = "") -> str:
    """Say that something is neither the name of a kind of object nor one.

    Args:
        kind: Keras's word for what it should be.
        received: What came, shown.
        argument: The argument that it came by, where that has another name.
    """
    prefix = _KINDS[kind][0]
    argument = argument or prefix
    return (
        f"`{argument}` should be the name of one, or made by a function {prefix}_...(), which has to be called: "
        f"with parentheses. Received: {argument} = {received}"
    )


def _explain_unknown(kind: str, name: str) -> str:
    return unknown_name(kind, name) if _NAME.fullmatch(name) and not _is_number(name) else wrong_object(kind, name)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace("-", "", 1).isdigit()


def _explain_axes(place: str, layer: str, at_least: str | None, number: str, shape: str) -> str:
    which = f"input {int(place) + 1} of " if place != "0" else ""
    expected = f"{'at least ' if at_least else ''}{number}"
    return (
        f'{which}the layer "{layer}" takes tensors of {expected} axes, the one of the samples included. '
        f"Received: a shape of {shape}.{_choose_hint(int(number), shape.count(',') + (not shape.endswith(',)')))}"
    )


def _choose_hint(number: int, received: int) -> str:
    if number == 3 and received == 2:
        return " layer_reshape() adds an axis; a recurrent layer before it returns all steps with `return_sequences`."
    if number == 4 and received == 3:
        return " Images have an axis of channels too: 28 x 28 x 1."
    if number == 2 and received == 1:
        return " A vector becomes a matrix of one column with layer_reshape(), or before it comes in."
    return ""
