"""Where the time of a row goes: profiles by Python's cProfile and R's Rprof, with the room that each function is in.

A room is a folder of rkeras_py, or a package around it: Keras, TensorFlow, reticulate.
"""

import collections
import cProfile
import json
import os
import pstats
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
SHOWN = 15
TIMES = 300  # short calls, in a profile

IN_R = ("model(x)", "empty crossing", "train_on_batch", "predict_on_batch", "get_weights", "step")
SUFFIX = ", R"

_PACKAGES = {
    "keras": "Keras",
    "tensorflow": "TensorFlow",
    "tf_keras": "tf_keras",
    "numpy": "numpy",
    "rpytools": "reticulate",
    "reticulate": "reticulate",
}


class Line(NamedTuple):
    """A function: what it is called, its room, and the seconds in it alone and with what it calls."""

    what: str
    room: str
    alone: float
    together: float


def get_room(file: str, name: str) -> str:
    """Return the room of a function of Python.

    Args:
        file: Its file, or "~" for one that is compiled.
        name: Its name.
    """
    parts = Path(file).parts if file != "~" else ()
    if "rkeras_py" in parts:
        inner = parts[len(parts) - 1 - parts[::-1].index("rkeras_py") + 1 :]
        return f"rkeras_py/{inner[0].removesuffix('.py')}" if inner else "rkeras_py"
    if "site-packages" in parts:
        words = parts[len(parts) - parts[::-1].index("site-packages") :][:1]
    else:
        words = parts or tuple(re.findall(r"\w+", name))
    found = [_PACKAGES[word] for word in words if word in _PACKAGES]
    if found:
        return found[0]
    return "benchmarks" if HERE.name in parts else "Python"


def profile(function: Callable[[], Any]) -> list[Line]:
    """Call a function once to warm up, and once in the profiler.

    Args:
        function: The function.
    """
    function()
    profiler = cProfile.Profile()
    profiler.runcall(function)
    return read(profiler)


def read(profiler: cProfile.Profile) -> list[Line]:
    """Return the lines of a profile; also called from R."""
    lines = []
    for (file, number, name), (_, _, alone, together, _) in pstats.Stats(profiler).stats.items():  # type: ignore[attr-defined]
        place = name if file == "~" else f"{Path(file).name}:{number} {name}"
        lines.append(Line(place, get_room(file, name), alone, together))
    return lines


def show(title: str, lines: Iterable[Line]) -> str:
    """Return tables of a profile: time by room, and the functions that take most, alone and with what they call.

    Args:
        title: What was profiled.
        lines: The functions.
    """
    lines = list(lines)
    by_room: collections.Counter[str] = collections.Counter()
    for line in lines:
        by_room[line.room] += line.alone  # type: ignore[assignment]
    whole = sum(by_room.values()) or 1.0
    parts = [f"## {title}: {whole:.3g} s in the profiler\n", "Time by room:"]
    parts += [f"  {seconds / whole:6.1%}  {seconds:8.4f} s  {room}" for room, seconds in by_room.most_common()]
    for heading, field in (("alone", "alone"), ("with what they call", "together")):
        parts.append(f"\nThe {SHOWN} functions that take most, {heading}:")
        for line in sorted(lines, key=lambda line: getattr(line, field), reverse=True)[:SHOWN]:
            seconds = getattr(line, field)
            if not seconds:
                break
            parts.append(f"  {seconds / whole:6.1%}  {seconds:8.4f} s  {line.room:24} {line.what}")
    return "\n".join(parts) + "\n"


def _batches(verb: str) -> Callable[[], Any]:
    import plain_calls

    import rkeras_py

    (x, y), model, call = plain_calls.data(), plain_calls.network(), getattr(rkeras_py, verb)
    data = (x,) if verb.startswith("predict") else (x, y)
    return lambda: [call(model, *data) for _ in range(TIMES)]


def _chain() -> Callable[[], Any]:
    import plain

    from rkeras_py import layer_dense, layer_input

    def chain() -> None:
        x = layer_input(plain.WIDTH)
        for _ in range(200):
            x = x >> layer_dense(plain.WIDTH)

    return chain


def _padding() -> Callable[[], Any]:
    from rkeras_py import pad_sequences

    lists = [list(range(number % 99 + 1)) for number in range(50_000)]
    return lambda: pad_sequences(lists)


def _tokenizing() -> Callable[[], Any]:
    from rkeras_py import fit_text_tokenizer, text_tokenizer, texts_to_sequences

    texts = [" ".join(f"word{number * step % 20_000}" for step in range(48)) for number in range(10_000)]
    return lambda: texts_to_sequences(fit_text_tokenizer(text_tokenizer(), texts), texts)


IN_PYTHON: dict[str, Callable[[], Callable[[], Any]]] = {
    "train_on_batch": lambda: _batches("train_on_batch"),
    "predict_on_batch": lambda: _batches("predict_on_batch"),
    "chain": _chain,
    "pad_sequences": _padding,
    "tokenizer": _tokenizing,
}
"""Makes what a row measures, by the name of the row."""

ROWS = (*IN_PYTHON, *(f"{name}{SUFFIX}" for name in IN_R))


def report(row: str) -> str:
    """Profile a row, and return the tables.

    Args:
        row: One of ROWS.
    """
    if not row.endswith(SUFFIX):
        return show(row, profile(IN_PYTHON[row]()))
    name = row.removesuffix(SUFFIX)
    env = {**os.environ, "RKERAS_BENCH_PROFILE": name}
    command = ["Rscript", "calls_in_r.R", str(HERE), "0", str(TIMES)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=HERE, env=env)
    found = json.loads(done.stdout.strip().splitlines()[-1])
    tables = [show(f"{row}, by Rprof", (Line(**line) for line in found["r"]))]
    tables.append(show(f"{row}, what Python does of it, by cProfile", (Line(*line) for line in found["python"])))
    return "\n".join(tables)


if __name__ == "__main__":
    print(report(sys.argv[1]))
