"""A wrong call of any function says which function, which argument, what was expected and what came."""

import importlib
import re
import warnings
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
from prepared import run_prepared
from support import for_each, sampled
from wrong_uses import (
    LONG,
    MODEL,
    OPEN,
    WRONG,
    WrongUse,
    list_required,
    wrong_objects,
    wrong_pairs,
    wrong_subjects,
    wrong_uses,
)

import rkeras_py as rk
from rkeras_py.data.arrays import Factor
from rkeras_py.messages.errors import spell_as_r
from rkeras_py.signatures.registry import REGISTRY
from rkeras_py.signatures.words import Composable, Labels, get_word
from tools.codegen.files import load_all

load_all()
HERE = {name: spec for name, spec in sorted(REGISTRY.items()) if spec.versions.hold(keras.__version__)}
NAMES = [name for name, spec in HERE.items() if any(wrong_uses(spec))]
IN_R = sampled((name for name in NAMES if not REGISTRY[name].python_only), 10)


def in_python(use: WrongUse) -> str:
    """Return Python's message for a wrong use."""
    function = getattr(importlib.import_module(use.spec.module), use.spec.name)
    arguments = {
        use.spec.params[name].python_name if name in use.spec.params else name: given.python
        for name, given in use.arguments.items()
    }
    try:
        function(**arguments)
    except (TypeError, ValueError) as error:
        return str(error)
    return "no error"


@for_each("name", NAMES)
def test_the_error_names_function_and_argument_in_python(name: str) -> None:
    said = [(use, in_python(use)) for use in wrong_uses(REGISTRY[name])]
    assert not [f"{use.sort}: {message}" for use, message in said if not re.match(use.message, message)]


def say(name: str, /, *args: Any, **arguments: Any) -> str:
    """Return the message of a function for some arguments, or "no error"."""
    function = getattr(importlib.import_module(REGISTRY[name].module), name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            function(*args, **arguments)
    except (TypeError, ValueError) as error:
        return str(error)
    return "no error"


@for_each("name", NAMES)
def test_an_object_of_another_kind_and_two_wrong_arguments(name: str) -> None:
    spec = REGISTRY[name]
    tried = [*wrong_objects(spec), *wrong_pairs(spec)]
    said = [(sort, message, say(name, **arguments)) for sort, arguments, message in tried]
    assert not [f"{sort}: {words}" for sort, message, words in said if not re.match(message, words)]


VERBS = [name for name in NAMES if REGISTRY[name].kind == "verb" and not REGISTRY[name].name.endswith("_tokenizer")]


@for_each("name", VERBS)
def test_a_verb_on_what_it_is_not_about(name: str) -> None:
    said = [(sort, message, say(name, *args)) for sort, args, message in wrong_subjects(REGISTRY[name])]
    assert not [f"{sort}: {words}" for sort, message, words in said if not re.match(message, words)]


@for_each("name", sampled(NAMES, 3))
def test_messages_are_short_however_long_the_data(name: str) -> None:
    """An argument that gets ten thousand texts: the function's name comes first, and no more than a line of them."""
    spec = REGISTRY[name]
    required = {spec.params[one].python_name: given.python for one, given in list_required(spec).items()}
    params = [param for param in spec.params.values() if WRONG.get(param.word.expected) or param.word.choices]
    said = {param.name: say(name, **{**required, param.python_name: LONG}) for param in params}
    wrong = {
        one: words for one, words in said.items() if not words.startswith(f"{name}(): `{one}`") or len(words) > 700
    }
    assert not wrong


LABELS = Factor([0, 1], ["a", "b"])


@for_each("name", NAMES)
def test_a_factor_is_refused_where_its_codes_would_count_as_numbers(name: str) -> None:
    """So is a list with one, and what pandas has for it; class labels may be a factor."""
    spec = HERE[name]
    required = {spec.params[one].python_name: given.python for one, given in list_required(spec).items()}
    others = (get_word(Labels), get_word(Composable))
    params = [param for param in spec.params.values() if param.word.is_tensor and param.word not in others]
    params = [] if name.startswith(OPEN) else params
    said = {
        f"{param.name}, {type(factor).__name__}": say(name, **{**required, param.python_name: factor})
        for param in params
        for factor in (LABELS, [LABELS, LABELS], pd.Categorical(["a", "b"]), pd.Series(["a", "b"], dtype="category"))
    }
    assert not {sort: words for sort, words in said.items() if not re.match(rf"{name}\(\): `\w+` should be ", words)}


def test_a_layer_takes_no_factor() -> None:
    for factor in (LABELS, pd.Categorical(["a", "b"])):
        with pytest.raises(TypeError, match=r"layer_dense\(\): `object` should be a tensor"):
            rk.layer_dense(factor, units=2)


def test_class_labels_may_be_a_factor() -> None:
    predicted, codes = np.array([[0.8, 0.2], [0.4, 0.6]]), np.array([0, 1])
    for function in (rk.loss_sparse_categorical_crossentropy, rk.k_sparse_categorical_crossentropy):
        assert np.array_equal(function(LABELS, predicted), function(codes, predicted))
    assert np.array_equal(rk.k_one_hot(LABELS, 2), np.eye(2))
    assert np.array_equal(rk.to_categorical(LABELS), np.eye(2))


def test_constants_are_spelt_in_the_language_of_the_reader() -> None:
    with pytest.raises(ValueError, match=r"`use_bias` should be True or False\."):
        rk.layer_dense(units=1, use_bias="x")
    with spell_as_r(), pytest.raises(ValueError, match=r"`use_bias` should be TRUE or FALSE\."):
        rk.layer_dense(units=1, use_bias="x")


def test_functions_that_call_others_name_themselves(tmp_path: Path) -> None:
    for name in ("load_model", "load_model_config", "load_model_hdf5", "load_model_tf"):
        with pytest.raises(OSError, match=rf"^{name}\(\): "):
            getattr(rk, name)(tmp_path / "none")
    for name in ("load_model_weights", "load_model_weights_hdf5"):
        with pytest.raises(OSError, match=rf"^{name}\(\): "):
            getattr(rk, name)(MODEL, tmp_path / "none")
    for name in ("image_dataset_from_directory", "text_dataset_from_directory", "image_load"):
        with pytest.raises(OSError, match=rf"^{name}\(\): .*none"):
            getattr(rk, name)(str(tmp_path / "none"))


X = np.ones((2, 1))
AT_FIT = {
    "forgotten parentheses": (
        {"callbacks": rk.callback_early_stopping},
        {},
        r"fit.*`callbacks` .*with parentheses",
    ),
    "a regularizer that returns text": (
        {},
        {"kernel_regularizer": lambda w: "a"},
        r"fit\(\): `kernel_regularizer` of the layer .* should return one number",
    ),
    "a regularizer that returns nothing": (
        {},
        {"kernel_regularizer": lambda w: None},
        r"fit\(\): `kernel_regularizer` of the layer .* should return one number",
    ),
    "an order that is an array": ({"shuffle": X}, {}, r"fit\(\): `shuffle` should be True, False or .batch."),
    "ragged targets": ({"y": [[1.0], [1.0, 2.0]]}, {}, r"fit\(\): `y` .*different lengths: pad_sequences"),
    "a ragged array": ({"y": np.array([[1.0], [1.0, 2.0]], object)}, {}, r"fit\(\): `y`: .*different lengths"),
    "a folder that is not there": (
        {"callbacks": lambda: rk.callback_csv_logger("/none/a.csv")},
        {},
        r"callback_csv_logger\(\): `filename` should be a file in a folder that exists",
    ),
}


SYMBOL = keras.Input((3,))
AT_CALL = {
    "an activation that returns text": (
        lambda: rk.layer_dense(units=2, activation=lambda x: "a"),
        r"layer_dense\(\): `activation`: an activation should return a tensor.* It returned: 'a'",
    ),
    "an activation that returns nothing": (
        lambda: rk.layer_conv_1d(X[:, :, None], 2, 1, activation=lambda x: None),
        r"layer_conv_1d\(\): `activation`: an activation should return a tensor.* It returned: None",
    ),
    "a layer that returns text": (
        lambda: rk.layer_lambda(X, lambda x: "a"),
        r"layer_lambda\(\): .*the function of a layer should return a tensor",
    ),
    "weights of another shape in a model": (
        lambda: SYMBOL >> rk.layer_dense(2, kernel_initializer=lambda shape, dtype: np.ones((1, 1))),
        r"`kernel_initializer`: an initializer should return numbers with shape \(3, 2\)",
    ),
    "weights of another shape": (
        lambda: rk.layer_dense(X, 2, bias_initializer=lambda shape, dtype: np.ones(1)),
        r"layer_dense\(\): `bias_initializer`: an initializer should return numbers with shape",
    ),
    "a layer that is not recurrent": (
        lambda: rk.bidirectional(layer=rk.layer_dense(units=2)),
        r"bidirectional\(\): `layer` should be a recurrent layer\. Create one with layer_lstm",
    ),
    "a step that returns text": (
        lambda: rk.k_foldl(lambda so_far, one: "a", X),
        r"k_foldl\(\): `fn` should be a function that returns the next result\. Received: fn = 'a'",
    ),
}


@for_each("case", AT_CALL)
def test_functions_that_return_what_they_may_not(case: str) -> None:
    call, message = AT_CALL[case]
    with pytest.raises(ValueError, match=message):
        call()


@for_each("case", AT_FIT)
def test_mistakes_that_show_in_fit(case: str) -> None:
    more, of_layer, message = AT_FIT[case]
    model = rk.keras_model_sequential(input_shape=1) >> rk.layer_dense(1, **of_layer)
    rk.compile(model, "sgd", "mse", run_eagerly=True)
    arguments = {"y": X, **more}
    if case.startswith("a folder"):
        arguments["callbacks"] = arguments["callbacks"]()
    with pytest.raises((TypeError, ValueError, OSError)) as raised:
        rk.fit(model, X, verbose=0, **arguments)
    assert re.match(message, str(raised.value)), str(raised.value)


@pytest.fixture(scope="module")
def messages_in_r() -> dict[str, str]:
    """The messages of R for each wrong use, all in one session."""
    calls = []
    for name in IN_R:
        for use in wrong_uses(REGISTRY[name]):
            arguments = ", ".join(f"`{name}` = {given.r}" for name, given in use.arguments.items())
            calls.append(f'say("{use.id}", {use.spec.name}({arguments}))')
    code = """
      library(rkeras)
      model <- keras_model_sequential(input_shape = 1) %>% layer_dense(1) %>% compile("sgd", "mse")
      say <- function(id, call) {
        words <- function(e) paste(deparse(conditionCall(e)), conditionMessage(e))
        message <- tryCatch({call; "no error"}, error = words)
        cat(id, "\t", gsub("\n", " ", message[1]), "\n", sep = "")
      }
    """
    done = run_prepared("\n".join([code, *calls]), host="r", timeout=280)
    assert done.code == 0, done.stderr
    return dict(line.split("\t", 1) for line in done.stdout.splitlines())


def is_right(use: WrongUse, message: str) -> bool:
    """Tell whether R's message names function and argument, and has no trace of Python."""
    if "py_last_error" in message or "None" in message:
        return False
    if use.sort == "unknown" and "..." not in use.spec.formals():
        unknown = list(use.arguments)[-1]
        return bool(re.match(rf"{use.spec.name}\(.*unused argument \({unknown} = ", message))
    return bool(re.search(use.message, message))


@for_each("name", IN_R)
def test_the_error_names_function_and_argument_in_r(messages_in_r: dict[str, str], name: str) -> None:
    said = [(use, messages_in_r[use.id]) for use in wrong_uses(REGISTRY[name])]
    assert not [f"{use.sort}: {message}" for use, message in said if not is_right(use, message)]
