"""The R code of a model keeps its dialect in Python, with R and without; R has test-values-dialects.R."""

from pathlib import Path

import numpy as np
import pytest
from prepared import run_prepared

WRITE = """
rkeras::use_keras_alias()
library(keras3)
setwd(commandArgs(TRUE))
squash <- function(x) activation_hard_sigmoid(x)
layer_squash <- Layer("Squash", call = function(x) squash(x))
input <- layer_input(3)
rkeras::save_model(keras_model(input, layer_squash(layer_lambda(input, squash))), "model.keras")
"""

WRITE_AGAIN = """
rkeras::use_keras_alias()
library(keras)
setwd(commandArgs(TRUE))
rkeras::save_model(rkeras::load_model("model.keras", safe_mode = FALSE), "model.keras", overwrite = TRUE)
"""

READ = """
import sys
folder, has_r = sys.argv[1:]
if has_r == "no":
    sys.modules["rpy2"] = None
import numpy as np
import rkeras_py as rk
rk.save_model(rk.load_model(f"{folder}/model.keras", safe_mode=False), f"{folder}/of_python.keras", overwrite=True)
for file in ["model", "of_python"]:
    model = rk.load_model(f"{folder}/{file}.keras", safe_mode=False)
    print(*rk.predict(model, np.array([[-2.0, -0.5, 1.0]]), verbose=0)[0])
"""

PICKLE = """
import pickle
from rkeras_py.bridge import r_session
R = r_session()
R("suppressMessages({rkeras::use_keras_alias(); library(keras3, warn.conflicts = FALSE)})")
f = R("f <- function(x) as.numeric(as.array(activation_hard_sigmoid(op_convert_to_tensor(x, 'float32')))); f")
print(pickle.dumps(f).hex())
"""

UNPICKLE = """
import pickle, sys
f = pickle.loads(bytes.fromhex(open(sys.argv[1]).read()))
print(f(-1.0))
from rkeras_py.bridge import r_session
print("package:keras3" in r_session()("search()"))
"""


def squash(x: np.ndarray) -> np.ndarray:
    return np.clip(x / 6 + 0.5, 0, 1)


@pytest.mark.timeout(300)
def test_layers_of_keras3_are_so_in_python(tmp_path: Path) -> None:
    expected = squash(squash(np.array([-2.0, -0.5, 1.0])))
    for script in [WRITE, WRITE_AGAIN]:
        written = run_prepared(script, str(tmp_path), host="r")
        assert written.code == 0, written.stderr
        for has_r in ["yes", "no"]:
            read = run_prepared(READ, str(tmp_path), has_r)
            assert read.code == 0, read.stderr
            for line in read.stdout.splitlines():
                np.testing.assert_allclose([float(one) for one in line.split()], expected, rtol=1e-6)


@pytest.mark.timeout(200)
def test_a_pickled_function_of_keras3_is_so_in_another_process(tmp_path: Path) -> None:
    written = run_prepared(PICKLE)
    assert written.code == 0, written.stderr
    (tmp_path / "f").write_text(written.stdout.split()[-1])
    read = run_prepared(UNPICKLE, str(tmp_path / "f"))
    assert read.code == 0, read.stderr
    value, attached = read.stdout.split()
    np.testing.assert_allclose(float(value), 1 / 3, rtol=1e-6)
    assert attached == "False"
