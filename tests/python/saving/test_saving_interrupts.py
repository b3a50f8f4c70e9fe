"""Ctrl-C in loading and saving where Python, Keras or the bridge drops the exception, or it is fatal: it is heard."""

from pathlib import Path

import pytest
from bridge_support import HARD_LIMIT
from prepared import run_prepared
from support import run_script

PRESSES = """
import gc, os, signal, sys, weakref
import keras
import tensorflow as tf
from tensorflow.python.eager import context

where = ""

def press(*_):
    signal.raise_signal(signal.SIGINT)

def set_where(place):
    global where
    where = place

def drop():
    class Thing: pass
    if where == "weak reference":
        thing = Thing()
        reference = weakref.ref(thing, press)
        del thing
    elif where == "bare except":
        try: press()
        except: pass
    elif where == "garbage collector":
        once = [press]
        gc.callbacks.append(lambda *_: once and once.pop()())
        gc.collect()
        gc.callbacks.pop()
    elif where == "bridge":
        from rkeras_py.bridge.values.origins import Origins
        before, Origins.sweep = Origins.sweep, press
        gc.collect()
        Origins.sweep = before
    elif where == "tensor":  # TensorFlow's C++ code asks for this in Python, and crashes where that raises
        handle = context.Context._handle
        def press_and_get(self):
            if sys._getframe(1).f_code.co_name != "convert_to_eager_tensor":
                return handle.fget(self)
            context.Context._handle = handle
            press()
            return handle.fget(self)
        context.Context._handle = property(press_and_get)
        with tf.init_scope():
            tf.constant(1.5)

@keras.saving.register_keras_serializable("test")
class Presses(keras.layers.Layer):
    def build(self, shape): drop()

    def get_config(self):
        drop()
        return super().get_config()

# reticulate asks its objects what arguments they take, and drops what is raised there.
class Asked:
    def __call__(self): pass

    @property
    def __signature__(self):
        press()
        raise AttributeError

def model():
    return keras.Sequential([keras.Input((2,)), Presses(), keras.layers.Dense(1)])
"""

IN_PYTHON = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
import presses
import rkeras_py as rk

folder = os.path.join(sys.argv[1], "models")
model = presses.model()

def pressed(place, call, *args):
    presses.set_where(place)
    try: call(*args)
    except KeyboardInterrupt: return "heard"
    finally: presses.set_where("")
    return "went on"

def over(model, file): return rk.save_model(model, file, overwrite=True)

for kind, save, load in (("h5", rk.save_model_hdf5, rk.load_model_hdf5), ("keras", over, rk.load_model)):
    file = os.path.join(folder, "model." + kind)
    save(model, file)
    for place in ("weak reference", "bare except", "garbage collector", "tensor"):
        print(kind, place, "->", pressed(place, save, model, file), pressed(place, load, file))
    print(kind, "->", pressed("", save, model, file), pressed("", load, file))
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    signal.signal(signal.SIGINT, lambda *_: [][0])
    try: pressed("bare except", load, file)
    except IndexError: print(kind, "-> what my own handler raised")
    signal.signal(signal.SIGINT, signal.default_int_handler)
print(sorted(os.listdir(folder)))
"""
OF_PYTHON = [
    f"{kind}{line}"
    for kind in ("h5", "keras")
    for line in (
        " weak reference -> heard heard",
        " bare except -> heard heard",
        " garbage collector -> heard heard",
        " tensor -> heard heard",
        " -> went on went on",
        " -> what my own handler raised",
    )
]

IN_R = """
library(rkeras)
presses <- reticulate::import_from_path("presses", folder)
file <- tempfile(fileext = ".h5")
model <- presses$model()
save_model_hdf5(model, file)
pressed <- function(place, call) {
  presses$set_where(place)
  on.exit(presses$set_where(""))
  tryCatch({ call(); "went on" }, interrupt = function(condition) "heard")
}
for (place in places) {
  cat(place, "->", pressed(place, function() save_model_hdf5(model, file)),
    pressed(place, function() load_model_hdf5(file)), "\\n")
}
dropped <- function() { presses$drop(); k_abs(-1) }
for (place in setdiff(places, "bare except")) cat(place, "then ->", pressed(place, dropped), "\\n")
asked <- function() { presses$Asked(); k_abs(-1) }
cat("signature then ->", pressed("", asked), "\\n")
cat("->", pressed("", function() save_model_hdf5(model, file)), pressed("", function() load_model_hdf5(file)), "\\n")
"""
OF_R = ["weak reference", "bare except", "garbage collector", "tensor"]


@pytest.fixture
def folder(tmp_path: Path) -> str:
    (tmp_path / "presses.py").write_text(PRESSES)
    return str(tmp_path)


def lines(output: str) -> list[str]:
    return [line.strip() for line in output.splitlines() if "->" in line]


def of_r(places: list[str]) -> list[str]:
    guarded = [f"{place} -> heard heard" for place in places]
    dropped = [f"{place} then -> heard" for place in places if place != "bare except"]
    return [*guarded, *dropped, "signature then -> heard", "-> went on went on"]


def test_in_r(folder: str) -> None:
    head = f"folder <- '{folder}'\nplaces <- c({str(OF_R)[1:-1]})\n"
    done = run_script(head + IN_R, "r", timeout=HARD_LIMIT)
    assert lines(done.stdout) == of_r(OF_R), done.stdout + done.stderr


def test_in_python_and_in_r_inside_python(folder: str) -> None:
    places = [*OF_R, "bridge"]
    head = f"folder <- '{folder}'\nplaces <- c({str(places)[1:-1]})\n"
    code = f"{IN_PYTHON}\nfrom rkeras_py.bridge import r_session\nr_session()(r'''{head}{IN_R}''')\n"
    done = run_prepared(code, folder, timeout=HARD_LIMIT)
    assert lines(done.stdout) == [*OF_PYTHON, *of_r(places)], done.stdout + done.stderr
    assert "['model.h5', 'model.keras']" in done.stdout
