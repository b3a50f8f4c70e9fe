"""The page that says what stays different from R's keras3 under its alias, and why: `docs/keras3.md`."""

import json
from pathlib import Path
from typing import Any

from .dialects import make_rows, read_keras3, read_meanings

PATH = "docs/keras3.md"
_APART = Path(__file__).resolve().parents[2] / "tools/contract/apart.json"
_PAGE = """\
# Scripts for R's keras3

<!-- Written by `make generate` from the table of the dialect keras3. -->

After `use_keras_alias("keras3")`, `library(keras3)` gives you the {total} names that keras3 1.5.1 exports, with its
arguments and their meanings. `keras3::` without `library()`, `rkeras check` and `rkeras translate` for a script that
loads keras3, and `show_r(dialect = "keras3")` do the same. {changed} functions have calls with a different meaning in
R keras 2; [compatibility.md](compatibility.md#rs-keras3) lists them. The table behind this page has {functions}
functions with {formals} arguments: {converted} arguments are converted, {renamed} have a different name, {sent} have
a different default. {doubles} functions keep the precision of arrays of doubles.

These differences from keras3 are deliberate:

| | R's keras3 | rkeras | Reason |
|---|---|---|---|
{differences}

These arguments of keras3 are handled differently:

| Functions | Argument | How |
|---|---|---|
{arguments}

In Python, the same calls use R keras 2's terms, and so do programs that `rkeras translate` writes: they contain
`fit(epochs = 1)`, count axes as rkeras_py does, and set `match_targets=False`, which passes targets to losses and
metrics unchanged and leaves logs as Keras has them, and `match_masks=False`, with which layers take masks as Keras 3
does. rkeras_py converts all doubles to Keras's float type. In keras3,
matrices and arrays of doubles keep their precision; use `r.doubles(x)` in a translated program, or
`op_array(x, "float64")`. `op_cast(0.1, "float64")` is 0.1 in all of them; keras3 rounds the number to float32 first.
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
        arguments="\n".join(
            f"| {', '.join(f'`{name}`' for name in names)} | `{argument}` | {why} |"
            for (argument, why), names in _group_arguments().items()
        ),
    )


def _group_arguments() -> dict[tuple[str, str], list[str]]:
    """Return the functions of each argument that is taken in another way, by the argument and the way."""
    found: dict[tuple[str, str], list[str]] = {}
    apart: dict[str, Any] = json.loads(_APART.read_text(encoding="utf-8"))
    for name, reasons in apart["arguments"].items():
        for argument, why in reasons.items():
            found.setdefault((argument, why), []).append(name)
    for name, defaults in apart["defaults"].items():
        for argument, (default, why) in defaults.items():
            found.setdefault((f"{argument} = {default}", why), []).append(name)
    return found
