"""The rule of counting, two sentences, with the arguments that it leaves out: written into the pages that tell it."""

import re
import textwrap
from collections import defaultdict
from pathlib import Path

from rkeras_py.signatures.registry import REGISTRY

_ROOT = Path(__file__).resolve().parents[2]
PLACES = {
    "vignettes/faq.Rmd": ("", 150),
    "docs/from-python.md": ("", 150),
    "docs/from-r.md": ("", 150),
    "R/package.R": ("#' ", 120),
    "rkeras_py/__init__.py": ("", 120),
}
"""The files, with what their lines begin with, and how long these may be."""
_BEGIN = "Positions count from 1"
_RULE = (
    _BEGIN
    + ", in R and in Python: axes, indices, layers of a model, parts of a tensor. Some count from 0, as in R keras: "
    "the numbers of classes and bins; those of epochs and batches in callbacks, and `initial_epoch` of `fit()`; pixel "
    "coordinates; tensors of positions in `x[i]`, `op_subset()` and `k_gather()`; the results of `k_argmax()` and "
    "`k_argmin()`, and the rows that `op_lu_factor()` returns; `start` and `end` of `hdf5_matrix()`, `start_index` and "
    "`end_index` of `timeseries_generator()`; and the arguments {exceptions}."
)


def list_exceptions() -> dict[str, list[str]]:
    """Return the arguments that count from 0, each with its functions."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for spec in REGISTRY.values():
        for name, param in spec.params.items():
            if param.word.base == 0:
                found[name].append(spec.name)
    return {name: sorted(functions) for name, functions in sorted(found.items())}


def tell_rule() -> str:
    """Return the sentence."""
    parts = (
        f"`{argument}` of {_join([f'`{name}()`' for name in names])}" for argument, names in list_exceptions().items()
    )
    return _RULE.format(exceptions=", ".join(parts))


def _join(items: list[str]) -> str:
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else items[0]


def render_pages() -> dict[str, str]:
    """Return the texts of the files that tell the rule."""
    return {path: _render_page(path, *how) for path, how in PLACES.items()}


def _render_page(path: str, prefix: str, width: int) -> str:
    told = re.compile(
        rf"^{re.escape(prefix)}{_BEGIN}.*?(?=\n{re.escape(prefix.rstrip())}\n|\n\"\"\"\n)", re.MULTILINE | re.DOTALL
    )
    rule = textwrap.fill(tell_rule(), width, initial_indent=prefix, subsequent_indent=prefix, break_on_hyphens=False)
    text, times = told.subn(lambda _: rule, (_ROOT / path).read_text(encoding="utf-8"))
    if times != 1:
        raise ValueError(f"{path} should have one paragraph that begins with {_BEGIN!r}; it has {times}")
    return text
