"""Snippets of R, each with one idea: run in R, and as programs in Python, and sorted by how the two compare."""

import contextlib
import io
import re
import subprocess
from pathlib import Path

from support import ROOT

from rkeras_py.porting.translate.translating import Translated
from rkeras_py.porting.verification.comparing import compare
from rkeras_py.porting.verification.draws import draw_as_r, read_data_sets

_WORD = re.compile(r"[\w.+-]+")


def run_in_r(snippets: list[str], folder: Path) -> list[str]:
    """Return what R prints for each."""
    given, results = folder / "snippets.txt", folder / "results.txt"
    given.write_text("\n".join(snippets) + "\n", encoding="utf-8")
    script = ROOT / "tests/python/support/snippet_runs.R"
    subprocess.run(["Rscript", script, given, results], check=True, cwd=folder, stderr=subprocess.DEVNULL)
    return results.read_text(encoding="utf-8").split("\001\n")[:-1]


def run_in_python(text: str, style: str) -> str:
    """Return what a program prints, with the error that ends it."""
    output = io.StringIO()
    with contextlib.ExitStack() as stack:
        if style == "keras":
            stack.enter_context(draw_as_r())
            stack.enter_context(read_data_sets())
        stack.enter_context(contextlib.redirect_stdout(output))
        try:
            exec(compile(text, "snippet", "exec"), {"__name__": "__main__"})
        except (Exception, SystemExit) as error:
            output.write(f"\nFAILED {type(error).__name__}: {error}")
    return output.getvalue()


def judge(by_r: str, program: Translated, style: str) -> tuple[str, str]:
    """Return "same", "marked" or "wrong", and what Python printed."""
    if program.left:
        return "marked", "; ".join(reason for _, reason in program.left)
    by_python = run_in_python(program.text, style)
    ends = [[{"kind": "printed", "line": 1, "text": one}, {"kind": "end", "line": 2}] for one in (by_r, by_python)]
    is_same = compare(ends[0], ends[1], "snippet")[0] or ("{" in by_python and _list(by_r) == _list(by_python))
    return ("same" if is_same else "wrong"), by_python


def _list(text: str) -> list[str]:
    """Return the words of a list with names, which R prints in other places than Python does."""
    return sorted(_WORD.findall(text.replace("$", " ")))
