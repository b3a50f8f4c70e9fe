"""Show the walk of data through the modules of rkeras_py: `python -m tools.walk [--verbose] [fit evaluate ...]`.

Each call that gets the array, alone or within a list, a dict or an object of ours, takes it from the module of the
caller to that of the called function. A stay is a run of such calls in one module, a return is a stay in a module that
the array has left before. Many returns say that the same question is asked again and again. The array is known by its
shape, which nothing else has: conversions and copies of it count as the array itself.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import numpy as np

import rkeras_py as rk

_SHAPE = (61, 7)
_DEPTH = 3  # of lists, dicts and objects within each other
_PACKAGE = "rkeras_py."


def find_parts(value: Any, depth: int = _DEPTH) -> Iterator[Any]:
    """Give a value, and what is in lists, dicts and objects of ours within it."""
    yield value
    inner: Any = ()
    kind = type(value)  # a wrapper by wrapt tells isinstance() that it is what it wraps
    if issubclass(kind, (list, tuple, dict)):
        inner = dict.values(value) if issubclass(kind, dict) else value
    elif kind.__module__.startswith(_PACKAGE):
        inner = getattr(value, "__dict__", {}).values()
    for part in inner if depth else ():
        yield from find_parts(part, depth - 1)


def holds_array(value: Any) -> bool:
    """Tell whether the array is in a value."""
    return any(
        isinstance(shape := getattr(part, "shape", None), tuple) and shape == _SHAPE for part in find_parts(value)
    )


class Walk:
    """The stays of the array.

    Attributes:
        stays: The module of each, and the functions that got the array there.
    """

    def __init__(self) -> None:
        self.stays: list[tuple[str, list[str]]] = []
        self._within: list[FrameType] = []

    def note(self, frame: FrameType, event: str, _: Any) -> None:
        """Note a call that gets the array; a function for sys.setprofile()."""
        if self._within and self._within[-1] is frame and event == "return":
            self._within.pop()
        name = frame.f_globals.get("__name__", "")
        if event != "call" or not name.startswith(_PACKAGE):
            return
        sys.setprofile(None)
        if any(map(holds_array, list(frame.f_locals.values()))):
            if self._within:
                self._stay(self._within[-1].f_globals["__name__"])
            self._within.append(frame)
            self._stay(name)
            self.stays[-1][1].append(frame.f_code.co_name)
        sys.setprofile(self.note)

    def _stay(self, name: str) -> None:
        module = name.removeprefix(_PACKAGE)
        if not self.stays or self.stays[-1][0] != module:
            self.stays.append((module, []))

    @property
    def modules(self) -> set[str]:
        """Where the array has been."""
        return {module for module, _ in self.stays}

    @property
    def returns(self) -> int:
        """How often the array came back to a module."""
        return len(self.stays) - len(self.modules)


def trace_walk(call: Callable[[], Any]) -> Walk:
    """Return the walk of the array through a call, once all is loaded that a first call loads."""
    call()
    walk = Walk()
    sys.setprofile(walk.note)
    try:
        call()
    finally:
        sys.setprofile(None)
    return walk


def make_calls() -> dict[str, Callable[[], Any]]:
    """Return the calls whose walk is measured, by name."""
    x = np.random.default_rng(1).normal(size=_SHAPE)
    y = x[:, :1].copy()
    model: Any = rk.keras_model_sequential(input_shape=_SHAPE[1]) >> rk.layer_dense(units=1)
    rk.compile(model, loss="mse", optimizer="sgd")
    return {
        "fit": lambda: rk.fit(model, x, y, epochs=1, verbose=0),
        "piped": lambda: model >> rk.fit(x, y, epochs=1, verbose=0),
        "evaluate": lambda: rk.evaluate(model, x, y, verbose=0),
        "predict": lambda: rk.predict(model, x, verbose=0),
        "train_on_batch": lambda: rk.train_on_batch(model, x, y),
        "predict_on_batch": lambda: rk.predict_on_batch(model, x),
        "layer_dense": lambda: rk.layer_dense(x.astype("float32"), units=1),
    }


def main() -> None:
    """Print the walk of each call."""
    calls = make_calls()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("calls", nargs="*", metavar="call", help=f"of {', '.join(calls)}; all by default")
    parser.add_argument("--verbose", action="store_true", help="list the stays")
    asked = parser.parse_args()
    for name in asked.calls or calls:
        walk = trace_walk(calls[name])
        print(f"{name}: {len(walk.stays)} stays in {len(walk.modules)} modules, {walk.returns} returns")
        for module, functions in walk.stays if asked.verbose else ():
            print(f"    {module:32} {', '.join(functions)}")


if __name__ == "__main__":
    main()
