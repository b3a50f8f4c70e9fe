"""Runs scripts and whole programs of the corpus as `--verify` does, each in a process of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rkeras_py.porting import verification
from rkeras_py.porting.translate.translating import Translated
from rkeras_py.porting.verification.comparing import Note, compare

from . import RECORD, ROOT, SCRIPTS, digest, read_record

SEED, EPOCHS, STEPS = 1, 4, 8
LIMIT = 600  # seconds of a program
_IN_R = Path(verification.__file__).with_name("script.R")


def verify_programs(programs: dict[str, list[Translated]], seconds: float) -> int:
    """Verify the whole programs that changed since they were verified, the shortest first, and record what is equal.

    Args:
        programs: The programs of each style.
        seconds: Begin no program after that time.

    Returns:
        How many programs do something else than their scripts.
    """
    record, end, differ = read_record(), time.monotonic() + seconds, 0
    waiting = [
        (style, path, one)
        for style, found in programs.items()
        for path, one in zip(SCRIPTS, found, strict=True)
        if not one.left and record[style].get(path.stem) != digest(path, one)
    ]
    waiting.sort(key=lambda case: (len(case[2].text), case[0]))
    with tempfile.TemporaryDirectory(prefix="rkeras-rates-") as kept:
        folder = Path(kept)
        needed = list(dict.fromkeys(path for _, path, _ in waiting))
        with _start_r(needed, folder):
            for style, path, one in waiting:
                by_r = folder / f"{path.stem}.done"
                while not by_r.exists() and time.monotonic() < end:
                    time.sleep(0.1)
                if time.monotonic() >= end:
                    break
                same, report = compare(_read(by_r.with_suffix(".R")), _run(one.text, folder / style / path.stem), "it")
                print(f"{style} {path.stem}: {report}", flush=True)
                differ += not same
                if same:
                    record[style][path.stem] = digest(path, one)
                    RECORD.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
            (folder / "stop").touch()
    return differ


def _start_r(scripts: list[Path], folder: Path) -> "subprocess.Popen[bytes]":
    """Start R, which runs scripts one after the other until a file `stop` is there."""
    command = [shutil.which("Rscript") or "Rscript", str(Path(__file__).with_name("runs.R")), str(_IN_R), str(folder)]
    numbers = [str(one) for one in (SEED, EPOCHS, STEPS)]
    with (folder / "errors").open("wb") as errors:
        return subprocess.Popen(
            [*command, *numbers, *map(str, scripts)], cwd=folder, stdout=errors, stderr=subprocess.STDOUT
        )


def _run(text: str, place: Path) -> list[Note]:
    """Return the notes of a program, which runs in a process of its own."""
    place.parent.mkdir(exist_ok=True)
    program, notes = place.with_suffix(".py"), place.with_suffix(".notes")
    program.write_text(text, encoding="utf-8")
    numbers = [str(one) for one in (SEED, EPOCHS, STEPS)]
    subprocess.run(
        [sys.executable, "-m", "rkeras_py.porting.verification.program", str(program), str(notes), *numbers],
        cwd=place.parent, env={**os.environ, "PYTHONPATH": str(ROOT), "MPLBACKEND": "Agg"}, check=False,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=LIMIT,
    )  # fmt: skip
    return _read(notes)


def _read(notes: Path) -> list[Note]:
    """Return notes; a run that left none ended at once."""
    return [json.loads(line) for line in notes.read_text().splitlines()] if notes.exists() else []
