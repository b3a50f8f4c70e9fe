"""The backend that Keras runs on, which has to be TensorFlow: found out before Keras loads, and fails in its words."""

import importlib.util
import json
import os
import sys
from pathlib import Path

NEEDED = "tensorflow"


def choose_tensorflow() -> None:
    """See to it that Keras runs on TensorFlow, where nobody chose another backend.

    Raises:
        RuntimeError: If somebody did, or TensorFlow is not installed.
    """
    backend, advice = _find_choice()
    if backend != NEEDED:
        raise RuntimeError(f"Of the backends of Keras, rkeras runs on {NEEDED} only, and {advice}.")
    if NEEDED not in sys.modules and importlib.util.find_spec(NEEDED) is None:
        install = f"{sys.executable} -m pip install {NEEDED}"
        raise RuntimeError(f"rkeras runs on TensorFlow, which this Python does not have: {install}")
    os.environ["KERAS_BACKEND"] = NEEDED


def _find_choice() -> tuple[str, str]:
    """Return the backend that Keras has or will take, and what to do if that is the wrong one."""
    loaded = sys.modules.get("keras")
    if loaded is not None and hasattr(loaded, "backend"):
        running = str(loaded.backend.backend())
        return (
            running,
            f'the Keras that is loaded runs on "{running}": set KERAS_BACKEND={NEEDED} before it is imported',
        )
    named = os.environ.get("KERAS_BACKEND")
    if named:
        return named, f'the environment variable KERAS_BACKEND is "{named}": set it to "{NEEDED}", or unset it'
    path = _find_settings_file()
    found = _read_backend(path)
    return found, f'"backend" is "{found}" in {path}: write "{NEEDED}" there, or set KERAS_BACKEND={NEEDED}'


def _find_settings_file() -> Path:
    """Return where Keras has its settings."""
    home = Path.home()
    folder = (home if os.access(home, os.W_OK) else Path("/tmp")) / ".keras"
    return Path(os.environ.get("KERAS_HOME", folder)).expanduser() / "keras.json"


def _read_backend(path: Path) -> str:
    """Return the backend that a file of settings names; Keras itself passes over files that are none."""
    try:
        settings = json.loads(path.read_text())
    except (OSError, ValueError):
        return NEEDED
    return str(settings.get("backend", NEEDED)) if isinstance(settings, dict) else NEEDED
