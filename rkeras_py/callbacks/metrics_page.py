"""A page with the learning curves of the running training, served to this computer only."""

import hmac
import json
import math
import secrets
import sys
import threading
import time
import warnings
import webbrowser
from collections.abc import Mapping
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl

from ..r.process import get_r_side
from .metrics_server import Answer, LocalServer

_ASKED_LATELY = 3.0
_LINGERS = 10.0
"""Seconds that the page stays available after the last training and the last view."""


class Page:
    """The curves, and the server that shows them.

    There is one of them in a process. It stays readable while a training shows, and then while somebody looks; the next
    training takes its place, in the same window. The address holds a secret, since other users of the computer could
    open it.
    """

    def __init__(self) -> None:
        self._number = -1
        self._running = 0
        self.asked = 0.0
        self._lock = threading.Lock()
        self._curves = threading.Lock()  # held while the curves change or are written out
        self._clear(0)
        self._server: LocalServer | None = None
        self._port, self._path = 0, f"/{secrets.token_urlsafe(16)}/"
        self._open()

    @property
    def url(self) -> str:
        """The address of the page."""
        return f"http://127.0.0.1:{self._port}{self._path}"

    def _open(self) -> None:
        """Serve the page again, if its server has ended, at the port that open windows may still use."""
        with self._lock:
            self._wanted_until = time.monotonic() + _LINGERS
            if self._server is None:
                self._server = LocalServer(self._port, self._find)
                self._port = self._server.server_port
                serve = self._server.serve_while
                threading.Thread(target=serve, args=(self._is_wanted,), name="view_metrics", daemon=True).start()

    def _is_wanted(self) -> bool:
        with self._lock:
            wanted = self._running > 0 or time.monotonic() < max(self._wanted_until, self.asked + _LINGERS)
            if not wanted:
                self._server = None
            return wanted

    def _find(self, asked: str) -> Answer | None:
        path, _, query = asked.partition("?")
        if hmac.compare_digest(path.encode(), self._path.encode()):
            return _read_html(), "text/html; charset=utf-8"
        if hmac.compare_digest(path.encode(), f"{self._path}curves".encode()):
            self.asked = time.monotonic()
            known = {name: int(value) for name, value in parse_qsl(query) if value.isdecimal()}
            return self.write_out(known.get("number", 0), known.get("from", 0)), "application/json"
        return None

    def _clear(self, epochs: int) -> int:
        with self._curves:
            self._number += 1
            self._epochs, self._ended = epochs, False
            self._done: list[int] = []
            self._metrics: dict[str, list[float | None]] = {}
            return self._number

    def write_out(self, number: int = 0, known: int = 0) -> bytes:
        """Return the curves as JSON, without the points that a window has.

        Args:
            number: The number of the training that the window shows.
            known: How many epochs of it the window has.
        """
        with self._curves:
            first = known if number == self._number and known <= len(self._done) else 0
            told = {
                "number": self._number,
                "epochs": self._epochs,
                "from": first,
                "done": self._done[first:],
                "metrics": {name: curve[first:] for name, curve in self._metrics.items()},
                "ended": self._ended,
            }
        return json.dumps(told, allow_nan=False).encode()

    def begin(self, epochs: int) -> int:
        """Begin a training, without curves, and return its number.

        Args:
            epochs: The number of the last epoch.
        """
        with self._lock:
            self._running += 1
        number = self._clear(epochs)
        self._open()
        return number

    def add(self, epoch: int, logs: Mapping[str, Any], training: int) -> None:
        """Add the values of an epoch, unless the page shows a training that began later.

        Args:
            epoch: Its number, counted from 1.
            logs: The values by name; what is missing, or no number, leaves a gap.
            training: The number of the training.
        """
        import numpy as np

        numbers = {name: float(np.mean(value)) for name, value in logs.items()}
        with self._curves:
            if training != self._number:
                return
            for name, number in numbers.items():
                if name not in self._metrics:
                    self._metrics[name] = [None] * len(self._done)
                self._metrics[name].append(number if math.isfinite(number) else None)
            self._done.append(epoch)
            for curve in self._metrics.values():
                curve += [None] * (len(self._done) - len(curve))

    def end(self, training: int) -> None:
        """Say that a training has ended.

        Args:
            training: Its number.
        """
        with self._curves:
            self._ended = self._ended or training == self._number
        with self._lock:
            self._running -= 1
            self._wanted_until = time.monotonic() + _LINGERS

    @property
    def is_open(self) -> bool:
        """True if a window asked for the curves a moment ago."""
        return time.monotonic() - self.asked < _ASKED_LATELY


def _read_html() -> bytes:
    return files("rkeras_py.callbacks").joinpath("metrics_page.html").read_bytes()


_pages: list[Page] = []


def get_page() -> Page:
    """Return the page of this process."""
    if not _pages:
        _pages.append(Page())
    return _pages[0]


def show_page(shown: Page) -> None:
    """Open a page where R shows pages, else in a browser, unless a window has it open.

    Where there is neither, its address is printed all the same.

    Args:
        shown: The page.
    """
    if shown.is_open:
        return
    side = get_r_side()
    if side is not None and side.view(shown.url):
        return
    sys.stdout.write(f"Learning curves: {shown.url}\n")
    browser = _find_browser()
    if browser is not None:
        try:
            browser.open(shown.url)
        except (OSError, webbrowser.Error) as error:
            warnings.warn(f"fit(): the browser could not show {shown.url}: {error}", stacklevel=2)


def _find_browser() -> Any:
    """Find a graphical browser; one in the terminal would block the training."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return None
    return None if type(browser) is webbrowser.GenericBrowser else browser
