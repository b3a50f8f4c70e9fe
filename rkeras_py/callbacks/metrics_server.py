"""A web server for pages that only this computer can see: few connections, each for a short time."""

import contextlib
import socket
import sys
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[bytes, str]
"""The files that are served, with their kinds."""

_HOST = "127.0.0.1"
_HOSTS = (_HOST, "localhost")
_LONGEST = 10.0
"""Seconds that a connection may last; an answer takes milliseconds."""
_MOST = 32
"""Maximum number of connections; each window has one."""
_MOMENT = 0.2


class LocalServer(ThreadingHTTPServer):
    """A server that closes its port by itself.

    Args:
        port: The port to take; where it is not free, or 0, any.
        find: Gives the answer for a path, with what follows its question mark; None where there is nothing.
    """

    request_queue_size = _MOST
    timeout = _MOMENT

    def __init__(self, port: int, find: Callable[[str], Answer | None]) -> None:
        self.find = find
        self._since: dict[Any, float] = {}
        try:
            super().__init__((_HOST, port), _Handler)
        except OSError:
            super().__init__((_HOST, 0), _Handler)

    def serve_while(self, is_wanted: Callable[[], bool]) -> None:
        """Answer requests, and close the port in the end.

        Args:
            is_wanted: Tells whether to go on.
        """
        with self:
            while is_wanted():
                self.handle_request()
                self._end_long_connections()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer on a thread of its own, unless there are too many already."""
        if len(self._since) >= _MOST:
            self.shutdown_request(request)
            return
        self._since[request] = time.monotonic()
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """End a connection."""
        self._since.pop(request, None)
        super().shutdown_request(request)

    def _end_long_connections(self) -> None:
        for request, since in list(self._since.items()):
            if time.monotonic() - since > _LONGEST:
                with contextlib.suppress(OSError):  # the connection has already ended
                    request.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Be silent where the other side left, or was too slow."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: LocalServer
    timeout = _LONGEST

    def do_GET(self) -> None:
        """Answer with what the server has at the path."""
        if self._read_host() not in _HOSTS:  # a foreign page whose host name resolves to this computer (DNS rebinding)
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        found = self.server.find(self.path)
        if found is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        content, kind = found
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(content)

    def _read_host(self) -> str:
        """Return the name by which the client addresses this computer; the port may be a forwarded one."""
        named = self.headers.get_all("Host", [])
        return named[0].strip().partition(":")[0].lower() if len(named) == 1 else ""

    def log_message(self, format: str, *args: Any) -> None:
        """Keep requests out of the user's console."""
