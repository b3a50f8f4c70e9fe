"""Findings of `rkeras check`."""

from dataclasses import dataclass, field

PROBLEM, NOTE, FINE, UNKNOWN = "problem", "note", "fine", "unknown"

RULES = {
    "syntax": "R cannot parse the script.",
    "encoding": "R does not read the encoding of the file by default.",
    "unknown-argument": "The function has no argument of this name.",
    "wrong-arguments": "The arguments do not match those of the function.",
    "missing-argument": "A required argument is missing.",
    "wrong-value": "The argument does not accept this value.",
    "unknown-function": "No package of the script has a function of this name.",
    "no-package": "The script attaches no package that has the function.",
    "unavailable": "The function cannot work on Keras 3.",
    "missing-package": "A package that the script needs is not installed.",
    "unknown-name": "A result or a Python module has no component of this name.",
    "contract": "Layers, loss or callbacks of a model are incompatible.",
    "differs": "The function works differently from R keras 2.15.",
    "no-effect": "The argument is accepted and has no effect.",
    "package": "Another package that the script needs.",
    "keras3": "The call has to change for R's keras3.",
    "works": "The call works.",
    "not-looked-at": "It can only be checked by running the script.",
}
"""The kinds of findings, with what each means."""


@dataclass(frozen=True)
class Edit:
    """A change of a script, from one place to another in one line.

    Attributes:
        line: The line, counted from 1.
        column: The first character that is replaced, counted from 1.
        old: What stands there; what is put in where it is empty stands before that character.
        new: What takes its place.
    """

    line: int
    column: int
    old: str
    new: str


@dataclass(frozen=True)
class Finding:
    """A remark on a script.

    Attributes:
        line: Where, counted from 1.
        column: Where, counted from 1.
        level: "problem", "note", "fine" or "unknown".
        rule: A name of RULES.
        message: One sentence or two.
        function: The function that it is about, or "".
        edits: What mends it safely.
        also: Further lines of which the same holds.
    """

    line: int
    column: int
    level: str
    rule: str
    message: str
    function: str = ""
    edits: tuple[Edit, ...] = ()
    also: tuple[int, ...] = ()


@dataclass(frozen=True)
class Report:
    """The remarks on one file.

    Attributes:
        path: The file, as the user named it.
        findings: In the order of the lines.
        packages: What the script loads.
    """

    path: str
    findings: list[Finding] = field(default_factory=list)
    packages: tuple[str, ...] = ()
