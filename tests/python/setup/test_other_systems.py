"""Features that Windows and macOS lack, taken away: names of C's library, modules and functions of POSIX, links."""

import ast
import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
from support import ROOT, run_script

from rkeras_py import cli
from rkeras_py.bridge import startup
from rkeras_py.doctor import interpreter, processes
from rkeras_py.r import evaluator, process
from rkeras_py.saving import atomic_files

PACKAGE = ROOT / "rkeras_py"
POSIX_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
POSIX_FUNCTIONS = {
    *("fork", "forkpty", "getegid", "geteuid", "getgid", "getpgid", "getuid", "killpg", "mkfifo", "setsid", "sysconf"),
    *("uname", "wait", "waitpid", "SIGALRM", "SIGKILL", "SIGHUP", "SIGUSR1", "SIGUSR2", "alarm", "setitimer", "pause"),
    *("RTLD_NOLOAD", "RTLD_GLOBAL", "RTLD_NOW", "statvfs", "fchmod", "chown", "lchown", "sched_getaffinity"),
}
KNOWN = {
    "rkeras_py/custom/user_key.py": {"getuid"},  # asks for Windows first
    "rkeras_py/doctor/processes.py": {"killpg", "SIGKILL"},  # asks whether it is there
    "rkeras_py/launch/guardian.py": {"killpg", "SIGKILL", "SIGHUP"},  # is not started on Windows
    "rkeras_py/launch/running.py": {"killpg"},  # asks for Windows first
    "rkeras_py/r/evaluator.py": {"RTLD_NOLOAD"},  # expects that it is not
}


@contextlib.contextmanager
def on_windows() -> Iterator[None]:
    """The name that modules ask for; for a moment, since pathlib asks too."""
    name, os.name = os.name, "nt"
    try:
        yield
    finally:
        os.name = name


def without_c_library(*args: Any, **options: Any) -> Any:
    raise TypeError("argument of type 'NoneType' is not iterable")


def test_no_module_needs_what_only_posix_has() -> None:
    needed: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text())
        for node in tree.body:
            names = {alias.name for alias in node.names} if isinstance(node, ast.Import) else set()
            names |= {node.module or ""} if isinstance(node, ast.ImportFrom) else set()
            if names & POSIX_MODULES:
                needed.setdefault(str(path.relative_to(ROOT)), set()).update(names & POSIX_MODULES)
        for node in ast.walk(tree):
            named = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
            if named and node.value.id in ("os", "signal") and node.attr in POSIX_FUNCTIONS:  # type: ignore[attr-defined]
                needed.setdefault(str(path.relative_to(ROOT)), set()).add(node.attr)  # type: ignore[attr-defined]
    assert needed == KNOWN


def test_all_modules_can_be_imported_without_the_modules_of_posix() -> None:
    done = run_script(f"""
import importlib, pkgutil, sys
import asyncio, subprocess, multiprocessing, tarfile, shutil, getpass, pathlib, webbrowser, http.server, numpy, h5py
from importlib import import_module
for name in {sorted(POSIX_MODULES - {"posix"})}:
    sys.modules[name] = None
import rkeras_py
for name in ("bridge.session", "bridge.script", "cli", "doctor", "training.ctrl_c", "r.evaluator",
             "saving.atomic_files", "engine.startup_noise", "callbacks.metrics_page", "datasets.files"):
    import_module("rkeras_py." + name)
print("tensorflow" in sys.modules)
""")
    assert (done.stdout, done.code) == ("False\n", 0), done.stderr


def test_hooks_of_r_go_through_reticulate_where_r_cannot_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", without_c_library)
    monkeypatch.delattr(os, "RTLD_NOLOAD")
    assert evaluator.find_evaluator.__wrapped__() is None


def test_r_inside_python_is_refused_on_windows_before_anything_starts() -> None:
    with on_windows(), pytest.raises(RuntimeError, match=r"R does not run inside Python on Windows.*Let R be the host"):
        startup.load_rpy2()


def saved_model(folder: Path, text: str) -> None:
    (folder / "variables").mkdir(parents=True)
    (folder / "saved_model.pb").write_text(text)


@pytest.mark.parametrize("system", ["macOS", "Windows"])
def test_a_saved_model_replaces_another_without_functions_of_linux(
    system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any, **options: Any) -> None:
        raise NotImplementedError("link: follow_symlinks unavailable on this platform")

    without = without_c_library if system == "Windows" else lambda *args, **options: SimpleNamespace()
    monkeypatch.setattr(ctypes, "CDLL", without)
    monkeypatch.setattr(os, "link", refuse)
    target = tmp_path / "model"
    saved_model(target, "old")
    (target / "notes.txt").write_text("mine")
    with atomic_files.write_new_saved_model(str(target), True, "save") as new:
        saved_model(Path(new), "new")
    assert (target / "saved_model.pb").read_text() == "new"
    assert (target / "notes.txt").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_a_file_is_flushed_by_a_descriptor_that_may_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modes = []
    monkeypatch.setattr(os, "fsync", lambda file: modes.append(fcntl.fcntl(file, fcntl.F_GETFL) & os.O_ACCMODE))
    with atomic_files.write_new_file(str(tmp_path / "x"), False, "save") as new:
        Path(new).write_bytes(b"abc")
    assert modes == [os.O_RDWR]
    assert (tmp_path / "x").read_bytes() == b"abc"


def test_an_unknown_error_is_not_taken_for_one_of_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    neighbour = atomic_files.make_neighbor(str(tmp_path / "x"), "f")
    monkeypatch.setattr(os, "strerror", lambda number: "Unknown error")
    monkeypatch.delattr(errno, "EDQUOT")
    with pytest.raises(ValueError, match=r"^Unknown error of a layer$"), neighbour:
        raise ValueError("Unknown error of a layer")
    monkeypatch.undo()
    neighbour = atomic_files.make_neighbor(str(tmp_path / "x"), "f")
    with pytest.raises(OSError, match=r"f\(\): .* was not written: No space left on device"), neighbour:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_weights_of_another_name_load_where_no_links_may_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keras

    import rkeras_py as rk

    def refuse(*args: Any, **options: Any) -> None:
        raise OSError(1314, "A required privilege is not held by the client")

    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model.save_weights(tmp_path / "a.weights.h5")
    expected = model.get_weights()
    (tmp_path / "a.weights.h5").rename(tmp_path / "odd.h5")
    model.set_weights([value + 1 for value in expected])
    monkeypatch.setattr(os, "symlink", refuse)
    rk.load_model_weights_hdf5(model, str(tmp_path / "odd.h5"))
    for value, original in zip(model.get_weights(), expected, strict=True):
        np.testing.assert_array_equal(value, original)


def test_the_home_directory_is_the_one_that_r_means(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/jane")
    assert process.expand_home("~/m.h5") == "/home/jane/m.h5"
    side = SimpleNamespace(getenv={"R_USER": "C:/Users/jane/Documents"}.get)
    monkeypatch.setattr(process, "_introduced", [side])
    with on_windows():
        found = [process.expand_home(path) for path in ("~", "~/m.h5", "~\\m.h5", "C:/m.h5", "x/~y")]
    home = "C:/Users/jane/Documents"
    assert found == [home, f"{home}/m.h5", f"{home}\\m.h5", "C:/m.h5", "x/~y"]
    assert process.expand_home("~/m.h5") == "/home/jane/m.h5"


def test_the_r_that_windows_knows_of_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rscript = tmp_path / "bin/Rscript"
    rscript.parent.mkdir()
    rscript.write_text("#!/bin/sh\n")
    rscript.chmod(0o755)
    asked = []

    @contextlib.contextmanager
    def open_key(root: str, name: str) -> Iterator[str]:
        asked.append(root)
        if root == "user":
            raise FileNotFoundError(name)
        yield name

    winreg = ModuleType("winreg")
    vars(winreg).update(HKEY_CURRENT_USER="user", HKEY_LOCAL_MACHINE="machine", OpenKey=open_key)
    vars(winreg).update(QueryValueEx=lambda key, name: ({r"SOFTWARE\R-core\R": str(tmp_path)}[key], 1))
    monkeypatch.setitem(sys.modules, "winreg", winreg)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("R_HOME", raising=False)
    assert cli.find_rscript() is None
    with on_windows():
        home = cli._read_registered_r_home()
    assert (home, asked) == (str(tmp_path), ["user", "machine"])
    monkeypatch.setattr(cli, "_read_registered_r_home", lambda: home)
    assert cli.find_rscript() == str(rscript)


@pytest.mark.parametrize(
    ("config", "files", "found"),
    [
        ({"PYTHONFRAMEWORKPREFIX": "/Library/Frameworks"}, [], "/Library/Frameworks"),
        ({"LDLIBRARY": "libpython3.11.a"}, [], ""),
        ({"LDLIBRARY": "libpython3.11.a"}, ["libpython3.11.a", "libpython{}.dylib"], "libpython{}.dylib"),
        ({"LDLIBRARY": "libpython3.11.a"}, ["libpython{}.so"], "libpython{}.so"),
        ({"LDLIBRARY": "libx.so", "INSTSONAME": "libx.so.1"}, ["libx.so.1"], "libx.so.1"),
    ],
)
def test_the_shared_library_of_every_kind_of_python(
    config: dict[str, str], files: list[str], found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    for file in files:
        (tmp_path / file.format(version)).write_text("")
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path / "none"))
    monkeypatch.setattr(sysconfig, "get_config_var", {"LIBDIR": str(tmp_path), **config}.get)
    expected = found if found.startswith("/") else found and str(tmp_path / found.format(version))
    assert interpreter.find_libpython() == expected


def test_a_probe_is_ended_where_there_are_no_groups_of_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = []

    def taskkill(command: list[str], **options: Any) -> None:
        assert command[:4] == ["taskkill", "/F", "/T", "/PID"]
        ended.append(int(command[4]))
        os.kill(ended[0], signal.SIGKILL)

    monkeypatch.delattr(os, "killpg")
    monkeypatch.setattr(subprocess, "run", taskkill)
    told, problem = processes.run_probe([sys.executable, "-c", "import time; time.sleep(60)"], 0.5)
    assert (told, problem, len(ended)) == ({}, "it did not finish within 0.5 s", 1)


def test_a_checkout_without_links_gets_what_they_lead_to(tmp_path: Path) -> None:
    (tmp_path / "inst/python").mkdir(parents=True)
    (tmp_path / "inst/python/rkeras_py").write_text("../../rkeras_py")
    for link in ("docs/differences.md", "vignettes/python"):
        (tmp_path / "inst" / link).parent.mkdir(parents=True)
        (tmp_path / "inst" / link).write_text(f"../../{link}")
    (tmp_path / "vignettes/python").mkdir(parents=True)
    (tmp_path / "vignettes/python/faq.py").write_text("y = 1\n")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/differences.md").write_text("# Differences\n")
    (tmp_path / "rkeras_py/engine").mkdir(parents=True)
    (tmp_path / "rkeras_py/engine/loading.py").write_text("x = 1\n")
    for name in ("bootstrap.R", "configure.win"):
        shutil.copy(ROOT / name, tmp_path)
    home = subprocess.run(["R", "RHOME"], capture_output=True, text=True, check=True, timeout=30).stdout.strip()
    for _ in range(2):
        subprocess.run(
            ["sh", "configure.win"], cwd=tmp_path, env={**os.environ, "R_HOME": home}, check=True, timeout=60
        )
        assert (tmp_path / "inst/python/rkeras_py/engine/loading.py").read_text() == "x = 1\n"
        assert (tmp_path / "inst/vignettes/python/faq.py").read_text() == "y = 1\n"
        assert (tmp_path / "inst/docs/differences.md").read_text() == "# Differences\n"
    assert not (tmp_path / "inst/python/rkeras_py/rkeras_py").exists()
