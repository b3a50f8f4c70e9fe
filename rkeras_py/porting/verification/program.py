"""Runs a program and notes what each of its statements prints: python -m ... PROGRAM NOTES SEED EPOCHS STEPS."""

import ast
import contextlib
import io
import sys
import traceback
from pathlib import Path

from .. import base_r
from .draws import draw_as_r
from .recording import Recording


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
    draw_as_r().start()  # to the end of this process, which does nothing else
    sys.argv = [path]
    names = {"__name__": "__main__", "__file__": path}
    for statement in ast.parse(Path(path).read_text(encoding="utf-8")).body:
        recording.at(statement.lineno)
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                exec(compile(ast.Module([statement], []), path, "exec"), names)
        except NotImplementedError as error:
            recording.note("left", str(error))
            return
        except Exception as error:
            recording.note("error", "".join(traceback.format_exception_only(error)).strip())
            return
        finally:
            if printed.getvalue():
                recording.note("printed", printed.getvalue())
    recording.note("end", "")


if __name__ == "__main__":
    main(*sys.argv[1:])
