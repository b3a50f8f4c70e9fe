"""The number of axes of a model's predictions, inferred from its layers."""

import ast
from collections.abc import Callable

from .forms import OPEN, Form, join_forms

_KEEP = ("Dense", "Dropout", "Activation", "BatchNormalization", "LayerNormalization", "ReLU", "LeakyReLU", "Softmax",
         "GaussianNoise", "Rescaling", "Normalization")  # fmt: skip
_FLAT = ("Flatten", "GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalMaxPooling1D", "GlobalMaxPooling2D")
_JOINS = ("Add", "Average", "Concatenate", "Maximum", "Minimum", "Multiply", "Subtract")
_RECURRENT = ("LSTM", "GRU", "SimpleRNN")
_SPATIAL = {"Conv1D": 3, "MaxPooling1D": 3, "Conv2D": 4, "MaxPooling2D": 4}


def count_units(layer: ast.expr | None) -> int | None:
    """Return how many units a dense layer has; None of another layer, or where only running tells.

    Args:
        layer: The code of the layer.
    """
    if not (isinstance(layer, ast.Call) and ast.unparse(layer.func) == "keras.layers.Dense" and layer.args):
        return None
    units = layer.args[0]
    return units.value if isinstance(units, ast.Constant) and isinstance(units.value, int) else None


def count_predicted(model: ast.expr) -> int | None:
    """Return how many axes the predictions of `keras.Sequential([...])` have; None where its layers do not tell.

    Args:
        model: The code of the model.
    """
    if not (isinstance(model, ast.Call) and ast.unparse(model.func) == "keras.Sequential" and model.args):
        return None
    layers = model.args[0].elts if isinstance(model.args[0], ast.List) else []
    axes: int | None = None
    for layer in layers:
        if not isinstance(layer, ast.Call):
            return None
        axes = count_axes_of_input(layer) if _name_layer(layer) == "Input" else count_axes_after(layer, axes)
    return axes


def count_axes_of_input(made: ast.Call) -> int | None:
    """Return how many axes the tensor of `keras.Input(shape=...)` has, with that of the batch.

    Args:
        made: The code of the call.
    """
    shape = next((one.value for one in made.keywords if one.arg == "shape"), None)
    return len(shape.elts) + 1 if isinstance(shape, ast.Tuple) else None


def count_axes_after(layer: ast.expr, axes: int | None) -> int | None:
    """Return how many axes the output of a layer has; None where the code does not tell.

    Args:
        layer: The code of the layer.
        axes: How many axes its input has, if that is known; of several inputs those that all have.
    """
    if not isinstance(layer, ast.Call):
        return None
    name = _name_layer(layer)
    if name in (*_KEEP, *_JOINS):
        return axes
    named = {one.arg: one.value for one in layer.keywords}
    if "keepdims" in named or "return_state" in named:
        return None
    if name in _FLAT:
        return 2
    if name in _RECURRENT:
        sequences = named.get("return_sequences")
        is_known = sequences is None or isinstance(sequences, ast.Constant)
        return (3 if getattr(sequences, "value", False) else 2) if is_known else None
    return _SPATIAL.get(name)


def _name_layer(layer: ast.Call) -> str:
    path = ast.unparse(layer.func)
    return path.rpartition(".")[2] if path == "keras.Input" or path.startswith("keras.layers.") else ""


Find = Callable[[ast.AST], Form]


def read_layer(layer: ast.Call, given: list[ast.expr], find: Find) -> Form:
    """Return the form of the output of a layer.

    Args:
        layer: The code of the layer.
        given: What it is called with.
        find: Tells the form of code.
    """
    inputs = given[0].elts if given and isinstance(given[0], ast.List) else given[:1]
    axes = {find(one).axes for one in inputs}
    return Form(
        None, "tensor", columns=count_units(layer), axes=count_axes_after(layer, axes.pop() if len(axes) == 1 else None)
    )


def read_outputs(outputs: ast.expr, find: Find) -> Form | None:
    """Return the form of the predictions of a model; None where nothing is known of them.

    Args:
        outputs: The code of its outputs.
        find: Tells the form of code.
    """
    several = outputs.elts if isinstance(outputs, ast.List) else [outputs]
    forms = [find(one) for one in several]
    found = [Form(one.axes, "number", wide=one.axes is None, columns=one.columns) for one in forms]
    if len(found) == 1:
        return found[0] if found[0].rank or found[0].columns else None
    joined = found[0]
    for one in found[1:]:
        joined = join_forms(joined, one)
    return Form(1, "list", item=joined)


def read_added(model: Form, layer: ast.expr) -> Form:
    """Return the form of the predictions of a Sequential model after it got a layer.

    Args:
        model: The form of the model before.
        layer: The code of the layer.
    """
    is_input = isinstance(layer, ast.Call) and _name_layer(layer) == "Input"
    before = model.item.rank if model.item else None
    axes = count_axes_of_input(layer) if is_input else count_axes_after(layer, before)  # type: ignore[arg-type]
    return Form(axes, "number", columns=count_units(layer)) if axes else OPEN
