"""The lane of a stranger: both packages from their archives, in an empty place, and all kinds of use in each language.

    python tools/smoke [--borrow] [--archives FOLDER]

builds the archives, looks whether they hold every file of this folder, byte for byte, and installs them into an empty R
library and new environments of Python: one with the wheel, and one without for R, whose package brings its own copy.
There it runs the scripts of tools/smoke. Nothing of the clone is on any path: what is not in an archive is missed.

With --borrow, packages of others come from the Python that runs this, and nothing is fetched; it takes two minutes.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import archives
from place import IS_WINDOWS, Failure, Place


class Lane:
    """The steps, in two chains that run beside each other.

    Args:
        place: Where.
        given: A folder with the archives; None: they are built, with pages of the vignettes that were not run.
    """

    def __init__(self, place: Place, given: Path | None) -> None:
        self.place, self.given = place, given
        self.built = place.folder / "archives"
        self.built.mkdir()

    def run(self) -> None:
        """Run all steps.

        Raises:
            Failure: If one fails.
        """
        with ThreadPoolExecutor(2) as both:
            library = both.submit(self.install_r)
            self._wait([both.submit(self.use_python), library])
            self._wait([both.submit(step) for step in (self.use_r, self.use_commands)])

    def install_r(self) -> None:
        """Install R's tarball."""
        tarball = self._find("rkeras_[0-9]*.tar.gz") or archives.build_r(self.built, runs_vignettes=False)
        self._refuse(archives.find_faults(tarball))
        r = shutil.which("R") or "R"
        self.place.run(f"R CMD INSTALL {tarball.name}", r, "CMD", "INSTALL", f"--library={self.place.library}", tarball)
        self._refuse(archives.find_copy_faults(self.place.library / "rkeras/python"))

    def use_python(self) -> None:
        """Install the wheel, and use it without R."""
        wheel = self._find("*.whl") or archives.build_python(self.built)[0]
        source = next((self.given or self.built).glob("rkeras_py-*.tar.gz"))
        self._refuse([*archives.find_faults(wheel), *archives.find_faults(source)])
        self.python = self.place.make_environment("env", wheel)
        self._refuse(archives.find_copy_faults(self.place.find_packages(self.python)))
        self.folder = self.place.fill_folder("python")
        print(self.place.run("Python", self.python, "in_python.py", folder=self.folder), end="")

    def use_r(self) -> None:
        """Use R's package, with a Python that has no package of this project."""
        python = self.place.make_environment("bare", None) if self.place.borrows else self.python
        rscript = shutil.which("Rscript") or "Rscript"
        folder = self.place.fill_folder("r")
        print(self.place.run("R", rscript, "in_r.R", folder=folder, RETICULATE_PYTHON=str(python)), end="")

    def use_commands(self) -> None:
        """Use the command `rkeras`, and R inside Python."""
        print(self.place.run("commands", self.python, "commands.py", folder=self.folder), end="")
        if not IS_WINDOWS:  # where R does not run inside Python
            print(self.place.run("both at once", self.python, "both.py", folder=self.folder), end="")

    def _wait(self, tasks: list[Future[None]]) -> None:
        failures = [error for task in tasks if (error := task.exception())]
        if failures:
            raise Failure("\n".join(map(str, failures)))

    def _find(self, pattern: str) -> Path | None:
        return next(self.given.glob(pattern)) if self.given else None

    def _refuse(self, faults: list[str]) -> None:
        if faults:
            raise Failure("FAILED: the archives\n" + "\n".join(faults))


def main() -> None:
    """Run the lane."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--borrow", action="store_true", help="take packages of others from this Python")
    parser.add_argument("--archives", type=Path, help="the folder of archives to try; otherwise they are built")
    options = parser.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rkeras smoke ", ignore_cleanup_errors=IS_WINDOWS) as folder:
        given = options.archives and options.archives.resolve()
        try:
            Lane(Place(Path(folder).resolve(), options.borrow), given).run()
        except Failure as failure:
            sys.stdout.flush()
            os.write(2, f"{failure}\n".encode())
            sys.exit(1)
    print(f"Both archives work: {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
