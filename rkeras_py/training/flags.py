"""Script settings that a file and the command line can change, and the folder of a run."""

import difflib
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ..define import export
from ..messages import errors
from ..r import process
from ..r.code import RCode
from ..signatures.words import MISSING, Str, Value

_FILE = "flags.yml"
_KINDS = {"numeric": "a number", "integer": "a whole number", "boolean": "TRUE or FALSE", "string": "a string"}
_TRUE, _FALSE = ("true", "t", "yes", "on", "1"), ("false", "f", "no", "off", "0")


@dataclass(frozen=True)
class Flag:
    """A setting of a script.

    Attributes:
        kind: "numeric", "integer", "boolean" or "string".
        name: Its name.
        default: Its value where nobody says another.
        description: Its purpose, for `--help`.
    """

    kind: str
    name: str
    default: Any
    description: str | None


class Flags(dict[str, Any]):
    """Values of flags by name, `FLAGS["epochs"]` or `FLAGS.epochs`."""

    def __getattr__(self, name: str) -> Any:
        """Return the value of a flag."""
        if name not in self:
            raise AttributeError(f"there is no flag {name!r}; there are: {', '.join(self) or 'none'}")
        return self[name]


@export(python_only=True)
def flags(
    *definitions: Any,
    config: Value = RCode('Sys.getenv("R_CONFIG_ACTIVE", unset = "default")', None),
    file: Value = RCode('"flags.yml"', None),
    arguments: Value = RCode("commandArgs(TRUE)", None),
) -> Flags:
    """Return the settings of a script, from defaults, a file and the command line.

    The command line takes precedence over the file, and the file over the defaults. Use it to change settings without
    editing the script: `python train.py --learning_rate 0.01 --epochs=5 --verbose`. A logical flag needs no value, and
    `-` can replace `_`. `--help` lists the flags and ends the script.

    Args:
        definitions: Flags from `flag_numeric()`, `flag_integer()`, `flag_boolean()` and `flag_string()`. Without any,
            the values from the file and the command line are returned unchanged.
        config: Name of the configuration in the file; `NULL` reads the environment variable `R_CONFIG_ACTIVE`,
            or "default".
        file: Path of the YAML file with flags by name, or with configurations by name, each of which can have an
            `inherits` entry. `NULL` uses `flags.yml`, which need not exist.
        arguments: The command line; `NULL` uses that of the script.

    Returns:
        The values by name, as a dict with attributes.

    Raises:
        ValueError: If a value has the wrong type, or an argument is a misspelled flag.

    Example:
        >>> FLAGS = flags(flag_integer("epochs", 10), flag_numeric("rate", 0.1), arguments=["--epochs=5"])
        >>> FLAGS.epochs
        5
        >>> FLAGS.rate
        0.1
    """
    if not all(isinstance(one, Flag) for one in definitions):
        raise ValueError('flags(): `...` should be flags, such as flag_integer("epochs", 10).')
    known = {flag.name: flag for flag in definitions}
    if len(known) < len(definitions):
        names = [flag.name for flag in definitions]
        raise ValueError(f"flags(): two flags are named {next(name for name in names if names.count(name) > 1)}")
    if file is not None and not (isinstance(file, (str, os.PathLike)) and Path(file).exists()):
        raise errors.bad_argument("flags", "file", "an existing file", file)
    command_line = sys.argv[1:] if arguments is None else list(arguments)
    if known and "--help" in command_line:
        _print_help(known)
        raise SystemExit(0)
    values = {name: flag.default for name, flag in known.items()}
    if config is not None and not isinstance(config, str):
        raise errors.bad_argument("flags", "config", "the name of a configuration", config)
    path = str(file or _FILE)
    _override(values, _read(path, config or os.environ.get("R_CONFIG_ACTIVE", "default")), known, path)
    _override(values, _parse(command_line, known), known, "the command line")
    return Flags(values)


@export(python_only=True)
def flag_numeric(name: Str = MISSING, default: Value = MISSING, description: Value = None) -> Flag:
    """Define a flag that is a number.

    Pass it to flags(), to make a setting such as a dropout rate adjustable from the command line.

    Args:
        name: Name of the flag.
        default: The value if none is set.
        description: Its purpose, for `--help`.

    Example:
        >>> flags(flag_numeric("rate", 0.1), arguments=["--rate=0.5"])
        {'rate': 0.5}
    """
    return _make("numeric", name, default, description)


@export(python_only=True)
def flag_integer(name: Str = MISSING, default: Value = MISSING, description: Value = None) -> Flag:
    """Define a flag that is a whole number.

    Pass it to flags(), to make a setting such as the number of epochs adjustable from the command line.

    Args:
        name: Name of the flag.
        default: The value if none is set.
        description: Its purpose, for `--help`.

    Example:
        >>> flags(flag_integer("epochs", 10), arguments=["--epochs=5"])
        {'epochs': 5}
    """
    return _make("integer", name, default, description)


@export(python_only=True)
def flag_boolean(name: Str = MISSING, default: Value = MISSING, description: Value = None) -> Flag:
    """Define a flag that is TRUE or FALSE.

    Pass it to flags(), to switch a feature on or off from the command line: `--name` means TRUE; a value can follow.

    Args:
        name: Name of the flag.
        default: The value if none is set.
        description: Its purpose, for `--help`.

    Example:
        >>> flags(flag_boolean("quick", False), arguments=["--quick"])
        {'quick': True}
    """
    return _make("boolean", name, default, description)


@export(python_only=True)
def flag_string(name: Str = MISSING, default: Value = MISSING, description: Value = None) -> Flag:
    """Define a flag that is a string.

    Pass it to flags(), to make a setting such as a path adjustable from the command line.

    Args:
        name: Name of the flag.
        default: The value if none is set.
        description: Its purpose, for `--help`.

    Example:
        >>> flags(flag_string("optimizer", "adam"), arguments=["--optimizer=sgd"])
        {'optimizer': 'sgd'}
    """
    return _make("string", name, default, description)


@export(python_only=True)
def run_dir() -> str:
    """Return the folder of the current run, for logs and models.

    Inside a run of the R package tfruns it is the folder of that run. Otherwise it is the folder in the environment
    variable `RUN_DIR` or `TENSORFLOW_RUN_DIR`, or else the working directory.

    Example:
        >>> import os
        >>> os.path.samefile(run_dir(), ".")
        True
    """
    return process.run_dir() or os.getcwd()


def _make(kind: str, name: str, default: Any, description: str | None) -> Flag:
    if default is not None:
        wrong = errors.bad_argument(f"flag_{kind}", "default", _KINDS[kind], default)
        default = _as_kind(kind, default, wrong)
    return Flag(kind, name, default, description)


def _as_kind(kind: str, value: Any, wrong: Exception) -> Any:
    """Convert a value to its flag's type: the command line gives text, code and files other types."""
    if value is None or not isinstance(value, str | int | float):
        raise wrong
    if kind == "string":
        return str(value).upper() if isinstance(value, bool) else str(value)
    text = str(value).lower()
    if kind == "boolean":
        if text not in (*_TRUE, *_FALSE):
            raise wrong
        return text in _TRUE
    try:
        number = float(text if not isinstance(value, bool) else "no number")
    except ValueError:
        raise wrong from None
    if number != number or (kind == "integer" and number != number // 1):
        raise wrong
    return int(number) if kind == "integer" else number


def _override(values: dict[str, Any], given: dict[str, Any], known: dict[str, Flag], source: str) -> None:
    for name, value in given.items():
        if name in known:
            kind = known[name].kind
            said = f"flags(): the flag `{name}` should be {_KINDS[kind]}. Received from {source}: {value!r}"
            values[name] = _as_kind(kind, value, ValueError(said))
        elif not known:
            values[name] = value


def _read(path: str, config: str | None) -> dict[str, Any]:
    if not Path(path).exists():
        return {}
    try:
        content = yaml.safe_load(Path(path).read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise ValueError(f"flags(): {path}: {error}") from None
    if not isinstance(content, dict) or not isinstance(content.get("default"), dict):
        return dict(content)
    chain: list[dict[str, Any]] = []
    seen: set[str] = {"default"}
    while config is not None and config not in seen and isinstance(content.get(config), dict):
        seen.add(config)
        chain.insert(0, content[config])
        config = content[config].get("inherits")
    values: dict[str, Any] = dict(content["default"])
    for layer in chain:
        values.update(layer)
    values.pop("inherits", None)
    return values


def _parse(arguments: Sequence[str], known: dict[str, Flag]) -> dict[str, Any]:
    """Read `--name value`, `--name=value`, and `--name` alone for true."""
    given: dict[str, Any] = {}
    waiting = list(arguments)
    while waiting:
        found = re.fullmatch(r"--([^=]+)(?:=(.*))?", waiting.pop(0), re.DOTALL)
        if found is None:
            continue
        name = _find_name(found[1], known)
        if found[2] is not None:
            given[name] = found[2]
        elif waiting and _takes(waiting[0], known.get(name)):
            given[name] = waiting.pop(0)
        else:
            given[name] = "TRUE"
    return given


def _takes(following: str, flag: Flag | None) -> bool:
    """Tell whether the next word is the flag's value; a logical flag needs none."""
    if following.startswith("--"):
        return False
    return flag is None or flag.kind != "boolean" or following.lower() in (*_TRUE, *_FALSE)


def _find_name(given: str, known: dict[str, Flag]) -> str:
    name = given.replace("-", "_")
    for flag in known:
        if flag.replace("-", "_") == name:
            return flag
    if near := difflib.get_close_matches(name, known, n=1, cutoff=0.75):
        raise ValueError(f"flags(): unknown argument `--{given}`. Did you mean `--{near[0]}`?")
    return given if known else name


def _print_help(known: dict[str, Flag]) -> None:
    print("Flags of this script:")
    for flag in known.values():
        text = f"  {flag.description}" if flag.description else ""
        print(f"  --{flag.name}  {_KINDS[flag.kind]}, {flag.default!r} by default{text}")
