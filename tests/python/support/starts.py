"""The orders in which Python, R, TensorFlow, Keras, rpy2 and reticulate may start in one process.

`python tests/python/support/starts.py 50` tries each of them 50 times and prints how often, and how, one failed;
names after the number choose among them.
"""

import collections
import sys
from typing import Literal

from support import Finished, run_script

Host = Literal["python", "r"]

_USE_FROM_PYTHON = """
x = np.array([[1.0, 2.0]], "float32")
R("library(rkeras); model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, kernel_initializer = 'ones')")
assert float(R["model"](x)[0, 0]) == 3.0
assert R("as.array(model(matrix(c(1, 2), 1)))[[1]]") == 3.0
"""
_USE_FROM_R = """
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, kernel_initializer = "ones")
stopifnot(as.array(model(matrix(c(1, 2), 1)))[[1]] == 3)
"""
_SESSION = "from rkeras_py.bridge import r_session; R = r_session()"

STEPS: dict[Host, dict[str, str]] = {
    "python": {
        "rkeras_py": "import rkeras_py",
        "tensorflow": "import tensorflow",
        "keras": "import keras",
        "rpy2": "import rpy2.rinterface; rpy2.rinterface.initr()",
        "robjects": "import rpy2.robjects as ro; assert ro.r('1 + 1')[0] == 2",
        "reticulate": "ro.r('library(reticulate); sys <- import(\"sys\")')",
        "rkeras": "ro.r('suppressPackageStartupMessages(library(rkeras))')",
        "session": _SESSION,
        "use": f"import numpy as np{_USE_FROM_PYTHON}",
    },
    "r": {
        "rkeras": "library(rkeras)",
        "reticulate": "library(reticulate); invisible(py_config())",
        "tensorflow": 'tf <- reticulate::import("tensorflow")',
        "keras": 'keras <- reticulate::import("keras")',
        "rkeras_py": 'reticulate::py_run_string("import rkeras_py")',
        "rpy2": 'reticulate::py_run_string("import rpy2.rinterface")',
        "session": f"reticulate::py_run_string('{_SESSION}; assert R(\"1 + 1\") == 2')",
        "use": _USE_FROM_R,
    },
}
"""Events that may come first in a process, by its host."""

ORDERS: dict[Host, list[str]] = {
    "python": [
        "session",
        "rkeras_py session use",
        "tensorflow rkeras_py session use",
        "keras rpy2 session use",
        "rpy2 tensorflow session use",
        "robjects keras session use",
        "robjects reticulate session keras use",
        "robjects rkeras session use",
        "robjects reticulate rkeras tensorflow session use",
        "session robjects keras use",
        "session tensorflow use",
        "tensorflow keras rpy2 rkeras_py",
    ],
    "r": [
        "rkeras",
        "rkeras use",
        "rkeras reticulate use",
        "reticulate rkeras use",
        "tensorflow rkeras use",
        "rkeras keras use",
        "keras rkeras use",
        "rkeras_py rkeras use",
        "rpy2 rkeras use",
        "session rkeras use",
        "rkeras use session",
        "reticulate tensorflow rkeras_py",
    ],
}


def script(host: Host, order: str) -> str:
    """Return the code of a process that starts things in this order."""
    last = {"python": "print('end')", "r": "cat('end')"}[host]
    return "\n".join([*(STEPS[host][step] for step in order.split()), last])


def start(host: Host, order: str) -> Finished:
    """Run such a process to its end."""
    return run_script(script(host, order), host, timeout=180)


def problem(done: Finished) -> str:
    """Return what was wrong with its end, which should come with code 0, or nothing."""
    if done.code == 0 and done.stdout.strip().endswith("end"):
        return ""
    return f"exit code {done.code}: {done.stderr.strip().splitlines()[-3:]}"


def main(count: int, chosen: list[str]) -> int:
    """Try each order so often, round by round."""
    failed: collections.Counter[str] = collections.Counter()
    cases: list[tuple[Host, str]] = [(host, order) for host, orders in ORDERS.items() for order in orders]
    cases = [case for case in cases if not chosen or f"{case[0]}: {case[1]}" in chosen]
    for round_ in range(1, count + 1):
        for host, order in cases:
            try:
                wrong = problem(start(host, order))
            except AssertionError as error:
                wrong = f"hangs: {str(error)[-200:]}"
            if wrong:
                failed[f"{host}: {order}"] += 1
                print(f"round {round_}, {host}: {order}: {wrong}", flush=True)
        print(f"round {round_} of {count}: {sum(failed.values())} of {round_ * len(cases)} starts failed", flush=True)
    for case, times in failed.items():
        print(f"{case}: {times} of {count} failed")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
