"""`rkeras_translate()` in R and `%%rkeras --translate`: the R session parses, Python translates."""

import importlib
from collections.abc import Sequence
from pathlib import Path

from ...engine.internals.modules import public_path
from ..checking.documents import find_files, read_documents
from .command import NotRError, choose_targets, refuse_unparsed, summarize, write
from .translating import Translated, translate_documents, translate_texts

_LATER = {
    "Initializer": "initializers", "Layer": "layers", "Loss": "losses", "Metric": "metrics", "Optimizer": "optimizers",
    "Regularizer": "regularizers",
}  # fmt: skip
"""Classes that Keras 3 has at its top too, Keras 2 in these modules alone."""


class Translation:
    """The files that are translated.

    Args:
        paths: Files and folders.

    Attributes:
        codes: The R code of each, in parts, to be parsed.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        self._documents, _ = read_documents(find_files(paths))
        self.codes = [part for document in self._documents for part in document.parts]
        self._found: list[Translated] = []
        self._targets: list[Path | None] = []

    def translate(self, parsed: str, style: str, spoken: str = "") -> list[str]:
        """Return the programs.

        Args:
            parsed: What describe_code() in `check/parse.R` said of the codes.
            style: "rkeras_py" or "keras".
            spoken: The package that calls mean in files that attach neither, "keras3"; "" for R keras 2.

        Raises:
            NotRError: If one is no R code.
        """
        self._found = translate_documents(self._documents, parsed, style, spoken)
        refuse_unparsed(self._documents, self._found)
        self._targets = [None] * len(self._found)
        return [one.text for one in self._found]

    def write(self, output: str, replace: bool) -> None:
        """Write the programs to a file or a folder.

        Args:
            output: The file or folder.
            replace: Whether files may be replaced.
        """
        self._targets = choose_targets([document.path for document in self._documents], output, replace)
        write(self._found, self._targets)

    def summarize(self) -> str:
        """Return what was done, and what is left."""
        return summarize(self._documents, self._found, self._targets)


def translate_cell(code: str, parsed: str, style: str, spoken: str = "") -> list[str]:
    """Return a cell of R as code in Python, followed by a line on each place that is left in it.

    Args:
        code: The cell.
        parsed: What describe_code() said of it.
        style: "rkeras_py" or "keras".
        spoken: The package that calls mean in it, "keras3"; "" for R keras 2.

    Raises:
        NotRError: If it is no R code.
    """
    found = translate_texts([code], parsed, style, spoken)[0]
    if found.error:
        raise NotRError(f"line {found.error[0]}: R cannot parse it: {found.error[2]}.")
    return [found.text, *(f"line {line}: {reason}" for line, reason in found.left)]


def spell_class(module: str, name: str) -> str | None:
    """Spell a class of Keras in R, such as "keras$layers$Dense"; None where Keras does not document it.

    Args:
        module: The module that has it.
        name: Its name there.
    """
    path = public_path(getattr(importlib.import_module(module), name))
    if path == f"keras.{name}" and name in _LATER:
        path = f"keras.{_LATER[name]}.{name}"
    return path and path.replace(".", "$")


def translate_part(code: str, parsed: str, spoken: str = "", style: str = "rkeras_py") -> str:
    """Return a function or a class of R, with the variables that it uses, in Python; "" where anything is left.

    Args:
        code: The assignments of the variables and of the part.
        parsed: What describe_code() said of it.
        spoken: The package that calls mean in it, "keras3"; "" for R keras 2.
        style: "rkeras_py" or "keras".
    """
    found = translate_texts([code], parsed, style, spoken)[0]
    return "" if found.error or found.left else found.text
