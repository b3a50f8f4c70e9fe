"""User-written steps that combine each target with all samples by mistake: (n, 1) with (n,).

No backend reports this, and the loss is wrong.
"""

import contextlib
import re
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from ..engine.internals import operations
from ..engine.loading import keras, resolve
from ..engine.tensors import get_backend
from . import targets

_STRETCHING = {
    "Add", "AddV2", "Sub", "Mul", "Div", "RealDiv", "DivNoNan", "FloorDiv", "FloorMod", "Maximum", "Minimum", "Pow",
    "SquaredDifference", "Xdivy", "Xlogy", "Equal", "NotEqual", "Less", "LessEqual", "Greater", "GreaterEqual",
    "LogicalAnd", "LogicalOr",
}  # fmt: skip
"""Element-wise TensorFlow operations, which broadcast one value to the shape of the other."""
_PROMOTION = r"Following NumPy automatic rank promotion for (\w+) on shapes (.*?\)) (.*?\))\."
_ADVICE = (
    "each sample with every other. A vector of targets arrives as a column, (n, 1), as in custom losses: do not "
    "squeeze the predictions, and do not add an axis to the targets."
)


@contextlib.contextmanager
def refuse_pairs(step: str, data: Any) -> Iterator[None]:
    """Refuse to combine the targets of each sample with all samples in the block; a warning on JAX.

    Args:
        step: The step and its model, for the message.
        data: The batch that it gets: inputs, targets and perhaps weights.
    """
    backend = get_backend()
    if backend == "jax":
        watch = _warn_on_jax(step, data)
    elif backend == "torch":
        watch = _watch_torch(_Watch(step, data).see)
    else:
        watch = operations.watch_tensorflow(_Watch(step, data, _STRETCHING).see)
    with watch:
        yield


class _Watch:
    """Values computed from the targets of a batch, and values computed from its other data.

    Args:
        step: The step and its model.
        data: The batch.
        names: The operations that may combine samples; None for all.
    """

    def __init__(self, step: str, data: Any, names: set[str] | None = None) -> None:
        self._step, self._names = step, names
        leaves = keras().tree.flatten(data[1])
        self._size = leaves[0].shape[0]
        self._targets = {id(one): one for one in leaves}  # holding the tensors keeps their ids valid
        self._data = {id(one): one for one in keras().tree.flatten(data) if one is not None}

    def see(self, name: str, inputs: Any, outputs: Any) -> None:
        """Note what an operation makes of the batch.

        Args:
            name: Its name.
            inputs: What it takes.
            outputs: What it gives.

        Raises:
            ValueError: If it combines each sample with all samples.
        """
        tensors = [one for one in inputs if targets.get_rank(one) is not None]
        if not any(id(one) in self._data for one in tensors):
            return
        of_targets = any(id(one) in self._targets for one in tensors)
        for one in outputs:
            self._data[id(one)] = one
            if of_targets:
                self._targets[id(one)] = one
        combines = (len(tensors), len(outputs)) == (2, 1) and (self._names is None or name in self._names)
        if of_targets and combines and self._is_pairing(tensors, outputs[0]):
            first, second, result = (_spell(one.shape, self._size) for one in (*tensors, outputs[0]))
            raise ValueError(
                f"{self._step}: {name} combines shape {first} with {second} and returns {result}, {_ADVICE}"
            )

    def _is_pairing(self, tensors: list[Any], result: Any) -> bool:
        ranks = [targets.get_rank(one) for one in (*tensors, result)]
        if None in ranks or ranks[0] == ranks[1] or self._size == 1:
            return False
        # An axis of the known batch size may be another, such as class weights: only tensors made from data count.
        if self._size is not None and not all(id(one) in self._data for one in tensors):
            return False
        found = [list(one.shape).count(self._size) for one in (*tensors, result)]
        return found[:2] == [1, 1] and found[2] > 1


@contextlib.contextmanager
def _watch_torch(see: Callable[[str, Any, Any], None]) -> Iterator[None]:
    """Call a function after each function of PyTorch in the block, as watch_tensorflow() does."""
    base = resolve("torch.overrides.TorchFunctionMode")

    class Watching(base):  # type: ignore[misc, valid-type]
        def __torch_function__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            result = function(*args, **(kwargs or {}))
            see(getattr(function, "__name__", "a function"), args, [result])
            return result

    with Watching():
        yield


@contextlib.contextmanager
def _warn_on_jax(step: str, data: Any) -> Iterator[None]:
    """Warn if JAX combines shapes (n, 1) and (n,), since it does not tell where the values come from."""
    size = keras().tree.flatten(data[1])[0].shape[0]
    with warnings.catch_warnings(record=True) as caught, resolve("jax.numpy_rank_promotion")("warn"):
        warnings.simplefilter("always")
        yield
    for one in caught:
        promoted = re.match(_PROMOTION, str(one.message))
        if not promoted:
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)
        elif size > 1 and {*promoted.groups()[1:]} == {f"({size}, 1)", f"({size},)"}:
            name, first, second = promoted.groups()
            warnings.warn(f"{step}: {name} combines shape {first} with {second}, {_ADVICE}", stacklevel=2)


def _spell(shape: Any, size: int | None) -> str:
    sizes = ["n" if one == size else str(one) for one in shape]
    return f"({', '.join(sizes)}{',' if len(sizes) == 1 else ''})"
