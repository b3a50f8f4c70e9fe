"""The display of models and tensors in notebooks."""

from typing import Any

import numpy as np

from ..messages.tables import choose_shown, make_bundle, write_html
from ..models.printing import list_table
from .patch import Patch, add_members


def _write_model(self: Any) -> str:
    header, rows, totals = list_table(self)
    return write_html(f'Model: "{self.name}" ({type(self).__name__})', header, rows, totals)


def _write_tensor(self: Any) -> str:
    values = np.asarray(self.numpy())
    title = f"{type(self).__name__}, shape {tuple(values.shape)}, {getattr(self.dtype, 'name', self.dtype)}"
    if values.ndim > 2:
        text = np.array2string(values, threshold=200, edgeitems=2)
        return write_html(title, [], [[text]])
    table = values if values.ndim == 2 else values.reshape(1, values.size)
    columns = choose_shown(table.shape[1])
    rows = (
        ["…" if row is None or column is None else _show(table[row, column]) for column in columns]
        for row in choose_shown(len(table))
    )
    return write_html(title, [], rows)


def _show(value: Any) -> str:
    return (
        value.decode(errors="replace")
        if isinstance(value, bytes)
        else f"{value:.6g}"
        if value.dtype.kind == "f"
        else str(value)
    )


_WHY = "notebooks show it as a table"

PATCHES: list[Patch] = [
    *add_members("keras.Model", {"_repr_html_": _write_model, "_repr_mimebundle_": make_bundle}, _WHY),
    *add_members(
        "tensorflow.__internal__.EagerTensor", {"_repr_html_": _write_tensor, "_repr_mimebundle_": make_bundle}, _WHY
    ),
    *add_members("keras.Variable", {"_repr_html_": _write_tensor, "_repr_mimebundle_": make_bundle}, _WHY),
]
