"""A wrong call of any function says which function, which argument, what was expected and what came."""

import importlib
import re

import keras
import pytest
from prepared import run_prepared
from support import for_each, sampled
from wrong_uses import WrongUse, wrong_uses

from rkeras_py.signatures.registry import REGISTRY
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
