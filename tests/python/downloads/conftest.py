"""The server and the cache of the tests of downloads."""

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from file_server import Server

from rkeras_py.downloads import fetch as fetching


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server
        server.shutdown()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(fetching, "STALLED", 0.5)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "cache"))
    with contextlib.redirect_stdout(io.StringIO()):  # the progress bar
        yield tmp_path / "cache" / "datasets"
