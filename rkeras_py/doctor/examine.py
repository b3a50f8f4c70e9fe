"""The examination: collects facts, and finds the problems in them."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from rkeras_py import __version__

from .interpreter import describe_interpreter
from .probes import probe_asked, probe_keras, probe_r, probe_rpy2, start_bridge, start_in_r
from .problems import Problem, find_problems, hinder_starts

_Probe = Callable[[], dict[str, str]]


@dataclass(frozen=True)
class Examination:
    """The findings.

    Attributes:
        facts: Values by name, all of them texts.
        problems: What does not work, each with the line that mends it.
        notes: What is missing, and may not be missed.
        unknown: What was not done in time, and may be slow or hang.
    """

    facts: dict[str, str]
    problems: list[Problem]
    notes: list[Problem]
    unknown: list[Problem]


def examine(
    rscript: str | None,
    session: Mapping[str, str] | None = None,
    seconds: float = 120,
) -> Examination:
    """Examine this Python, the R beside it, and what they say of each other; start both as their users do.

    Args:
        rscript: Path of Rscript; None where there is none.
        session: Facts of the R session that asks, which are named as those of facts.R.
        seconds: How long each process may take that finds something out.
    """
    facts = {"rkeras_py.version": __version__, **describe_interpreter()}
    probes: list[_Probe] = [
        lambda: probe_keras(seconds),
        lambda: probe_rpy2(seconds),
        lambda: probe_r(rscript, seconds),
        lambda: probe_asked(seconds),
    ]
    facts.update(_run_all(probes))
    facts.update({f"session.{name}": value for name, value in (session or {}).items()})
    problems = find_problems(facts)
    if not hinder_starts(problems):
        facts.update(_run_all(_choose_starts(facts, rscript, session or {}, seconds)))
        problems = find_problems(facts)
    return Examination(
        facts,
        [one for one in problems if not one.is_note and not one.is_slow],
        [one for one in problems if one.is_note],
        [one for one in problems if one.is_slow],
    )


def _run_all(probes: Sequence[_Probe]) -> dict[str, str]:
    facts: dict[str, str] = {}
    if probes:
        with ThreadPoolExecutor(len(probes)) as pool:
            for found in pool.map(lambda probe: probe(), probes):
                facts.update(found)
    return facts


def _choose_starts(
    facts: Mapping[str, str], rscript: str | None, session: Mapping[str, str], seconds: float
) -> list[_Probe]:
    """Return the starts to try: not those of which it is known that they fail, or that they download an environment."""
    starts: list[_Probe] = []
    has_python = facts.get("reticulate.python") or facts.get("reticulate.problem")
    if rscript and facts.get("r.rkeras") and facts.get("reticulate.version") and has_python:
        starts.append(lambda: start_in_r(rscript, session, seconds))
    if facts.get("rpy2.loads") and not facts.get("rpy2.problem") and not facts.get("keras_probe.problem"):
        starts.append(lambda: start_bridge(seconds))
    return starts
