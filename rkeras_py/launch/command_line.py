"""The command `rkeras launch`."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..messages.errors import for_reader
from .cluster import PORT
from .running import run_workers
from .texts import KINDS, write_text

COULD_NOT_START = 2
_MOST = 64
_LAST_PORT = 65535

Starter = Callable[[Path, Sequence[str]], tuple[list[str], Mapping[str, str]]]
"""Gives the command that runs an R script, and its environment."""


def add_command(commands: Any, action: Callable[[argparse.Namespace], int]) -> None:
    """Add the command to those of `rkeras`.

    Args:
        commands: The subparsers of the command line.
        action: What is called with the options.
    """
    launch = commands.add_parser(
        "launch",
        help="run a script in several processes that train one model, here or on other machines",
        usage="rkeras launch [option ...] script.R [argument ...]",
        description="Run an R or Python script in several processes at once, the workers of a "
        "tf.distribute.MultiWorkerMirroredStrategy(): each takes its share of every batch. Their output is shown line "
        "by line with the number of the worker, from 0. When one fails, all are ended; so does Ctrl-C.",
        epilog="Exit status: that of the first worker that fails; 124 after --timeout; 130 after Ctrl-C.",
    )
    launch.add_argument("--workers", type=_count, metavar="N", help="how many processes (default: 2)")
    launch.add_argument("--log-dir", type=Path, metavar="DIR", help="write the output of each worker to a file, too")
    launch.add_argument(
        "--timeout", type=_seconds, metavar="SECONDS", help="end all after so many seconds (default: never)"
    )
    launch.add_argument(
        "--print", choices=KINDS, dest="text", help="start nothing: print what starts the workers on other machines"
    )
    launch.add_argument("--hosts", type=_hosts, metavar="A,B,...", help="names of these machines, with --print shell")
    launch.add_argument(
        "--port", type=_port, default=PORT, help=f"where workers on other machines listen (default: {PORT})"
    )
    launch.add_argument("script", type=Path, help="the script, .R or .py")
    launch.add_argument("arguments", nargs=argparse.REMAINDER, help="what the script gets as its arguments")
    launch.set_defaults(action=action)


def run(options: argparse.Namespace, start_r: Starter, variables: Mapping[str, str]) -> int:
    """Run the command and return the exit status.

    Args:
        options: The options.
        start_r: Gives the command for an R script; raises FileNotFoundError where there is no R.
        variables: The environment of a Python script.
    """
    arguments = options.arguments[1:] if options.arguments[:1] == ["--"] else options.arguments
    problem = _find_problem(options)
    if problem:
        return _fail(problem)
    count = options.workers or len(options.hosts or ()) or 2
    if options.text:
        print(write_text(options.text, options.script, arguments, options.hosts or (), count, options.port), end="")
        return 0
    try:
        if options.script.suffix == ".py":
            command, variables = [sys.executable, "-u", str(options.script), *arguments], variables
        else:
            command, variables = start_r(options.script, arguments)
        code, said = run_workers(command, count, variables, options.log_dir, options.timeout)
    except OSError as error:
        return _fail(str(error))
    if said:
        print(f"rkeras launch: {said}", file=sys.stderr)
    return code


def _find_problem(options: argparse.Namespace) -> str | None:
    hosts, workers = options.hosts, options.workers
    if options.text == "shell" and not hosts:
        way = for_reader('hosts = c("a", "b", "c")', "--hosts a,b,c")
        asked = for_reader('print = "shell"', "--print shell")
        return f"{asked} needs the names of the machines: {way}"
    if hosts and not options.text:
        names = for_reader(("`hosts`", "`print`"), ("--hosts", "--print"))
        return f"{names[0]} is for {names[1]}: processes on other machines are not started from here."
    if hosts and workers and workers != len(hosts):
        return f"{workers} workers and {len(hosts)} machines ({', '.join(hosts)}) do not agree: each runs one worker."
    if options.script.suffix.lower() not in (".r", ".py"):
        return f"{options.script} is neither an R script (.R) nor one of Python (.py)."
    if not options.text and not options.script.is_file():
        return f"{options.script} is no file."
    return None


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= _MOST:
        raise argparse.ArgumentTypeError(f"a whole number from 1 to {_MOST}, not {text!r}")
    return int(text)


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= _LAST_PORT:
        raise argparse.ArgumentTypeError(f"a whole number from 1 to {_LAST_PORT}, not {text!r}")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"a number of seconds above 0, not {text!r}")
    return seconds


def _hosts(text: str) -> list[str]:
    hosts = [host.strip() for host in text.split(",")]
    if not all(hosts) or len(set(hosts)) < len(hosts):
        raise argparse.ArgumentTypeError(f"different names with commas between them, not {text!r}")
    return hosts


def _fail(message: str) -> int:
    print(f"rkeras launch: {message}", file=sys.stderr)
    return COULD_NOT_START
