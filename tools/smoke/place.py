"""A place that knows nothing of the project: a home, environments of Python and a library of R."""

import os
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 1800
IS_WINDOWS = os.name == "nt"


class Failure(Exception):
    """A step failed; its output is the message."""


class Place:
    """An empty place.

    Args:
        folder: Where it is.
        borrows: Whether packages of others come from the Python that runs this, which spares their installation.
    """

    def __init__(self, folder: Path, borrows: bool) -> None:
        self.folder, self.borrows = folder, borrows
        self.library = folder / "library"
        self.library.mkdir()
        (folder / "home").mkdir()
        self.env = dict(os.environ)
        for name in ("PYTHONPATH", "RETICULATE_PYTHON", "VIRTUAL_ENV", "R_LIBS_USER", "R_PROFILE", "R_ENVIRON"):
            self.env.pop(name, None)
        paths = self.env.get("PATH", "").split(os.pathsep)
        self.env |= {
            "PATH": os.pathsep.join(path for path in paths if not path.startswith(str(ROOT))),
            "HOME": str(folder / "home"),
            "R_LIBS": str(self.library),
            "SMOKE_LIBRARY": str(self.library),
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "PYTHONIOENCODING": "utf-8",
        }

    def run(self, what: str, *command: object, folder: Path | None = None, **env: str) -> str:
        """Run a command there, say how it went, and return what it printed.

        Args:
            what: What the step is called.
            command: The words.
            folder: Where it runs; None: in the place.
            env: Further variables.

        Raises:
            Failure: If it fails.
        """
        start = time.monotonic()
        done = subprocess.run(
            [str(word) for word in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            cwd=folder or self.folder,
            env={**self.env, **env},
            timeout=LIMIT,
            check=False,
        )
        if done.returncode:
            raise Failure(f"FAILED: {what}\n{done.stdout}")
        print(f"passed: {what}, {time.monotonic() - start:.0f} s", flush=True)
        return done.stdout

    def make_environment(self, name: str, wheel: Path | None) -> Path:
        """Make an environment of Python, and return its Python.

        Args:
            name: Its name.
            wheel: The wheel to install into it; None: that environment has no package of this project.
        """
        python = self.folder / name / ("Scripts/python.exe" if IS_WINDOWS else "bin/python")
        self.run(f"environment {name}", sys.executable, "-m", "venv", "--without-pip", self.folder / name)
        if self.borrows:
            self._borrow(python)
        pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--disable-pip-version-check")
        if wheel is not None and self.borrows:
            self.run(f"pip install {wheel.name}", *pip, "--no-deps", wheel)
        elif wheel is not None:
            extras = "tensorflow,image,plot" if IS_WINDOWS else "tensorflow,image,plot,bridge"
            self.run(f"pip install {wheel.name}", *pip, f"{wheel}[{extras}]")
        return python

    def find_packages(self, python: Path) -> Path:
        """Return the folder with an environment's packages."""
        code = "import sysconfig; print(sysconfig.get_path('purelib'))"
        done = subprocess.run([str(python), "-c", code], capture_output=True, text=True, timeout=LIMIT, check=True)
        return Path(done.stdout.strip())

    def _borrow(self, python: Path) -> None:
        """Link the packages of others into an environment: all but this project's, and what makes it editable."""
        packages = self.find_packages(python)
        for path in Path(sysconfig.get_path("purelib")).iterdir():
            if "rkeras" not in path.name and not (packages / path.name).exists():
                (packages / path.name).symlink_to(path)

    def fill_folder(self, name: str) -> Path:
        """Make a folder to work in, with copies of the scripts, and return it."""
        folder = self.folder / name
        folder.mkdir()
        for script in Path(__file__).parent.glob("*"):
            if script.suffix in (".R", ".py"):
                shutil.copy(script, folder)
        return folder
