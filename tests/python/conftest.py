import functools
import gc
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ROOT, project_env

# Before anything imports TensorFlow or starts R, so that plain `pytest` is the same as `make test`.
os.environ.update(project_env())

RUNNING = ROOT / ".cache/run/running" / f"pytest-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
"""The name of the test that this process runs, for when it does not live to tell; tools/test.py reads it."""


@functools.cache
def starts_processes(module: Path) -> bool:
    return bool(
        re.search(r"\b(run_\w+|in_a_terminal|rkeras|Popen)\(|\bsubprocess\.", module.read_text(encoding="utf-8"))
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have modules whose tests start processes come first: they take longest, and at the end one would run alone."""
    items.sort(key=lambda item: not starts_processes(item.path))


def pytest_collection_finish() -> None:
    """Leave all that is there before the first test out of collections of garbage: each clear_session() makes one."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    RUNNING.parent.mkdir(parents=True, exist_ok=True)
    RUNNING.write_text(item.nodeid)
    result = yield
    RUNNING.unlink(missing_ok=True)
    return result
