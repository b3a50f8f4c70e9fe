"""A client that sends many requests to a web server at once: `many_requests.py PORT`, with (path, data) as JSON in.

It prints what came back as JSON, in the same order.
"""

import asyncio
import json
import resource
import sys
from typing import Any


def allow_many_files() -> None:
    """Let this process open as many connections as the system allows it."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def ask(port: int, path: str, data: Any) -> Any:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = json.dumps(data).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)
    answer = await reader.read()
    writer.close()
    return json.loads(answer.partition(b"\r\n\r\n")[2])


async def ask_all(port: int, requests: list[tuple[str, Any]]) -> list[Any]:
    return await asyncio.gather(*(ask(port, path, data) for path, data in requests))


if __name__ == "__main__":
    allow_many_files()
    json.dump(asyncio.run(ask_all(int(sys.argv[1]), json.load(sys.stdin))), sys.stdout)
