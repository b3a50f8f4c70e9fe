"""Runs a program and notes what each of its statements prints: python -m ... PROGRAM NOTES SEED EPOCHS STEPS."""

import ast
import contextlib
import io
import sys
import traceback
import types
from collections.abc import Iterator
from pathlib import Path

from .. import base_r
from .draws import PROGRAM, draw_as_r, read_data_sets
from .recording import Recording

_LEFT = "of the R script is not translated"
"""The message of a program that stops at a place without translation."""


def main(path: str, notes: str, seed: str, epochs: str, steps: str) -> None:
    """Run a program to its end, to an error, or to a place without translation.

    Args:
        path: The program.
        notes: The file to write to.
        seed: The seed of Keras's and R's random numbers.
        epochs: The most epochs of a training.
        steps: The most batches of an epoch; 0 for all.
    """
    recording = Recording(notes, int(seed), int(epochs), int(steps))
    base_r.set_seed(int(seed))
    draw_as_r().start()  # until this process ends, which does nothing else
    text = Path(path).read_text(encoding="utf-8")
    if "pd.read_csv(" in text:
        read_data_sets().start()
    sys.argv = [path]
    names: dict[str, object] = {"__name__": PROGRAM, "__file__": path}
    for statement in ast.parse(text).body:
        recording.at(statement.lineno)
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            end = _run(compile(ast.Module([statement], []), path, "exec"), names)
        if printed.getvalue():
            recording.note("printed", printed.getvalue())
        if end:
            recording.note(*end)
            return
    recording.note("end", "")


def _run(code: types.CodeType, names: dict[str, object]) -> tuple[str, str] | None:
    """Run a statement, and return how it ended the program, or None."""
    try:
        exec(code, names)
    except Exception as error:
        for one in _list_causes(error):
            if isinstance(one, NotImplementedError) and _LEFT in str(one):
                return "left", str(one)
        return "error", "".join(traceback.format_exception_only(error)).strip()
    return None


def _list_causes(error: BaseException | None) -> Iterator[BaseException]:
    """Return an error, and those that it came from: Keras makes another of one inside of a layer."""
    while error is not None:
        yield error
        error = error.__context__


if __name__ == "__main__":
    main(*sys.argv[1:])
