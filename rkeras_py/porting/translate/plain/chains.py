"""Chains of layers and methods as separate statements, in Keras style and in R's order."""

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


def name_objects(body: list[ast.stmt]) -> list[ast.stmt]:
    """Give an object whose method is called the name that it goes to, and none where it goes nowhere.

    Args:
        body: The statements of one expression of R.
    """
    place = next((place for place, one in enumerate(body) if isinstance(one, code.HoldObject)), len(body))
    if place == len(body):
        return body
    held, called, *rest = body[place:]
    assert isinstance(held, code.HoldObject) and isinstance(called, ast.Expr)
    name = ast.unparse(held.targets[0])
    if not rest:
        return [*body[:place], ast.Expr(code.rename(called.value, {name: held.value}))]
    goes = rest[0] if len(rest) == 1 and isinstance(rest[0], ast.Assign) else None
    target = goes.targets[0] if goes is not None and ast.unparse(goes.value) == name else None
    if not isinstance(target, ast.Name) or mentions_name(called, target.id):
        return body
    named = code.rename(called.value, {name: code.name(target.id)})
    return [*body[:place], ast.Assign([target], held.value), ast.Expr(named)]


def mentions_name(node: ast.AST, name: str) -> bool:
    """Tell whether code has a name."""
    return any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node))


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
    is_used = any(mentions_name(layer, target.id) for layer in layers[:-1])
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
