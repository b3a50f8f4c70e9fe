"""The options of `rkeras translate`; they are parsed before numpy, which may be missing, is imported."""

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
        help="translate an R script to Python, and mark code that has no translation",
        usage="rkeras translate [option ...] FILE [FILE ...]",
        description="Parse R scripts without running them, and write Python programs with the same output. Code "
        "without a certain translation becomes a comment `# rkeras translate:` with the reason, and the program "
        "stops there.",
        epilog="A single program is printed, or written to -o FILE; several are written to -o FOLDER. Exit "
        "status: 0 if everything is translated, 1 if some code is not, 2 if a file cannot be read or is not R "
        "code, or R is missing, 3 if --verify found a difference.",
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
        help="use rkeras_py's functions (default), or Keras's own classes",
    )
    add_spoken(translate)
    translate.add_argument(
        "--timeout", type=float, default=120, metavar="SECONDS", help="time limit for R's parser (default: 120)"
    )
    verify = translate.add_argument_group("verification")
    verify.add_argument(
        "--verify",
        action="store_true",
        help="run each script and its program with the same seed, and compare their output, weights and losses",
    )
    verify.add_argument("--epochs", type=int, default=2, help="limit of epochs in a fit(), with --verify (default: 2)")
    verify.add_argument(
        "--steps", type=int, default=0, help="limit of batches in an epoch, with --verify (default: 0, all)"
    )
    verify.add_argument("--seed", type=int, default=1, help="random seed, with --verify (default: 1)")
    verify.add_argument(
        "--verify-timeout", type=float, default=600, metavar="SECONDS", help="time limit for each run (default: 600)"
    )
    translate.set_defaults(action=action)
