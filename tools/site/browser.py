"""Chromium without a window, controlled over pipes in its own protocol (the one of its developer tools)."""

import contextlib
import itertools
import json
import os
import selectors
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from typing import Any

_QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-extensions",
    "--hide-scrollbars", "--mute-audio",
)  # fmt: skip

Message = dict[str, Any]


class Browser:
    """A running Chromium. Messages carry the session of the tab that they are of."""

    def __init__(self, program: str, profile: str) -> None:
        told, self._tell = os.pipe()
        self._hear, said = os.pipe()
        # The browser reads descriptor 3 and writes to 4; the shell moves ours there.
        script = f'exec "$@" 3<&{told} 4>&{said}'
        command = [program, *_QUIET, f"--user-data-dir={profile}", "--remote-debugging-pipe", "about:blank"]
        self.process = subprocess.Popen(
            ["bash", "-c", script, "bash", *command],
            pass_fds=(told, said), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(told)
        os.close(said)
        self._numbers = itertools.count(1)
        self._rest = b""
        self._waiting: deque[Message] = deque()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._hear, selectors.EVENT_READ)

    def send(self, method: str, session: str = "", **params: Any) -> int:
        """Send a command, and return the number that its answer will have."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": params} | ({"sessionId": session} if session else {})
        text = json.dumps(message).encode() + b"\0"
        while text:
            text = text[os.write(self._tell, text) :]
        return number

    def receive(self, until: float) -> Message | None:
        """Return the next message, or nothing if none comes before this time of `time.monotonic()`.

        Raises:
            EOFError: If the browser has ended.
        """
        while not self._waiting:
            if not self._selector.select(max(0.0, until - time.monotonic())):
                return None
            part = os.read(self._hear, 1 << 20)
            if not part:
                raise EOFError("the browser has ended")
            *whole, self._rest = (self._rest + part).split(b"\0")
            self._waiting.extend(json.loads(text) for text in whole)
        return self._waiting.popleft()

    def ask(self, method: str, session: str = "", seconds: float = 60, **params: Any) -> Message:
        """Send a command and return its result; events that come before it are dropped.

        Raises:
            TimeoutError: If there is no answer in time.
            RuntimeError: If the answer is an error.
        """
        number, until = self.send(method, session, **params), time.monotonic() + seconds
        while message := self.receive(until):
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                return dict(message["result"])
        raise TimeoutError(f"{method}: no answer in {seconds} s")

    def open_tab(self, width: int, height: int, dark: bool = False) -> str:
        """Open an empty tab with a screen of this size; return its session."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = str(self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable", session)
        screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.ask("Emulation.setDeviceMetricsOverride", session, **screen)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.ask("Emulation.setEmulatedMedia", session, features=scheme)
        return session

    def evaluate(self, session: str, expression: str, seconds: float = 60) -> Any:
        """Return the value of an expression of JavaScript, or of the promise that it gives."""
        options = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        answer = self.ask("Runtime.evaluate", session, seconds, **options)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def close(self) -> None:
        """End the browser."""
        with contextlib.suppress(OSError):
            self.send("Browser.close")
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._selector.close()
        os.close(self._tell)
        os.close(self._hear)


@contextlib.contextmanager
def open_browser(program: str = "chromium") -> Iterator[Browser]:
    """Run Chromium with a profile of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(program, profile)
        try:
            yield browser
        finally:
            browser.close()
