"""The Keras backend: determined before Keras loads, and rejected if it is not supported."""

import importlib.util
import json
import os
import sys
from pathlib import Path

from .installing import spell_install

DEFAULT = "tensorflow"
"""The default backend; features that only Keras 2 had are written for it."""

BACKENDS = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}
"""The supported backends, and their names in messages."""

GRADIENTS = {
    "jax": "jax.value_and_grad() of a function of the weights gives the gradients, and optimizer.stateless_apply() "
    "takes them.",
    "torch": "loss.backward() puts each gradient into `value.grad` of its variable, and optimizer.apply() takes them.",
}
"""How to compute gradients on the other backends, where `tf.GradientTape` does not work."""


def choose_backend() -> str:
    """See to it that Keras runs on a backend of ours: TensorFlow, where nobody chose another.

    Returns:
        Its name.

    Raises:
        RuntimeError: If somebody chose one that is none of ours, or it is not installed.
    """
    backend, advice = _find_choice()
    if backend not in BACKENDS:
        raise RuntimeError(f"rkeras supports only the Keras backends {_list_backends()}, and {advice}.")
    if not is_there(backend):
        raise RuntimeError(_describe_absence(backend))
    os.environ["KERAS_BACKEND"] = backend
    return backend


def change_backend(backend: str) -> None:
    """Choose the backend, which has to happen before Keras is loaded.

    Args:
        backend: One of `BACKENDS`.

    Raises:
        RuntimeError: If Keras runs on another one already, or the backend is not installed.
    """
    running = _find_running()
    if running not in ("", backend):
        raise RuntimeError(
            f'Keras runs on "{running}" already, and a process cannot change its backend: choose "{backend}" '
            "before the first use, in a new session."
        )
    if not is_there(backend):
        raise RuntimeError(_describe_absence(backend))
    os.environ["KERAS_BACKEND"] = backend


def find_backend() -> str:
    """Return the backend that Keras runs on, or will as things are."""
    return _find_choice()[0]


def _list_backends() -> str:
    return ", ".join(BACKENDS)


def is_there(backend: str) -> bool:
    """Tell whether a backend is installed, without loading it.

    Args:
        backend: Its name.
    """
    return backend in sys.modules or importlib.util.find_spec(backend) is not None


def _describe_absence(backend: str) -> str:
    others = [f'KERAS_BACKEND="{name}" takes {BACKENDS[name]}, which is there.' for name in BACKENDS if is_there(name)]
    chosen = f"rkeras runs on {BACKENDS[backend]} here, which this Python does not have: {spell_install(backend)}"
    return ". ".join([chosen, *others])


def _find_running() -> str:
    """Return the backend of the loaded Keras; "" if it is not loaded."""
    loaded = sys.modules.get("keras")
    return str(loaded.backend.backend()) if loaded is not None and hasattr(loaded, "backend") else ""


def _find_choice() -> tuple[str, str]:
    """Return the backend that Keras uses or will use, and how to change it."""
    running, ours = _find_running(), " or ".join(f'"{name}"' for name in BACKENDS)
    if running:
        return (
            running,
            f'the Keras that is loaded runs on "{running}": set KERAS_BACKEND={DEFAULT} before it is imported',
        )
    named = os.environ.get("KERAS_BACKEND")
    if named:
        return named, f'the environment variable KERAS_BACKEND is "{named}": set it to {ours}, or unset it'
    path = _find_settings_file()
    found = _read_backend(path)
    return found, f'"backend" is "{found}" in {path}: write {ours} there, or set KERAS_BACKEND={DEFAULT}'


def _find_settings_file() -> Path:
    """Return the path of Keras's settings."""
    home = Path.home()
    folder = (home if os.access(home, os.W_OK) else Path("/tmp")) / ".keras"
    return Path(os.environ.get("KERAS_HOME", folder)).expanduser() / "keras.json"


def _read_backend(path: Path) -> str:
    """Return the backend in a settings file; Keras itself ignores invalid files."""
    try:
        settings = json.loads(path.read_text())
    except (OSError, ValueError):
        return DEFAULT
    return str(settings.get("backend", DEFAULT)) if isinstance(settings, dict) else DEFAULT
