"""What a stranger does: both packages from their archives, into an empty place, and a model in each language.

With --borrow, packages of others come from the Python that runs this, which spares their installation.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 1800
IS_WINDOWS = os.name == "nt"


def block(language: str) -> str:
    """Return the README's first block of code in a language that uses the package."""
    blocks = re.findall(
        rf"^```{language}\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    return next(code for code in blocks if re.search(r"library\(rkeras\)|import \*|import rkeras_py", code))


class Place:
    """An empty place: a home, an environment and an R library, none of which knows of the project.

    Args:
        folder: Where it is.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library = folder / "library"
        self.python = folder / ("env/Scripts/python.exe" if IS_WINDOWS else "env/bin/python")
        self.library.mkdir()
        (folder / "home").mkdir()
        self.env = dict(os.environ)
        for name in ("PYTHONPATH", "RETICULATE_PYTHON", "VIRTUAL_ENV"):
            self.env.pop(name, None)
        paths = self.env.get("PATH", "").split(os.pathsep)
        self.env |= {
            "PATH": os.pathsep.join(path for path in paths if not path.startswith(str(ROOT))),
            "HOME": str(folder / "home"),
            "R_LIBS": str(self.library),
            "TF_CPP_MIN_LOG_LEVEL": "3",
        }

    def run(self, what: str, *command: object, **env: str) -> str:
        """Run a command there, and return what it printed; it ends this process if it fails."""
        start = time.monotonic()
        done = subprocess.run(
            [str(word) for word in command],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            cwd=self.folder,
            env={**self.env, **env},
            timeout=LIMIT,
        )
        print(f"{'passed' if done.returncode == 0 else 'FAILED'}: {what}, {time.monotonic() - start:.0f} s", flush=True)
        if done.returncode:
            sys.exit(f"{done.stdout}\n{done.stderr}")
        return done.stdout


def install_python(place: Place, borrow: bool) -> None:
    """Build the wheel, and install it into a new environment."""
    source = place.folder / "source"  # setuptools leaves its own files where it builds
    for name in ("rkeras_py", "tools/backend"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("LICENSE.md", "MANIFEST.in", "README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, source)
    place.run(
        "wheel", sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", place.folder / "dist", source
    )
    (wheel,) = (place.folder / "dist").glob("*.whl")
    place.run("environment", sys.executable, "-m", "venv", place.folder / "env")
    place.run("pip install", place.python, "-m", "pip", "install", "--quiet", *(["--no-deps"] if borrow else []), wheel)
    if borrow:
        site = place.run("site", place.python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
        lines = [f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})"]
        lines += ["import sys; sys.meta_path[:] = [f for f in sys.meta_path if '__editable__' not in str(f)]"]
        Path(site, "zz_borrowed.pth").write_text("\n".join(lines) + "\n")


def install_r(place: Place) -> None:
    """Build R's tarball without a Python, and install it into the new library."""
    stage = place.folder / "stage/rkeras"
    subprocess.run(["bash", str(ROOT / "tools/stage.sh"), stage.as_posix()], check=True, timeout=LIMIT)
    r = shutil.which("R") or "R"
    place.run("R CMD build", r, "CMD", "build", "--no-build-vignettes", stage)
    (tarball,) = place.folder.glob("rkeras_*.tar.gz")
    place.run("R CMD INSTALL", r, "CMD", "INSTALL", f"--library={place.library}", tarball)


def main() -> None:
    """Install both, and run the README's blocks and the doctor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--borrow", action="store_true", help="take packages of others from this Python")
    borrow = parser.parse_args().borrow
    with tempfile.TemporaryDirectory(prefix="rkeras smoke ") as folder:
        place = Place(Path(folder).resolve())
        install_python(place, borrow)
        scripts = {"python": place.folder / "block.py", "r": place.folder / "block.R"}
        for language, script in scripts.items():
            script.write_text(block(language), "utf-8")
        place.run("README in Python", place.python, scripts["python"])
        install_r(place)
        rscript = shutil.which("Rscript") or "Rscript"
        place.run("README in R", rscript, scripts["r"], RETICULATE_PYTHON=str(place.python))
        asked = {"RETICULATE_PYTHON": str(place.python)}
        print(place.run("doctor", place.python, "-m", "rkeras_py", "doctor", **asked))


if __name__ == "__main__":
    main()
