"""Code that the canaries share. It keeps the code of rkeras_py/__init__.py out, so that nothing is put onto Keras."""

import sys
import types
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
package = types.ModuleType("rkeras_py")
package.__path__ = [str(ROOT / "rkeras_py")]
sys.modules["rkeras_py"] = package

import keras  # noqa: E402

CANARIES: dict[str, Callable[[], None]] = {}


def canary(*names: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Note what a function checks: names of functions and constants of rkeras_py.engine.internals."""

    def note(check: Callable[[], None]) -> Callable[[], None]:
        CANARIES.update(dict.fromkeys(names, check))
        return check

    return note


def raises(error: type[Exception], call: Callable[..., object], *args: object) -> bool:
    try:
        call(*args)
    except error:
        return True
    return False


def functional() -> tuple[keras.Model, keras.KerasTensor, keras.KerasTensor]:
    x = keras.Input((2,), name="x")
    y = keras.layers.Dense(3, name="y")(x)
    return keras.Model(x, y), x, y
