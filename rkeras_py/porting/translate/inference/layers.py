"""The number of axes of a model's predictions, inferred from its layers."""

import ast

_KEEP = ("Dense", "Dropout", "Activation", "BatchNormalization", "LayerNormalization", "ReLU", "LeakyReLU", "Softmax",
         "GaussianNoise", "Rescaling", "Normalization")  # fmt: skip
_FLAT = ("Flatten", "GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalMaxPooling1D", "GlobalMaxPooling2D")
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
    rank: int | None = None
    for layer in layers:
        if not isinstance(layer, ast.Call):
            return None
        name = ast.unparse(layer.func).rpartition(".")[2]
        named = {one.arg: one.value for one in layer.keywords}
        if name == "Input":
            shape = named.get("shape")
            rank = len(shape.elts) + 1 if isinstance(shape, ast.Tuple) else None
        elif name in _FLAT:
            rank = 2
        elif name in _RECURRENT:
            sequences = named.get("return_sequences")
            is_known = sequences is None or isinstance(sequences, ast.Constant)
            rank = (3 if getattr(sequences, "value", False) else 2) if is_known else None
        elif name not in _KEEP:
            rank = _SPATIAL.get(name)
    return rank
