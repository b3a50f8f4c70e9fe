"""Wrong uses of every function in the registry, made from its signature alone."""

import importlib
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

import rkeras_py as rk
from rkeras_py.signatures.registry import Spec
from rkeras_py.signatures.words import MISSING, NA, Value, Word, get_word


@dataclass(frozen=True)
class Given:
    """A value, or a function that makes one, in Python, and the code for it in R."""

    value: Any
    r: str

    @property
    def python(self) -> Any:
        """The value in Python."""
        return self.value() if getattr(self.value, "__name__", "") == "<lambda>" else self.value


ONE, HALF, FRACTION, TEXT = Given(1, "1"), Given(0.5, "0.5"), Given(1.5, "1.5"), Given("many", '"many"')
NOT_AVAILABLE = Given(NA, "NA")
RIGHT = {
    "TRUE or FALSE": Given(True, "TRUE"),
    "a string": TEXT,
    "a string, or NULL": TEXT,
    "the name of a file or folder": TEXT,
    **dict.fromkeys(("a function", "a function of one argument", "a function of a tensor"), Given(np.abs, "abs")),
    "a function of two arguments": Given(np.maximum, "max"),
    "a function to call back": Given(lambda: np.abs, "abs"),
    "a layer": Given(lambda: keras.layers.Dense(1), "layer_dense(units = 1)"),
    "a recurrent layer": Given(lambda: keras.layers.LSTM(1), "layer_lstm(units = 1)"),
    "a cell, or a list of cells": Given(lambda: keras.layers.LSTMCell(1), "layer_lstm_cell(units = 1)"),
    "an image data generator": Given(lambda: rk.image_data_generator(), "image_data_generator()"),
    "a vector of strings": TEXT,
    "the name of a data type": Given("float32", '"float32"'),
    "class numbers, counted from 0": ONE,
    "a named list": Given(lambda: {"many": "float"}, 'list(many = "float")'),
    "a list of layers": Given(lambda: [keras.layers.Dense(1)], "list(layer_dense(units = 1))"),
    'an equation, such as "abc,cd->abd"': Given("ab,bc->ac", '"ab,bc->ac"'),
    "the path of a file, or a raw vector from save_model()": TEXT,
    "a list of cells": Given(lambda: [keras.layers.LSTMCell(1)], "list(layer_lstm_cell(units = 1))"),
    "the name of an activation, or a function": Given("relu", '"relu"'),
    'the name of an encoding, such as "utf-8"': Given("latin1", '"latin1"'),
    "a text tokenizer": Given(lambda: importlib.import_module("rkeras_py").text_tokenizer(), "text_tokenizer()"),
    "a function or class, or a named list of them": Given(lambda: {"many": np.abs}, "list(many = abs)"),
    "a list of sequences of whole numbers": Given(lambda: [[1]], "list(1)"),
    "a list of tensors or arrays": Given(lambda: [[1.0]], "list(c(1, 2))"),
    "a list of two tensors: the real and the imaginary part": Given(lambda: ([[1.0]], [[1.0]]), "list(1, 1)"),
}
"""A value for each meaning of an argument that a number would not do for; functions without arguments make one."""

WRONG = {
    "a number": TEXT,
    "a tensor, an array or numbers": TEXT,
    "a list of tensors or arrays": FRACTION,
    "a list of two tensors: the real and the imaginary part": FRACTION,
    'a number, "fro" or "nuc"': TEXT,
    "a number, or two": TEXT,
    "a number, or an array of numbers": TEXT,
    'the name of an encoding, such as "utf-8"': TEXT,
    "a probability (0 to 1), or several": FRACTION,
    "a vector of numbers": TEXT,
    "a number or a learning rate schedule": TEXT,
    "TRUE or FALSE": TEXT,
    'TRUE, FALSE or "auto"': TEXT,
    "a text tokenizer": TEXT,
    "a string": FRACTION,
    "a string, or NULL": FRACTION,
    "the name of a file or folder": FRACTION,
    **dict.fromkeys(("a function", "a function of one argument", "a function of a tensor"), FRACTION),
    "a function of two arguments": FRACTION,
    "a layer": FRACTION,
    "a recurrent layer": FRACTION,
    "a cell, or a list of cells": FRACTION,
    "a list of cells": FRACTION,
}


def is_whole(word: Word) -> bool:
    """Tell whether the word stands for whole numbers only."""
    others = ("function", "string", "path")
    return "whole number" in word.expected and not any(other in word.expected for other in others)


def right(word: Word) -> Given:
    """A value that the word converts."""
    if word.choices:
        return Given(word.choices[0], f'"{word.choices[0]}"')
    return RIGHT.get(word.expected, ONE if is_whole(word) else HALF)


@dataclass(frozen=True)
class WrongUse:
    """A call that has to fail, and the words that its message must have."""

    spec: Spec
    sort: str
    arguments: dict[str, Given]
    message: str

    @property
    def id(self) -> str:
        return f"{self.spec.name}-{self.sort}"


MAY_BE_MISSING = {"layer": ("object", "inputs"), "measure": ("y_true", "y_pred")}
"""By kind of function the arguments that have no default and are not required."""

NEEDED = {
    "keras_model": {
        "inputs": Given(lambda: MODEL.input, "model$input"),
        "outputs": Given(lambda: MODEL.output, "model$output"),
    },
    "layer_input": {"shape": ONE},
}
"""Arguments that have a default, and some value is needed for them all the same."""

OPEN = ("metric_mean_wrapper", "new_", "Layer", "layer_flax_", "layer_jax_", "layer_torch_")
"""How functions begin whose further arguments are the user's own: for a function, or members of a class."""

MODEL = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
MODEL.compile("sgd", "mse")


def list_required(spec: Spec) -> dict[str, Given]:
    """The required arguments, with values that convert."""
    optional = MAY_BE_MISSING.get(spec.kind, ())
    params = [param for param in spec.params.values() if param.default is MISSING and not param.word.optional]
    params = [param for param in params if param.name not in optional]
    needed = {param.name: right(param.word) for param in params} | NEEDED.get(spec.name, {})
    first = next(iter(spec.params), "")
    of_model = spec.kind == "verb" and first in ("object", "model", "x") and spec.params[first].word is get_word(Value)
    return needed | ({first: Given(lambda: MODEL, "model")} if of_model else {})


def wrong_uses(spec: Spec) -> Iterator[WrongUse]:
    """Every wrong use that the signature of a function tells of."""
    required = list_required(spec)
    first = next(iter(spec.params), "")
    given = {first: required[first]} if spec.kind == "verb" and first in required else {}
    if len(required) > len(given) and spec.name not in NEEDED:
        yield WrongUse(spec, "missing", given, rf"{spec.name}\(\): argument `\w+` is missing")
    last = list(spec.params)[-1:]
    if last and last[0] != "object" and not spec.name.startswith(OPEN):
        misspelt = f"{last[0]}x"
        advice = rf"Did you mean `{last[0]}`\?" if len(last[0]) > 4 else "(Did you mean|Arguments are:)"
        message = rf"{spec.name}\(\): unknown argument `{misspelt}`\. {advice}"
        yield WrongUse(spec, "unknown", {**required, misspelt: ONE}, message)
    for param in spec.params.values():
        message = rf"{spec.name}\(\): `{param.name}` should be .+Received: {param.name} = "
        whole = is_whole(param.word)
        wrong = TEXT if whole or param.word.choices else WRONG.get(param.word.expected)
        if wrong is not None:
            yield WrongUse(spec, f"{param.name}-type", {**required, param.name: wrong}, message)
        if whole:
            fraction = HALF if param.word.cuts_off else FRACTION
            yield WrongUse(spec, f"{param.name}-fraction", {**required, param.name: fraction}, message)
        if not param.word.takes_na:
            yield WrongUse(spec, f"{param.name}-NA", {**required, param.name: NOT_AVAILABLE}, message)


LAYER = keras.layers.Dense(1)
SYMBOLIC = keras.Input((1,))
DATA = np.zeros((2, 1))
OF_OTHER_KINDS = {
    "an initializer": lambda: rk.initializer_zeros(),
    "a regularizer": lambda: rk.regularizer_l2(),
    "a constraint": lambda: rk.constraint_nonneg(),
    "an optimizer": lambda: rk.optimizer_sgd(),
    "a metric": lambda: rk.metric_mean(),
    "a loss": lambda: rk.loss_mean_squared_error(),
    "a layer": lambda: LAYER,
}
"""Objects of Keras, each of which is right in one place and wrong in all others."""
OF_OTHER_MAKERS = {
    "an initializer": rk.initializer_zeros,
    "a regularizer": rk.regularizer_l2,
    "a constraint": rk.constraint_nonneg,
    "an optimizer": rk.optimizer_sgd,
    "a metric": rk.metric_mean_squared_error,
    "a loss": rk.loss_mean_squared_error,
    "a layer": rk.layer_activation_relu,
}
"""Functions that make such objects, given without their parentheses."""

PLACES = {
    "the name of an initializer, or an initializer": "an initializer",
    "a regularizer, or the name of one": "a regularizer",
    "a constraint, or the name of one": "a constraint",
    "the name of an activation, or a function": "a layer",
    "a number or a learning rate schedule": "",
    "the name of a data type": "",
}
"""By what an argument takes the kind that is right there."""


def wrong_objects(spec: Spec) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Every object of Keras where another kind is wanted: what is wrong, the arguments, the message."""
    required = {name: given.python for name, given in list_required(spec).items()}
    for param in spec.params.values():
        right_kind = PLACES.get(param.word.expected)
        for kind, make in OF_OTHER_KINDS.items() if right_kind is not None else ():
            if kind != right_kind:
                message = rf"{spec.name}\(\): `{param.name}` should be .*This is {kind}\."
                yield f"{param.name} is {kind}", {**required, param.python_name: make()}, message
                yield f"{param.name} makes {kind}", {**required, param.python_name: OF_OTHER_MAKERS[kind]}, message


def wrong_pairs(spec: Spec) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Two wrong arguments at once: the first that is named in the call is told."""
    found = [use for use in wrong_uses(spec) if use.sort.endswith("-type")]
    for one, other in itertools.pairwise(found):
        arguments = {**one.arguments, **other.arguments}
        named = {spec.params[name].python_name: given.python for name, given in arguments.items()}
        either = "|".join(re.escape(use.sort.removesuffix("-type")) for use in (one, other))
        yield (
            f"{one.sort} and {other.sort}",
            named,
            rf"{spec.name}\(\): `({either})` should be .+Received: ({either}) = ",
        )


def wrong_subjects(spec: Spec) -> Iterator[tuple[str, tuple[Any, ...], str]]:
    """Calls of a verb on what it is not about: a tensor, and data before the model."""
    first, *others = spec.params
    message = rf"{spec.name}\(\): `{first}` should be .*(model|layer|object of Keras|tokenizer)"
    yield "on a tensor", (SYMBOLIC,), message
    if others and spec.params[others[0]].word.expected.startswith("data"):
        yield "model and data swapped", (DATA, MODEL), message


LONG = ["secret"] * 10_000
"""Data of which a message shows the beginning at most."""
