"""Ctrl-C while Keras is loaded waits until it is prepared: the session is whole afterwards."""

import subprocess
import sys

from support import project_env

SESSION = """
import os, signal
import numpy as np
import rkeras_py as rk
from rkeras_py.patches import old_modules

own = old_modules.install
def press_and_install():  # after the patches are put on, before the rest
    os.kill(os.getpid(), signal.SIGINT)
    own()
old_modules.install = press_and_install
try:
    rk.k_ones(1)
except KeyboardInterrupt:
    print("interrupted")
old_modules.install = own
model = rk.keras_model_sequential(input_shape=2) >> rk.layer_dense(1) >> rk.compile("sgd", "mse")
print(rk.predict(model, np.ones((3, 2)), verbose=0).shape)
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
"""


def test_a_press_waits_for_the_end_of_loading() -> None:
    run = subprocess.run(
        [sys.executable, "-c", SESSION], capture_output=True, text=True, env=project_env(), timeout=120, check=False
    )
    assert run.stdout.split("\n")[:3] == ["interrupted", "(3, 1)", "True"], run.stdout + run.stderr
