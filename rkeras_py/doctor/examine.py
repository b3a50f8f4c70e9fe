"""The examination: facts from everywhere, and the problems in them."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from rkeras_py import __version__

from .interpreter import describe_interpreter
from .probes import probe_asked, probe_keras, probe_r, probe_rpy2
from .problems import Problem, find_problems


@dataclass(frozen=True)
class Examination:
    """The findings.

    Attributes:
        facts: Values by name, all of them texts.
        problems: What does not work, each with the line that mends it.
        notes: What is missing, and may not be missed.
    """

    facts: dict[str, str]
    problems: list[Problem]
    notes: list[Problem]


def examine(
    rscript: str | None,
    libraries: Mapping[str, str] | None = None,
    session: Mapping[str, str] | None = None,
    seconds: float = 120,
) -> Examination:
    """Examine this Python, the R beside it, and what they say of each other.

    Args:
        rscript: Path of Rscript; None where there is none.
        libraries: Variables that lead R to the package that belongs to this Python.
        session: Facts of the R session that asks, which are named as those of facts.R.
        seconds: How long each process may take that finds something out.
    """
    facts = {"rkeras_py.version": __version__, **describe_interpreter()}
    probes: list[Callable[[], dict[str, str]]] = [
        lambda: probe_keras(seconds),
        lambda: probe_rpy2(seconds),
        lambda: probe_r(rscript, libraries or {}, seconds),
        lambda: probe_asked(seconds),
    ]
    with ThreadPoolExecutor(len(probes)) as pool:
        for found in pool.map(lambda probe: probe(), probes):
            facts.update(found)
    facts.update({f"session.{name}": value for name, value in (session or {}).items()})
    problems = find_problems(facts)
    return Examination(facts, [one for one in problems if not one.is_note], [one for one in problems if one.is_note])
