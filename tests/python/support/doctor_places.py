"""Environments in which something is broken, for `rkeras doctor`, and its answers."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from doctor_facts import GOOD, R_FACTS

RPY2 = "def get_r_home(): return {home!r}"
"""The code of its module `situation`."""


@dataclass
class Place:
    """An environment without packages, and the files of a user."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "env/bin/python"

    @property
    def site(self) -> Path:
        return next((self.folder / "env/lib").glob("python3*/site-packages"))

    def module(self, name: str, code: str, folder: Path | None = None) -> None:
        path = (folder or self.site) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code)

    def healthy(self) -> "Place":
        for name in ("tensorflow", "keras"):
            self.module(f"{name}/__init__.py", GOOD[name])
            self.distribution(name, {"tensorflow": "2.21.0", "keras": "3.15.1"}[name])
        for name in ("numpy", "h5py", "PyYAML"):
            self.distribution(name, "1.0")
        return self

    def distribution(self, name: str, version: str, **files: str) -> None:
        info = f"{name.replace('-', '_')}-{version}.dist-info"
        self.module(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        for file, text in files.items():
            self.module(f"{info}/{file}.json", text)

    def rscript(self, code: str) -> None:
        path = self.folder / "bin/Rscript"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{code}\n")
        path.chmod(0o755)

    def r(self, start: str = "", **changed: str) -> None:
        facts = {**R_FACTS, **{name.replace("__", "."): value for name, value in changed.items()}}
        lines = "".join(f"rkeras-doctor\t{name}\t{value}\n" for name, value in facts.items())
        begins = f'case "$1" in *start.R) {start};; esac\n' if start else ""
        self.rscript(f"{begins}/bin/cat <<'X'\nnoise\n{lines}X")

    def doctor(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.python, "-m", "rkeras_py", "doctor", "--timeout", "20", *words],
            capture_output=True,
            text=True,
            timeout=100,
            cwd=self.folder,
            env={"PATH": str(self.folder / "bin"), "HOME": str(self.folder), "LANG": "C.UTF-8", **env},
        )


def problems(done: subprocess.CompletedProcess[str], kind: str = "problem") -> list[tuple[str, str]]:
    """The problems, each with the line that mends it."""
    assert done.stderr == ""
    found = re.findall(rf"^{kind} \d+: (.*)\n  fix: (.+)$", done.stdout, re.MULTILINE)
    if kind == "problem":
        late = "did not finish in time" in done.stdout
        assert done.returncode == (1 if found else 3 if late else 0), done.stdout
        assert done.stdout.rstrip("`\n").endswith(f"{len(found) or 'No'} problem{'s' * (len(found) > 1)} found.") or (
            not found and "No problem was found." in done.stdout
        )
    return found
