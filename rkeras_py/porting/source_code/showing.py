"""show_r() and show_python()."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any

from ...custom.python_forms import show_parts
from ...define import verb
from ...engine.internals.modules import know_objects
from ...graph.function_names import is_of_r, known_apart
from ...signatures.words import MISSING, Value, choice
from ...syntax.pipe import ONLY_MODELS
from .expressions import Program
from .in_python import print_python
from .in_r import print_r
from .models import Writer

Package = Annotated[str, choice("rkeras", "keras", "keras3")]
Style = Annotated[str, choice("rkeras_py", "keras")]


class SourceCode(str):
    """Code as a string that shows itself as it is, line by line."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str.__str__(self).rstrip("\n")


def _show(
    function: str, model: Any, style: str, print_program: Callable[[Program], str], package: str = ""
) -> SourceCode:
    program = Program(is_r=style == "R")
    try:
        with known_apart(model) as parts, know_objects(parts):
            inner = {name: inspect.unwrap(part) for name, part in parts.items()}
            of_r = {name: part for name, part in inner.items() if is_of_r(part)}
            program.definitions.update(show_parts(of_r, style))
            Writer(program, style != "keras", package).write(model)
            return SourceCode(print_program(program))
    except ValueError as error:
        raise ValueError(f"{function}(): {error}.") from None


@verb(of=ONLY_MODELS, returns="code")
def show_r(model: Value = MISSING, dialect: Package = "rkeras") -> str:
    """Show the R code that creates a model.

    Use it to document a model, or to move it to another project. The model can be created in R, in Python or with plain
    Keras, or loaded from a file. The code creates a model with the same layers, connections and compile settings, but
    without the weights. It contains a layer that is used several times only once, and omits arguments with default
    values, and layer names that Keras generated, unless another layer could get such a name.

    Args:
        model: A model from keras_model() or keras_model_sequential(), or a plain Keras model of layers.
        dialect: "rkeras", "keras" for code that uses only functions and arguments of R keras 2.15, or "keras3" for code
            that the R package keras3 can run, too, with its argument names and order, and axes counted from 1. Objects
            without a function are created with `keras$layers`.

    Returns:
        The code, a string that prints as code: `writeLines(show_r(model), "model.R")` writes a file. It contains the R
        classes and functions that the model uses; show_python() writes their Python version, if there is one. A comment
        at the top names missing parts, such as a Python class. The state from adapt() is included.

    Raises:
        ValueError: If it is not a model, or is a model with a custom `call`.

    Example:
        >>> model = keras_model_sequential(input_shape=4) >> layer_dense(units=8, activation="relu")
        >>> show_r(model)
        library(rkeras)
        <BLANKLINE>
        model <- keras_model_sequential(input_shape = 4) %>%
          layer_dense(units = 8, activation = "relu")
    """
    package = "" if dialect == "rkeras" else dialect
    return _show("show_r", model, "R", lambda program: print_r(program, dialect), package)


@verb(of=ONLY_MODELS, returns="code")
def show_python(model: Value = MISSING, style: Style = "rkeras_py") -> str:
    """Show the Python code that creates a model.

    Use it to move a model that you built in R, or loaded from a file, into a Python project. The options and limits are
    those of show_r().

    Args:
        model: A model from keras_model() or keras_model_sequential(), or a plain Keras model of layers.
        style: "rkeras_py" for the functions of this package and its pipe `>>`, "keras" for code that needs only Keras.

    Returns:
        The code, a string that prints as code.

    Raises:
        ValueError: If it is not a model, or is a model with a custom `call`.

    Example:
        >>> model = keras_model_sequential(input_shape=4) >> layer_dense(units=8, activation="relu")
        >>> show_python(model)
        from rkeras_py import *
        <BLANKLINE>
        model = (
            keras_model_sequential(input_shape=(4,)) >> layer_dense(units=8, activation="relu")
        )
        >>> show_python(model, style="keras")
        import keras
        <BLANKLINE>
        model = keras.Sequential([
            keras.Input(shape=(4,)), keras.layers.Dense(units=8, activation="relu")
        ])
    """
    pipes = style == "rkeras_py"
    return _show("show_python", model, style, lambda program: print_python(program, pipes))
