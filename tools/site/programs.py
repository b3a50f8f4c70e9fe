"""Vignettes, their twins and the examples, run: what they print and draw, kept while nothing changes."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import cache
from .cache import ROOT

_LIMIT = 1800  # seconds; a hang is a failure too
_LEAN = str(ROOT / "tools/lean")  # Keras starts more quickly
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Program:
    """A program whose output the site shows.

    Attributes:
        path: The program.
        runner: What runs it, with the path of the program as the argument after it; in an empty folder, in which it
            leaves what it draws.
    """

    path: Path
    runner: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the program in the repository, as one word."""
        return self.path.relative_to(ROOT).as_posix().replace("/", "-")

    def run(self, folder: Path) -> None:
        """Run it, and leave what it printed in `printed.txt`.

        Raises:
            RuntimeError: If it fails or does not end.
        """
        paths = os.pathsep.join([_LEAN, str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        surroundings = os.environ | {"PYTHONPATH": paths, "MPLBACKEND": "Agg", "PYTHONWARNINGS": "ignore"}
        with (folder / "printed.txt").open("wb") as printed, (folder / "errors.txt").open("wb") as errors:
            ended = subprocess.run(
                [*self.runner, str(self.path)],
                cwd=folder, env=surroundings, stdin=subprocess.DEVNULL, stdout=printed, stderr=errors, timeout=_LIMIT,
            )  # fmt: skip
        if ended.returncode:
            told = (folder / "errors.txt").read_text(errors="replace")[-3000:]
            raise RuntimeError(f"{self.name}: exit code {ended.returncode}\n{told}")


def list_vignettes() -> list[Program]:
    """Return the vignettes and the pages of the gallery, with their twins."""
    knit, cells = ("Rscript", str(_HERE / "knit.R")), (sys.executable, str(_HERE / "run_cells.py"))
    return [
        *(Program(path, knit) for path in sorted((ROOT / "vignettes").rglob("*.Rmd"))),
        *(Program(path, cells) for path in sorted((ROOT / "vignettes").rglob("*.py"))),
    ]


def list_examples() -> list[Program]:
    """Return the examples."""
    folder, notebook = ROOT / "examples", (sys.executable, str(_HERE / "run_notebook.py"))
    return [
        *(Program(path, ("Rscript",)) for path in sorted((folder / "r").glob("*.R"))),
        *(Program(path, (sys.executable,)) for path in sorted((folder / "python").glob("*.py"))),
        *(Program(path, notebook) for path in sorted(folder.glob("*.ipynb"))),
    ]


def run_all(programs: list[Program]) -> dict[Path, Path]:
    """Run the programs that are not kept; return the folder with what came of each, by its path."""
    code = cache.digest_code()

    def one(program: Program) -> Path:
        runner = [Path(part) for part in program.runner if Path(part).parent == _HERE]
        key = cache.digest(code, files=[program.path, *runner])
        return cache.keep("programs", program.name, key, program.run)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip([program.path for program in programs], pool.map(one, programs), strict=True))


def read_cells(folder: Path) -> list[dict[str, Any]]:
    """Return the cells of a twin or notebook with what each printed and drew."""
    found: list[dict[str, Any]] = json.loads((folder / "cells.json").read_text(encoding="utf-8"))
    return found
