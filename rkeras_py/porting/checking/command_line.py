"""The options of the command `rkeras check`; they are parsed before numpy, which may be missing, is imported."""

import argparse
from collections.abc import Callable
from typing import Any

FORMATS = ("text", "json", "sarif", "github")


def add_command(commands: Any, action: Callable[[argparse.Namespace], int]) -> None:
    """Add the command to those of `rkeras`.

    Args:
        commands: The subparsers of the command line.
        action: What is called with the options.
    """
    check = commands.add_parser(
        "check",
        help="list problems in an R script, differences on Keras 3, and fixes, without running it",
        usage="rkeras check [option ...] FILE [FILE ...]",
        description="Parse R scripts without running them, and list, line by line, problems, differences on Keras 3, "
        "and missing packages.",
        epilog="A comment `# rkeras: ok` silences its line. Exit status: 0 without problems, 1 with, 2 if a file "
        "cannot be read or R is missing.",
    )
    check.add_argument(
        "files", nargs="+", metavar="FILE", help="an R script, .Rmd, .qmd, .ipynb, a folder of them, or -"
    )
    check.add_argument("--all", action="store_true", help="also list calls that work, and calls that cannot be checked")
    check.add_argument("--to", choices=["keras3"], help="list the changes needed to use R's package keras3 instead")
    add_spoken(check)
    check.add_argument(
        "--select", metavar="RULES", help="report only findings of these rules, such as contract,wrong-value"
    )
    check.add_argument("--ignore", metavar="RULES", help="omit findings of these rules")
    check.add_argument("--fix", action="store_true", help="apply safe fixes, such as for misspelled arguments")
    check.add_argument("--diff", action="store_true", help="show what --fix would change; nothing is written")
    check.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="text (the default), json, sarif for code scanning, or github for the log of a workflow",
    )
    check.add_argument(
        "--timeout", type=float, default=120, metavar="SECONDS", help="time limit for R's parser (default: 120)"
    )
    check.set_defaults(action=action)


def add_spoken(parser: argparse.ArgumentParser) -> None:
    """Add the option that says what calls mean.

    Args:
        parser: The parser of a command.
    """
    parser.add_argument(
        "--from",
        dest="spoken",
        choices=["keras", "keras3"],
        help="the package of calls in files that attach neither (default: keras)",
    )
