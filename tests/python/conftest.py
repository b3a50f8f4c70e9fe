import os
from collections.abc import Iterator

import pytest
from support import ROOT, project_env

# Before anything imports TensorFlow or starts R, so that plain `pytest` is the same as `make test`.
os.environ.update(project_env())

RUNNING = ROOT / ".cache/run/running" / f"pytest-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
"""The name of the test that this process runs, for when it does not live to tell; tools/test.py reads it."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    RUNNING.parent.mkdir(parents=True, exist_ok=True)
    RUNNING.write_text(item.nodeid)
    result = yield
    RUNNING.unlink(missing_ok=True)
    return result
