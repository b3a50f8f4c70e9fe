"""Costs of a start: memory, files that are opened, modules and their lines, sizes of what is installed."""

import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from layout import lay_out

HERE = Path(__file__).resolve().parent
LAYER = "layer_input(4) >> layer_dense(4)"
FUNCTIONAL = """
inputs = layer_input((784,))
predictions = inputs >> layer_dense(64, activation="relu") >> layer_dense(64, activation="relu") >> layer_dense(10)
model = keras_model(inputs, predictions)
model.compile("rmsprop", "mse")
fit(model, [[0.5] * 784] * 8, [[1.0] * 10] * 8, epochs=1, verbose=0)
predict(model, [[0.5] * 784] * 8, verbose=0)
"""
COUNT = """
import json, sys
opened = 0
def count(event, _):
    global opened
    opened += event == "open"
sys.addaudithook(count)
exec(sys.argv[1])
lines = {
    name: sum(1 for _ in open(module.__file__))
    for name, module in list(sys.modules.items())
    if name.partition(".")[0] == "rkeras_py" and str(getattr(module, "__file__", "")).endswith(".py")
}
status = open("/proc/self/status").read()
peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
print(json.dumps({"peak": peak, "opened": opened, "modules": len(lines), "lines": sum(lines.values())}))
"""
STARTS = {
    "`import keras`, a layer": "import keras; keras.layers.Dense(4)(keras.Input((4,)))",
    "`import rkeras_py` alone": "import rkeras_py",
    "`from rkeras_py import *`, a layer": f"from rkeras_py import *; {LAYER}",
    "... the model of the functional vignette, trained": f"from rkeras_py import *{FUNCTIONAL}",
}
R_STARTS = {"R alone": "1", "`library(rkeras)` alone": "library(rkeras)"}
R_PEAK = 'cat(strsplit(grep("VmHWM", readLines("/proc/self/status"), value = TRUE), " +")[[1]][2])'


def start(code: str) -> dict[str, float]:
    """Run code in a fresh Python, and count what it took."""
    done = subprocess.run([sys.executable, "-c", COUNT, code], check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def start_r(code: str) -> float:
    """Run code in a fresh R, and return the most megabytes that it held."""
    done = subprocess.run(["Rscript", "-e", f"{code}; {R_PEAK}"], check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1]) / 1024


def size(folder: Path) -> tuple[float, int]:
    """Return megabytes and files of a folder, without byte code."""
    files = [file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    return sum(file.stat().st_size for file in files) / 1e6, len(files)


def list_sizes() -> list[list[str]]:
    """Return rows of what is installed: the Python package and the R package."""
    find = ["Rscript", "-e", 'cat(find.package("rkeras"))']
    in_r = Path(subprocess.run(find, check=True, capture_output=True, text=True).stdout)
    rows = []
    for title, folder in (("Python package, installed", HERE.parent / "rkeras_py"), ("R package, installed", in_r)):
        megabytes, files = size(folder)
        rows.append([title, f"{megabytes:.1f} MB", f"{files:,}"])
    return rows


def section(rounds: int) -> str:
    """Measure starts, and put them into tables.

    Args:
        rounds: How many processes for each.
    """
    lines = [["Start", "Peak of memory", "Files opened", "Our modules", "Our lines"], ["---", *["---:"] * 4]]
    for title, code in STARTS.items():
        found: list[dict[str, Any]] = [start(code) for _ in range(rounds)]
        peak = statistics.median(one["peak"] for one in found)
        last = found[-1]
        lines.append([title, f"{peak:.0f} MB", f"{last['opened']:,}", f"{last['modules']:,}", f"{last['lines']:,}"])
    for title, code in R_STARTS.items():
        lines.append([title, f"{statistics.median(start_r(code) for _ in range(rounds)):.0f} MB", "", "", ""])
    sizes = [["Size", "", "Files"], ["---", "---:", "---:"], *list_sizes()]
    return f"{lay_out(lines)}\nFiles are those that Python opens, byte code among them.\n\n{lay_out(sizes)}"


if __name__ == "__main__":
    print(section(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
