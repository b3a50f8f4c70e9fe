"""Facts from other processes: whether TensorFlow, Keras, R and rpy2 work."""

import importlib.util
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from .processes import MARK, run_probe

R_FACTS = Path(__file__).with_name("facts.R")
R_START = Path(__file__).with_name("start.R")

_SAY = f"""
import sys
def say(name, value):
    print("", {MARK!r} + "\\t" + name + "\\t" + " ".join(str(value).split()), sep="\\n", flush=True)
"""

MAY_BE_HIDDEN = ("tensorflow", "keras", "numpy", "h5py")
"""Packages that one of the user's files may shadow."""

_KERAS = f"""{_SAY}
import importlib.metadata, importlib.util, os
for name in {MAY_BE_HIDDEN}:
    spec = importlib.util.find_spec(name)
    say(name + ".file", spec.origin or "" if spec else "")
    try:
        found = importlib.metadata.distribution(name)
        say(name + ".installed_file", found.locate_file(name + "/__init__.py"))
    except importlib.metadata.PackageNotFoundError:
        pass
if os.environ["KERAS_BACKEND"] == "tensorflow":
    say("stage", "tensorflow")
    import tensorflow
    say("tensorflow.version", tensorflow.__version__)
    say("tensorflow.devices", ", ".join(one.name.removeprefix("/physical_device:")
        for one in tensorflow.config.list_physical_devices()))
say("stage", "keras")
import keras
say("keras.version", keras.__version__)
say("keras.backend", keras.backend.backend())
say("stage", "layer")
y = keras.layers.Dense(3, kernel_initializer="ones")(keras.ops.ones((2, 4)))
say("layer.sum", float(keras.ops.sum(y)))
"""

_RPY2 = f"""{_SAY}
import importlib.util, os
compiled = importlib.util.find_spec("_rinterface_cffi_api") is not None
if not compiled:
    os.environ.setdefault("RPY2_CFFI_MODE", "ABI")
asked = os.environ.get("RPY2_CFFI_MODE", "")
say("rpy2.mode", "ABI" if asked.upper() == "ABI" or not compiled else "API")
import rpy2.situation
say("rpy2.r_home", rpy2.situation.get_r_home() or "")
import rpy2.rinterface
say("rpy2.loads", "yes")
"""


_START = f"""{_SAY}
say("start.bridge.stage", "r_session()")
from rkeras_py.bridge import r_session
R = r_session()
say("start.bridge.stage", "a first layer")
layer = 'layer_dense(units = 3, kernel_initializer = "ones")'
say("start.bridge.sum", R("sum(as.array(" + layer + "(matrix(1, 2, 4))))"))
"""

_ASKED = f"""{_SAY}
import importlib.util, os
needed = (os.environ.get("KERAS_BACKEND") or "tensorflow", "keras", "numpy", "h5py")
say("asked.missing", ", no ".join(name for name in needed if importlib.util.find_spec(name) is None))
"""


def _list_python() -> list[str]:
    return [sys.executable, *(["-I"] if sys.flags.isolated else [])]


def probe_keras(seconds: float) -> dict[str, str]:
    """Have a process import TensorFlow, unless Keras runs on another backend, and Keras, and make a layer.

    Args:
        seconds: How long it may take.
    """
    env = {"TF_CPP_MIN_LOG_LEVEL": "3", **os.environ, "KERAS_BACKEND": os.environ.get("KERAS_BACKEND") or "tensorflow"}
    told, problem = run_probe([*_list_python(), "-c", _KERAS], seconds, env)
    return {**told, "keras_probe.problem": problem}


def probe_rpy2(seconds: float) -> dict[str, str]:
    """Have a process load R's library by rpy2.

    Args:
        seconds: How long it may take.
    """
    if importlib.util.find_spec("rpy2") is None:
        return {}
    told, problem = run_probe([*_list_python(), "-c", _RPY2], seconds)
    return {**told, "rpy2.problem": problem}


def probe_r(rscript: str | None, seconds: float) -> dict[str, str]:
    """Have R tell of itself, and of the Python that it would use.

    Args:
        rscript: Path of Rscript; None where there is none.
        seconds: How long it may take.
    """
    if rscript is None:
        return {}
    told, problem = run_probe([rscript, str(R_FACTS)], seconds)
    return {"r.rscript": rscript, **told, "r.problem": problem}


def probe_asked(seconds: float) -> dict[str, str]:
    """Try the Python that RETICULATE_PYTHON names, if it names one.

    Args:
        seconds: How long it may take.
    """
    asked = os.environ.get("RETICULATE_PYTHON", "")
    if asked in ("", "managed"):
        return {}
    told, problem = run_probe([os.path.expanduser(asked), "-c", _ASKED], seconds)
    if not problem and "asked.missing" not in told:
        problem = "it reported nothing"
    return {**told, "asked.problem": problem}


def start_in_r(rscript: str, session: Mapping[str, str], seconds: float) -> dict[str, str]:
    """Start rkeras as a user of R does, to the first layer.

    Args:
        rscript: Path of Rscript.
        session: Facts of the R session that asks: its variables, where it lent others to this process.
        seconds: How long it may take.
    """
    own = {name.removeprefix("env."): value for name, value in session.items() if name.startswith("env.")}
    env = {name: value for name, value in {**os.environ, **own}.items() if value or name not in own}
    told, problem = run_probe([rscript, str(R_START)], seconds, env)
    return {**told, "start.r.problem": problem}


def start_bridge(seconds: float) -> dict[str, str]:
    """Start R in a Python, as a user of the bridge does, to the first layer.

    Args:
        seconds: How long it may take.
    """
    told, problem = run_probe([*_list_python(), "-c", _START], seconds)
    return {**told, "start.bridge.problem": problem}
