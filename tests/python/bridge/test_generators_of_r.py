"""Generators that call R in Keras's own fit(): drawn on the main thread, with the numbers of generators of Python."""

import functools
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from prepared import run_prepared

from rkeras_py.bridge import RError, r_session

R = r_session()
DEFINITIONS = """
double <- function(x) 2 * x
batch <- function(i) list(matrix((i + 1) / 100, 4, 2), matrix(1, 4, 1))
fail <- function(i) stop("no batch ", i)
"""
R(DEFINITIONS)

import rpy2.robjects as ro  # noqa: E402 - after our session, which starts R

pytestmark = [  # Keras gives both for any generator
    pytest.mark.filterwarnings("ignore:`shuffle=True` was passed:UserWarning"),
    pytest.mark.filterwarnings("ignore:Your input ran out of data:UserWarning"),
]

MAIN = threading.get_ident()
threads: set[int] = set()
waste: list[Any] = []
double = R["double"]
Batch = tuple[Any, ...]


@pytest.fixture(autouse=True)
def fresh() -> None:
    R(DEFINITIONS)  # other files of tests may have removed them
    threads.clear()


def of_python(i: int) -> Batch:
    return np.full((4, 2), (i + 1) / 100), np.ones((4, 1))


def of_r(i: int) -> Batch:
    x, y = R.call("batch", i)
    return x, y


def of_function(i: int) -> Batch:
    return double(np.full((4, 2), (i + 1) / 200)), np.ones((4, 1))


def of_code(i: int) -> Batch:
    return R(f"matrix(({i} + 1) / 100, 4, 2)"), np.ones((4, 1))


def of_rpy2(i: int) -> Batch:
    return np.array(ro.r(f"matrix(({i} + 1) / 100, 4, 2)")).reshape(4, 2), np.ones((4, 1))


def late(i: int) -> Batch:
    return of_python(i) if i < 4 else of_function(i)


def bound(function: Any, i: int) -> Batch:
    return of_python(i) if i < 4 else (function(np.full((4, 2), (i + 1) / 200)), np.ones((4, 1)))


def closing_over(function: Any) -> Callable[[int], Batch]:
    return lambda i: of_python(i) if i < 4 else (function(np.full((4, 2), (i + 1) / 200)), np.ones((4, 1)))


def of_hidden(i: int) -> Batch:
    return getattr(sys.modules[__name__], "of" + "_r")(i)  # type: ignore[no-any-return]


class Source:
    def __init__(self) -> None:
        self.session = R

    def batch(self, i: int) -> Batch:
        return of_python(i) if i < 4 else tuple(self.session.call("batch", i))


CALLS_R: dict[str, Callable[[int], Batch]] = {
    "a call": of_r,
    "a function": of_function,
    "code": of_code,
    "rpy2": of_rpy2,
    "late": late,
    "late, partial": functools.partial(bound, double),
    "late, closure": closing_over(double),
    "late, method": Source().batch,
}


def generate(make: Callable[[int], Batch], n: int = 6) -> Iterator[Batch]:
    for i in range(n):
        threads.add(threading.get_ident())
        yield make(i)


class Batches(keras.utils.PyDataset):
    def __init__(self, make: Callable[[int], Batch], **options: Any) -> None:
        super().__init__(**options)
        self.make = make

    def __len__(self) -> int:
        return 6

    def __getitem__(self, i: int) -> Batch:
        threads.add(threading.get_ident())
        return self.make(i)


def new_model(**options: Any) -> keras.Model:
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse", **options)
    return model


def train(data: Any, per_execution: int = 1, **options: Any) -> tuple[Any, Any]:
    model = new_model(steps_per_execution=per_execution)
    history = model.fit(data, verbose=0, **options)
    return history.history, [weights.tolist() for weights in model.get_weights()]


@pytest.mark.parametrize("name", CALLS_R)
def test_generators_give_the_numbers_of_python(name: str) -> None:
    found = train(generate(CALLS_R[name]))
    assert threads == {MAIN}
    assert found == train(generate(of_python))


@pytest.mark.parametrize("workers", [{}, {"workers": 3}, {"workers": 2, "use_multiprocessing": True}])
@pytest.mark.parametrize("name", ["a function", "late"])
def test_datasets_with_and_without_workers(name: str, workers: dict[str, Any]) -> None:
    found = train(Batches(CALLS_R[name], **workers), epochs=2, shuffle=False)
    assert threads == {MAIN}
    assert found == train(Batches(of_python), epochs=2, shuffle=False)


@pytest.mark.parametrize("options", [{"steps_per_epoch": 2, "epochs": 3}, {"per_execution": 4}, {"per_execution": 3}])
def test_steps(options: dict[str, Any]) -> None:
    assert train(generate(of_r), **options) == train(generate(of_python), **options)


def test_validation_evaluation_and_prediction() -> None:
    ours = train(Batches(of_python), shuffle=False, validation_data=generate(of_r, 3))
    assert ours == train(Batches(of_python), shuffle=False, validation_data=generate(of_python, 3))
    model = new_model()
    assert model.evaluate(Batches(of_r), verbose=0) == model.evaluate(Batches(of_python), verbose=0)
    threads.clear()
    found = model.predict(generate(lambda i: (of_r(i)[0],)), verbose=0)
    assert threads == {MAIN} and np.array_equal(found, model.predict(generate(lambda i: of_python(i)[:1]), verbose=0))


def test_an_error_of_r_is_itself() -> None:
    with pytest.raises(RError, match="no batch 4"):
        new_model().fit(generate(lambda i: of_r(i) if i < 4 else R.call("fail", i)), verbose=0)
    assert threads == {MAIN}


def test_generators_of_python_are_drawn_as_ever() -> None:
    train(generate(of_python))
    assert threads - {MAIN}
    threads.clear()
    train(Batches(of_python, workers=2))
    assert threads - {MAIN}


def test_imports_and_garbage_call_no_r_of_the_users() -> None:
    """Reticulate hears of each first import in a process that has R, and rpy2 lets R have what is no longer used."""
    R("reticulate::import('math')")
    sys.modules.pop("colorsys", None)
    waste[:] = [ro.rinterface.IntSexpVector([i]) for i in range(6)]

    def importing(i: int) -> Batch:
        import colorsys

        if threading.get_ident() == MAIN:  # where Keras looks at the first batches
            del vars(sys.modules[__name__])["waste"][-1:]
        return of_python(i + len(colorsys.__doc__ or "") % 1)

    train(Batches(importing, workers=2))
    assert threads - {MAIN}


def test_a_program_that_trains_as_it_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "trains_at_once.py").write_text(
        f"import {__name__} as tests\ntests.train(tests.Batches(tests.of_hidden, workers=2))\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    R("reticulate::import('trains_at_once')")
    assert threads == {MAIN}


IN_R = """
library(rkeras)
batches <- reticulate::py_run_string("
import threading
import numpy as np
threads = set()
def batches(f):
    for i in range(6):
        threads.add(threading.current_thread() is threading.main_thread())
        yield f(float(i)), np.ones((4, 1))
")
drawn <- function(i) matrix((i + 1) / 100, 4, 2)
new_model <- function() {
  use_session_with_seed(1, quiet = TRUE)
  model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
  model %>% compile("sgd", "mse")
  model
}
model <- new_model()
losses <- model$fit(batches$batches(drawn), verbose = 0L)$history$loss
x <- matrix(rep((1:6) / 100, each = 4), 24, 2)
same <- new_model()
expected <- fit(same, x, matrix(1, 24, 1), batch_size = 4, epochs = 1, shuffle = FALSE, verbose = 0)$metrics$loss
stopifnot(all.equal(as.numeric(losses), as.numeric(expected), tolerance = 1e-6))
stopifnot(identical(as.list(reticulate::import_builtins()$list(batches$threads)), list(TRUE)))
"""


def test_in_an_r_host_too() -> None:
    done = run_prepared(IN_R, host="r")
    assert done.code == 0, done.stderr
