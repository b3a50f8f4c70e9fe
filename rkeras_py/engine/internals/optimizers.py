"""Optimizers that are saved alone, without the weights that their state belongs to."""

from typing import Any

from ..loading import keras

Weight = tuple[tuple[int, ...], str, str]
"""The shape, the type and the path of a weight."""


def list_weights(optimizer: Any) -> list[Weight]:
    """List the weights for which an optimizer keeps values; none before it is built.

    Args:
        optimizer: The optimizer.
    """
    return [(tuple(one.shape), one.dtype, one.path) for one in optimizer._trainable_variables]


def list_own_variables(optimizer: Any) -> list[Any]:
    """List the variables that an optimizer has before it is built.

    Args:
        optimizer: The optimizer.
    """
    rate = optimizer._learning_rate
    return [optimizer.iterations, *([rate] if isinstance(rate, keras().Variable) else [])]


def build_without_weights(optimizer: Any, weights: list[Weight]) -> None:
    """Build an optimizer for weights of which only the shapes are known: it goes on with the first of these shapes.

    Args:
        optimizer: An optimizer that is not built.
        weights: The weights.
    """
    stand_ins = []
    for shape, dtype, path in weights:
        variable = keras().Variable(keras().ops.zeros(shape, dtype), dtype=dtype, name=path.rpartition("/")[2])
        variable._path = path
        stand_ins.append(variable)
    with keras().name_scope(optimizer.name):
        optimizer.build(stand_ins)

    def take_known(variables: list[Any]) -> None:
        if [tuple(one.shape) for one in variables] == [shape for shape, _, _ in weights]:
            places = {optimizer._var_key(one): place for place, one in enumerate(variables)}
            vars(optimizer).update(_trainable_variables=list(variables), _trainable_variables_indices=places)
        del vars(optimizer)["_check_variables_are_known"]
        optimizer._check_variables_are_known(variables)

    vars(optimizer)["_check_variables_are_known"] = take_known


def find_weights_again(optimizer: Any) -> None:
    """Have an optimizer find its weights after they were given other memory.

    Args:
        optimizer: The optimizer.
    """
    for one in (optimizer, getattr(optimizer, "inner_optimizer", None)):
        if one is not None:
            one._trainable_variables_indices = {
                one._var_key(x): place for place, x in enumerate(one._trainable_variables)
            }
