"""Every k_* function on arrays of rank 0 to 4, against Keras 2's backend and numpy: eagerly, in a model, from R."""

import json
import re
from pathlib import Path
from typing import Any

import backend_sweep as sweep
import keras
import numpy as np
import pytest
import tensorflow as tf
from prepared import run_prepared
from support import ROOT

import rkeras_py as rk

NAMES = list(sweep.table())


def arrays(value: Any) -> list[np.ndarray]:
    if isinstance(value, tuple) and all(isinstance(one, int) for one in value):
        return [np.asarray(value, "int32")]
    if isinstance(value, str):
        return [np.zeros((), value)]
    return [np.asarray(one) for one in tf.nest.flatten(value)]


def assert_same(found: Any, right: Any, call: str) -> None:
    ours, theirs = arrays(found), arrays(right)
    assert len(ours) == len(theirs), call
    for one, other in zip(ours, theirs, strict=True):
        assert (one.shape, one.dtype.kind) == (other.shape, other.dtype.kind), call
        np.testing.assert_allclose(one, other, rtol=2e-5, atol=1e-6, err_msg=call)


def shown(name: str, case: sweep.Case) -> str:
    values = [f"{one.dtype}{one.shape}" if isinstance(one, np.ndarray) else repr(one) for one in case.args]
    return f"k_{name}({', '.join(values)}, {case.options})"


@pytest.mark.parametrize("name", NAMES)
def test_values(name: str) -> None:
    for case in sweep.cases(name):
        assert_same(getattr(rk, f"k_{name}")(*case.args, **case.options), case.right, shown(name, case))


def symbolic(value: Any) -> Any:
    if isinstance(value, list):
        return [symbolic(one) for one in value]
    return keras.Input(value.shape[1:], dtype=value.dtype.name)


@pytest.mark.parametrize("name", NAMES)
def test_in_a_model(name: str) -> None:
    for case in sweep.cases(name):
        given = case.args[: case.symbols]
        if not given or not np.ndim(tf.nest.flatten(given)[0]):
            continue
        inputs = [symbolic(one) for one in given]
        outputs = getattr(rk, f"k_{name}")(*inputs, *case.args[case.symbols :], **case.options)
        assert all(isinstance(one, keras.KerasTensor) for one in tf.nest.flatten(outputs)), shown(name, case)
        assert_same(keras.Function(inputs, outputs)(given), case.right, shown(name, case))


def test_every_function_is_in_the_table_or_has_a_test_of_its_own() -> None:
    formals = json.loads((ROOT / "tools/contract/formals.json").read_text())
    known = [name.removeprefix("k_") for name in formals if name.startswith("k_")]
    elsewhere = [name for names in sweep.ELSEWHERE.values() for name in names]
    assert sorted([*NAMES, *elsewhere]) == sorted(known)
    for file, names in sweep.ELSEWHERE.items():
        text = (ROOT / "tests/python/backend" / file).read_text()
        for name in names:
            assert re.search(rf"\bk_{name}\b|[\"']{name}[\"']", text), name


R_CODE = """
library(rkeras)
paths <- commandArgs(TRUE)
value <- function(x) {
  if (!is.list(x)) return(x)
  if (is.null(names(x))) return(lapply(x, value))
  data <- unlist(x$data)
  if (length(x$dim) > 0) array(data, unlist(x$dim)) else data
}
told <- function(x) {
  if (is.list(x)) return(lapply(x, told))
  if (inherits(x, "python.builtin.object")) x <- as.array(x)
  list(type = typeof(x), dim = as.list(dim(x)), data = as.list(as.vector(x)))
}
run <- function(case) {
  result <- do.call(case$name, c(lapply(case$args, value), lapply(case$options, unlist)))
  told(if (is.list(result)) unname(result) else result)
}
cases <- jsonlite::fromJSON(paths[1], simplifyVector = FALSE)
writeLines(jsonlite::toJSON(lapply(cases, run), auto_unbox = TRUE, digits = NA), paths[2])
"""


def for_r(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return {"dim": value.shape, "data": value.ravel("F").tolist()}
    if isinstance(value, list) and isinstance(value[0], np.ndarray):
        return [for_r(one) for one in value]
    return {"dim": [len(value)], "data": value} if isinstance(value, list) else value


def from_r(value: Any) -> Any:
    if isinstance(value, list):
        return [from_r(one) for one in value]
    kinds = {"double": "float32", "integer": "int32", "logical": "bool"}
    return np.array(value["data"], kinds[value["type"]]).reshape(value["dim"], order="F")


def test_from_r(tmp_path: Path) -> None:
    cases = [(name, case) for name in sweep.FROM_R for case in sweep.cases(name)[:: len(sweep.cases(name)) // 12 + 1]]
    calls = [
        {"name": f"k_{name}", "args": [for_r(one) for one in case.args], "options": case.options}
        for name, case in cases
    ]
    given, got = tmp_path / "given.json", tmp_path / "got.json"
    given.write_text(json.dumps(calls))
    done = run_prepared(R_CODE, str(given), str(got), host="r")
    assert done.code == 0, done.stderr
    for (name, case), found in zip(cases, json.loads(got.read_text()), strict=True):
        assert_same(from_r(found), case.right, shown(name, case))
