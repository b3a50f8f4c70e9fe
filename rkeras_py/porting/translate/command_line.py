"""The words of the command `rkeras translate`; they are read before numpy, which may be missing, is asked for."""

import argparse
from collections.abc import Callable
from typing import Any

from ..checking.command_line import add_spoken


def add_command(commands: Any, action: Callable[[argparse.Namespace], int]) -> None:
    """Add the command to those of `rkeras`.

    Args:
        commands: The subparsers of the command line.
        action: What is called with the options.
    """
    translate = commands.add_parser(
        "translate",
        help="write an R script as a Python program, and mark what has no translation",
        usage="rkeras translate [option ...] FILE [FILE ...]",
        description="Read R scripts by R's parser, without running them, and write Python programs that print the "
        "same. "
        "What has no certain translation stays as a comment `# rkeras translate:` with the reason, and the program "
        "stops there.",
        epilog="One script goes to the output, or to -o FILE; several go to -o FOLDER. Exit status: 0 if all is "
        "translated, 1 if something is left, 2 if a file cannot be read or is no R code, or R is missing, 3 if "
        "--verify found a difference.",
    )
    translate.add_argument(
        "files", nargs="+", metavar="FILE", help="an R script, .Rmd, .qmd, .ipynb, a folder of them, or -"
    )
    translate.add_argument("-o", "--output", metavar="PATH", help="the file to write, or a folder")
    translate.add_argument("--force", action="store_true", help="replace files that exist")
    translate.add_argument(
        "--style",
        choices=["rkeras_py", "keras"],
        default="rkeras_py",
        help="call R keras's functions by their names in rkeras_py (the default), or Keras's own classes",
    )
    add_spoken(translate)
    translate.add_argument(
        "--timeout", type=float, default=120, metavar="SECONDS", help="how long R may take to parse (default: 120)"
    )
    verify = translate.add_argument_group("verification")
    verify.add_argument(
        "--verify",
        action="store_true",
        help="run each script and its program with one seed, and compare what they print, and weights and losses",
    )
    verify.add_argument("--epochs", type=int, default=2, help="the most epochs of a fit() then (default: 2)")
    verify.add_argument("--steps", type=int, default=0, help="the most batches of an epoch then (default: 0, all)")
    verify.add_argument("--seed", type=int, default=1, help="the seed of random numbers then (default: 1)")
    verify.add_argument(
        "--verify-timeout", type=float, default=600, metavar="SECONDS", help="how long each may run (default: 600)"
    )
    translate.set_defaults(action=action)
