"""The command `rkeras`."""

import argparse
import contextlib
import importlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import rkeras_py
from rkeras_py.doctor import as_json, examine, judge, lay_out, list_kinds
from rkeras_py.doctor.processes import read_facts
from rkeras_py.engine.installing import spell_r_install
from rkeras_py.launch import command_line as launching
from rkeras_py.messages.errors import GET_R, spell_as_r
from rkeras_py.porting.checking.command_line import add_command as add_check
from rkeras_py.porting.translate.command_line import add_command as add_translate

HOSTS = ("r", "python")
COULD_NOT_START = 2  # the same exit code as argparse uses
NOT_UPGRADED = 1
_PROFILE = Path(__file__).with_name("site_profile.R")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status.

    Args:
        arguments: The words after `rkeras`; None takes those of this process.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    # Set if rkeras_run() or a related R function runs the command. Its messages then use R syntax; remove the variable,
    session = os.environ.pop("RKERAS_CALLED_FROM_R", "")  # so that child processes do not inherit it
    with spell_as_r() if session else contextlib.nullcontext():
        return _act(words, int(session) if session else None)


def _act(words: list[str], session: int | None) -> int:
    after: list[str] = []
    if words[:1] in (["run"], ["launch"]) and "--" in words[2:]:  # some argparse versions drop "--" after a script
        place = words.index("--", 2)
        words, after = words[:place], words[place:]
    options = _make_parser().parse_args(words)
    if after:
        options.arguments += after
    options.session = session
    with _end_by_exception() if options.action in (_check, _translate, _run_doctor) else contextlib.nullcontext():
        return int(options.action(options))


@contextlib.contextmanager
def _end_by_exception() -> Iterator[None]:
    """Raise SystemExit at SIGTERM and SIGHUP, so that processes and files of a command end with it."""

    def end(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    heard = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    previous = {number: signal.signal(number, end) for number in heard if signal.getsignal(number) == signal.SIG_DFL}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


class _Parser(argparse.ArgumentParser):
    """A parser whose help lists the commands under one heading; argparse adds a second heading."""

    def format_help(self) -> str:
        """Return the help."""
        return super().format_help().replace("commands:\n  command\n", "commands:\n")


def _make_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="rkeras",
        description="Run, check, translate and upgrade R keras scripts and models on Keras 3.",
        epilog="`rkeras COMMAND --help` describes a command. To start with a script: rkeras check script.R, and then "
        "rkeras run script.R; if something does not work: rkeras doctor.",
    )
    parser.add_argument("--version", action="version", version=f"rkeras {rkeras_py.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="command", required=True)
    run = commands.add_parser(
        "run",
        help="run an R script that calls library(keras)",
        usage="rkeras run [--host {r,python}] script.R [argument ...]",
        description="Run an R script unmodified. library(keras) and library(tensorflow) attach rkeras's functions.",
        epilog="Arguments after the script are passed to it, except for a final --host; put -- before that to pass it "
        "too.",
    )
    run.add_argument(
        "--host",
        choices=HOSTS,
        default="r",
        help="r: with Rscript (default); python: in R inside this Python, which requires the package rpy2",
    )
    run.add_argument("script", type=Path, help="the R script")
    further = run.add_argument("arguments", nargs=argparse.REMAINDER, help="arguments of the script: commandArgs(TRUE)")
    further.required = False
    run.set_defaults(action=_run)
    add_check(commands, _check)
    add_translate(commands, _translate)
    launching.add_command(commands, _launch)
    upgrade = commands.add_parser(
        "upgrade",
        help="convert a Keras 2 model file to Keras 3, and report the changes",
        description="Convert a Keras 2 model file to Keras 3, and report the changes. If tf-keras is "
        "installed, the predictions of both models are compared. Nothing is written if a layer cannot be upgraded.",
    )
    upgrade.add_argument("old", help="an HDF5 file, a .keras file, or a SavedModel folder")
    upgrade.add_argument("new", help="the file to write: .keras, or .h5")
    upgrade.add_argument("--overwrite", action="store_true", help="replace an existing file")
    upgrade.add_argument("--unsafe", action="store_true", help="allow code in the old file (lambdas) to run")
    upgrade.set_defaults(action=_upgrade)
    _add_doctor(commands)
    return parser


def _add_doctor(commands: Any) -> None:
    doctor = commands.add_parser(
        "doctor",
        help="report what is installed in Python and R, problems, and how to fix them",
        description="Check Python, R and their settings for each other; start rkeras in Python, in R and in R inside "
        "Python, up to a first layer, as you would; report problems, with the commands that fix them.",
        epilog="Exit status: 0 if everything works, 1 if there is a problem, 3 if no problem is known but a part "
        "reached the time limit.",
    )
    doctor.add_argument("--report", action="store_true", help="create a text for a bug report, without names and paths")
    doctor.add_argument(
        "--timeout",
        type=launching.read_seconds,
        default=120.0,
        metavar="SECONDS",
        help="time limit for each part (default: 120)",
    )
    doctor.add_argument("--json", action="store_true", help="write JSON, for programs")
    doctor.add_argument("--exchange", type=Path, help=argparse.SUPPRESS)  # a folder, for rkeras_doctor() in R
    doctor.set_defaults(action=_run_doctor)


def _run_doctor(options: argparse.Namespace) -> int:
    exchange: Path | None = options.exchange
    session = read_facts((exchange / "session").read_text(encoding="utf-8")) if exchange else {}
    found = examine(find_rscript(), session, options.timeout)
    if sys.stdout is not None:  # standard output may be closed
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    print((as_json if options.json else lay_out)(found, options.report))
    if exchange:
        lines = (f"{kind}\t{one.text}\t{one.mend}" for kind, some in list_kinds(found) for one in some)
        (exchange / "problems").write_text("\n".join(lines), encoding="utf-8")
    return _VERDICTS[judge(found)]


_VERDICTS = {"works": 0, "problems": 1, "unknown": 3}


def _hide_start_messages() -> None:
    """Hide TensorFlow's startup messages, unless the user asked for them: they would drown the report."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")


def _check(options: argparse.Namespace) -> int:
    _hide_start_messages()
    check = importlib.import_module("rkeras_py.porting.checking.command")  # late: `doctor` must run without numpy
    return int(check.run(options, find_rscript(), {"R_LIBS": build_environment(os.environ)["R_LIBS"]}))


def _translate(options: argparse.Namespace) -> int:
    _hide_start_messages()
    translate = importlib.import_module("rkeras_py.porting.translate.command")  # late, as above
    return int(translate.run(options, find_rscript(), {"R_LIBS": build_environment(os.environ)["R_LIBS"]}))


def _upgrade(options: argparse.Namespace) -> int:
    _hide_start_messages()
    try:
        report = rkeras_py.upgrade_model(
            options.old, options.new, overwrite=options.overwrite, safe_mode=not options.unsafe
        )
    except (OSError, ValueError) as error:
        print(f"rkeras upgrade: {error}", file=sys.stderr)
        return NOT_UPGRADED
    print(report)
    return 0


def _run(options: argparse.Namespace) -> int:
    script: Path = options.script
    if not script.is_file():
        return _fail(f"{script} is not a file.")
    host, arguments = _take_last_host(options.host, options.arguments)
    os.environ.update(build_environment(os.environ))
    if host == "r":
        return _run_rscript(script, arguments)
    try:
        importlib.import_module("rkeras_py.bridge.script").run_script(script, arguments)  # late, as above
        raise AssertionError("R did not end the process")
    except (ImportError, RuntimeError) as error:
        return _fail(str(error))


def _take_last_host(host: str, arguments: list[str]) -> tuple[str, list[str]]:
    """Take `--host` off the end of the script's arguments, unless they begin with `--`."""
    if arguments[:1] == ["--"]:
        return host, arguments[1:]
    for count in (1, 2):
        match = re.fullmatch(r"--host[= ](\w+)", " ".join(arguments[-count:]))
        if match and match.group(1) in HOSTS:
            return match.group(1), arguments[:-count]
    return host, arguments


def build_environment(current: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that lead R to this Python and to the R package that belongs to it.

    Args:
        current: The variables there are.
    """
    libraries = [path for path in current.get("R_LIBS", "").split(os.pathsep) if path]
    added = [str(path) for path in _find_carried_libraries() if str(path) not in libraries]
    changed = {"RETICULATE_PYTHON": sys.executable, "R_LIBS": os.pathsep.join([*libraries, *added])}
    changed.setdefault("TF_CPP_MIN_LOG_LEVEL", current.get("TF_CPP_MIN_LOG_LEVEL", "2"))
    return changed


def _find_carried_libraries() -> list[Path]:
    """Find the R libraries of this package: a clone's library, or the one whose rkeras contains this copy."""
    package = Path(__file__).resolve().parent
    candidates = [package.parent / ".rlib", *package.parents[2:3]]
    return [path for path in candidates if (path / "rkeras" / "DESCRIPTION").is_file()]


def _run_rscript(script: Path, arguments: Sequence[str]) -> int:
    """Become the process of R, so that signals for this one reach the script; Windows has no such replacement."""
    try:
        command, variables = _prepare_r_command(script, arguments)
    except FileNotFoundError as error:
        return _fail(str(error))
    if os.name == "nt":
        return _wait(subprocess.Popen(command, env=variables))
    for number in (signal.SIGPIPE, signal.SIGXFSZ):  # Python ignores them, and R would, too
        signal.signal(number, signal.SIG_DFL)
    os.execve(command[0], command, variables)


def _prepare_r_command(script: Path, arguments: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Give the command that runs a script for R keras, and the environment that it needs."""
    rscript = find_rscript()
    if rscript is None:
        raise FileNotFoundError(f"Rscript was not found, and R is required: {GET_R}")
    env = {**os.environ, "R_PROFILE": str(_PROFILE), "RKERAS_R_INSTALL": spell_r_install()}
    if "R_PROFILE" in os.environ:
        env["RKERAS_SITE_PROFILE"] = os.environ["R_PROFILE"]
    return [rscript, str(script), *arguments], env


def _launch(options: argparse.Namespace) -> int:
    os.environ.update(build_environment(os.environ))
    return launching.run(options, _prepare_r_command, os.environ, options.session)


def find_rscript() -> str | None:
    """Return the path of Rscript: that of R_HOME, else the first on the PATH, else the one that Windows knows of."""
    homes = (os.environ.get("R_HOME"), _read_registered_r_home())
    own, registered = (home and shutil.which("Rscript", path=str(Path(home, "bin"))) for home in homes)
    return own or shutil.which("Rscript") or registered


def _read_registered_r_home() -> str | None:
    """Read R's location, as registered by its installer for Windows, which does not change the PATH."""
    if os.name != "nt":
        return None
    import winreg

    for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):  # type: ignore[attr-defined, unused-ignore]
        with contextlib.suppress(OSError), winreg.OpenKey(root, r"SOFTWARE\R-core\R") as key:  # type: ignore[attr-defined, unused-ignore]
            return str(winreg.QueryValueEx(key, "InstallPath")[0])  # type: ignore[attr-defined, unused-ignore]
    return None


def _wait(process: subprocess.Popen[bytes]) -> int:
    """Wait for the script; Ctrl-C reaches both processes, and the script decides how to react."""
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return process.wait()
    finally:
        signal.signal(signal.SIGINT, previous)


def _fail(message: str) -> int:
    print(f"rkeras run: {message}", file=sys.stderr)
    return COULD_NOT_START


if __name__ == "__main__":
    sys.exit(main())
