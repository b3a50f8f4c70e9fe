"""The report of an examination, for a terminal or a bug report, without user names and their folders."""

import getpass
import json
import os
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from .examine import Examination
from .interpreter import LISTED
from .problems import FIRST_SUM, Facts, Problem

_PUBLIC = ("/usr/", "/opt/", "/bin/", "/Library/", "/System/", "C:\\Program Files")
"""Folders that are the same on all machines of a kind."""

_PATH = re.compile(r"""(?<![\w.~<>/\\…-])(?:[A-Za-z]:[\\/]|/|~[\\/])[^\s:;,'"()<>|*?`]+""")


def lay_out(examination: Examination, report: bool = False) -> str:
    """Return the text.

    Args:
        examination: What was found.
        report: Whether it is for others to read: without names of users, and of folders that are theirs.
    """

    def show(text: str) -> str:
        return hide_private(text, examination.facts) if report else text

    lines = [_fill(title, show(text)) for title, text in _choose_facts(Facts(examination.facts))] + [""]
    for kind, problems in list_kinds(examination):
        for number, problem in enumerate(problems, start=1):
            lines += [f"{kind} {number}: {show(problem.text)}", f"  fix: {show(problem.mend)}"]
    count = len(examination.problems)
    late = len(examination.unknown)
    verdict = "No problem was found." if not count else f"{count} problem{'s' * (count > 1)} found."
    lines.append(f"{late} part{'s' * (late > 1)} did not finish in time. {verdict}" if late else verdict)
    text = "\n".join(lines)
    return f"```text\n{text}\n```" if report else text


def list_kinds(examination: Examination) -> tuple[tuple[str, list[Problem]], ...]:
    """Return all that is said, by its kind."""
    return ("problem", examination.problems), ("unknown", examination.unknown), ("note", examination.notes)


STARTS = {"python": "layer.sum", "r": "start.r.sum", "bridge": "start.bridge.sum"}
"""The starts that are tried, each with the fact of its first layer."""


def judge(examination: Examination) -> str:
    """Return the verdict: "works", "problems", or "unknown" where not all was done in time."""
    return "problems" if examination.problems else "unknown" if examination.unknown else "works"


def as_json(examination: Examination, report: bool = False) -> str:
    """Return the examination as JSON, for programs.

    Args:
        examination: What was found.
        report: Whether it is for others to read: without names of users, and of folders that are theirs.
    """
    said = {f"{kind}s" if kind != "unknown" else kind: some for kind, some in list_kinds(examination)}
    facts = Facts(examination.facts)
    text = json.dumps(
        {
            "verdict": judge(examination),
            "first_layer": {
                name: bool(facts[fact]) and float(facts[fact]) == FIRST_SUM for name, fact in STARTS.items()
            },
            **{kind: [{"text": one.text, "mend": one.mend} for one in some] for kind, some in said.items()},
            "facts": examination.facts,
        },
        indent=1,
        ensure_ascii=False,
    )
    return hide_private(text, examination.facts) if report else text


def _fill(title: str, text: str) -> str:
    return textwrap.fill(
        text or "none",
        100,
        initial_indent=f"{title:<14}",
        subsequent_indent=" " * 14,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _choose_facts(facts: Facts) -> Iterator[tuple[str, str]]:
    """Choose the facts that are shown, with a title for each line."""

    def join(*parts: str) -> str:
        return ", ".join(filter(None, parts))

    backend, mode = facts["keras.backend"], facts["rpy2.mode"]
    others = [name for name in LISTED if name not in ("tensorflow", "keras")]
    yield "System", facts["system"]
    yield "Python", join(facts["python.version"], facts["python.executable"], facts["python.kind"])
    yield "libpython", facts["python.libpython"]
    yield "rkeras_py", join(facts["rkeras_py.version"], facts["rkeras_py.path"])
    yield "TensorFlow", facts["tensorflow.version"] or facts["package.tensorflow"]
    yield "Keras", join(facts["keras.version"] or facts["package.keras"], backend and f"on {backend}")
    yield "devices", facts["tensorflow.devices"]
    yield "packages", join(*(f"{name} {facts[f'package.{name}'] or 'is missing'}" for name in others))
    yield "rpy2", join(facts["package.rpy2"], mode and f"{mode} mode", facts["rpy2.r_home"])
    for side, title in (("", "R"), ("session.", "R session")):
        if facts[f"{side}r.version"]:
            yield title, join(facts[f"{side}r.version"], facts[f"{side}r.home"])
            yield "  rkeras", join(facts[f"{side}r.rkeras"], facts[f"{side}r.rkeras_path"])
            yield "  reticulate", join(facts[f"{side}reticulate.version"], _describe_python(facts, side))
    if not facts["r.version"]:
        yield "R", facts["r.rscript"]
    names = {"python": "Python", "r": "R", "bridge": "R in Python"}
    yield "first layer", join(*(names[name] for name, fact in STARTS.items() if facts[fact]))


def _describe_python(facts: Facts, side: str) -> str:
    python, version = facts[f"{side}reticulate.python"], facts[f"{side}reticulate.python_version"]
    if not python:
        return "which would create an environment with uv" if facts[f"{side}reticulate.version"] else ""
    verb = "runs" if facts[f"{side}reticulate.running"] == "yes" else "would use"
    return f"which {verb} {python} {version}".rstrip()


def hide_private(text: str, facts: dict[str, str] | None = None) -> str:
    """Return a text without names of users and folders.

    Args:
        text: The text.
        facts: Facts, whose values are paths as a whole, also where they have spaces in them.
    """
    whole = {part for value in (facts or {}).values() for part in value.split("; ") if os.path.isabs(part)}
    for path in sorted({*whole, str(Path.home())}, key=len, reverse=True):
        text = text.replace(path, _shorten(path))
    text = _PATH.sub(lambda match: _shorten(match.group()), text)
    for name in filter(None, (_find_user(), Path.home().name)):
        if len(name) > 2 and name != "root":
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "<user>", text)
    return text


def _shorten(path: str) -> str:
    """Shorten a path for privacy: keep a system path, but only the last part of others."""
    home = str(Path.home())
    if path.startswith(_PUBLIC) and not (path + os.sep).startswith(home + os.sep):
        return path
    if path == home or path in ("/", "~"):
        return "~" if path == home else path
    last = re.split(r"[\\/]", path.rstrip("\\/"))[-1]
    return f"{'~/' if path.startswith((home, '~')) else ''}…/{last}"


def _find_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # containers may have no such user; Windows lacks the module pwd
        return ""
