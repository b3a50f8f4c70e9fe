"""A page with the learning curves of the training that runs, served to this computer only."""

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
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any

from ..r.process import get_r_side

_ASKED_LATELY = 3.0


class Page:
    """The curves, and the server that shows them.

    There is one of them in a process. It stays readable after the training, until the process ends; the next training
    takes its place, in the same window. The address holds a secret, since other users of the computer could open it.
    """

    def __init__(self) -> None:
        self._number = 0
        self._clear(0)
        self.asked = 0.0
        secret = secrets.token_urlsafe(16)
        server = _Server(("127.0.0.1", 0), _Handler)
        server.page, server.path = self, f"/{secret}/"
        self.url = f"http://127.0.0.1:{server.server_port}{server.path}"
        threading.Thread(target=server.serve_forever, name="view_metrics", daemon=True).start()

    def _clear(self, epochs: int) -> None:
        self._epochs, self._ended = epochs, False
        self._done: list[int] = []
        self._metrics: dict[str, list[float | None]] = {}
        self._publish()

    def _publish(self) -> None:
        state = {
            "number": self._number,
            "epochs": self._epochs,
            "done": self._done,
            "metrics": self._metrics,
            "ended": self._ended,
        }
        self.state = json.dumps(state, allow_nan=False).encode()

    def begin(self, epochs: int) -> None:
        """Begin a training, without curves.

        Args:
            epochs: The number of the last epoch.
        """
        self._number += 1
        self._clear(epochs)

    def add(self, epoch: int, logs: Mapping[str, Any]) -> None:
        """Add the values of an epoch.

        Args:
            epoch: Its number, counted from 1.
            logs: The values by name; what is missing, or no number, leaves a gap.
        """
        import numpy as np

        for name, value in logs.items():
            number = float(np.mean(value))
            curve = self._metrics.setdefault(name, [None] * len(self._done))
            curve.append(number if math.isfinite(number) else None)
        self._done.append(epoch)
        for curve in self._metrics.values():
            curve += [None] * (len(self._done) - len(curve))
        self._publish()

    def end(self) -> None:
        """Say that the training has ended."""
        self._ended = True
        self._publish()

    @property
    def is_open(self) -> bool:
        """True if a window asked for the curves a moment ago."""
        return time.monotonic() - self.asked < _ASKED_LATELY


class _Server(ThreadingHTTPServer):
    page: Page
    path: str


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        """Answer with the page, or with the curves as JSON."""
        asked = self.path.partition("?")[0]
        if self._is(asked, self.server.path):
            self._answer(_html(), "text/html; charset=utf-8")
        elif self._is(asked, f"{self.server.path}curves"):
            self.server.page.asked = time.monotonic()
            self._answer(self.server.page.state, "application/json")
        else:
            self.send_error(404)

    def _is(self, asked: str, path: str) -> bool:
        return hmac.compare_digest(asked.encode(), path.encode())

    def _answer(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep requests out of the user's console."""


def _html() -> bytes:
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
    browser = _browser()
    if browser is not None:
        try:
            browser.open(shown.url)
        except (OSError, webbrowser.Error) as error:
            warnings.warn(f"fit(): the browser could not show {shown.url}: {error}", stacklevel=2)


def _browser() -> Any:
    """Return a browser with a window of its own; one in the terminal would hold up the training."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return None
    return None if type(browser) is webbrowser.GenericBrowser else browser
