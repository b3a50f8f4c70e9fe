"""Run the Python twins of the vignettes, or compare what both printed.

A twin is a script of cells, `# %% label`. A cell and a chunk of one label print the same numbers. Pages of the gallery
have names such as gallery/digits.

    python tools/vignettes.py FOLDER NAME...          runs twins, and leaves what their cells printed in NAME.python.txt
    python tools/vignettes.py --compare FOLDER NAME   compares that with what tools/vignettes.R left in NAME.r.txt
"""

import argparse
import contextlib
import io
import math
import re
import sys
import time
import traceback
from decimal import Decimal
from pathlib import Path
from types import ModuleType

PAGES = Path(__file__).resolve().parents[1] / "vignettes"
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d*)?(?:e[+-]?\d+)?(?!\w)", re.IGNORECASE)
INDEX = re.compile(r"^#>\s*\[[\d,]+\]|\[(\d+,)?(,\d+)?\]", re.MULTILINE)
"""The marks that R prints in front of values: `[1]`, `[2,]`, `[,3]`."""
CLOSE = 2e-6
"""R prints seven digits."""
UNIT = 1.001
"""Trainings end one unit of the last printed decimal apart where threads add in another order."""


def find_twin(name: str) -> Path:
    """Return the twin of a page: beside it in the gallery, else in a folder of its own, which R's package has too."""
    return PAGES / (f"{name}.py" if "/" in name else f"python/{name}.py")


def find_record(name: str, folder: Path, language: str) -> Path:
    """Return the file that has what a page printed."""
    return folder / f"{name.replace('/', '-')}.{language}.txt"


def run(name: str, folder: Path) -> None:
    """Run a twin cell by cell, in a module of its own, and write down what each cell prints."""
    import rkeras_py

    path = find_twin(name)
    source = path.read_text()
    module = sys.modules[name] = ModuleType(name)
    module.__file__ = str(path)
    starts = list(re.finditer(r"^# %% *(.*)\n", source, re.MULTILINE))
    with find_record(name, folder, "python").open("w") as record:
        for start, end in zip(starts, [*starts[1:], None], strict=True):
            code = source[start.end() : end and end.start()]
            lines_before = source.count("\n", 0, start.end())
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile("\n" * lines_before + code, path, "exec"), module.__dict__)
            record.write(f"## {start[1]}\n")
            record.writelines(f"#> {line}\n" for line in printed.getvalue().splitlines())
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
    rkeras_py.clear_session()


def read(record: Path) -> dict[str, list[str]]:
    """Return the numbers that the chunks or cells with a label printed."""
    found: dict[str, list[str]] = {}
    for part in re.split(r"^## ", record.read_text(), flags=re.MULTILINE)[1:]:
        label, _, text = part.partition("\n")
        found.setdefault(label.strip(), []).extend(NUMBER.findall(INDEX.sub(" ", text)))
    return found


def are_close(one: str, other: str) -> bool:
    """Tell whether two printed numbers are the same: whole ones exactly, others but for their last decimal."""
    places = max(-Decimal(number).as_tuple().exponent for number in (one, other))
    return math.isclose(float(one), float(other), rel_tol=CLOSE, abs_tol=max(UNIT * 10.0**-places * (places > 0), 1e-7))


def compare(name: str, folder: Path) -> list[str]:
    """Say what differs between a vignette and its twin; an empty list is what should come out."""
    in_r, in_python = (read(find_record(name, folder, language)) for language in ("r", "python"))
    same = [label for label in in_python if label in in_r and in_python[label]]
    if len(same) < 2:
        return [f"{name}: only {len(same)} cells with numbers are in both languages"]
    problems = []
    for label in same:
        r, python = in_r[label], in_python[label]
        if len(r) != len(python) or not all(are_close(a, b) for a, b in zip(r, python, strict=True)):
            problems.append(f"{name}, {label}:\n  R      {', '.join(r)}\n  Python {', '.join(python)}")
    if not problems:
        print(f"{name}: {sum(len(in_r[label]) for label in same)} numbers in {len(same)} cells are the same")
    return problems


def main() -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="+", metavar="NAME")
    given = parser.parse_args()
    if given.compare:
        problems = [problem for name in given.names for problem in compare(name, given.folder)]
        print("\n".join(problems), file=sys.stderr, end="\n" if problems else "")
        return bool(problems)
    failed = []
    for name in given.names:
        start, worked = time.monotonic(), time.process_time()
        print(name, file=sys.stderr, flush=True)
        try:
            run(name, given.folder)
        except Exception:
            traceback.print_exc()
            failed.append(name)
        core = time.process_time() - worked
        print(f"{name}: {time.monotonic() - start:.1f} s, {core:.1f} s of a core", flush=True)
    print("".join(f"failed: {name}\n" for name in failed), file=sys.stderr, end="")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
