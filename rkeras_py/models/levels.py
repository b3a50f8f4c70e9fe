"""Classes: the factors among a model's targets, their levels, and their relation to its outputs.

The levels, and the recipe of a formula, are kept with the model, also in files.
"""

import contextlib
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ..data.arrays import Factor, as_factor, get_columns, is_arrays, is_frame
from ..data.formulas import Recipe
from ..engine.internals.compiled import option_of
from ..messages import errors
from ..r.results import Probabilities
from .outputs import get_losses, get_output_names

_LEVELS = "rkeras_levels"
_RECIPE = "rkeras_recipe"
IN_FILES = "rkeras"
"""The key under which files store factor levels and a formula's recipe; Keras ignores it."""
_ROUNDING = 1e-3


def read_factors(y: Any, names: Sequence[str]) -> tuple[Any, list[Factor | None]]:
    """Find the factors among targets.

    Args:
        y: The targets as the user gave them.
        names: The names of the model's outputs.

    Returns:
        The targets, a factor in place of what stands for one; and for each output its factor, or None: nothing where
        there cannot be any. A lone factor serves all outputs.

    Raises:
        UnusableError: If values of a factor are missing.
    """
    if y is None or type(y) is np.ndarray:
        return y, []
    factor = as_factor(y)
    if factor is not None:
        return factor, [factor] * max(1, len(names))
    several: Any = y if is_arrays(y) else []
    if is_frame(y):
        several = map(get_columns(y).get, names) if len(names) > 1 else []
    elif isinstance(y, dict):
        several = map(y.get, names) if len(names) > 1 else y.values()
    return y, [as_factor(value) for value in several]


def follow_levels(
    model: Any, y: Any, factors: list[Factor | None], function: str, argument: str, trains: bool
) -> tuple[Any, Any]:
    """Give the classes of factors the numbers that they have had for the model since it was fitted to a factor.

    Args:
        model: The model.
        y: The targets as `read_factors()` returned them.
        factors: The factor of each output, likewise.
        function: The function to name in messages.
        argument: The argument to name in messages.
        trains: Whether the model learns from them: then other classes may take the place of those before.

    Returns:
        The targets and the factors.

    Raises:
        ValueError: If targets to compare predictions with have classes that the model was not fitted to, or several
            factors have their classes in another order.
    """
    lone = y if isinstance(y, Factor) else None
    for place, factor in enumerate(factors):
        known = get_remembered_levels(model, place)
        if factor is None or known is None or factor.levels == known:
            continue
        others = [level for level in factor.levels if level not in known]
        if others and trains:
            before, after = ", ".join(known), ", ".join(factor.levels)
            _warn(f"{function}(): the model was fitted to the classes {before}; their places go to {after}.")
        elif others or (lone is None and not _is_start(factor.levels, known)):
            expected = f"a factor of the levels {', '.join(known)}, in this order, to which the model was fitted"
            raise errors.bad_argument(function, argument, expected, errors.Words(", ".join(factor.levels)))
        elif lone is not None:
            if trains and not _is_start(factor.levels, known):
                _warn(
                    f"{function}(): classes keep the places that they had when the model was fitted first: "
                    f"{', '.join(known)}. Received: y with the levels {', '.join(factor.levels)}"
                )
            numbers = np.array([known.index(level) for level in factor.levels])
            lone = Factor(numbers[lone.codes], known)
            return lone, [lone] * len(factors)
    return y, factors


def _is_start(levels: Sequence[str], known: Sequence[str]) -> bool:
    return tuple(levels) == tuple(known[: len(levels)])


def _warn(message: str) -> None:
    warnings.warn(message, stacklevel=2)


def remember_levels(model: Any, factors: Sequence[Factor | None]) -> None:
    """Keep the levels of factors on the model, one entry for each output.

    Args:
        model: The model that was fitted.
        factors: What it was fitted to.
    """
    if any(factor is not None for factor in factors) or _LEVELS in vars(model):
        vars(model)[_LEVELS] = tuple(None if factor is None else factor.levels for factor in factors)


def get_remembered_levels(model: Any, place: int) -> Any:
    """Return the levels of one output, or None."""
    found = vars(model).get(_LEVELS, ())
    return found[place] if place < len(found) else None


@contextlib.contextmanager
def keep_on_error(model: Any) -> Iterator[None]:
    """Leave a model the levels and the recipe that it had, where it is not fitted after all.

    Args:
        model: The model.
    """
    own = getattr(model, "__dict__", {})
    before = {name: own[name] for name in (_LEVELS, _RECIPE) if name in own}
    try:
        yield
    except BaseException:
        for name in (_LEVELS, _RECIPE):
            own.pop(name, None)
        own.update(before)
        raise


def remember_recipe(model: Any, recipe: Recipe | None) -> None:
    """Keep on a model how a formula chose the columns that it was fitted to; None where none did.

    Args:
        model: The model that was fitted.
        recipe: The recipe.
    """
    if recipe is not None or _RECIPE in vars(model):
        vars(model)[_RECIPE] = recipe


def get_recipe(model: Any) -> Recipe | None:
    """Return the recipe of the formula that a model was fitted by."""
    found: Recipe | None = getattr(model, "__dict__", {}).get(_RECIPE)
    return found


def list_columns(model: Any, with_target: bool) -> list[str] | None:
    """List the columns that a model takes from a data frame; None where no formula fitted it.

    Args:
        model: The model.
        with_target: Whether to list the target, too.
    """
    recipe = get_recipe(model)
    return None if recipe is None else [*recipe.columns, *(recipe.targets if with_target else ())]


def list_targets(model: Any) -> list[str]:
    """List the columns that are the targets of the formula that a model was fitted by."""
    recipe = get_recipe(model)
    return [] if recipe is None else list(recipe.targets)


def describe_memory(model: Any) -> dict[str, Any]:
    """Return the levels and the recipe of a model as plain values, for files; nothing where it has none."""
    levels, recipe = vars(model).get(_LEVELS), get_recipe(model)
    described = {"levels": levels and [one and list(one) for one in levels], "recipe": recipe and recipe.to_state()}
    return {name: value for name, value in described.items() if value}


def restore_memory(model: Any, described: Any) -> None:
    """Give a model what `describe_memory()` returned.

    Args:
        model: A model that was read.
        described: What the file has.

    Raises:
        ValueError: If it is something else.
    """
    try:
        if described.get("levels"):
            vars(model)[_LEVELS] = tuple(one if one is None else _read_names(one) for one in described["levels"])
        if described.get("recipe"):
            kept = described["recipe"]
            columns, targets = (
                {str(name): None if one is None else list(_read_names(one)) for name, one in kept[part].items()}
                for part in ("columns", "targets")
            )
            vars(model)[_RECIPE] = Recipe(columns, targets, kept["by_name"] is True)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"its classes are not described as they are by this package: {error}") from error


def _read_names(names: Any) -> tuple[str, ...]:
    if not isinstance(names, (list, tuple)) or not all(isinstance(name, str) for name in names):
        raise TypeError("levels should be texts")
    return tuple(names)


def name_classes(model: Any, codes: Any, place: int) -> Factor | None:
    """Return classes under the names that they had in training.

    Args:
        model: The model.
        codes: The class of each sample, counted from 0.
        place: The place of the output.

    Returns:
        The factor; None where the target was none.
    """
    names = get_remembered_levels(model, place)
    return None if names is None else Factor(np.ravel(codes), names)


def find_classes(output: Any) -> Any:
    """Return the class that each row of probabilities speaks for, counted from 0; of one column 1 above a half."""
    return (output.argmax(-1) if output.shape[-1] > 1 else output > 0.5).astype("int32")


def read_outputs(model: Any, outputs: Any, kind: str) -> Any:
    """Return what the outputs of a model say of classes.

    Args:
        model: The model.
        outputs: Its predictions: an array, or a list or a dict of arrays.
        kind: "class" or "prob".

    Returns:
        For "class" a factor where the target was one, else the numbers of the classes, counted from 0. For "prob" the
        probabilities, where the target was a factor one column for each of its levels.

    Raises:
        ValueError: If the outputs are no probabilities.
    """
    if isinstance(outputs, dict):
        places = {name: place for place, name in enumerate(get_output_names(model))}
        return {name: _read_output(model, one, places.get(name, 0), kind) for name, one in outputs.items()}
    if isinstance(outputs, (list, tuple)):
        return [_read_output(model, one, place, kind) for place, one in enumerate(outputs)]
    return _read_output(model, outputs, 0, kind)


def _read_output(model: Any, output: Any, place: int, kind: str) -> Any:
    probabilities = _find_probabilities(model, np.asarray(output), place)
    names = get_remembered_levels(model, place)
    if kind == "class":
        codes = find_classes(probabilities)
        found = name_classes(model, codes, place)
        return (codes[..., 0] if probabilities.shape[-1] == 1 else codes) if found is None else found
    if names is None:
        return probabilities
    if probabilities.shape[-1] == 1 and len(names) <= 2:
        probabilities = np.concatenate([1 - probabilities, probabilities], axis=-1)
    return Probabilities.of(probabilities, names)


def read_logits(model: Any, output: Any, place: int) -> Any:
    """Return the probabilities of an output whose loss takes logits; others as they are.

    Args:
        model: The model.
        output: What it predicted.
        place: The place of the output.
    """
    losses = get_losses(model, place + 1)
    if not option_of(losses[place] if place < len(losses) else None, "from_logits"):
        return output
    exact = output.astype("float64")
    if output.shape[-1] == 1:
        return (1 / (1 + np.exp(-exact))).astype(output.dtype)
    shifted = np.exp(exact - exact.max(-1, keepdims=True))
    return (shifted / shifted.sum(-1, keepdims=True)).astype(output.dtype)


def _find_probabilities(model: Any, output: Any, place: int) -> Any:
    output = read_logits(model, output, place)
    if output.size and not (output.min() >= -_ROUNDING and output.max() <= 1 + _ROUNDING):
        received = errors.Words(f"outputs from {output.min():.4g} to {output.max():.4g}")
        hint = "Probabilities come from a last layer with softmax or sigmoid, or from a loss with `from_logits = TRUE`."
        raise errors.bad_argument(
            "predict", "type", '"response" for a model whose outputs are not probabilities', received, hint
        )
    return output


def name_columns(model: Any, outputs: Any) -> Any:
    """Name the columns of predictions by the classes that they are probabilities of, where the model has classes.

    Args:
        model: The model.
        outputs: What it predicted: an array, or a list of them.

    Returns:
        The same, with `Probabilities` in place of an array of one column for each class, or of one for the second of
        two.
    """
    if _LEVELS not in getattr(model, "__dict__", ()):
        return outputs
    if isinstance(outputs, list):
        return [_name_those_of(model, place, output) for place, output in enumerate(outputs)]
    return _name_those_of(model, 0, outputs)


def _name_those_of(model: Any, place: int, output: Any) -> Any:
    names = get_remembered_levels(model, place)
    if names is None or getattr(output, "ndim", 0) != 2:
        return output
    if (output.shape[1], len(names)) == (1, 2):
        names = names[1:]
    return Probabilities.of(output, names) if output.shape[1] == len(names) else output
