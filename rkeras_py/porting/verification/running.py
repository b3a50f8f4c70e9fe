"""A script and its program, each run in a separate process."""

import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ...doctor.processes import end_process
from . import comparing

_SCRIPT = Path(__file__).with_name("script.R")
_BACKEND = re.compile(r'^(?:(?:use|config_set)_backend\(|os\.environ\["KERAS_BACKEND"\] = )"(\w+)"', re.MULTILINE)


@dataclass(frozen=True)
class Limits:
    """How a script and its program run.

    Attributes:
        seed: The seed of random numbers.
        epochs: The most epochs that a call of fit() trains.
        steps: The most batches of an epoch; 0 for all.
        seconds: How long each may take.
        attached: The package, "keras" or "keras3", that is attached before the script; "" for none.
    """

    seed: int = 1
    epochs: int = 2
    steps: int = 0
    seconds: float = 600
    attached: str = ""


def verify(code: str, program: str, folder: str, name: str, limits: Limits) -> tuple[bool, str]:
    """Run a script and its program side by side, and compare what they print and train.

    Args:
        code: The script.
        program: The program.
        folder: Where both run, as they read data there.
        name: The name of the program, for the report.
        limits: How they run.

    Returns:
        Whether they did the same, and a report.
    """
    numbers = [str(number) for number in (limits.seed, limits.epochs, limits.steps)]
    attached = [limits.attached] if limits.attached else []
    with tempfile.TemporaryDirectory(prefix="rkeras-verify-") as kept:
        files = {"R": Path(kept, "script.R"), "Python": Path(kept, "program.py")}
        for file, text in zip(files.values(), (code, program), strict=True):
            file.write_text(text, encoding="utf-8")
        notes = {language: Path(kept, language) for language in files}
        module = f"{__package__}.program"
        commands = {
            "R": ["-m", "rkeras_py", "run", str(_SCRIPT), "--", str(files["R"]), str(notes["R"]), *numbers, *attached],
            "Python": ["-m", module, str(files["Python"]), str(notes["Python"]), *numbers],
        }
        errors = {language: Path(kept, f"{language}.errors") for language in commands}
        started = {}
        try:
            for language, command in commands.items():
                with errors[language].open("w") as stream:
                    started[language] = subprocess.Popen(
                        [sys.executable, "-P", *command],
                        cwd=folder,
                        stdin=subprocess.DEVNULL,
                        stdout=stream,
                        stderr=stream,
                        env={**os.environ, "MPLBACKEND": "Agg", **_find_backend(program)},
                        start_new_session=True,
                    )
            problems = [_wait(process, language, limits.seconds) for language, process in started.items()]
        finally:
            for process in started.values():
                end_process(process)
        for problem, (language, file) in zip(problems, notes.items(), strict=True):
            if problem or not file.exists():
                return False, f"not verified: {problem or f'{language} failed: {_find_error(errors[language])}'}"
        found = [[json.loads(line) for line in file.read_text().splitlines()] for file in notes.values()]
    return comparing.compare(found[0], found[1], name)


def _find_backend(program: str) -> dict[str, str]:
    """Return the variable for the backend that a program chooses; to be watched, Keras is loaded before it runs."""
    found = _BACKEND.search(program)
    return {"KERAS_BACKEND": found[1]} if found else {}


def _find_error(file: Path) -> str:
    """Return what a process said of its end: R says its error before the last line, Python in it."""
    said = file.read_text(errors="replace").strip().splitlines() or ["without a word"]
    first = next((number for number, line in enumerate(said) if line.startswith("Error")), len(said) - 1)
    return " ".join(line.strip() for line in said[first:] if line != "Execution halted")


def _wait(process: subprocess.Popen[bytes], language: str, seconds: float) -> str:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return f"{language} did not finish within {seconds:g} s"
    return ""
