"""Chains of layers in statements of their own, as Keras's users write them: the layers are made in R's order."""

import ast

from .. import code


def set_apart(body: list[ast.stmt]) -> list[ast.stmt]:
    """Write `x = B()(A()(y))` as `x = A()(y)` and `x = B()(x)`, since Python makes B before A.

    Args:
        body: Statements, of which blocks may hold others.
    """
    found: list[ast.stmt] = []
    for statement in body:
        for block in ("body", "orelse", "finalbody"):
            if getattr(statement, block, None):
                setattr(statement, block, set_apart(getattr(statement, block)))
        found += _split(statement)
    return found


def _split(statement: ast.stmt) -> list[ast.stmt]:
    if not (isinstance(statement, ast.Assign) and len(statement.targets) == 1):
        return [statement]
    target, value = statement.targets[0], statement.value
    layers: list[ast.Call] = []
    while isinstance(value, ast.Call) and (layer := _find_layer(value)):
        layers.append(layer)
        value = value.args[0]
    if not isinstance(target, ast.Name):
        return [statement]
    is_used = any(isinstance(one, ast.Name) and one.id == target.id for layer in layers[:-1] for one in ast.walk(layer))
    if len(layers) < 2 or is_used:
        return [statement]
    steps: list[ast.stmt] = []
    for layer in reversed(layers):
        steps.append(ast.Assign([target], code.call(layer, value)))
        value = code.name(target.id)
    return steps


def _find_layer(call: ast.Call) -> ast.Call | None:
    """Return the code that makes a layer which is called at once on one input."""
    layer = call.func
    if not isinstance(layer, ast.Call) or len(call.args) != 1 or call.keywords:
        return None
    return layer if ast.unparse(layer.func).startswith("keras.layers.") else None
