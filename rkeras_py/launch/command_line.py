"""The command `rkeras launch`."""

import argparse
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..messages.errors import for_reader
from .cluster import PORT
from .running import Job, run_workers
from .texts import KINDS, Resources, write_text

COULD_NOT_START = 2
_MOST = 64
_LAST_PORT = 65535

Starter = Callable[[Path, Sequence[str]], tuple[list[str], Mapping[str, str]]]
"""Returns the command that runs an R script, and its environment."""


def add_command(commands: Any, action: Callable[[argparse.Namespace], int]) -> None:
    """Add the command to those of `rkeras`.

    Args:
        commands: The subparsers of the command line.
        action: What is called with the options.
    """
    launch = commands.add_parser(
        "launch",
        help="train a model in several processes, on this or on other machines",
        usage="rkeras launch [option ...] script.R [argument ...]",
        description="Run an R or Python script in several processes at once, the workers of a "
        "tf.distribute.MultiWorkerMirroredStrategy(): each takes its share of every batch. Their output is shown line "
        "by line with the number of the worker, from 0. If one fails, or you press Ctrl-C, all are stopped. "
        "Parameter servers are not supported: Keras 3 cannot train with them.",
        epilog="The exit status is that of the first worker that fails; 124 after --timeout; 130 after Ctrl-C, "
        "143 and 129 "
        "after SIGTERM and SIGHUP; 141 if the output is no longer read.",
    )
    launch.add_argument("--workers", type=_read_count, metavar="N", help="number of processes (default: 2)")
    launch.add_argument("--log-dir", type=Path, metavar="DIR", help="write the output of each worker to a file, too")
    launch.add_argument(
        "--timeout", type=read_seconds, metavar="SECONDS", help="stop all workers after this time (default: never)"
    )
    launch.add_argument(
        "--restarts",
        type=_read_number,
        default=0,
        metavar="N",
        help="restart all workers up to N times if one fails; callback_backup_and_restore() resumes from "
        "the last backup (default: 0)",
    )
    launch.add_argument("--gpus", type=_read_number, metavar="N", help="number of GPUs of each worker (default: all)")
    launch.add_argument(
        "--env",
        type=_read_variable,
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="an environment variable for the workers",
    )
    launch.add_argument("--progress", action="store_true", help="show only the last line of each worker")
    launch.add_argument(
        "--print", choices=KINDS, dest="text", help="only print the commands that start the workers on other machines"
    )
    launch.add_argument(
        "--hosts", type=_read_hosts, metavar="A,B,...", help="names of these machines, with --print shell"
    )
    launch.add_argument(
        "--port",
        type=_read_port,
        help=f"port of workers on other machines (default: {PORT}; with --print slurm, one for each job)",
    )
    launch.add_argument("--cpus", type=_read_count, metavar="N", help="CPUs of each worker, with --print")
    launch.add_argument("--time", type=_read_time, metavar="[DAYS-]HH:MM:SS", help="time limit, with --print")
    launch.add_argument("script", type=Path, help="the script, .R or .py")
    further = launch.add_argument("arguments", nargs=argparse.REMAINDER, help="arguments of the script")
    further.required = False
    launch.set_defaults(action=action)


def run(options: argparse.Namespace, start_r: Starter, variables: Mapping[str, str], caller: int | None = None) -> int:
    """Run the command and return the exit status.

    Args:
        options: The options.
        start_r: Gives the command for an R script; raises FileNotFoundError where there is no R.
        variables: The environment of a Python script.
        caller: The session of R that runs the command.
    """
    arguments = options.arguments[1:] if options.arguments[:1] == ["--"] else options.arguments
    problem = _find_problem(options)
    if problem:
        return _fail(problem)
    count = options.workers or len(options.hosts or ()) or 2
    if options.text:
        asked = Resources(options.gpus, options.cpus, options.time, dict(options.env))
        hosts = options.hosts or ()
        print(write_text(options.text, options.script, arguments, hosts, count, options.port, asked), end="")
        return 0
    try:
        if options.script.suffix == ".py":
            command, variables = [sys.executable, "-u", str(options.script), *arguments], variables
        else:
            command, variables = start_r(options.script, arguments)
        variables = {**variables, **dict(options.env)}
        limits = (options.log_dir, options.timeout, options.restarts, options.gpus, options.progress)
        return run_workers(Job(command, count, variables, *limits, caller))
    except OSError as error:
        return _fail(str(error))


def _find_problem(options: argparse.Namespace) -> str | None:
    hosts, workers = options.hosts, options.workers
    if options.text == "shell" and not hosts:
        way = for_reader('hosts = c("a", "b", "c")', "--hosts a,b,c")
        asked = for_reader('print = "shell"', "--print shell")
        return f"{asked} needs the names of the machines: {way}"
    if not options.text and (options.cpus or options.time):
        names = for_reader(("`cpus` and `time`", "`print`"), ("--cpus and --time", "--print"))
        return f"{names[0]} work only with {names[1]}; on this machine, use a timeout."
    if options.text:
        given = {
            ("`log_dir`", "--log-dir"): options.log_dir,
            ("`timeout`", "--timeout"): options.timeout,
            ("`restarts`", "--restarts"): options.restarts,
            ("`progress`", "--progress"): options.progress,
            ("`hosts`", "--hosts"): options.text != "shell" and hosts,
        }
        unused = ", ".join(for_reader(*names) for names, value in given.items() if value)
        if unused:
            asked = for_reader(f'print = "{options.text}"', f"--print {options.text}")
            return f"{unused} has no effect with {asked}: remove it."
    if hosts and not options.text:
        names = for_reader(("`hosts`", "`print`"), ("--hosts", "--print"))
        return f"{names[0]} works only with {names[1]}: rkeras does not start processes on other machines."
    if hosts and workers and workers != len(hosts):
        return f"{workers} workers, but {len(hosts)} machines ({', '.join(hosts)}): each machine runs one worker."
    if options.script.suffix.lower() not in (".r", ".py"):
        return f"{options.script} is neither an R script (.R) nor a Python script (.py)."
    if not options.text and not options.script.is_file():
        return f"{options.script} is not a file."
    return None


def _read_count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST:
        raise argparse.ArgumentTypeError(f"a whole number from 1 to {_MOST}, not {text!r}")
    return int(text)


def _read_number(text: str) -> int:
    if not text.isdecimal() or int(text) > _MOST:
        raise argparse.ArgumentTypeError(f"a whole number from 0 to {_MOST}, not {text!r}")
    return int(text)


def _read_variable(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not re.fullmatch(r"[A-Za-z_]\w*", name):
        raise argparse.ArgumentTypeError(f"NAME=VALUE, not {text!r}")
    if name == "TF_CONFIG":
        raise argparse.ArgumentTypeError("TF_CONFIG, which describes the cluster to the workers, is already set")
    return name, value


def _read_time(text: str) -> str:
    if not re.fullmatch(r"([0-9]+-)?[0-9]+:[0-5][0-9]:[0-5][0-9]", text):
        raise argparse.ArgumentTypeError(f"a time such as 08:00:00 or 2-00:00:00, not {text!r}")
    return text


def _read_port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _LAST_PORT:
        raise argparse.ArgumentTypeError(f"a whole number from 1 to {_LAST_PORT}, not {text!r}")
    return int(text)


def read_seconds(text: str) -> float:
    """Read a time limit of a command."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"a number of seconds above 0, not {text!r}")
    return seconds


def _read_hosts(text: str) -> list[str]:
    hosts = [host.strip() for host in text.split(",")]
    if not all(hosts) or len(set(hosts)) < len(hosts):
        raise argparse.ArgumentTypeError(f"different names separated by commas, not {text!r}")
    return hosts


def _fail(message: str) -> int:
    print(f"rkeras launch: {message}", file=sys.stderr)
    return COULD_NOT_START
