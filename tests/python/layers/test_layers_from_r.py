"""Every layer as R users have it: built, called, differentiated, saved and loaded there, then opened by plain Keras."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from layer_sample import Sample
from prepared import run_prepared
from samples import SAMPLES
from support import ROOT, sampled

import rkeras_py.classes  # noqa: F401  registers the classes that Keras 3 has not

ALL = [
    pytest.param(f"{name}-{number}", sample, id=f"{name}-{number}")
    for name, samples in sorted(SAMPLES.items())
    for number, sample in enumerate(samples)
    if sample.shapes
]
CASES = sampled(ALL, 8)

IN_R = """
  library(rkeras)
  tf <- reticulate::import("tensorflow")
  `%as%` <- reticulate::`%as%`
  load_model <- reticulate::import("keras")$models$load_model

  outputs_of <- function(model, data, training) {
    found <- if (is.null(training)) model(data) else model(data, training = training)
    if (is.list(found)) found else list(found)
  }

  is_float <- function(tensor) tensor$dtype$is_floating

  use_layer <- function(name, args, shapes, dtype, tensors, training, path) {
    layer <- getExportedValue("rkeras", name)
    inputs <- lapply(shapes, function(shape) layer_input(shape = shape, dtype = dtype))
    object <- if (length(inputs) == 1) inputs[[1]] else inputs
    model <- keras_model(inputs, do.call(layer, c(list(object), args)))
    given <- if (length(tensors) == 1) tensors[[1]] else tensors
    with(tf$GradientTape() %as% tape, {
      watched <- Filter(is_float, tensors)
      lapply(watched, tape$watch)
      outputs <- outputs_of(model, given, training)
      squares <- lapply(Filter(is_float, outputs), function(output) tf$reduce_mean(tf$square(output)))
      total <- tf$add_n(c(squares, tf$constant(0)))
    })
    gradients <- tape$gradient(total, c(model$trainable_weights, watched), unconnected_gradients = "zero")
    found <- list(outputs = outputs, gradients = lapply(gradients, tf$convert_to_tensor))
    if (nzchar(path)) {
      model$save(path)
      found$reloaded <- outputs_of(load_model(path), given, training)
    }
    found
  }
"""

SCRIPT = f"""
import sys
sys.path.insert(0, {str(ROOT / "tests/python/support")!r})
import keras, numpy as np, tensorflow as tf
from samples import SAMPLES
from rkeras_py.bridge import r_session

def for_r(value):
    if isinstance(value, (tuple, list)):
        return [for_r(item) for item in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value

R = r_session()
R('''{IN_R}''')
use_layer = R["use_layer"]
for name, samples in SAMPLES.items():
    for number, sample in enumerate(samples):
        case = f"{{name}}-{{number}}"
        if case not in sys.argv:
            continue
        args = {{key: for_r(value) for key, value in sample.args.items()}}
        args |= {{key: make(keras) for key, make in sample.late.items()}}
        shapes = [for_r(list(shape)) for shape in sample.shapes]
        path = case + ".keras" if sample.loads else ""
        try:
            tensors = [tf.constant(value) for value in sample.inputs()]
            found = use_layer(name, args, shapes, sample.dtype(), tensors, sample.training, path)
        except Exception as error:
            print(f"{{case}}\\t{{error!r}}")
        else:
            parts = {{f"{{kind}}-{{place}}": part for kind, parts in found.items() for place, part in enumerate(parts)}}
            np.savez(case, **parts)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where one R session has left a model and numbers for every case."""
    folder = tmp_path_factory.mktemp("from_r")
    done = run_prepared(f"import os; os.chdir({str(folder)!r})\n{SCRIPT}", *(case.id for case in CASES), timeout=280)
    assert done.code == 0, done.stderr
    (folder / "errors").write_text(done.stdout)
    return folder


def numbers(saved: Any, kind: str) -> list[np.ndarray]:
    keys = sorted((key for key in saved if key.startswith(f"{kind}-")), key=lambda key: int(key.split("-")[1]))
    return [saved[key] for key in keys]


@pytest.mark.parametrize(("case", "sample"), CASES)
def test_r_gets_the_numbers_of_plain_keras(folder: Path, case: str, sample: Sample) -> None:
    file = folder / f"{case}.npz"
    assert file.exists(), (folder / "errors").read_text()
    saved = np.load(file, allow_pickle=True)
    outputs, gradients = numbers(saved, "outputs"), numbers(saved, "gradients")
    assert outputs
    assert all(np.isfinite(array).all() for array in [*outputs, *gradients] if array.dtype.kind == "f")
    if not sample.loads:
        return
    model = keras.models.load_model(folder / f"{case}.keras")
    tensors = [tf.constant(value) for value in sample.inputs()]
    watched = [tensor for tensor in tensors if tensor.dtype.is_floating]
    with tf.GradientTape() as tape:
        tape.watch(watched)
        found = keras.tree.flatten(model(tensors[0] if len(tensors) == 1 else tensors, training=sample.training))
        squares = [tf.reduce_mean(tf.square(output)) for output in found if output.dtype.is_floating]
        total = tf.add_n([*squares, tf.constant(0.0)])
    expected = tape.gradient(total, [*model.trainable_weights, *watched], unconnected_gradients="zero")
    assert len(found) == len(outputs) and len(expected) == len(gradients)
    draws = sample.training and "seed" in sample.args  # the seed's state went on between the calls
    pairs = zip([*outputs, *outputs, *gradients], [*found, *numbers(saved, "reloaded"), *expected], strict=True)
    for mine, theirs in pairs:
        theirs = np.asarray(tf.convert_to_tensor(theirs))
        assert mine.shape == theirs.shape
        if mine.dtype.kind != "f":
            np.testing.assert_array_equal(mine, theirs)
        elif not draws:
            np.testing.assert_allclose(mine, theirs, rtol=1e-5, atol=1e-6)
