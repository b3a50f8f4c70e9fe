"""Problems of an installation with the commands that fix them: one function for each, which reads facts."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from rkeras_py.engine.backend_choice import BACKENDS, DEFAULT
from rkeras_py.engine.installing import BRIDGE, spell_install, spell_r_install, spell_uninstall
from rkeras_py.engine.loading import NEWEST_TRIED, OLDEST
from rkeras_py.messages.errors import GET_R

from .probes import MAY_BE_HIDDEN
from .processes import NOT_DONE

NEEDED = ("keras", "numpy", "h5py", "pyyaml")
"""Packages that are needed on every backend."""
PYTHONS = ((3, 11), (3, 14))
OLDEST_TENSORFLOW = (2, 16)
FIRST_SUM = 24
"""The sum of the numbers of the first layer."""


class Facts(dict[str, str]):
    """Facts; one that is missing is an empty text."""

    def __missing__(self, name: str) -> str:
        return ""


@dataclass(frozen=True)
class Problem:
    """Something that does not work, or that is not there.

    Attributes:
        text: What it is.
        mend: The line that mends it.
        is_note: Whether all else works without.
        is_slow: Whether it was not done in time, which says nothing of what it would do.
    """

    text: str
    mend: str
    is_note: bool = False
    is_slow: bool = False


def find_problems(facts: dict[str, str]) -> list[Problem]:
    """Return all problems in facts, those first that others come from.

    Args:
        facts: The facts, by name; any may be missing.
    """
    hidden = list(_check_hidden(Facts(facts)))
    if hinder_starts(hidden):
        return hidden  # all else that fails may come from that
    found = [*hidden, *(problem for check in _CHECKS for problem in check(Facts(facts)))]
    return found if hinder_starts(found) else [*found, *_check_starts(Facts(facts))]


def hinder_starts(problems: list[Problem]) -> bool:
    """Tell whether something is wrong of which a start of the user can but fail.

    Args:
        problems: What was found.
    """
    return not all(problem.is_note for problem in problems)


def _fail(what: str, problem: str, mend: str) -> Problem:
    """Return the problem for a part that failed or timed out."""
    if not problem.startswith(NOT_DONE):
        return Problem(f"{what}: {problem}", mend)
    seconds = float(problem.removeprefix(NOT_DONE).removesuffix(" s"))
    what = what.removesuffix(" fails").removesuffix(" does not run")
    return Problem(f"{what}: {problem}; it is slow or hangs.", f"rkeras doctor --timeout {5 * seconds:g}", is_slow=True)


def _check_starts(facts: Facts) -> Iterator[Problem]:
    """Check the results of starting a program as users do."""
    starts = (
        (
            "r",
            "library(rkeras) in R",
            "Rscript -e 'rkeras::install_keras()', or set RETICULATE_PYTHON to a Python that works",
        ),
        ("bridge", "R in this Python", spell_install("--force-reinstall", BRIDGE)),
    )
    if facts["r.rkeras"] and facts["reticulate.version"] and not (facts["reticulate.python"] or facts["start.r.stage"]):
        what = "R was not started: it has no Python yet, and its first start would create an environment with uv."
        yield Problem(what, "Rscript -e 'rkeras::install_keras()'", is_note=True)
    for name, what, mend in starts:
        problem, total = facts[f"start.{name}.problem"], facts[f"start.{name}.sum"]
        if problem:
            yield _fail(f"{what} fails at {facts[f'start.{name}.stage']}", problem, mend)
        elif facts[f"start.{name}.stage"] and not _is_first_sum(total):
            yield Problem(f"{what}: the first layer returns {total or 'nothing'}, not {FIRST_SUM:g}.", mend)


def _is_first_sum(text: str) -> bool:
    try:
        return float(text) == FIRST_SUM
    except ValueError:
        return False


def parse_version(version: str) -> tuple[int, ...]:
    """Return the first two numbers of a version."""
    return tuple(int(number) for number in re.findall(r"\d+", version)[:2])


def _check_python(facts: Facts) -> Iterator[Problem]:
    version = parse_version(facts["python.version"])
    if version and not PYTHONS[0] <= version < PYTHONS[1]:
        yield Problem(
            f"Python {facts['python.version']} is not supported; rkeras supports 3.11 to 3.13.",
            "uv venv --python 3.12 <folder>, and in it: python -m pip install <the .whl file>",
        )
    if version and not facts["python.libpython"]:
        yield Problem(
            "R cannot load this Python, because it has no shared library (libpython).",
            f"apt-get install libpython{version[0]}.{version[1]}, or with pyenv: "
            f"PYTHON_CONFIGURE_OPTS=--enable-shared pyenv install --force {facts['python.version']}",
        )


def _check_packages(facts: Facts) -> Iterator[Problem]:
    needed = (DEFAULT, *NEEDED) if _is_on_tensorflow(facts) else NEEDED  # _check_backend() reports other backends
    missing = [name for name in needed if not facts[f"package.{name}"] and not _is_there(facts, name)]
    if not missing:
        return
    command = spell_install(*(f"keras>={_join_version(OLDEST)},<4" if name == "keras" else name for name in missing))
    if facts["python.is_systems"]:
        command = f"{sys.executable} -m venv rkeras-env, and with the Python in it: {command}"
    yield Problem(f"This Python has no {', no '.join(missing)}.", command)


def _is_on_tensorflow(facts: Facts) -> bool:
    """Tell whether the backend is TensorFlow, which is the default."""
    return facts["keras.backend_asked"] in ("", DEFAULT)


def _is_there(facts: Facts, name: str) -> bool:
    """Tell whether a name can be imported: nightly builds have other names of distributions."""
    return bool(facts[f"{name}.file"])


def _check_hidden(facts: Facts) -> Iterator[Problem]:
    if facts["python.hidden"]:
        what = f"A Python started here imports {facts['python.hidden']} instead of the standard library"
        problem = facts["keras_probe.problem"]
        text = f"{what}, and Keras fails: {problem}" if problem else f"{what}."
        yield Problem(text, "rename it, or start Python and R elsewhere", is_note=not problem)


def _check_shadows(facts: Facts) -> Iterator[Problem]:
    for name in MAY_BE_HIDDEN:
        file, installed = facts[f"{name}.file"], facts[f"{name}.installed_file"]
        if file and installed and os.path.realpath(file) != os.path.realpath(installed):
            yield Problem(
                f"`import {name}` loads {file}, which hides the installed package.",
                f"rename {file if PurePath(file).stem == name else PurePath(file).parent}, or start Python elsewhere",
            )


def _check_backend(facts: Facts) -> Iterator[Problem]:
    asked = facts["keras.backend_asked"]
    if asked not in ("", *BACKENDS):
        yield Problem(
            f"KERAS_BACKEND is {asked}, but rkeras runs only on TensorFlow, JAX or PyTorch.",
            "unset KERAS_BACKEND, or set it to tensorflow; check .Renviron and your shell profile, too",
        )
    elif asked not in ("", DEFAULT) and not facts[f"package.{asked}"]:
        yield Problem(
            f"KERAS_BACKEND is {asked}, which is not installed in this Python.",
            f"{spell_install(asked)}, or unset KERAS_BACKEND; check .Renviron and your shell profile, too",
        )


def _check_keras(facts: Facts) -> Iterator[Problem]:
    problem = facts["keras_probe.problem"]
    asked = facts["keras.backend_asked"]
    if not _is_on_tensorflow(facts) and not facts[f"package.{asked}"]:
        return  # _check_backend() reports the missing backend
    stage = facts["stage"] or "tensorflow"
    if (
        problem
        and (stage == "layer" or facts[f"{stage}.file"] or facts[f"package.{stage}"])
        and not any(_check_shadows(facts))
    ):
        what = "A first layer" if stage == "layer" else f"`import {stage}`"
        name = "keras" if stage == "layer" else stage
        yield _fail(f"{what} fails", problem, spell_install("--force-reinstall", name))
    elif not problem and facts["layer.sum"] != "24.0":
        yield Problem(
            f"The first layer returns {facts['layer.sum'] or 'nothing'}, not 24.", spell_install("-U", "keras")
        )


def _check_versions(facts: Facts) -> Iterator[Problem]:
    keras = facts["keras.version"] or facts["package.keras"]
    found = parse_version(keras)
    if found and found < OLDEST:
        yield Problem(
            f"Keras {keras} is older than {_join_version(OLDEST)}.",
            spell_install("-U", f"keras>={_join_version(OLDEST)},<4"),
        )
    if found > NEWEST_TRIED:
        yield Problem(
            f"Keras {keras} is newer than the newest tested version, {_join_version(NEWEST_TRIED)}.",
            spell_install(f"keras<{NEWEST_TRIED[0]}.{NEWEST_TRIED[1] + 1}"),
        )
    tensorflow = facts["tensorflow.version"] or facts["package.tensorflow"]
    if tensorflow and parse_version(tensorflow) < OLDEST_TENSORFLOW:
        yield Problem(f"TensorFlow {tensorflow} is older than 2.16.", spell_install("-U", "tensorflow"))
    backend = facts["keras.backend"]
    if backend and backend != "tensorflow" and _is_on_tensorflow(facts):
        mend = f"set KERAS_BACKEND to tensorflow, or the backend in {os.path.join('~', '.keras', 'keras.json')}"
        yield Problem(f"Keras runs on {backend}, not on TensorFlow.", mend)


def _check_names(facts: Facts) -> Iterator[Problem]:
    for name in ("rkeras-py", "rkeras"):
        if facts[f"origin.{name}"] == "foreign":
            yield Problem(
                f"The Python package {name} {facts[f'installed.{name}']} came from an index, where this project has "
                "put none: it is not ours.",
                spell_uninstall(name),
            )
    repository = facts["r.rkeras_repository"] or facts["session.r.rkeras_repository"]
    if repository:
        yield Problem(
            f"An R package rkeras came from {repository}, where this project has published nothing: it is not ours.",
            f"Rscript -e 'remove.packages(\"rkeras\")', then {spell_r_install()}",
        )


def _check_copies(facts: Facts) -> Iterator[Problem]:
    own = facts["rkeras_py.version"]
    installed = facts["installed.rkeras-py"]
    if installed and installed != own and facts["origin.rkeras-py"] == "ours":
        yield Problem(
            f"rkeras_py {own} is running, but {installed} is installed: PYTHONPATH or the current folder "
            "contains another copy.",
            "remove the folder of the older one from PYTHONPATH, or install the newer one",
        )
    in_r = facts["session.r.rkeras"] or facts["r.rkeras"]
    if in_r and in_r != own:
        yield Problem(f"R has rkeras {in_r}, but Python has rkeras_py {own}.", spell_r_install())
    if facts["r.rkeras_versions"] not in ("", "0", "1"):
        yield Problem(
            f"R has several versions of rkeras: {facts['r.rkeras_copies']}. R uses the first.",
            'remove.packages("rkeras", lib = <the library of the older one>)',
        )


def _check_r(facts: Facts) -> Iterator[Problem]:
    if not facts["r.rscript"]:
        yield Problem("R was not found; Python works without it.", GET_R, is_note=True)
    elif facts["r.problem"] or not facts["r.version"]:
        yield _fail(
            "R does not run",
            facts["r.problem"] or "it reported nothing",
            f"run {facts['r.rscript']} --vanilla --version; if that works, check .Rprofile and .Renviron",
        )
    elif not facts["r.rkeras"]:
        yield Problem("The R package rkeras is not installed.", spell_r_install())
    elif not facts["reticulate.version"]:
        yield Problem("The R package reticulate is not installed.", "Rscript -e 'install.packages(\"reticulate\")'")
    elif parse_version(facts["reticulate.version"]) < (1, 41):
        yield Problem(
            f"reticulate {facts['reticulate.version']} does not create Python environments; 1.41 does.",
            "Rscript -e 'install.packages(\"reticulate\")', or in R: rkeras::install_keras()",
            is_note=True,
        )


def _check_rpy2(facts: Facts) -> Iterator[Problem]:
    if not facts["package.rpy2"] and not facts["rpy2.mode"]:
        yield Problem("rpy2, which runs R inside Python, is not installed.", spell_install(BRIDGE), is_note=True)
    elif facts["rpy2.mode"] and not facts["rpy2.r_home"]:
        if not facts["r.rscript"]:
            yield Problem("rpy2 does not find R.", GET_R, is_note=True)
        elif facts["r.home"]:  # otherwise another problem already reports that R does not answer
            yield Problem("rpy2 does not find R.", f"set R_HOME to {facts['r.home']}")
    elif facts["rpy2.problem"]:
        yield _fail(
            "rpy2 cannot load R",
            facts["rpy2.problem"],
            spell_install("--force-reinstall", "--no-cache-dir", "--no-binary", "rpy2-rinterface", BRIDGE),
        )
    elif facts["rpy2.mode"] == "ABI":
        yield Problem(
            "rpy2 runs in ABI mode, in which calls to R are slower. API mode requires R's headers and a C compiler.",
            spell_install("--force-reinstall", "--no-cache-dir", "--no-binary", "rpy2-rinterface", BRIDGE),
            is_note=True,
        )
    homes = [os.path.realpath(home) for home in (facts["rpy2.r_home"], facts["r.home"]) if home]
    if len(set(homes)) > 1:
        yield Problem(
            f"rpy2 loads the R in {facts['rpy2.r_home']}, but Rscript belongs to {facts['r.home']}.",
            f"set R_HOME to {facts['r.home']}",
        )


def _check_chosen_python(facts: Facts) -> Iterator[Problem]:
    asked = facts["session.reticulate.asked"] or facts["python.reticulate_python"]
    if facts["asked.problem"]:
        yield Problem(
            f"RETICULATE_PYTHON is {asked}, which does not run: {facts['asked.problem']}",
            f"set RETICULATE_PYTHON to {sys.executable}, or unset it; check .Renviron, too",
        )
    elif facts["asked.missing"] and not _is_same_environment(asked, facts["python.executable"]):
        yield Problem(
            f"RETICULATE_PYTHON is {asked}, which has no {facts['asked.missing']}.",
            f"set RETICULATE_PYTHON to {sys.executable}, or unset it; check .Renviron, too",
        )
    running = facts["session.reticulate.python"] if facts["session.reticulate.running"] == "yes" else ""
    if running and asked not in ("", "managed") and not _is_same_environment(running, asked):
        yield Problem(
            f"This R session runs {running}, which was started before RETICULATE_PYTHON was set to {asked}.",
            f'restart R, and call first: rkeras::use_python("{asked}")',
        )
    elif running and _is_on_tensorflow(facts) and not (facts["package.tensorflow"] or _is_there(facts, "tensorflow")):
        yield Problem(
            f"This R session runs {running}, which has no TensorFlow; a session cannot change its Python.",
            "restart R, and call first: rkeras::use_python(<another>), or rkeras::install_keras() and restart R",
        )


def _is_same_environment(one: str, other: str) -> bool:
    """Tell whether two Pythons are in one folder: an environment has several names for its Python."""
    return os.path.realpath(os.path.dirname(os.path.expanduser(one))) == os.path.realpath(
        os.path.dirname(os.path.expanduser(other))
    )


def _check_alias(facts: Facts) -> Iterator[Problem]:
    if facts["session.alias"] == "yes" and facts["session.r.keras"] and facts["session.r.keras_is_alias"] != "yes":
        yield Problem(
            f"use_keras_alias() was called, but library(keras) attaches the package in {facts['session.r.keras']}.",
            "restart R, and call first, also before .libPaths(): rkeras::use_keras_alias()",
        )


def _join_version(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


_CHECKS: tuple[Callable[[Facts], Iterator[Problem]], ...] = (
    _check_python,
    _check_chosen_python,
    _check_packages,
    _check_shadows,
    _check_backend,
    _check_keras,
    _check_versions,
    _check_names,
    _check_copies,
    _check_r,
    _check_rpy2,
    _check_alias,
)
