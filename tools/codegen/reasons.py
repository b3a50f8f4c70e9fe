"""The page that says what stays different from R's keras3 under its alias, and why: `docs/keras3.md`."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .dialects import make_rows, read_keras3, read_meanings

PATH = "docs/keras3.md"
_APART = Path(__file__).resolve().parents[2] / "tools/contract/apart.json"
_PAGE = """\
# Scripts for R's keras3

<!-- Written by `make generate` from the table of the dialect keras3. -->

After `use_keras_alias("keras3")`, `library(keras3)` gives the {total} names that keras3 1.5.1 exports, with its
arguments and their meanings, and so do `keras3::` without attaching it, `rkeras check` and `rkeras translate` for a
script that loads it, and `show_r(dialect = "keras3")`. All read one table: the calls of {changed} functions mean
something else there than in R keras 2, and [the list](compatibility.md#rs-keras3) says what. The table has {functions}
names with {formals} arguments: {converted} with values that are converted, {renamed} under another name, {sent} with
another default. {doubles} functions keep the precision of arrays of doubles.

Two files read it, `R/scripts-keras3.R` and `rkeras_py/signatures/dialects.py`, and a test finds no other. Before there
was a table, three R files had parts of it by hand, in four lists, nine signatures and a special case; `show_r()` and
`rkeras translate` had none.

On purpose different from keras3 is this:

| | R's keras3 | here | why |
|---|---|---|---|
{differences}

Arguments that keras3 lists, and functions here take in another way:

| | argument | why |
|---|---|---|
{arguments}

In Python the same calls are written in the words of R keras 2, as `rkeras translate` does it: `fit(epochs = 1)` is
written out, axes are counted as the functions here count them, and `match_targets=False` says that losses and metrics
get targets as the data hold them, and logs are Keras's. Functions here give all doubles Keras's float type;
`r.doubles(x)` in a translated program, `op_array(x, "float64")` by hand, keeps the precision that matrices and arrays
of doubles have in keras3.
"""


def render_page() -> str:
    """Return the text of the page."""
    meanings = read_meanings()
    rows = list(make_rows().values())
    kinds = ("formals", "converted", "renamed", "sent")
    sizes = {kind: sum(len(row.get(kind) or ()) for row in rows) for kind in kinds}
    return _PAGE.format(
        total=len(read_keras3()),
        changed=sum(bool({"renamed", "sent", "converted"} & row.keys()) for row in rows),
        functions=len(rows),
        doubles=sum("doubles" in row for row in rows),
        **sizes,
        differences="\n".join(f"| {' | '.join(row)} |" for row in meanings["differences"]),
        arguments="\n".join(f"| `{name}` | `{argument}` | {why} |" for name, argument, why in _list_arguments()),
    )


def _list_arguments() -> Iterator[tuple[str, str, str]]:
    apart: dict[str, Any] = json.loads(_APART.read_text(encoding="utf-8"))
    for name, reasons in apart["arguments"].items():
        for argument, why in reasons.items():
            yield name, argument, why
    for name, defaults in apart["defaults"].items():
        for argument, (default, why) in defaults.items():
            yield name, f"{argument} = {default}", why
