"""Constants of operations: the code that is shown makes results of the same type, in both languages and in keras3."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
from prepared import run_prepared

from rkeras_py import show_python, show_r

OPS = keras.ops
CALLS = {
    "add": lambda x, constant: x + constant,
    "add_to": lambda x, constant: OPS.add(constant, x),
    "matmul": lambda x, constant: OPS.matmul(constant, OPS.transpose(x)),
    "update": lambda x, constant: OPS.slice_update(x, (0, 0), constant),
}
WHOLE = np.arange(1, 7).reshape(2, 3)


def list_models() -> Iterator[tuple[str, Any]]:
    """Give models with a constant of each type, as an array of two axes and of one, and as a number."""
    for dtype in ("float32", "int32"):
        for kind in ("float32", "float64", "int32", "int64", "uint8"):
            matrix = WHOLE.astype(kind)
            for name in CALLS:
                if name != "update":
                    yield f"{dtype} {name} {kind}", make_model(dtype, name, matrix)
            for constant in (matrix[0], np.array(2, kind), matrix[0, 1]):
                yield f"{dtype} add {kind} {constant.shape}", make_model(dtype, "add", constant)
        yield f"{dtype} add 2.0", make_model(dtype, "add", 2.0)
        yield f"{dtype} update int64", make_model(dtype, "update", WHOLE)


def make_model(dtype: str, name: str, constant: Any) -> Any:
    x = keras.Input(batch_shape=(2, 3), dtype=dtype)
    return keras.Model(x, CALLS[name](x, constant))


COMPUTE = """
import json, keras, numpy as np

def compute(model):
    found = model(np.array([[1, 2, 3], [0, 5, -6]], model.input.dtype))
    return [keras.backend.standardize_dtype(found.dtype), np.asarray(found).tolist()]
"""
"""The function that gives the type and the values of the results of a model."""

IN_R = f"""
folder <- commandArgs(TRUE)[1]
reticulate::py_run_string('{COMPUTE}found = []\ntake = lambda model: found.append(compute(model))')
for (package in c("rkeras", "keras3")) {{
  if (package == "keras3") rkeras::use_keras_alias("keras3", quiet = TRUE)
  library(package, character.only = TRUE)
  for (at in seq_along(list.files(folder, package))) {{
    scope <- new.env()
    sys.source(file.path(folder, sprintf("%s_%d.R", package, at - 1)), scope)
    reticulate::py$take(scope$model)
  }}
}}
writeLines(reticulate::py_eval("json.dumps(found)"), file.path(folder, "found.json"))
"""


def test_types_of_constants_are_kept(tmp_path: Path) -> None:
    models = dict(list_models())
    known: dict[str, Any] = {}
    exec(COMPUTE, known)
    compute = known["compute"]
    expected = {name: compute(model) for name, model in models.items()}
    for style in ("rkeras_py", "keras"):
        for name, model in models.items():
            scope: dict[str, Any] = {}
            exec(show_python(model, style=style), scope)
            assert compute(scope["model"]) == expected[name], (style, name)
    for place, model in enumerate(models.values()):
        Path(tmp_path, f"rkeras_{place}.R").write_text(show_r(model))
        Path(tmp_path, f"keras3_{place}.R").write_text(show_r(model, dialect="keras3"))
    done = run_prepared(IN_R, str(tmp_path), host="r", timeout=300)
    assert done.code == 0, done.stderr
    found = json.loads(Path(tmp_path, "found.json").read_text())
    tried = [f"{package} {name}" for package in ("rkeras", "keras3") for name in models]
    assert dict(zip(tried, found, strict=True)) == dict(zip(tried, [*expected.values()] * 2, strict=True))


def test_r_keras_2_has_a_function_of_its_own_for_types() -> None:
    x = keras.Input((2,))
    code = show_r(keras.Model(x, x + np.array([1.5, 2.5])), dialect="keras")
    assert 'inputs + k_constant(array(c(1.5, 2.5)), dtype = "float64")' in code
