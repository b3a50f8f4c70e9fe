"""Names of variables: those of the layers where the user gave them, and none that means something in R or Python."""

import builtins
import keyword
import re
import unicodedata

from ...names import MODULES
from ...syntax.r_names import R_ONLY

_OF_R = (
    "if",
    "else",
    "repeat",
    "while",
    "function",
    "for",
    "next",
    "break",
    "in",
    "c",
    "t",
    "T",
    "F",
    "q",
    "data",
    "df",
)
_OF_CODE = ("keras", "np", "rk", "nan", "inf", "array")


def spell_name(text: str) -> str:
    """Return a name of Python, letters of all scripts kept; what no name has becomes "_".

    Args:
        text: Any text.
    """
    folded = unicodedata.normalize("NFKC", text)  # Python normalizes identifiers like this
    name = "".join(one if f"_{one}".isidentifier() else "_" for one in folded)
    return name if name.isidentifier() else f"_{name}"


class Names:
    """Gives names to variables, each once."""

    def __init__(self) -> None:
        self.taken = {*keyword.kwlist, *dir(builtins), *MODULES, *R_ONLY, *_OF_R, *_OF_CODE}

    def take(self, wish: str) -> str:
        """Return a name that is like the one wished for, and not taken.

        Args:
            wish: The name, or any text.
        """
        stem = re.sub(r"\W+", "_", wish).strip("_") or "x"
        stem = spell_name(f"x_{stem}" if stem[0].isdigit() else stem)
        name, count = stem, 1
        while name in self.taken:
            count += 1
            name = f"{stem}_{count}"
        self.taken.add(name)
        return name

    def reserve(self, name: str) -> None:
        """Have nobody take a name.

        Args:
            name: The name.
        """
        self.taken.add(name)
