"""Run a whole R script in the R of this process, as Rscript would.

R itself evaluates each expression of the script at its top level, so that `sys.nframe()`, printing, the texts of
errors, `options(error = )` and `quit()` behave as under Rscript. The only difference: warnings are shown immediately,
one by one.
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from rkeras_py.bridge.errors import RError
from rkeras_py.bridge.running import Running
from rkeras_py.bridge.session import RSession, r_session

WHAT = "rkeras run"


def run_script(path: Path, arguments: Sequence[str]) -> NoReturn:
    """Run an R script and end the process with its exit status.

    Args:
        path: The script, an existing file.
        arguments: What `commandArgs(TRUE)` gives in it.

    Raises:
        ImportError: If rpy2 is not installed.
        RuntimeError: If R or its package rkeras is not installed.
    """
    session = r_session()
    file = str(path).replace(" ", "~+~")  # R's own front end escapes spaces in the same way
    _set_arguments(["R", "--no-echo", "--no-restore", f"--file={file}", "--args", *arguments])
    _end_with_r(session)
    try:
        with session.api.scope() as scope:
            expressions = scope.keep(_evaluate(session, _call(session, scope, "script_start", str(path))))
            for i in range(session.api.rlib.Rf_xlength(expressions)):
                _run_top_level(session, session.api.rlib.VECTOR_ELT(expressions, i))
            _evaluate(session, _call(session, scope, "script_end"))
    except (RError, KeyboardInterrupt):  # an alias package failed, or the script does not parse; R has printed why
        print("Execution halted", file=sys.stderr)
        _end(session, 1)
    raise AssertionError("R did not end the process")


def _set_arguments(arguments: Sequence[str]) -> None:
    import rpy2.situation

    libr = ctypes.CDLL(rpy2.situation.get_rlib_path(rpy2.situation.get_r_home(), platform.system()))
    texts = [os.fsencode(argument) for argument in arguments]
    libr.R_set_command_line_arguments(len(texts), (ctypes.c_char_p * len(texts))(*texts))


def _end_with_r(session: RSession) -> None:
    """End the process as R's own quit() asks for."""
    from rpy2.rinterface_lib import callbacks

    callbacks.cleanup = lambda saveact, status, runlast: _end(session, status, bool(runlast))


def _end(session: RSession, status: int, run_last: bool = False) -> NoReturn:
    from rpy2.rinterface_lib import embedded

    try:
        if not run_last:
            with session.api.scope() as scope:
                _evaluate(session, _call(session, scope, "script_forget_last"))
        session.close()
        embedded.endr(0)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)


def _call(session: RSession, scope: Any, function: str, *arguments: str) -> Any:
    rlib = session.api.rlib
    call = scope.keep(rlib.Rf_allocLang(len(arguments) + 1))
    rlib.SETCAR(call, session.internal(function))
    cell = call
    for argument in arguments:
        cell = rlib.CDR(cell)
        rlib.SETCAR(cell, scope.keep(rlib.Rf_mkString(argument.encode())))
    return call


def _evaluate(session: RSession, expression: Any) -> Any:
    with Running(session, WHAT):
        return session.api.try_eval(expression)


def _run_top_level(session: RSession, expression: Any) -> None:
    rlib, symbol = session.api.rlib, session.api.symbol
    with session.api.scope() as scope:
        try:
            # Calls the .Internal behind base R's withVisible(), since withVisible() itself would add a frame.
            marked = scope.keep(rlib.Rf_lang2(symbol("withVisible"), expression))
            value = scope.keep(_evaluate(session, scope.keep(rlib.Rf_lang2(symbol(".Internal"), marked))))
            show = scope.keep(rlib.Rf_lang2(session.internal("script_print"), value))
            _evaluate(session, show)
        except RError:  # R has printed the error, unless it was a jump to top level
            _evaluate(session, scope.keep(rlib.Rf_lang1(session.internal("script_failed"))))
