"""TensorBoard, which shows training logs in a browser."""

import atexit
import importlib.util
import socket
import subprocess
import sys
import tempfile
import time
import webbrowser
from pathlib import Path
from typing import Annotated, Any

from ..define import export
from ..engine.installing import spell_install
from ..messages import errors
from ..r.code import RCode
from ..signatures.words import Bool, Int, Str, Value, choice

_Action = Annotated[Any, choice("start", "stop")]
_PATIENCE = 60
"""Seconds that TensorBoard may take to start."""
_running: list[subprocess.Popen[bytes]] = []


@export(python_only=True)
def tensorboard(
    log_dir: Value = None,
    action: _Action = RCode('c("start", "stop")', "start"),
    host: Str = "127.0.0.1",
    port: Value = "auto",
    launch_browser: Value = RCode('getOption("tensorflow.tensorboard.browser", interactive())', None),
    reload_interval: Int = 5,
    purge_orphaned_data: Bool = True,
) -> str | None:
    """Show training logs in TensorBoard, in a browser.

    Use it during or after training with callback_tensorboard(), for example to compare runs. Only one TensorBoard runs
    at a time; it stops when Python exits.

    Args:
        log_dir: Folder of the logs, or a list of folders, which can be named.
        action: `"start"`, or `"stop"`.
        host: Address to serve at.
        port: Port to serve at; `"auto"` chooses a free one.
        launch_browser: Whether to open a browser, or a function that is called with the URL; `NULL` opens one if Python
            is interactive.
        reload_interval: Seconds between checks for new logs.
        purge_orphaned_data: Whether to discard logs from after the point at which training was restarted.

    Returns:
        The URL; `NULL` after a stop.

    Raises:
        ImportError: If the Python package tensorboard is not installed.
        RuntimeError: If it does not start.

    Example:
        >>> tensorboard("logs")  # doctest: +SKIP
        >>> tensorboard(action="stop")
    """
    if port != "auto" and (isinstance(port, bool) or not isinstance(port, int | float) or port != port // 1):
        raise errors.bad_argument("tensorboard", "port", 'a whole number, or "auto"', port)
    folders = [] if action == "stop" else _name_folders(log_dir)
    _stop()
    if action == "stop":
        return None
    if importlib.util.find_spec("tensorboard") is None:
        raise ImportError(f"tensorboard(): the Python package is not installed. Run: {spell_install('tensorboard')}")
    place = (host, _find_free_port(host) if port == "auto" else int(port))
    options = ["--host", host, "--port", place[1], "--reload_interval", reload_interval]
    purges = ["--purge_orphaned_data", str(purge_orphaned_data).lower()]
    _start([str(one) for one in [*folders, *options, *purges]], place)
    url = f"http://{host}:{place[1]}"
    print(f"TensorBoard is at {url}", file=sys.stderr)
    if callable(launch_browser):
        launch_browser(url)
    elif launch_browser or (launch_browser is None and hasattr(sys, "ps1")):
        webbrowser.open(url)
    return url


def _name_folders(log_dir: Any) -> list[str]:
    """Return the arguments that name the log folders, and create missing folders."""
    given = log_dir if isinstance(log_dir, dict | list | tuple) else [log_dir]
    paths = list(given.values()) if isinstance(given, dict) else list(given)
    if not paths or not all(isinstance(path, str | Path) for path in paths):
        raise errors.bad_argument("tensorboard", "log_dir", "the path of a folder", log_dir)
    for path in paths:
        Path(path).mkdir(parents=True, exist_ok=True)
    folders = [Path(path).resolve() for path in paths]
    if len(folders) == 1 and not isinstance(given, dict):
        return ["--logdir", str(folders[0])]
    names = list(given) if isinstance(given, dict) else [folder.name for folder in folders]
    return ["--logdir_spec", ",".join(f"{name}:{folder}" for name, folder in zip(names, folders, strict=True))]


def _find_free_port(host: str) -> int:
    with socket.socket() as found:
        try:
            found.bind((host, 0))
        except OSError as error:
            raise errors.rejected("tensorboard", error) from None
        return int(found.getsockname()[1])


def _start(arguments: list[str], place: tuple[str, int]) -> None:
    with tempfile.TemporaryFile() as log:
        command = [sys.executable, "-m", "tensorboard.main", *arguments]
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        _running.append(process)
        deadline = time.monotonic() + _PATIENCE
        while not _is_served(place):
            ended = process.poll() is not None
            if ended or time.monotonic() > deadline:
                _stop()
                log.seek(0)
                words = log.read().decode(errors="replace")
                raise RuntimeError(f"tensorboard(): it did not start{'' if ended else f' in {_PATIENCE} s'}:\n{words}")
            time.sleep(0.1)


def _is_served(place: tuple[str, int]) -> bool:
    try:
        socket.create_connection(place, timeout=2).close()
    except OSError:
        return False
    return True


@atexit.register
def _stop() -> None:
    while _running:
        process = _running.pop()
        process.terminate()
        process.wait()
