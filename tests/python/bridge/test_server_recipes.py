"""The programs of docs/servers.md answer eight clients at once, each in a process of its own."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bridge_support import environment
from support import ROOT
from tornado import ioloop, websocket

PROGRAMS = dict(re.findall(r"^```\w+ (\w+\.\w+)\n(.*?)^```$", (ROOT / "docs/servers.md").read_text(), re.M | re.S))
IN_PYTHON = "from rkeras_py.bridge import r_session; r_session()(\"source('{}')\")"
LIMIT = 150.0
"""The seconds that a server has from its start to its end."""


def ask(url: str, body: Any = None) -> Any:
    """Return the JSON that a server answers to a request, which posts the body if there is one."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read())


def ask_for_answer(url: str, z: float) -> float:
    y: float = ask(f"{url}/answer?z={z}")["y"]
    return y


def ask_fastapi(url: str, z: float) -> float:
    y: float = ask(f"{url}/answer_in_loop?z={z}")["y"] if z % 2 else ask_for_answer(url, z)
    return y


def ask_dash(url: str, z: float) -> float:
    """Do what the page of Dash does when its slider is moved."""
    asked = {
        "output": "y.children",
        "outputs": {"id": "y", "property": "children"},
        "inputs": [{"id": "z", "property": "value", "value": z}],
        "changedPropIds": ["z.value"],
    }
    y: float = ask(f"{url}/_dash-update-component", asked)["response"]["y"]["children"]
    return y


def ask_shiny(url: str, z: float) -> float:
    """Do what the page of Shiny does when it is opened."""

    async def talk() -> float:
        page = await websocket.websocket_connect(f"{url.replace('http', 'ws')}/websocket/")
        shown = {"z:shiny.number": z, ".clientdata_output_y_hidden": False}
        await page.write_message(json.dumps({"method": "init", "data": shown}))
        while (message := await page.read_message()) is not None:
            found = json.loads(message).get("values", {})
            if "y" in found:
                page.close()
                return float(found["y"])
        raise ConnectionError("Shiny has closed the connection")

    y: float = ioloop.IOLoop(make_current=False).run_sync(talk, timeout=60)
    return y


RECIPES: dict[str, tuple[list[str], Callable[[str, float], float]]] = {
    "plumber in R": (["Rscript", "plumber_app.R"], ask_for_answer),
    "plumber in Python": ([sys.executable, "-c", IN_PYTHON.format("plumber_app.R")], ask_for_answer),
    "Shiny in R": (["Rscript", "shiny_app.R"], ask_shiny),
    "Shiny in Python": ([sys.executable, "-c", IN_PYTHON.format("shiny_app.R")], ask_shiny),
    "FastAPI": ([sys.executable, "-m", "uvicorn", "fastapi_app:app", "--port", "8501"], ask_fastapi),
    "Flask": ([sys.executable, "flask_app.py"], ask_for_answer),
    "Dash": ([sys.executable, "dash_app.py"], ask_dash),
}


def find_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return str(listener.getsockname()[1])


def wait_for(server: subprocess.Popen[str], port: str, deadline: float) -> None:
    while server.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", int(port)), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the server does not listen; exit code {server.poll()}")


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_server_answers_eight_clients_and_ends_by_ctrl_c(recipe: str, tmp_path: Path) -> None:
    command, client = RECIPES[recipe]
    port = find_port()
    for name, program in PROGRAMS.items():
        (tmp_path / name).write_text(program.replace("8501", port))
    command = [part.replace("8501", port) for part in command]
    deadline = time.monotonic() + LIMIT
    with (tmp_path / "printed").open("w+") as printed:
        server = subprocess.Popen(
            command,
            cwd=tmp_path,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=printed,
            text=True,
        )
        try:
            wait_for(server, port, deadline)
            asked = [float(z) for z in range(1, 25)]
            with ThreadPoolExecutor(8) as clients:
                answers = list(clients.map(lambda z: client(f"http://127.0.0.1:{port}", z), asked))
            np.testing.assert_allclose(answers, (np.array(asked) - 5) / np.std(np.arange(1, 10), ddof=1), rtol=1e-5)
            server.send_signal(signal.SIGINT)
            server.wait(timeout=max(deadline - time.monotonic(), 1))
        except BaseException as error:
            error.add_note((tmp_path / "printed").read_text()[-4000:])
            raise
        finally:
            server.kill()
            server.wait()
