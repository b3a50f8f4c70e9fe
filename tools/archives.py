"""Builds the archives of both packages, and holds their files against those of this folder, byte for byte.

    python tools/archives.py [--show] FOLDER

leaves there the wheel, the source archive and R's tarball. Needs Python's own library and pip; the vignettes need the
environment of tools/env.sh, and the tarball R. All that ships is built here, for `make dist` as for `make smoke`.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import time
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BACKEND = ROOT / "tools/backend"
FETCHED = ROOT / ".cache/build-backend"
"""The requirements of a build in pyproject.toml, fetched once: setuptools."""
PYTHON_SOURCES = ("rkeras_py", "tools/backend", "LICENSE.md", "MANIFEST.in", "README.md", "pyproject.toml", "setup.py")
R_PARTS = (
    *("NAMESPACE", "LICENSE", "NEWS.md", "R", "src/*.c", "inst", "man", "vignettes/*.Rmd", "vignettes/*.png"),
    *("tests/testthat.R", "tests/testthat", "tests/contract"),
)
LIMIT = 1800


def build_python(folder: Path) -> tuple[Path, Path]:
    """Build the wheel and the source archive; return their paths.

    Args:
        folder: Where to put them.
    """
    source = folder / "python-sources"  # setuptools leaves its own files where it builds
    for name in PYTHON_SOURCES:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, source / name)
    code = "import sys, reproducible as r; to = sys.argv[1]; r.build_sdist(to); r.build_wheel(to)"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (fetch_backend(), source / "tools/backend")))}
    _run([sys.executable, "-c", code, str(folder)], source, env)
    shutil.rmtree(source)
    return next(folder.glob("*.whl")), next(folder.glob("rkeras_py-*.tar.gz"))


def fetch_backend() -> Path:
    """Return the folder with what builds the Python package; pip fills it the first time."""
    if not FETCHED.is_dir():
        wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
        made = FETCHED.with_suffix(".new")
        _run([sys.executable, "-m", "pip", "install", "--quiet", "--target", str(made), *wanted], ROOT)
        made.rename(FETCHED)
    return FETCHED


def build_r(folder: Path, runs_vignettes: bool) -> Path:
    """Build R's tarball; return its path.

    Args:
        folder: Where to put it.
        runs_vignettes: Whether to run the vignettes, in the project's environment; else their pages show code alone.
    """
    stage = folder / "stage/rkeras"
    _run(["bash", (ROOT / "tools/stage.sh").as_posix(), stage.as_posix()], ROOT)
    for page in sorted((stage / "vignettes").glob("*.Rmd")):
        # Each has a process of its own, as some set up what must be set up before TensorFlow starts.
        how = "run" if runs_vignettes else "show"
        _run([shutil.which("Rscript") or "Rscript", str(ROOT / "tools/knit_page.R"), page.name, how], page.parent)
    quick = {**os.environ, "R_COMPILE_PKGS": "0"}  # for the installation that R CMD build makes and throws away
    _run([shutil.which("R") or "R", "CMD", "build", str(stage)], folder, quick)
    shutil.rmtree(folder / "stage")
    return next(folder.glob("rkeras_[0-9]*.tar.gz"))


def _run(command: list[str], folder: Path, env: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, errors="replace", timeout=LIMIT, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}")


def list_python_files() -> Iterator[str]:
    """Give the files of the Python package, as paths in this folder."""
    return _list_files("rkeras_py")


def list_r_files() -> Iterator[str]:
    """Give the files of the R package, as paths in this folder; its copy of the Python package is among them."""
    for part in R_PARTS:
        yield from _list_files(part)


def _list_files(pattern: str) -> Iterator[str]:
    for top in ROOT.glob(pattern):
        if top.is_file():
            yield top.relative_to(ROOT).as_posix()
        for folder, folders, files in os.walk(top, followlinks=True):  # inst has links
            folders[:] = [name for name in folders if name != "__pycache__"]
            yield from ((Path(folder) / name).relative_to(ROOT).as_posix() for name in files)


def read_archive(archive: Path) -> dict[str, bytes]:
    """Return what the files of an archive hold, by their paths without the folder that all are in.

    Args:
        archive: A wheel, or a tarball.
    """
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist()}
    with tarfile.open(archive) as tarball:
        members = [member for member in tarball if member.isfile()]
        return {member.name.split("/", 1)[1]: tarball.extractfile(member).read() for member in members}  # type: ignore[union-attr]


def find_faults(archive: Path) -> list[str]:
    """Say which files of this folder an archive lacks, or has otherwise.

    Args:
        archive: A wheel, a source archive, or R's tarball.
    """
    is_r = archive.name.startswith("rkeras_") and not archive.name.startswith("rkeras_py")
    return _compare(archive.name, list_r_files() if is_r else list_python_files(), read_archive(archive))


def find_copy_faults(folder: Path) -> list[str]:
    """Say which files of the Python package are not as they are here in a folder where it was installed.

    Args:
        folder: The folder that holds `rkeras_py`.
    """
    paths = [path for path in list_python_files() if (folder / path).is_file()]
    return _compare(str(folder), list_python_files(), {path: (folder / path).read_bytes() for path in paths})


def _compare(name: str, paths: Iterable[str], held: Mapping[str, bytes]) -> list[str]:
    faults = []
    for path in paths:
        is_page = path.startswith("vignettes/") and path.endswith(".Rmd")  # by knit_page.R, in place of the vignette
        if path not in held:
            faults.append(f"{name} lacks {path}")
        elif held[path] != (ROOT / path).read_bytes() and not is_page:
            faults.append(f"{name} has another {path}")
    return faults


def main() -> None:
    """Build all three, and look whether they are whole."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="show the code of the vignettes, and do not run it")
    parser.add_argument("folder", type=Path, help="where to put the archives; it is made anew")
    options = parser.parse_args()
    date = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    os.environ.setdefault("SOURCE_DATE_EPOCH", date.stdout.strip() or str(int(time.time())))
    folder = options.folder.resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    archives = [*build_python(folder), build_r(folder, not options.show)]
    faults = [fault for archive in archives for fault in find_faults(archive)]
    if faults:
        sys.exit("\n".join(faults))
    for archive in archives:
        print(f"{archive.stat().st_size:>10,}  {archive}")


if __name__ == "__main__":
    main()
