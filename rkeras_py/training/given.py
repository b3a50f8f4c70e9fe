"""The data given to fit(), evaluate(), predict() and the methods for one batch, examined once: `Given`.

Arrays are arranged and checked as a whole. A batch that is drawn, and data to validate on, are given by the same rules.
"""

import inspect
import math
from collections.abc import Callable, Collection
from contextvars import ContextVar
from typing import Any

import numpy as np

from ..data import array_values
from ..data.arrangement import arrange, list_names, name_places
from ..data.arrays import are_numbers, get_columns, is_arrays, is_frame, to_dense
from ..data.streams import read_stream
from ..engine.internals.graphs import inputs_structure
from ..engine.loading import keras
from ..graph import sequential
from ..messages import errors, notices
from ..models import levels, old_names, target_kinds
from ..models.outputs import (
    find_unjudged_outputs,
    get_given_names,
    get_input_names,
    get_input_tensors,
    get_output_names,
)
from . import check_inputs, check_targets

ARRAYS, DRAWN, DATASET = "arrays", "drawn", "dataset"
"""Kinds of data: in memory; batches drawn one by one on the main thread; sources that yield batches themselves."""

BATCH_SIZE = 32
"""Keras's default."""

ARE_CHECKED: ContextVar[bool] = ContextVar("ARE_CHECKED", default=False)
"""True while a model's method runs on data that are already arranged and checked."""


class Given:
    """Data for a model as the user gave them and, of arrays, as the model takes them.

    Args:
        model: The model.
        function: The function to name in errors.
        x: Inputs, or a source of batches.
        y: Targets.
        sample_weight: Weights of the samples.
        argument: The argument to name in errors, where one holds all of the data.
        trains: Whether the model learns from the data; None as the function does, but not from data to validate on.

    Attributes:
        kind: One of `ARRAYS`, `DRAWN` and `DATASET`.
        factors: The factor that is the target of each output, or None; see `levels.read_factors()`.
        class_names: The levels of the first of them.
        parts: The arrays in the model's order, by Keras's names, without those that were left out; empty until they are
            arranged.
        number: How many samples these have; None where nothing tells it.

    Raises:
        ValueError: If values of a factor are missing.
    """

    def __init__(
        self,
        model: Any,
        function: str,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        argument: str = "",
        trains: bool | None = None,
    ) -> None:
        self.model, self.function, self.argument = model, function, argument
        self.x, self.sample_weight = read_stream(x), sample_weight
        self.kind = _find_kind(self.x)
        self.parts: dict[str, Any] = {}
        self.number: int | None = None
        self._output_names = get_output_names(model) if y is not None or sample_weight is not None else []
        with array_values.name_data_errors(function, argument or "y"):
            self.y, self.factors = levels.read_factors(read_stream(y), self._output_names)
        self._trains = function in ("fit", "train_on_batch") and not argument if trains is None else trains
        if self.factors:
            self.y, self.factors = levels.follow_levels(
                model, self.y, self.factors, function, argument or "y", self._trains
            )
        first = next(iter(self.factors), None)
        self.class_names = None if first is None else first.levels

    def arrange(self) -> "Given":
        """Put arrays into the model's order, checked; return this.

        Raises:
            ValueError: If data and model do not fit.
        """
        x, y = self._arrange_inputs(), None if self.y is None else self._arrange_targets()
        weights = None if self.sample_weight is None else self._arrange_weights(y)
        arranged = {"x": x, "y": y, "sample_weight": weights}
        self.parts = {name: part for name, part in arranged.items() if part is not None}
        named = {self.argument: list(self.parts.values())} if self.argument else self.parts
        self.number = _count_samples(named, self.function)
        if self._trains:
            levels.remember_levels(self.model, self.factors)
        return self

    def _arrange_inputs(self) -> Any:
        """Return a model's inputs as checked arrays, in its order."""
        model, x, names, function, argument = (
            self.model,
            self.x,
            get_input_names(self.model),
            self.function,
            self.argument or "x",
        )
        if x is None and names:
            expected = "data: an array, a list of arrays, or a source of batches"
            raise errors.bad_argument(function, argument, expected, None)
        if isinstance(x, dict):
            x = old_names.rename_old_names(x, names)
        tensors = get_input_tensors(model)
        types = {name: tensor.dtype for name, tensor in zip(names, tensors, strict=True)}
        if not names and is_frame(x) and sequential.takes_columns(model):
            x = get_columns(x)
        arranged = arrange(x, names, function, argument, types, of_inputs=True)
        _refuse_nan(arranged, function, argument)
        if len(names) > 1 and hasattr(arranged, "shape"):
            expected = f"a list of {len(names)} arrays, for {list_names(names)}"
            raise errors.bad_argument(function, argument, expected, arranged)
        check_inputs.check_shapes(model, arranged, function, argument)
        return _structure_inputs(model, arranged)

    def _arrange_targets(self) -> Any:
        """Return the targets of a model's outputs as checked arrays, in its order."""
        model, y, names, function, argument = (
            self.model,
            self.y,
            self._output_names,
            self.function,
            self.argument or "y",
        )
        target_kinds.check_kinds(model, self.factors, function, argument)
        if len(names) > 1 and not isinstance(y, dict) and not is_arrays(y):
            y = [y] * len(names)
        optional = () if type(y) is np.ndarray else find_unjudged_outputs(model, name_places(names, y))
        arranged = arrange(y, names, function, argument, optional=optional)
        _refuse_nan(arranged, function, argument)
        arrays = _fill(to_dense(arranged), np.zeros)
        check_targets.check_targets(model, arrays, function, argument)
        return arrays

    def _arrange_weights(self, y: Any) -> Any:
        """Return the weights of the samples of arranged targets as an array, or as one array per output."""
        names = self._output_names
        arranged = arrange(self.sample_weight, names, self.function, "sample_weight", optional=names)
        return check_targets.check_weights(self.model, _fill(to_dense(arranged), np.ones), self.function, y)

    def check_dataset(self) -> None:
        """Check a dataset of TensorFlow by what it tells of its batches.

        Raises:
            ValueError: If they do not fit the model.
        """
        spec, argument = self.x.element_spec, self.argument or "x"
        check_inputs.check_batched(self.model, self.x, self.function)
        if not (self._is_judged() and isinstance(spec, tuple) and 2 <= len(spec) <= 3):
            return
        x, y, sample_weight = (*spec, None)[:3]
        described = Given(self.model, self.function, x, y, sample_weight, self.argument, trains=False)
        targets = None if y is None else described._arrange_targets()
        if sample_weight is not None:
            described._arrange_weights(targets)
        _count_samples({argument: spec}, self.function)

    def arrange_batch(self, batch: Any) -> "Given":
        """Return one of the batches that these data give, arranged and checked."""
        x, y, sample_weight = self._take_apart(batch)
        if self.function == "predict" or y is None:
            y = sample_weight = None
        given = Given(self.model, self.function, x, y, sample_weight, self.argument, self._trains).arrange()
        given.parts["x"] = to_dense(given.parts["x"])
        return given

    def _is_judged(self) -> bool:
        """Tell whether outputs are compared with targets."""
        return self.function != "predict" and getattr(self.model, "loss", None) is not None

    def _take_apart(self, batch: Any) -> tuple[Any, Any, Any]:
        """Return the inputs, targets and weights of a batch."""
        names, is_judged = get_input_names(self.model), self._is_judged()
        if isinstance(batch, dict) and batch and not set(batch) <= set(names) and (names or is_judged or "x" in batch):
            batch = take_by_place(batch, self.function, "x", names)
            while len(batch) > 1 and batch[-1] is None:
                batch.pop()
        of_numbers = is_judged and (are_numbers(batch, 2) or are_numbers(batch, 3))
        parts = list(batch) if isinstance(batch, (list, tuple)) and (of_numbers or is_arrays(batch)) else [batch]
        is_group = isinstance(parts[0], (dict, list, tuple)) if parts else True
        if self.function == "predict" and len(names) > 1 and len(parts) == len(names) and not is_group:
            parts = [parts]  # the parts are the model's inputs
        is_uncalled = inspect.isgenerator(batch)
        if is_uncalled or not (2 if is_judged else 1) <= len(parts) <= 3:
            expected = "list(x, y) or list(x, y, sample_weight)" if is_judged else "list(x)"
            is_list = isinstance(batch, (list, tuple))
            received = errors.Words(f"{len(parts)} parts" if is_list else errors.show_value(batch))
            hint = "A generator function has to be called: with parentheses." if is_uncalled else ""
            raise errors.bad_argument(self.function, "x", f"a source of batches, each {expected}", received, hint)
        x, y, sample_weight = (*parts, None, None)[:3]
        outputs = len(get_output_names(self.model))
        if are_numbers(y, outputs) and (np.isscalar(x) or are_numbers(x, len(names))):
            y = [np.full(1, one) for one in y]  # one sample, with one number per output
        return x, y, sample_weight


def look_at(model: Any, function: str, x: Any, y: Any = None, sample_weight: Any = None) -> Given:
    """Return what fit(), evaluate() or predict() was given: arrays arranged and checked.

    Args:
        model: The model.
        function: The function that the user called.
        x: Inputs, or a source of batches.
        y: Targets.
        sample_weight: Weights of the samples.

    Raises:
        ValueError: If data and model do not fit.
    """
    given = Given(model, function, x, y, sample_weight)
    return given.arrange() if given.kind == ARRAYS else given


def take_by_place(parts: dict[str, Any], function: str, argument: str, inputs: Collection[str] = ()) -> list[Any]:
    """Return inputs, targets and weights that have names, of list(X = , Y = ): R keras 2.15 drops these.

    Args:
        parts: The parts.
        function: The function to name in errors.
        argument: The argument to name in errors.
        inputs: Names of the inputs of the model.

    Raises:
        ValueError: If a name is that of another place.
    """
    places = ("x", "y", "sample_weight")
    wrong = [name for name, place in zip(parts, places, strict=False) if name in places and name != place]
    if wrong and not set(wrong) & set(inputs):
        expected = "inputs, targets and weights in this order, whatever their names"
        raise errors.bad_argument(function, argument, expected, errors.Words(f"the names {list_names(list(parts))}"))
    return list(parts.values())


def _find_kind(x: Any) -> str:
    if isinstance(x, keras().utils.PyDataset):
        return DRAWN if x.workers <= 1 and not x.use_multiprocessing else DATASET
    is_function = callable(x) and not hasattr(x, "shape") and not isinstance(x, keras().layers.Layer)
    if hasattr(x, "__next__") or is_function:
        return DRAWN
    return DATASET if hasattr(x, "element_spec") else ARRAYS


def _structure_inputs(model: Any, arrays: Any) -> Any:
    """Return arrays in the structure of the model's inputs: by name if these have names."""
    names = get_given_names(model, inputs_structure)
    return dict(zip(names, arrays if isinstance(arrays, list) else [arrays], strict=True)) if names else arrays


def _refuse_nan(arranged: Any, function: str, argument: str) -> None:
    """Refuse NaN in arrays and tensors, as in data frames; the R side has already checked R's matrices.

    Infinite values are told to who trains: they make weights NaN.
    """
    for array in [arranged] if type(arranged) is np.ndarray else keras().tree.flatten(arranged):
        numbers = array if isinstance(array, np.ndarray) else array_values.read_numbers(array)
        if numbers is None or numbers.dtype.kind != "f" or np.isfinite(numbers.sum()):
            continue
        with array_values.name_data_errors(function, argument):
            array_values.refuse_missing_values({"": int(np.isnan(numbers).sum())}, math.prod(array.shape))
        if function in ("fit", "train_on_batch") and (infinite := int(np.isinf(numbers).sum())):
            advice = "Weights become NaN by them. log(0) and 1 / 0 are infinite."
            notices.say_once(f"{function}(): `{argument}` has infinite values. {advice} Received: {infinite} of them")


def _fill(arrays: Any, fill: Callable[[int], Any]) -> Any:
    """Fill in arrays for omitted outputs, since Keras needs one for each."""
    given = [array for array in arrays if array is not None] if isinstance(arrays, list) else []
    if not given:
        return arrays
    known = fill(len(given[0])) if hasattr(given[0], "__len__") else given[0]  # a dataset has only specs of its arrays
    return [known if array is None else array for array in arrays]


def _count_samples(parts: dict[str, Any], function: str) -> int | None:
    """Count the samples of data; refuse data without samples, and parts of different lengths.

    Args:
        parts: The data by the argument to name in errors, each an array, or a list or dict of arrays.
        function: The function to name in errors; only a prediction may have no sample.
    """
    first = number = None
    for argument, part in parts.items():
        for array in [part] if type(part) is np.ndarray else keras().tree.flatten(part):
            shape = check_inputs.get_shape(array)
            rows = shape[0] if shape else None
            if rows == 0 and not function.startswith("predict"):
                raise errors.bad_argument(function, argument, "at least one sample", array)
            if rows is None:
                continue
            if number is None:
                first, number = argument, rows
            if rows != number:
                expected = f"data of as many samples as `{first}`, one row for each: {number}"
                if argument == first:
                    expected = f"arrays of equally many samples: {number}, as in the first"
                raise errors.bad_argument(function, argument, expected, errors.Words(f"{rows} samples"))
    return number
