import faulthandler
import gc
import os
import random
import sys
from collections.abc import Iterator
from typing import Any

import cpu
import numpy as np
import pytest
import tiers
from support import ROOT, project_env
from xdist.scheduler import LoadFileScheduling

# Before anything imports TensorFlow or starts R, so that plain `pytest` is the same as `make test`.
os.environ.update(project_env())

RUNNING = ROOT / ".cache/run/running" / f"pytest-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
"""The name of the test that this process runs, for when it does not live to tell; tools/test.py reads it."""
NOTES = ROOT / ".cache/run" / f"items-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.txt"
"""The time of each test, for support/tiers.py; tools/test.py removes it before a run."""
TAKEN = ROOT / ".cache/run/cpu-pytest.txt"
"""The time of each file, for tools/test.py."""


def file_of(item: pytest.Item) -> str:
    return item.path.relative_to(ROOT).as_posix()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take the tests of the tier; have the modules that take longest come first: at the end one would run alone."""
    config.hook.pytest_deselected(items=tiers.take_tier(items))
    items.sort(key=lambda item: -cpu.budget(file_of(item)))


def pytest_collection_finish() -> None:
    """Leave all that is there before the first test out of collections of garbage: each clear_session() makes one."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Weights without a seed are the same in each run: Keras and tf_keras take their seeds from Python's generators."""
    random.seed(0)
    np.random.seed(0)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    RUNNING.parent.mkdir(parents=True, exist_ok=True)
    RUNNING.write_text(item.nodeid)
    marker = item.get_closest_marker("timeout")
    limit = marker.args[0] if marker else float(item.config.getini("timeout"))
    # A hang that holds Python's lock lets no thread of pytest-timeout end it.
    faulthandler.dump_traceback_later(limit + 30, exit=True, file=sys.__stderr__)
    before = cpu.seconds_of_a_core()
    with cpu.counted(file_of(item)):
        result = yield
    faulthandler.cancel_dump_traceback_later()
    with NOTES.open("a") as notes:
        notes.write(tiers.note(item, cpu.seconds_of_a_core() - before))
    RUNNING.unlink(missing_ok=True)
    return result


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Name a failed test at once, in case the run does not come to its end."""
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        print(f"\nFAILED {report.nodeid}", flush=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave to the process that shows the results what each file took."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["cpu"] = cpu.taken
    else:
        TAKEN.parent.mkdir(parents=True, exist_ok=True)
        TAKEN.write_text("".join(f"{file}\t{seconds:.2f}\n" for file, seconds in cpu.taken.items()))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    for file, seconds in getattr(node, "workeroutput", {}).get("cpu", {}).items():
        cpu.taken[file] = cpu.taken.get(file, 0.0) + seconds


class Files(LoadFileScheduling):
    """Gives files of tests to processes. A test that ends its process has failed; xdist runs it again for ever."""

    def remove_node(self, node: Any) -> str | None:
        units = self.assigned_work[node].values()
        ended = next(((unit, test) for unit in units for test, done in unit.items() if not done), None)
        if ended:
            unit, test = ended
            unit[test] = True
        # A process that waits for its next test would wait for ever for one of a file without any.
        self.assigned_work[node] = {
            name: unit for name, unit in self.assigned_work[node].items() if not all(unit.values())
        }
        super().remove_node(node)
        return test if ended else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Files | None:
    return Files(config, log) if config.option.dist == "loadfile" else None
