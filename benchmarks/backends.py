"""Compares rkeras_py with plain Keras on each backend that is installed: `python benchmarks/backends.py` prints tables.

Both sides take turns in one process for each backend. A time is the median of processor time, with all threads. What
tools/backends.sh has put into .cache/backends is taken; `--calls` leaves out the starts of Python.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PLACE = Path(__file__).resolve().parents[1] / ".cache/backends"
BACKENDS = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}
ROUNDS = 5
ROWS, WIDTH, UNITS = 20_000, 64, 64
COLD = """import json, os, resource, time
from rkeras_py import *
layer_input(4) >> layer_dense(4)
import sys
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, "tensorflow" in sys.modules]))
"""
Side = Callable[[], Any]


def list_pairs() -> dict[str, tuple[Side, Side]]:
    """Return what is measured: by its name, ours and plain Keras's."""
    import keras
    import numpy as np

    import rkeras_py as rk

    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(ROWS, WIDTH)).astype("float32"), rng.normal(size=(ROWS, 1)).astype("float32")
    small, some = x[:32], y[:32]
    steps = rng.normal(size=(2000, 20, 8)).astype("float32")

    def make(*layers: Any) -> Any:
        model = keras.Sequential([*layers, keras.layers.Dense(1)])
        model.compile("adam", "mse")
        return model

    def dense() -> Any:
        return make(keras.Input((WIDTH,)), *(keras.layers.Dense(UNITS, "relu") for _ in range(2)))

    def recurrent() -> Any:
        return make(keras.Input((20, 8)), keras.layers.LSTM(16))

    ours, plain, our_steps, plain_steps = dense(), dense(), recurrent(), recurrent()
    settings: dict[str, Any] = {"epochs": 1, "batch_size": 128, "verbose": 0}
    tensor = keras.ops.ones((4, 4))
    return {
        "`fit()`, 157 batches": (lambda: rk.fit(ours, x, y, **settings), lambda: plain.fit(x, y, **settings)),
        "`fit()`, LSTM, 16 batches": (
            lambda: rk.fit(our_steps, steps, y[:2000], **settings),
            lambda: plain_steps.fit(steps, y[:2000], **settings),
        ),
        "`evaluate()`": (lambda: rk.evaluate(ours, x, y, verbose=0), lambda: plain.evaluate(x, y, verbose=0)),
        "`predict()`": (lambda: rk.predict(ours, x, verbose=0), lambda: plain.predict(x, verbose=0)),
        "`predict()`, 32 rows, 20 times": (
            lambda: [rk.predict(ours, small, verbose=0) for _ in range(20)],
            lambda: [plain.predict(small, verbose=0) for _ in range(20)],
        ),
        "`train_on_batch()`, 50 times": (
            lambda: [rk.train_on_batch(ours, small, some) for _ in range(50)],
            lambda: [plain.train_on_batch(small, some) for _ in range(50)],
        ),
        "`model(x)`, 50 times": (lambda: [ours(small) for _ in range(50)], lambda: [plain(small) for _ in range(50)]),
        "`op_matmul()`, 300 times": (
            lambda: [rk.op_matmul(tensor, tensor) for _ in range(300)],
            lambda: [keras.ops.matmul(tensor, tensor) for _ in range(300)],
        ),
    }


def measure() -> dict[str, list[float]]:
    """Return for each row the seconds of both sides, and the median of their ratios."""
    found = {}
    for name, sides in list_pairs().items():
        for side in sides:
            side()  # compiles
        turns = [[_time(side) for side in sides] for _ in range(ROUNDS)]
        medians = [statistics.median(turn[place] for turn in turns) for place in (0, 1)]
        found[name] = [*medians, statistics.median(turn[0] / turn[1] for turn in turns)]
    return found


def _time(side: Side) -> float:
    begun = time.process_time()
    side()
    return time.process_time() - begun


def run(backend: str, *arguments: str) -> Any:
    """Return what a new process on a backend prints as JSON."""
    path = os.pathsep.join([str(PLACE / backend), *filter(None, [os.environ.get("PYTHONPATH")])])
    env = {**os.environ, "KERAS_BACKEND": backend, "PYTHONPATH": path, "TF_CPP_MIN_LOG_LEVEL": "3",
           "CUDA_VISIBLE_DEVICES": "-1"}  # fmt: skip
    done = subprocess.run([sys.executable, *arguments], env=env, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    """Print the tables, for the backends that are named or for all."""
    if sys.argv[1:] == ["--here"]:
        print(json.dumps(measure()))
        return
    chosen = [one for one in sys.argv[1:] if one != "--calls"] or list(BACKENDS)
    if "--calls" not in sys.argv:
        _print_starts(chosen)
    _print_calls(chosen)


def _print_starts(chosen: list[str]) -> None:
    cold = {one: [run(one, "-c", COLD) for _ in range(3)] for one in chosen}
    print("| Start, to a first layer | Seconds | MB | Loads TensorFlow |\n| --- | ---: | ---: | --- |")
    for one in chosen:
        seconds, megabytes = (statistics.median(turn[place] for turn in cold[one]) for place in (0, 1))
        print(f"| {BACKENDS[one]} | {seconds:.1f} | {megabytes:.0f} | {'yes' if cold[one][0][2] else 'no'} |")


def _print_calls(chosen: list[str]) -> None:
    found = {one: run(one, __file__, "--here") for one in chosen}
    print("\n| ms, and the ratio to plain Keras | " + " | ".join(BACKENDS[one] for one in chosen) + " | Fastest |")
    print("| --- |" + " ---: |" * len(chosen) + " --- |")
    for name in found[chosen[0]]:
        cells = [f"{1000 * found[one][name][0]:.0f}, {found[one][name][2]:.2f}" for one in chosen]
        fastest = min(chosen, key=lambda one: found[one][name][0])
        print(f"| {name} | {' | '.join(cells)} | {BACKENDS[fastest]} |")


if __name__ == "__main__":
    main()
