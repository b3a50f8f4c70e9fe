"""Compare a backend with TensorFlow: `python -m tools.backends jax` runs the examples of all functions on both.

With `--samples 5` it runs samples of the sweeps, which are more: tools/backend_samples.py.
The numbers are to be equal to 1e-5. What is neither equal, nor listed here as apart, nor refused in a sentence, is
shown, and the exit code is 1; the last line has the counts. Each backend has a process of its own.
"""

import argparse
import fnmatch
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
TOLERANCE = 1e-5
_QUICK = "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true"
"""How JAX compiles what runs once."""
REFUSED = "It computes with TensorFlow alone"
APART = {
    "k_random_*": "They draw other random numbers, of the same distribution.",
    "random_*": "They draw other random numbers, of the same distribution.",
    "k_backend": "It gives the name of the backend.",
    "config_backend": "It gives the name of the backend.",
    "use_backend": "Its example chooses TensorFlow.",
    "config_set_backend": "Its example chooses TensorFlow.",
}
"""Functions whose examples give something else on purpose, and why; * stands for all that begin so."""


def run_all() -> None:
    """Run the examples in this process, and print what each function gave as a line of JSON."""
    from rkeras_py.signatures.registry import REGISTRY
    from tools.codegen.examples import parse_example
    from tools.codegen.files import load_all
    from tools.help_examples import names_for_examples, run_example

    load_all()
    names = names_for_examples()
    for spec in list(REGISTRY.values()):
        if not parse_example(spec):
            continue
        said: dict[str, Any] = {"name": spec.name, "module": spec.module.split(".")[1]}
        try:
            said["numbers"] = [one.numbers for one in run_example(spec, names)]
        except Exception as error:
            said["error"] = f"{type(error).__name__}: {error}"
        said["refuses"] = spec.instead is not None
        said["loads"] = "tensorflow" in sys.modules
        os.write(1, f"\x1e{json.dumps(said)}\n".encode())


def run_samples(most: int, every: int) -> None:
    """Run samples of the sweeps in this process, and print what each gave as a line of JSON.

    Args:
        most: How many of each function.
        every: 5 runs each fifth function only.
    """
    from tools.backend_samples import run_trials
    from tools.codegen.files import load_all

    load_all()
    for said in run_trials(most, every):
        os.write(1, f"\x1e{json.dumps({'refuses': False, 'loads': False, **said})}\n".encode())


def run_in_process(backend: str, *options: str) -> dict[str, dict[str, Any]]:
    """Return what each function gave on a backend.

    Args:
        backend: Its name.
        options: Further options of the command.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tools.backends", backend, "--here", *options],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"XLA_FLAGS": _QUICK, **os.environ, "KERAS_BACKEND": backend, "PYTHONHASHSEED": "0"},
        timeout=3600,
    )
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
    if found["refuses"]:
        return "refuses" if REFUSED in found.get("error", "") else f"should refuse: {found.get('error', 'runs')}"
    if right.get("error") is not None:
        return "runs" if found.get("error", "") == right["error"] else f"{right['error']} / {found.get('error')}"
    if is_apart(right["name"]):
        return "differs"
    if "error" in found:
        return str(found["error"])
    pairs = list(zip(right["numbers"], found["numbers"], strict=True))
    for one, other in pairs:
        if len(one) != len(other):
            return f"{one[:8]} here, {other[:8]} there"
        same = one == other or np.allclose(one, other, rtol=TOLERANCE, atol=TOLERANCE, equal_nan=True)
        if not same:
            return f"{one[:8]} here, {other[:8]} there"
    return "runs"


def is_apart(name: str) -> bool:
    """Tell whether a function gives something else on purpose."""
    return any(fnmatch.fnmatch(name.split()[0], listed) for listed in APART)


def main() -> int:
    """Compare a backend with TensorFlow; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.backends", description=__doc__)
    parser.add_argument("backend")
    parser.add_argument("--here", action="store_true", help="run them in this process")
    parser.add_argument(
        "--samples", type=int, metavar="N", help="the first N samples of each function in the sweeps, not the examples"
    )
    parser.add_argument("--every", type=int, default=1, metavar="N", help="of every N-th function only")
    options = parser.parse_args()
    if options.here:
        run_samples(options.samples, options.every) if options.samples else run_all()
        return 0
    what = ["--samples", str(options.samples), "--every", str(options.every)] if options.samples else []
    right, found = run_in_process("tensorflow", *what), run_in_process(options.backend, *what)
    judged = {name: judge(right[name], found[name]) for name in right}
    wrong = {name: text for name, text in judged.items() if text not in ("runs", "differs", "refuses")}
    for name, text in wrong.items():
        print(f"{name}: {text[:300]}")
    loads = next((name for name, said in found.items() if said["loads"]), None)
    counts = {kind: sum(text == kind for text in judged.values()) for kind in ("runs", "differs", "refuses")}
    print(json.dumps(counts | {"fails": len(wrong), "first to load TensorFlow": loads}))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
