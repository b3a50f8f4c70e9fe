"""Tables of models, with the columns of Keras 2."""

import locale
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import ml_dtypes
import numpy as np

from ..define import verb
from ..engine.internals.graphs import inbound_nodes, keras_history, nodes_by_depth
from ..engine.internals.modules import functional_class
from ..engine.loading import keras
from ..engine.tensors import runs_on_tensorflow
from ..graph import nodes
from ..messages import errors
from ..on_tensorflow.tensors import measure_type
from ..signatures.words import ANY, COUNT, INT, MISSING, Bool, Value, convert_value, get_word
from ..syntax.pipe import Subject, is_model_or_layer

_UNBUILT = "Model: <no summary available, model was not built>"
_TRAINABLE_WIDTH = 11  # width that Keras 2 adds to `line_length` for this column
_GAP = 2
_NARROWEST = 12


def format_model(
    model: Any,
    line_length: int | None = None,
    positions: Sequence[float] | None = None,
    expand_nested: bool = False,
    show_trainable: bool | None = None,
    compact: bool = True,
    ascii: bool | None = None,
    unbuilt: bool = False,
) -> str:
    """Write the table of a model's layers.

    Args:
        model: The model.
        line_length: Width of the table without the column Trainable, which adds 11 as in Keras 2. None makes the
            whole table as wide as the terminal.
        positions: Where each column ends, as fractions of `line_length` or in characters. None fits the columns to
            what is in them.
        expand_nested: Whether to show the layers of the models inside the model.
        show_trainable: Whether there is a column that says which layers train; None: when some weight does not.
        compact: Whether to leave out the empty lines between layers.
        ascii: Whether only ASCII characters may be used; None asks standard output.
        unbuilt: Whether a model that is not built is shown by Keras's own table, as in R's keras3.

    Returns:
        The lines of the table, without a newline at the end.

    Raises:
        ValueError: If `positions` does not fit the columns.
    """
    if line_length is not None:
        line_length = convert_value("summary", "line_length", COUNT, line_length, None)
    if not model.built:
        return _summarize(model, line_length) if unbuilt else _UNBUILT
    if show_trainable is None:
        show_trainable = bool(model.non_trainable_weights)
    table = _Table(model, bool(expand_nested), show_trainable)
    extra = _TRAINABLE_WIDTH if show_trainable else 0
    width = shutil.get_terminal_size().columns if line_length is None else line_length + extra
    widths = _fit(table, width) if positions is None else _convert_positions(table, width, width - extra, positions)
    width = max(width, sum(widths) + 1)
    rule, ascii = "_" * width, _is_ascii() if ascii is None else ascii
    lines = [f'Model: "{model.name}"', rule, table.line(table.header, widths), "=" * width]
    lines += table.lines(widths, width, compact, "-" if ascii else "¯")
    lines += ["=" * width, *_spell_totals(model), rule]
    text = "\n".join(line.rstrip() for line in lines)
    return text.encode("ascii", "backslashreplace").decode() if ascii else text


def list_table(model: Any) -> tuple[list[str], list[list[str]], list[str]]:
    """Return the content of the table of a model's layers, with those of models inside.

    Args:
        model: The model.

    Returns:
        The names of the columns, the cells of each layer, and the lines below the table.
    """
    if not model.built:
        return [], [], [_UNBUILT]
    table = _Table(model, True, bool(model.non_trainable_weights))
    rows = [["\u2003" * row.depth + row.cells[0], *row.cells[1:]] for row in table.rows]
    return table.header, rows, list(_spell_totals(model))


def _summarize(model: Any, width: int | None) -> str:
    written: list[str] = []
    model.summary(line_length=width, print_fn=lambda text, **_: written.append(text))
    return "\n".join(written).rstrip()


_SUMMARIZED = Subject("a model or a training history", "model", lambda x: is_model_or_layer(x) or hasattr(x, "glance"))


@verb(python_only=True, method_lacks=(), of=_SUMMARIZED)
def summary(object: Value = MISSING, **options: Any) -> None:
    """Print the table of a model's layers, or of a training history's metrics.

    The table has one row for each layer, with its name and class, the shape of its output, the number of its weights,
    and, unless the model is a plain stack, its connections: `dense[0][1]` is the second output of the first call of
    `dense`. The totals are below the table. Sizes that are not fixed are shown as `None`.

    Args:
        object: A model, or the result of fit().
        options: For a model: `line_length`, the width of the table (by default that of the terminal); `positions`, the
            ends of the columns; `expand_nested`, whether to show the layers of nested models; `show_trainable`, whether
            to show which layers are trainable (by default if some are not); `compact`, whether to omit empty lines (by
            default TRUE).

    Raises:
        TypeError: If an option is unknown.

    Example:
        >>> model = keras_model_sequential(input_shape=4, name="small") >> layer_dense(units=3, name="only")
        >>> summary(model)
        Model: "small"
        ________________________________________________________________________________
         Layer (type)                Output Shape                Param #
        ================================================================================
         only (Dense)                (None, 3)                   15
        ================================================================================
        Total params: 15 (60.00 Byte)
        Trainable params: 15 (60.00 Byte)
        Non-trainable params: 0 (0.00 Byte)
        ________________________________________________________________________________
    """
    if hasattr(object, "glance"):
        errors.check_options("summary", options, {})
        return object.summary()  # type: ignore[no-any-return]
    if not isinstance(object, keras().Model):
        raise errors.bad_argument("summary", "object", "a model", object, error=TypeError)
    print(format_model(object, **_check_options(options)))


def _check_options(options: dict[str, Any]) -> dict[str, Any]:
    truth = get_word(Bool)
    words = {
        "line_length": INT,
        "positions": ANY,
        "expand_nested": truth,
        "show_trainable": truth,
        "compact": truth,
        "ascii": truth,
    }
    checked = {}
    errors.check_options("summary", options, words)
    for name, value in options.items():
        if value is not None:
            checked[name] = convert_value("summary", name, words[name], value, None)
    return checked


@dataclass(frozen=True)
class _Row:
    """A row of the table; its cells may have several lines.

    Attributes:
        cells: The text of each column.
        depth: How many models it is nested in.
        opens: Whether the layers inside it follow.
    """

    cells: list[str]
    depth: int = 0
    opens: bool = False


class _Table:
    """The content of a table, and the way its lines are written."""

    def __init__(self, model: Any, expand_nested: bool, show_trainable: bool) -> None:
        self.show_trainable = show_trainable
        self._expand = expand_nested
        self._connected = not _is_stack(model)
        self._own = {id(node) for node in _list_graph_nodes(model)} if self._connected else set()
        self.header = ["Layer (type)", "Output Shape", "Param #"]
        self.header += ["Connected to"] * self._connected + ["Trainable"] * show_trainable
        self.rows = [row for layer in _list_operations(model) for row in self._list_rows(layer, 0)]

    def _list_rows(self, layer: Any, depth: int) -> Iterator[_Row]:
        inner = list(getattr(layer, "layers", None) or ()) if self._expand else []
        cells = [f"{layer.name} ({type(layer).__name__})", _spell_output_shape(layer), _spell_count(layer)]
        if self._connected:
            cells.append("\n".join(self._list_connections(layer)))
        if self.show_trainable:
            cells.append("Y" if getattr(layer, "trainable", True) else "N")
        yield _Row(cells, depth, bool(inner))
        for one in inner:
            yield from self._list_rows(one, depth + 1)

    def _list_connections(self, layer: Any) -> Iterator[str]:
        for node in inbound_nodes(layer):
            if id(node) not in self._own or node.is_input:
                continue
            for tensor in node.input_tensors:
                history = keras_history(tensor)
                index = _find_node_index(history.operation, history.node_index)
                yield f"{history.operation.name}[{index}][{history.tensor_index}]"

    def line(self, cells: Sequence[str], widths: Sequence[int], depth: int = 0) -> str:
        """Write one line of cells that fit their columns."""
        first, *others = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        return f"{'|' * depth} {first[: len(first) - depth]}" + "".join(others)

    def lines(self, widths: Sequence[int], width: int, compact: bool, bar: str) -> Iterator[str]:
        """Write all rows, a frame around what is nested, and empty lines between if wanted.

        Args:
            widths: Widths of the columns.
            width: Width of the table.
            compact: Whether to leave out empty lines.
            bar: The character of a frame's upper and lower edge.
        """
        for row, following in zip(self.rows, [*self.rows[1:], None], strict=True):
            for cells in self._wrap_row(row, widths):
                yield _close_frames(self.line(cells, widths, row.depth), width, row.depth)
            after = following.depth if following is not None else 0
            if row.opens:
                yield _close_frames("|" * after + bar * (width - 2 * after), width, after)
            for depth in range(row.depth, after, -1):
                yield _close_frames("|" * (depth - 1) + bar * (width - 2 * depth + 2), width, depth - 1)
            if not compact and after == row.depth:
                yield _close_frames("|" * row.depth, width, row.depth)

    def _wrap_row(self, row: _Row, widths: Sequence[int]) -> Iterator[list[str]]:
        columns = [
            _wrap(cell, width - _GAP * (column < len(widths) - 1) - row.depth * (column in (0, len(widths) - 1)))
            for column, (cell, width) in enumerate(zip(row.cells, widths, strict=True))
        ]
        for number in range(max(map(len, columns))):
            yield [column[number] if number < len(column) else "" for column in columns]

    def natural(self, column: int) -> int:
        """Return the width that a column needs for none of its cells to wrap."""
        texts = [(self.header[column], 0), *((row.cells[column], row.depth) for row in self.rows)]
        frame = column in (0, len(self.header) - 1)
        return max(len(line) + depth * frame for text, depth in texts for line in text.split("\n"))


def _close_frames(line: str, width: int, depth: int) -> str:
    """Close the frames of the models that a line is nested in."""
    return f"{line[: width - depth].ljust(width - depth)}{'|' * depth}"


def _wrap(text: str, width: int) -> list[str]:
    """Break a text at spaces if possible, else at the column width."""
    width = max(1, width)
    lines = []
    for line in text.split("\n"):
        while len(line) > width:
            end = line.rfind(" ", 1, width + 1)
            end = end if end > 0 and line[:end].strip() else width
            lines.append(line[:end])
            line = line[end:].lstrip()
        lines.append(line)
    return lines


def _fit(table: _Table, width: int) -> list[int]:
    """Return the widths of the columns: extra space is shared, and text is wrapped if space is short."""
    columns = range(len(table.header))
    widths = [table.natural(column) + _GAP * (column < len(columns) - 1) for column in columns]
    soft = [column for column in columns if table.header[column] not in ("Param #", "Trainable")]
    spare = width - 1 - sum(widths)
    for column in range(len(columns) - 1) if spare > 0 else ():
        widths[column] += spare // len(columns)
    while spare < 0:
        widest = max(soft, key=widths.__getitem__)
        if widths[widest] <= _NARROWEST + _GAP:
            break
        widths[widest] -= 1
        spare += 1
    return widths


def _convert_positions(table: _Table, width: int, line_length: int, positions: Sequence[float]) -> list[int]:
    ends = [float(position) for position in positions]
    wanted = len(table.header) - table.show_trainable
    if len(ends) != wanted or any(end <= start for start, end in zip([0.0, *ends], ends, strict=False)):
        raise errors.bad_argument("summary", "positions", f"{wanted} increasing numbers", positions)
    stops = [int(end * line_length) if ends[-1] <= 1 else int(end) for end in ends]
    stops += [width] * table.show_trainable
    widths = [end - start for start, end in zip([1, *stops], stops, strict=False)]
    if min(widths) <= _GAP:
        raise errors.bad_argument("summary", "positions", "further apart", positions)
    return widths


def _is_ascii() -> bool:
    encoding = getattr(sys.stdout, "encoding", None) or locale.getpreferredencoding(False)
    return "utf" not in encoding.lower()


def _list_operations(model: Any) -> list[Any]:
    """Return the operations with a row: layers, and tensor operations, which were layers in Keras 2, too."""
    return list(model.operations if isinstance(model, functional_class()) else model.layers)


def _list_graph_nodes(model: Any) -> list[Any]:
    return [node for depth in nodes_by_depth(model).values() for node in depth]


def _is_stack(model: Any) -> bool:
    """Tell whether a model is a plain stack of layers, which needs no column for connections."""
    if not isinstance(model, functional_class()):
        return True
    by_depth = list(nodes_by_depth(model).values())
    if any(len(level) > 1 or len(level[0].input_tensors) > 1 for level in by_depth):
        return False
    users = [id(level[0].operation) for level in by_depth]
    return len(users) == len(set(users))


def _find_node_index(operation: Any, index: int) -> int:
    """Return the number of the call, counted from 0, that made a tensor; calls by Keras itself do not count."""
    node = inbound_nodes(operation)[index]
    counted = nodes.get_user_calls(operation)
    return counted.index(node) if node in counted else index


def _spell_output_shape(layer: Any) -> str:
    made_by_keras = inbound_nodes(layer) and not nodes.get_user_calls(layer)
    if made_by_keras:
        return _spell_shape([tuple(tensor.shape) for tensor in inbound_nodes(layer)[-1].outputs])
    answer = nodes.layer_attribute  # outside of `try`: an AttributeError here must not be hidden
    try:
        return _spell_shape(answer(layer, "output_shape"))
    except AttributeError:
        return "multiple"


def _spell_shape(shape: Any) -> str:
    """Return one shape as text, or a line for each output."""
    shapes = list(shape.values()) if isinstance(shape, dict) else list(shape)
    if not any(isinstance(one, (tuple, list)) for one in shapes):
        return str(tuple(shapes))
    lines = [str(tuple(one)) for one in shapes]
    return lines[0] if len(lines) == 1 else "[" + ",\n ".join(lines) + "]"


def _spell_count(layer: Any) -> str:
    if not getattr(layer, "built", True):
        return "0 (unused)"
    count = getattr(layer, "count_params", None)
    return f"{count():,}" if count else "0"


def _spell_totals(model: Any) -> Iterator[str]:
    parts = {
        "Trainable": _count_size(model.trainable_weights),
        "Non-trainable": _count_size(model.non_trainable_weights),
    }
    count, size = (sum(part[which] for part in parts.values()) for which in (0, 1))
    yield f"Total params: {count:,} ({_spell_memory(size)})"
    for name, (count, size) in parts.items():
        yield f"{name} params: {count:,} ({_spell_memory(size)})"


def _count_size(weights: Sequence[Any]) -> tuple[int, float]:
    """Return the number of elements, and of bytes, of some weights."""
    counts = [(_compute_product(weight.shape), _measure(weight.dtype)) for weight in weights]
    return sum(count for count, _ in counts), sum(count * size for count, size in counts)


def _measure(dtype: Any) -> int:
    """Return the number of bytes of a data type's element."""
    if runs_on_tensorflow():
        return measure_type(dtype)
    name = keras().backend.standardize_dtype(dtype)
    return int(np.dtype(getattr(ml_dtypes, name, name)).itemsize)


def _compute_product(shape: Sequence[int]) -> int:
    product = 1
    for dimension in shape:
        product *= int(dimension)
    return product


def _spell_memory(size: float) -> str:
    unit = "Byte"
    for larger in ("KB", "MB", "GB", "TB", "PB"):
        if size < 1024:
            break
        size, unit = size / 1024, larger
    return f"{size:.2f} {unit}"
