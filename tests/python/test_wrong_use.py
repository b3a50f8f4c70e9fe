"""A wrong call of any function says which function, which argument, what was expected and what came."""

import importlib
import re

import pytest
from support import run_script
from wrong_uses import WrongUse, wrong_uses

from rkeras_py._codegen.files import load_all
from rkeras_py._registry import REGISTRY

load_all()
USES = [use for name in sorted(REGISTRY) for use in wrong_uses(REGISTRY[name])]
IN_R = [use for use in USES if not use.spec.python_only]


@pytest.mark.parametrize("use", [pytest.param(use, id=use.id) for use in USES])
def test_the_error_names_function_and_argument_in_python(use: WrongUse) -> None:
    function = getattr(importlib.import_module(use.spec.module), use.spec.name)
    arguments = {
        use.spec.params[name].python_name if name in use.spec.params else name: given.python
        for name, given in use.arguments.items()
    }
    with pytest.raises((TypeError, ValueError), match=use.message):
        function(**arguments)


@pytest.fixture(scope="module")
def messages_in_r() -> dict[str, str]:
    """What R says to each wrong use, all in one session."""
    calls = []
    for use in IN_R:
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
    done = run_script("\n".join([code, *calls]), "r", timeout=280)
    assert done.code == 0, done.stderr
    return dict(line.split("\t", 1) for line in done.stdout.splitlines())


@pytest.mark.parametrize("use", [pytest.param(use, id=use.id) for use in IN_R])
def test_the_error_names_function_and_argument_in_r(messages_in_r: dict[str, str], use: WrongUse) -> None:
    message = messages_in_r[use.id]
    if use.sort == "unknown" and "..." not in use.spec.formals():
        assert re.match(rf"{use.spec.name}\(.*unused argument \({list(use.arguments)[-1]} = ", message), message
    else:
        assert re.search(use.message, message), message
    assert "py_last_error" not in message and "None" not in message
