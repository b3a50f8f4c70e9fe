"""Compare backends with TensorFlow: `python -m tools.backends jax` runs the examples of all functions on both.

With `--samples 5` it runs samples of the sweeps, which are more: tools/backend_samples.py. `--part 2/8` takes the
second of eight parts of the functions. The numbers are to be equal to 1e-5. What is neither equal, nor listed here as
apart, nor refused in a sentence, is shown, and the exit code is 1; the last line has the counts. Each backend has a
process of its own. `--record` writes the counts into docs/backends.md: tools/backend_counts.py.
"""

import argparse
import fnmatch
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tools import backend_counts
from tools.backend_counts import KINDS

ROOT = Path(__file__).parents[1]
PLACE = ROOT / ".cache/backends"
"""Where tools/backends.sh puts the packages of the backends, each into a folder of its name."""
TOLERANCE = 1e-5
_QUICK = "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true"
"""How JAX compiles what runs once."""
APART = {
    "k_backend": "It gives the name of the backend.",
    "config_backend": "It gives the name of the backend.",
    "shape": "It gives sizes, on TensorFlow a tf.TensorShape.",
    "op_eig": "The lengths and phases of eigenvectors are arbitrary.",
    "op_svd": "The signs of singular vectors are arbitrary.",
    "op_lu_factor": "On PyTorch its pivots are LAPACK's exchanges of rows, on TensorFlow a permutation.",
}
"""Functions whose examples give something else on purpose, and why."""
DRAWING = (
    "random_*", "k_random_*", "initializer_*", "layer_random_*", "*_dropout*", "k_truncated_normal", "*_with_seed",
    "set_random_seed", "reset_states", "layer_cut_mix", "layer_mix_up", "layer_gaussian_noise", "layer_lstm",
    "op_image_elastic_transform",
)  # fmt: skip
"""Functions whose examples draw as many other random numbers from the same seed; * stands for any letters."""
ELSEWHERE = ("k_stop_gradient", "k_to_dense")
"""Functions whose examples use others that compute with TensorFlow alone: nothing is compared."""
OF_KERAS = {
    "layer_multi_head_attention": "cannot reshape array of shape",
    "optimizer_loss_scale": "unexpected tracer",
}
"""Functions that fail as plain Keras does, with words of the error: on JAX it wants `value_dim` to be `key_dim`, and no
`apply()` of a scaled optimizer outside of a step."""
CHOOSING = ("use_backend", "config_set_backend")
"""Functions whose examples choose TensorFlow, which is too late on another backend."""


def run_examples(is_chosen: Callable[[str], bool]) -> Iterator[dict[str, Any]]:
    """Yield what the examples of each function give in this process.

    Args:
        is_chosen: Tells of a function's name whether to run it.
    """
    from rkeras_py.engine.tensors import runs_on_tensorflow
    from rkeras_py.signatures.registry import REGISTRY
    from tools.codegen.examples import parse_example
    from tools.codegen.files import load_all
    from tools.help_examples import names_for_examples, run_example

    load_all()
    names = names_for_examples()
    for spec in list(REGISTRY.values()):
        if not is_chosen(spec.name) or spec.name in ELSEWHERE or not parse_example(spec):
            continue
        said: dict[str, Any] = {"name": spec.name, "refuses": spec.instead is not None}
        try:
            said["numbers"] = [one.numbers for one in run_example(spec, names)]
            if runs_on_tensorflow():
                said["draws"] = said["numbers"] != [one.numbers for one in run_example(spec, names, seed=2)]
        except Exception as error:
            said["error"] = f"{type(error).__name__}: {error}"
        yield said | {"loads": "tensorflow" in sys.modules}


def run_in_process(backend: str, *options: str) -> dict[str, dict[str, Any]]:
    """Return what each function gave on a backend.

    Args:
        backend: Its name.
        options: Further options of the command.
    """
    path = [str(PLACE / backend), *filter(None, [os.environ.get("PYTHONPATH")])]
    done = subprocess.run(
        [sys.executable, "-m", "tools.backends", backend, "--here", *options],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={
            "XLA_FLAGS": _QUICK, **os.environ, "KERAS_BACKEND": backend, "PYTHONHASHSEED": "0",
            "PYTHONPATH": os.pathsep.join(path),
        },
        timeout=3600,
    )  # fmt: skip
    lines = re.findall(r"\x1e(.*)", done.stdout)
    if done.returncode or not lines:
        raise SystemExit(f"on {backend}: {done.stderr[-2000:]}")
    return {said["name"]: said for said in map(json.loads, lines)}


def judge(right: dict[str, Any], found: dict[str, Any]) -> str:
    """Return "runs", "differs", "refuses", or what is wrong.

    Args:
        right: What a function gave on TensorFlow.
        found: What it gave on the backend.
    """
    name = right["name"].split()[0]
    if found["refuses"]:  # tests/backends has the sentence; an example may fail before
        return "refuses" if "error" in found else "should refuse"
    if right.get("error") is not None:
        return "runs" if found.get("error", "") == right["error"] else f"{right['error']} / {found.get('error')}"
    if name in CHOOSING:
        return "differs" if "keeps its backend" in found.get("error", "") else "should say that it is too late"
    if "error" in found:
        return "differs" if name in OF_KERAS and OF_KERAS[name] in found["error"] else str(found["error"])
    if name in APART or right.get("draws"):  # other random numbers
        return "differs"
    for one, other in zip(right["numbers"], found["numbers"], strict=True):
        is_alike = len(one) == len(other)
        if one == other or (is_alike and np.allclose(one, other, rtol=TOLERANCE, atol=TOLERANCE, equal_nan=True)):
            continue
        if is_alike and any(fnmatch.fnmatch(name, listed) for listed in DRAWING):
            return "differs"
        return f"{one[:8]} on TensorFlow, {other[:8]} here"
    return "runs"


def run_here(samples: int | None, is_chosen: Callable[[str], bool]) -> None:
    """Run examples or samples in this process, and print what each gave as a line of JSON.

    Args:
        samples: How many samples of each function; None: the examples.
        is_chosen: Tells of a function's name whether to run it.
    """
    from tools.backend_samples import run_trials

    for said in run_examples(is_chosen) if samples is None else run_trials(samples, is_chosen):
        os.write(1, f"\x1e{json.dumps(said)}\n".encode())


def choose_part(part: str) -> Callable[[str], bool]:
    """Return what tells of a function's name whether it is in a part, such as "2/8"."""
    from rkeras_py.signatures.registry import REGISTRY
    from tools.codegen.files import load_all

    load_all()
    place, parts = map(int, part.split("/"))
    return set(sorted(REGISTRY)[place - 1 :: parts]).__contains__


def main() -> int:
    """Compare backends with TensorFlow; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.backends", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("backend", nargs="+")
    parser.add_argument("--here", action="store_true", help="run them in this process")
    parser.add_argument(
        "--samples", type=int, metavar="N", help="the first N samples of each function in the sweeps, not the examples"
    )
    parser.add_argument("--part", default="1/1", metavar="K/N", help="the K-th of N parts of the functions")
    parser.add_argument("--record", action="store_true", help="write the counts into docs/backends.md")
    options = parser.parse_args()
    if options.here:
        run_here(options.samples, choose_part(options.part))
        return 0
    told = ["--part", options.part, *(["--samples", str(options.samples)] if options.samples else [])]
    right, any_wrong = run_in_process("tensorflow", *told), False
    for backend in options.backend:
        found = run_in_process(backend, *told)
        judged = {name: judge(right[name], found[name]) for name in right}
        any_wrong |= report(backend, judged, found)
        if options.record:
            backend_counts.record(backend, judged, is_whole=told == ["--part", "1/1"])
    return int(any_wrong)


def report(backend: str, judged: dict[str, str], found: dict[str, Any]) -> bool:
    """Print what is wrong on a backend and the counts; tell whether anything is wrong.

    Args:
        backend: Its name.
        judged: What each function does there.
        found: What it gave there.
    """
    wrong = {name: text for name, text in judged.items() if text not in KINDS}
    for name, text in wrong.items():
        print(f"{backend}: {name}: {text[:300]}")
    loads = next((name for name, said in found.items() if said["loads"]), None)
    counts = {kind: sum(text == kind for text in judged.values()) for kind in KINDS}
    print(json.dumps({"backend": backend} | counts | {"fails": len(wrong), "first to load TensorFlow": loads}))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
