"""Start R in this process, or join an R that already runs in it, without changing the user's settings."""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import os
import signal
import sys
from collections.abc import Iterator
from typing import Any

from rkeras_py.bridge.capi import RUNS_R, RApi
from rkeras_py.bridge.console import READS_LINE
from rkeras_py.bridge.errors import BRIDGE_DIR, INSTALL_R, INSTALL_RPY2, NO_WINDOWS, show_frames_of_users
from rkeras_py.engine.installing import BRIDGE, spell_install, spell_r_install
from rkeras_py.interrupts.r_runs import RRuns
from rkeras_py.r.evaluator import find_flag
from rkeras_py.r.process import is_guest

LOAD_RKERAS = """
tryCatch({
  suppressPackageStartupMessages(library(rkeras, warn.conflicts = FALSE))
  if (exists("bridge_start", asNamespace("rkeras"), inherits = FALSE)) "" else paste(
    "the installed version", getNamespaceVersion("rkeras"), "is too old for this rkeras_py"
  )
}, error = conditionMessage)
"""


def find_r_host() -> str:
    """Say who runs R in this process: "nobody", "rpy2" or "R" (where R itself is the host, and Python its guest)."""
    if is_guest():
        return "rpy2"
    marks = dict(item.split("=", 1) for item in os.environ.get("R_SESSION_INITIALIZED", "").split(":") if "=" in item)
    return "R" if marks.get("PID") == str(os.getpid()) else "nobody"


def load_rpy2() -> None:
    """Import rpy2 without noise.

    Raises:
        ImportError: If rpy2 is not installed.
        RuntimeError: If R is not installed, or this is Windows.
    """
    if os.name == "nt":
        raise RuntimeError(NO_WINDOWS)
    if importlib.util.find_spec("rpy2") is None:
        raise ImportError(INSTALL_RPY2.format(command=spell_install(BRIDGE)))
    if importlib.util.find_spec("_rinterface_cffi_api") is None:
        os.environ.setdefault("RPY2_CFFI_MODE", "ABI")
    import rpy2.situation

    if rpy2.situation.get_r_home() is None:
        raise RuntimeError(INSTALL_R)
    import rpy2.rinterface


def start_r() -> str:
    """Start R if it does not run yet, and return who hosts it: "rpy2" or "R".

    Raises:
        ImportError: If rpy2 is not installed.
        RuntimeError: If R is not installed.
    """
    # With a relative path, reticulate would search for a Python itself and may find another one.
    os.environ["RETICULATE_PYTHON"] = sys.executable
    host = find_r_host()
    load_rpy2()
    if host != "nobody":
        return host
    from rpy2 import rinterface
    from rpy2.rinterface_lib import embedded, openrlib

    # Do not restore a workspace from the current folder, and prompt only if a user can answer.
    embedded.set_initoptions(("rpy2", "--quiet", "--no-save", "--no-restore"))
    rinterface.initr(interactive=hasattr(sys, "ps1") or bool(sys.flags.interactive))
    atexit.unregister(embedded.endr)  # end_r_at_exit() replaces it
    import resource  # Windows lacks this module

    stack = resource.getrlimit(resource.RLIMIT_STACK)[0]
    if stack != resource.RLIM_INFINITY:
        # rpy2 disables R's stack check; with it, endless recursion raises an R error instead of crashing.
        openrlib.rlib.R_CStackLimit = int(stack * 0.9)
    show_frames_of_users()
    return "rpy2"


def load_rkeras(api: RApi) -> None:
    """Attach the R package rkeras.

    Raises:
        RuntimeError: If it is not installed, or too old.
    """
    problem = evaluate_text(api, LOAD_RKERAS)
    if problem:
        raise RuntimeError(f"r_session() needs the R package rkeras: {problem}. To install it: {spell_r_install()}")


def evaluate_text(api: RApi, code: str) -> str:
    """Evaluate trusted R code whose value is a string, before the session exists."""
    rlib = api.rlib
    with api.scope() as scope:
        text = scope.keep(rlib.Rf_mkString(code.encode()))
        parsed = scope.keep(rlib.Rf_lang2(api.symbol("str2expression"), text))
        value = scope.keep(api.try_eval(scope.keep(rlib.Rf_lang2(api.symbol("eval"), parsed))))
        return api.string(rlib.STRING_ELT(value, 0))


# If R's libraries come first, a child process may load the wrong ones: a Python from pyenv loses its `ssl`.
SEARCH_PATHS = (
    "DYLD_FALLBACK_LIBRARY_PATH",
    "LD_LIBRARY_PATH",
    "PATH",
    "PYTHONPATH",
    "R_SESSION_TMPDIR",
    "VIRTUAL_ENV",
)


@contextlib.contextmanager
def preserve_user_settings() -> Iterator[None]:
    """Undo what rpy2 and reticulate do on starting to things that are the user's.

    Both change the paths by which child processes find things. rpy2 replaces the SIGINT handler. reticulate puts `r`
    into `__main__`, deletes `R` there, sets `sys.executable`, and puts the current folder before everything else on
    `sys.path`.
    """
    main = vars(sys.modules["__main__"])
    names: dict[str, Any] = {name: main[name] for name in ("R", "r") if name in main}
    paths = {name: os.environ.get(name) for name in SEARCH_PATHS}
    executable, path, handler = sys.executable, list(sys.path), signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        for name in ("R", "r"):
            main.pop(name, None)
        main.update(names)
        for name, value in paths.items():
            restore_variable(name, value)
        sys.executable = executable
        sys.path[:] = path + [entry for entry in sys.path if entry and entry not in path]
        if handler is not None and signal.getsignal(signal.SIGINT) is not handler:
            signal.signal(signal.SIGINT, handler)


def watch_for_interrupts(api: RApi) -> RRuns:
    """Return the region by which Ctrl-C reaches R while that runs."""
    import rpy2
    from rpy2.rinterface_lib import callbacks

    flag = int(api.ffi.cast("uintptr_t", api.ffi.addressof(api.rlib, "R_interrupts_pending")))
    own = [BRIDGE_DIR, *(str(path) for path in rpy2.__path__)]
    interrupts = RRuns(flag, find_flag("R_interrupts_suspended"), own, RUNS_R, READS_LINE)
    callbacks.processevents = interrupts.offer_in_turn
    return interrupts


def restore_variable(name: str, value: str | None) -> None:
    """Set or remove an environment variable, also where C code has changed it past `os.environ`."""
    if value is not None:
        os.environ[name] = value
    else:
        os.environ.pop(name, None)
        os.unsetenv(name)


def end_r_at_exit(session: Any) -> None:
    """See to it that R ends with this process, and only with this one: a forked child shares R's temporary folder."""
    owner = os.getpid()

    def end_r() -> None:
        if os.getpid() != owner:
            return
        from rpy2.rinterface_lib import embedded

        session.close()
        embedded.endr(0)

    atexit.register(end_r)
