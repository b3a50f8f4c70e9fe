"""A server of one file that cuts, stalls and changes, for the tests of downloads."""

import contextlib
import hashlib
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

CONTENT = bytes(range(256)) * 4000  # more than a socket holds
HASH = hashlib.sha256(CONTENT).hexdigest()


class Server(ThreadingHTTPServer):
    """Serves CONTENT in the way that the path names; notes which ranges were asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str | None] = []
        self.content, self.tag, self.cuts = CONTENT, '"1"', 0
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{path}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        how, content = self.path.rpartition("/")[2], self.server.content
        asked = self.headers.get("Range")
        self.server.asked.append(asked)
        if how in ("404", "500", "403"):
            return self.send_error(int(how))
        if how in ("moved", "loop", "file"):
            self.send_response(302)
            self.send_header("Location", {"moved": "well", "loop": "loop", "file": "file:///etc/passwd"}[how])
            return self.end_headers()
        if how in ("204", "206"):
            self.send_response(int(how))
            self.end_headers()
            return self.wfile.write(content[: 100 * (how == "206")])
        first = 0
        if asked and how.startswith("resume") and self.headers.get("If-Range") == self.server.tag:
            first = int(asked.removeprefix("bytes=").removesuffix("-"))
        self.send_response(206 if first else 200)
        if first:
            answered = 0 if how == "resume-from-0" else first
            self.send_header("Content-Range", f"bytes {answered}-{len(content) - 1}/{len(content)}")
        if how != "unknown":
            self.send_header("Content-Length", str(len(content) - (0 if how == "resume-from-0" else first)))
        if how.startswith("resume"):
            self.send_header("ETag", f'"{len(self.server.asked)}"' if how == "resume-anew" else self.server.tag)
            self.send_header("Accept-Ranges", "bytes")
        self.end_headers()
        part = content[0 if how == "resume-from-0" else first :]
        if how.startswith(("cut", "stall", "resume")) and self.server.cuts:
            self.server.cuts -= 1
            part = part[: len(content) // 4]
        with contextlib.suppress(OSError):  # the other side has left
            self.wfile.write(part)
            self.wfile.flush()
            if how == "stall":
                time.sleep(1.5)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def left(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
