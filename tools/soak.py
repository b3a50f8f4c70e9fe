"""The soak: hours of use in half an hour, in Python and in R; memory must be flat, and nothing lost or left over.

    python tools/soak.py --minutes 30

Each stage repeats what a long session does, for its share of the time, until it has done its number: fits with
callbacks, new models, predictions, threads that make models while the session is cleared, in a process of each
language; starts of R inside Python in every order; files that are damaged. The figures of the first fifth of a stage
are compared with its last: memory, open files, threads.
"""

import argparse
import gc
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MARK = "soak\t"
MOST_GROWTH = 60  # MB that a stage may gain after its first fifth: pools of TensorFlow fill for a while
GROWTH_OF_A_FIT = 0.15  # MB that plain Keras gains with each of these fits
_IMPORT = "import rkeras_py as rk"
ORDERS = tuple(itertools.permutations(("import keras", _IMPORT, "R = start()", "rk.k_ones(1)")))


def main() -> int:
    """Run all stages, print their figures, and return 1 if one of them lost, left or gained something."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30, help="how long all of it may take (default: 30)")
    parser.add_argument("--stages", help=argparse.SUPPRESS)  # in a process of its own: seconds for all of them
    options = parser.parse_args()
    if options.stages:
        run_stages(float(options.stages))
        return 0
    seconds = options.minutes * 60
    print(f"{'stage':28}{'done':>8}{'of':>8}{'seconds':>9}{'MB first':>10}{'MB last':>9}{'files':>7}{'threads':>9}")
    found: list[str] = []
    found += follow([sys.executable, __file__, "--stages", f"{0.5 * seconds}"], seconds)
    found += follow(["Rscript", str(ROOT / "tools/soak.R"), f"{0.25 * seconds}"], seconds)
    found += start_bridges(0.17 * seconds)
    found += damage_files(0.08 * seconds)
    print("\n".join(found) if found else "Memory was flat, and nothing was lost or left over.")
    return 1 if found else 0


def follow(command: list[str], seconds: float) -> list[str]:
    """Run a process of stages, show its figures as they come, and return what is wrong with them."""
    found = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        limit = threading.Timer(2 * seconds + 120, process.kill)
        limit.start()
        for line in process.stdout:
            if line.startswith(MARK):
                found += judge(json.loads(line.removeprefix(MARK)))
        limit.cancel()
    if process.returncode:
        found.append(f"{Path(command[-2]).name} ended with code {process.returncode}.")
    return found


def judge(stage: dict[str, Any]) -> list[str]:
    """Show a stage's figures, and return what is wrong with them."""
    first, last = stage["first"], stage["last"]
    print(
        f"{stage['name']:28}{stage['done']:>8}{stage['of']:>8}{stage['seconds']:>9.1f}{first['memory']:>10.0f}"
        f"{last['memory']:>9.0f}{last['files'] - first['files']:>+7}{last['threads'] - first['threads']:>+9}",
        flush=True,
    )
    found = [f"{stage['name']}: {failure}" for failure in stage["failures"][:5]]
    if last["memory"] - first["memory"] > MOST_GROWTH + stage.get("of_keras", 0) * stage["done"]:
        found.append(f"{stage['name']}: memory grew from {first['memory']:.0f} to {last['memory']:.0f} MB.")
    for kind in ("files", "threads"):
        if last[kind] > first[kind] + 2:
            found.append(f"{stage['name']}: {last[kind] - first[kind]} {kind} are left over.")
    if stage.get("left"):
        found.append(f"{stage['name']}: files are left over: {', '.join(stage['left'][:3])}.")
    return found


def measure() -> dict[str, float]:
    """Return what this process holds: memory in MB, open files, threads."""
    gc.collect()
    status = Path("/proc/self/status").read_text()
    return {
        "memory": int(status.split("VmRSS:")[1].split()[0]) / 1024,
        "files": len(os.listdir("/proc/self/fd")),
        "threads": int(status.split("Threads:")[1].split()[0]),
    }


def repeat(name: str, number: int, seconds: float, step: Callable[[int], None], **more: Any) -> None:
    """Repeat a step for its time or until its number is done, and tell the figures."""
    begun, first, done = time.monotonic(), measure(), 0
    failures: list[str] = []
    for done in range(1, number + 1):
        try:
            step(done)
        except Exception as error:
            failures.append(f"{type(error).__name__}: {str(error)[:200]}")
        passed = time.monotonic() - begun
        if passed > seconds or len(failures) > 5:
            break
        if passed < seconds / 5 and done <= number / 5:
            first = measure() if done % max(1, number // 50) == 0 else first
    tell(name, done, number, time.monotonic() - begun, first, failures, **more)


def tell(
    name: str, done: int, number: int, seconds: float, first: dict[str, float], failures: list[str], **more: Any
) -> None:
    """Write the figures of a stage for the process that follows."""
    figures = {"name": name, "done": done, "of": number, "seconds": seconds, "first": first, "last": measure()}
    print(f"{MARK}{json.dumps({**figures, 'failures': failures, **more})}", flush=True)


def run_stages(seconds: float) -> None:
    """Run the stages of Python, all in this process."""
    import numpy as np

    import rkeras_py as rk

    x, y = np.random.default_rng(1).normal(size=(64, 4)), np.ones((64, 1))
    folder = Path(tempfile.mkdtemp(prefix="rkeras-soak-"))

    def make() -> Any:
        model = rk.keras_model_sequential(input_shape=4) >> rk.layer_dense(8, activation="relu") >> rk.layer_dense(1)
        return rk.compile(model, "adam", "mse")

    model = make()

    def fit(number: int) -> None:
        path = str(folder / "best.keras")
        callbacks = [rk.callback_csv_logger(str(folder / "log.csv")), rk.callback_early_stopping("loss")]
        callbacks += [rk.callback_model_checkpoint(path), rk.callback_terminate_on_naan()]
        history = rk.fit(model, x, y, epochs=2, verbose=0, callbacks=callbacks)
        assert len((folder / "log.csv").read_text().splitlines()) == len(history.metrics["loss"]) + 1, "rows are lost"
        if number % 50 == 0:
            assert np.allclose(rk.predict(rk.load_model(path), x, verbose=0), rk.predict(model, x, verbose=0))

    def renew(number: int) -> None:
        made = make()
        made.predict_on_batch(x[:2])
        if number % 20 == 0:
            rk.k_clear_session()

    expected = rk.predict(model, x[:1], verbose=0)

    def predict(number: int) -> None:
        for _ in range(100):
            found = rk.predict(model, x[:1], verbose=0)
        assert np.array_equal(found, expected), "a prediction changed"

    def build_in_threads(number: int) -> None:
        failures: list[Exception] = []

        def build() -> None:
            try:
                names = [layer.name for layer in make().layers]
                assert len(set(names)) == len(names), names
            except Exception as error:
                failures.append(error)

        threads = [threading.Thread(target=build) for _ in range(3)]
        for thread in threads:
            thread.start()
        rk.k_clear_session()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]

    repeat("fits with callbacks", 1000, 0.5 * seconds, fit, of_keras=GROWTH_OF_A_FIT)
    expected = rk.predict(model, x[:1], verbose=0)
    repeat("hundreds of predictions", 1000, 0.14 * seconds, predict)
    repeat("new models", 2000, 0.2 * seconds, renew)
    repeat("threads and clearing", 200, 0.16 * seconds, build_in_threads)
    left = [path.name for path in folder.iterdir() if path.name not in ("log.csv", "best.keras")]
    tell("files of the fits", 1, 1, 0, measure(), [], left=left)


_BRIDGE = """
def start():
    from rkeras_py.bridge import r_session
    return r_session()
"""


def start_bridges(seconds: float) -> list[str]:
    """Start R inside new Pythons, in every order of imports, and compute in both languages."""
    begun, done, found = time.monotonic(), 0, []
    first = measure()
    for order in itertools.islice(itertools.cycle(ORDERS), 50):
        lines = [line for line in order if not line.startswith("rk.") or order.index(_IMPORT) < order.index(line)]
        code = "\n".join([_BRIDGE, *lines, "print(float(R('sum(as.array(k_ones(c(2, 3))))')))"])
        ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, cwd=ROOT)
        done += 1
        if ended.stdout.strip() != "6.0":
            said = (ended.stderr.strip().splitlines() or ["nothing"])[-1]
            found.append(f"bridge in the order {'; '.join(lines)}: {ended.stdout!r}, {said}")
        if time.monotonic() - begun > seconds:
            break
    figures = {"name": "starts of the bridge", "done": done, "of": 50, "seconds": time.monotonic() - begun}
    return found + judge({**figures, "first": first, "last": measure(), "failures": []})


def damage_files(seconds: float) -> list[str]:
    """Load damaged files of every format, by the fuzzer."""
    begun, first = time.monotonic(), measure()
    command = [sys.executable, "tools/fuzz", "--mutations", "10000", "--minutes", str(seconds / 60)]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    *harms, counts = ended.stdout.strip().splitlines() or [ended.stderr[-300:]]
    done = int(number[0]) if (number := re.match(r"\d+", counts)) else 0
    found = [f"damaged files: {one}" for one in [*harms[:5], counts]] if ended.returncode else []
    figures = {"name": "damaged files", "done": done, "of": 10_000, "seconds": time.monotonic() - begun}
    return found + judge({**figures, "first": first, "last": measure(), "failures": []})


if __name__ == "__main__":
    sys.exit(main())
