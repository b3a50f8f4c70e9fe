"""R formulas, `target ~ column + column`: data frame columns as inputs and targets of a model."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..messages import errors
from . import array_values
from .arrays import Factor, Frame, get_complete_columns, is_frame, is_text, list_names
from .streams import read_stream

_TOKEN = re.compile(
    r"\s*(?:`(?P<quoted>[^`]+)`|(?P<name>[^\W\d_.][\w.]*|\.[\w.]*)|(?P<number>[01]\b)|(?P<mark>[-+~(),]))"
)
_ALL = "."


class Recipe:
    """The columns that a formula chose, and how they become inputs: kept with a model for later data frames.

    A factor has a column for each of its levels, also for the first one, numbers stay as they are, TRUE is 1.

    Args:
        columns: The levels of each column of the inputs by its name; None for numbers.
        targets: The same for the targets.
        by_name: Whether the model takes the columns as inputs of their names, and not one matrix.
    """

    def __init__(
        self, columns: dict[str, list[str] | None], targets: dict[str, list[str] | None], by_name: bool = False
    ) -> None:
        self.columns, self.targets, self.by_name = columns, targets, by_name

    @classmethod
    def learn(cls, formula: str, frame: Any, inputs: Sequence[str], function: str) -> "Recipe":
        """Read a formula and the levels of the columns that it names.

        Args:
            formula: The formula.
            frame: The data frame.
            inputs: Names of the inputs of the model.
            function: The function to name in errors.

        Raises:
            ValueError: If the formula is none, or names what the data frame does not have.
        """
        frame = read_stream(frame)
        if not is_frame(frame):
            raise errors.bad_argument(function, "data", "a data frame", frame)
        names = [str(name) for name in (frame if isinstance(frame, Frame) else list_names(frame))]
        targets, chosen = _read_formula(formula, names, function)
        found = _take_columns(frame, [*targets, *chosen], function, "data")
        by_name = set(inputs) <= set(chosen) and (len(inputs) > 1 or list(inputs) == chosen)
        columns = inputs if by_name else chosen
        return cls(
            {name: _find_levels(found[name]) for name in columns},
            {name: _find_levels(found[name]) for name in targets},
            by_name,
        )

    def to_state(self) -> dict[str, Any]:
        """Return the recipe as plain values, for files."""
        return dict(vars(self))

    def read_inputs(self, frame: Any, function: str, argument: str) -> Any:
        """Return the inputs of a model from a data frame.

        Args:
            frame: The data frame.
            function: The function to name in errors.
            argument: The argument to name in errors.

        Raises:
            ValueError: If a column is missing or of another kind than before, a value is missing, or a level is new.
        """
        found = self._read(frame, self.columns, function, argument)
        if self.by_name:
            return Frame(found)
        parts = [
            np.eye(len(column.levels))[column.codes] if isinstance(column, Factor) else column[:, np.newaxis]
            for column in found.values()
        ]
        return np.concatenate(parts, axis=1, dtype="float64")

    def read_targets(self, frame: Any, function: str, argument: str) -> Any:
        """Return the targets of a model from a data frame: a factor, numbers, or a matrix of several columns.

        Args:
            frame: The data frame.
            function: The function to name in errors.
            argument: The argument to name in errors.

        Raises:
            ValueError: As for `read_inputs()`.
        """
        found = list(self._read(frame, self.targets, function, argument).values())
        return found[0] if len(found) == 1 else np.column_stack([np.asarray(column, "float64") for column in found])

    def _read(self, frame: Any, columns: dict[str, list[str] | None], function: str, argument: str) -> dict[str, Any]:
        found = _take_columns(frame, list(columns), function, argument)
        with array_values.name_data_errors(function, argument):
            return {name: _convert_column(name, found[name], levels) for name, levels in columns.items()}


def _read_formula(formula: str, names: list[str], function: str) -> tuple[list[str], list[str]]:
    """Return the names of the targets and of the inputs."""

    def refuse(hint: str) -> Exception:
        return errors.bad_argument(function, "x", "a formula such as y ~ . or y ~ a + b", formula, hint)

    right_side = "Its right side names columns, joined by + and -. Compute others, such as log(a), before."
    tokens = _split(formula)
    marks = [mark for mark, _ in tokens or ()]
    if not tokens or marks.count("~") != 1:
        raise refuse("Both sides should name columns of `data`. Compute other columns, such as log(a), first.")
    middle = marks.index("~")
    left, right = tokens[:middle], tokens[middle + 1 :]
    if [mark for mark, _ in left[:2]] == ["name", "("] and left[0][1] == "cbind" and left[-1][0] == ")":
        left = left[2:-1]
    targets = [name for _, name in left[::2]]
    if any(mark != "name" for mark, _ in left[::2]) or any(mark != "," for mark, _ in left[1::2]) or not targets:
        raise refuse("Its left side should name the target, or several targets as cbind(a, b).")
    chosen: list[str] = []
    if right and right[0][0] not in "+-":
        right = [("+", ""), *right]
    if not right or len(right) % 2:
        raise refuse(right_side)
    for (sign, _), (kind, name) in zip(right[::2], right[1::2], strict=True):
        if sign not in ("+", "-") or kind not in ("name", "number"):
            raise refuse(right_side)
        group = [one for one in names if one not in targets] if name == _ALL else [name] if kind == "name" else []
        if sign == "-":
            chosen = [one for one in chosen if one not in group]
        else:
            chosen += [one for one in group if one not in chosen]
    if not chosen:
        raise refuse("It chooses no column.")
    return targets, chosen


def _split(formula: str) -> list[tuple[str, str]] | None:
    """Return the kind and the text of each token of a formula; None if it contains other characters."""
    tokens: list[tuple[str, str]] = []
    end = 0
    formula = formula.rstrip()
    while end < len(formula):
        found = _TOKEN.match(formula, end)
        if found is None:
            return None
        end = found.end()
        mark = found["mark"] or ("number" if found["number"] else "name")
        tokens.append((mark, found["quoted"] or found["name"] or ""))
    return tokens


def _select(frame: Any, names: list[str]) -> Any:
    return frame.select(names) if hasattr(frame, "column_names") else frame[names]  # a pyarrow Table has select()


def _take_columns(frame: Any, names: list[str], function: str, argument: str) -> dict[str, Any]:
    frame = read_stream(frame)
    if not is_frame(frame):
        raise errors.bad_argument(
            function, argument, "a data frame, because the model was fitted with a formula", frame
        )
    if hasattr(frame, "rename") and not all(isinstance(name, str) for name in list_names(frame)):
        frame = frame.rename(columns=str)  # pandas column names may be numbers
    has = [str(name) for name in (frame if isinstance(frame, Frame) else list_names(frame))]
    for name in names:
        if has.count(name) != 1:
            expected = f'a data frame with {"one" if name in has else "the"} column "{name}"'
            raise errors.bad_argument(function, argument, expected, errors.Words(f"one of {', '.join(has)}"))
    selected = {name: frame[name] for name in names} if isinstance(frame, Frame) else _select(frame, names)
    with array_values.name_data_errors(function, argument):
        return get_complete_columns(Frame(selected) if isinstance(selected, dict) else selected)


def _find_levels(column: Any) -> list[str] | None:
    """Return the levels of a factor, the sorted values of a text column, or None for numbers."""
    if isinstance(column, Factor):
        return list(column.levels)
    return sorted(set(column.tolist())) if column.ndim == 1 and len(column) and is_text(column) else None


def _convert_column(name: str, column: Any, levels: list[str] | None) -> Any:
    if levels is not None:
        if not len(column):
            return Factor([], levels)
        if not isinstance(column, Factor) and not is_text(column):
            raise array_values.UnusableError(
                f'Column "{name}" should be a factor or text, as before. Received: numbers'
            )
        labels = column.labels if isinstance(column, Factor) else column.tolist()
        new = sorted(set(labels) - set(levels))
        if new:
            raise array_values.UnusableError(
                f'Column "{name}" has new levels: {", ".join(new[:5])}. The model was fitted to: {", ".join(levels)}'
            )
        places = {level: code for code, level in enumerate(levels)}
        return Factor([places[label] for label in labels], levels)
    if isinstance(column, Factor) or column.ndim != 1 or column.dtype.kind not in "fiub":
        what = "a factor" if isinstance(column, Factor) else f"an array of {column.dtype}, of shape {column.shape}"
        raise array_values.UnusableError(f'Column "{name}" should be a vector of numbers. Received: {what}')
    return column
