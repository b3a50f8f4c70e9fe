"""Classes that R wrote, and R6 objects, are Keras's classes and objects in Python, whichever language is the host."""

import gc
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from prepared import run_prepared

from rkeras_py.bridge import RError, RObject, RSession, r_session

DEFINITIONS = Path(__file__).parents[1] / "support" / "r_classes.R"
X = np.array([[1.0, -2.0], [0.5, 0.25], [-3.0, 1.0], [2.0, 2.0]], "float32")
Y = X.sum(axis=1, keepdims=True) + 1

CASES = [
    ("Counter", "issubclass(x, keras.callbacks.Callback)"),
    ("Starter", "issubclass(x, keras.callbacks.Callback) and x.__mro__[1].__name__ == 'Counter'"),
    ("Positive", "issubclass(x, keras.constraints.Constraint)"),
    ("Times", "issubclass(x, keras.layers.Layer) and x(by=4.0).by == 4"),
    ("Twice", "issubclass(x, keras.layers.Wrapper)"),
    ("OfKeras", "issubclass(x, keras.layers.Layer)"),
    ("OfKeras", "np.array(x()(np.ones((1, 2)))).tolist() == [[3, 3]]"),
    ("layer_scale", "issubclass(x, keras.layers.Layer)"),
    ("layer_scale", "np.array(x(factor=3.0)(np.ones((1, 2)))).tolist() == [[3, 3]]"),
    ("layer_plus", "np.array(x()(np.ones((1, 2)))).tolist() == [[2, 2]]"),
    ("create_layer_wrapper(OfKeras)", "issubclass(x, keras.layers.Layer) and x.__name__ == 'OfKeras'"),
    ("create_layer_wrapper(keras$layers$Dense)", "x is keras.layers.Dense"),
    ("Written", "np.array(x()(np.ones((1, 1)))).tolist() == [[5]]"),
    ("Delayed", "np.array(x()(np.ones((1, 1)))).tolist() == [[7]]"),
    ("Furthest", "issubclass(x, keras.metrics.Metric)"),
    ("Furthest()", "x([1.0, 5.0], [2.0, 1.0]) == 4"),
    ("Absolute", "issubclass(x, keras.losses.Loss)"),
    ("Absolute()", "x(np.array([[1.0]]), np.array([[4.0]])) == 3"),
    ("Quiet", "issubclass(x, keras.callbacks.Callback)"),
    ("Small", "issubclass(x, keras.Model)"),
    ("Halving()", "isinstance(x, keras.optimizers.schedules.LearningRateSchedule) and x(3) == 0.5"),
    ("Plain", "isinstance(x, type) and x().add(2.0) == 3"),
    ("R6::R6Class(public = list(a = 1))", "x().a == 1"),
    ("KerasLayer", "issubclass(x, keras.layers.Layer)"),
    ("KerasCallback", "issubclass(x, keras.callbacks.Callback)"),
    ("counter", "isinstance(x, keras.callbacks.Callback) and x.count == 0"),
    ("starter", "x.starts == 0 and x.count == 0 and not hasattr(x, 'nothing')"),
    ("positive", "np.array(x(np.array([-1.0, 2.0]))).tolist() == [0, 2]"),
    ("times", "isinstance(x, keras.layers.Layer) and x.by == 3 and type(x).__name__ == 'Times'"),
    ("local_counter", "isinstance(x, keras.callbacks.Callback) and x.ends == 0"),
    ("nameless", "np.array(x(np.array([-1.0, 2.0]))).tolist() == [0, 2] and x.floor == 0"),
    ("list(a = counter, b = list(counter))", "x['a'] is x['b'][0]"),
    ("layer_input(3)$shape", "x == (None, 3)"),
    ("keras", "x.layers.Dense is keras.layers.Dense"),
    ("tf", "x.__name__ == 'tensorflow'"),
]
WHOLE = [
    "Counter",
    "Starter",
    "Positive",
    "Times",
    "Twice",
    "OfKeras",
    "layer_scale",
    "layer_plus",
    "Written",
    "Delayed",
]
WHOLE += ["Furthest", "Absolute", "Quiet", "Small", "Halving", "Plain", "KerasLayer", "KerasConstraint"]
WHOLE += ["counter", "starter", "positive", "times", "local_counter", "nameless"]

HOSTED_BY_R = """
source("{definitions}")
reticulate::py_run_string("
import json
import keras, numpy as np
def check(code, x):
    try:
        return str(bool(eval(code, {{'keras': keras, 'np': np, 'x': x}})))
    except Exception as error:
        return repr(error)
back = lambda x: x
")
main <- reticulate::import_main()
cases <- jsonlite::fromJSON(r"---({cases})---", simplifyVector = FALSE)
for (case in cases) {{
  found <- main$check(case[[2]], eval(str2expression(case[[1]])))
  if (found != "True") cat("FAILED", case[[1]], case[[2]], found, "\\n")
}}
for (name in c("counter", "starter", "positive", "local_counter", "nameless")) {{
  if (!identical(main$back(get(name)), get(name))) cat("FAILED to come back:", name, "\\n")
}}
cat("done", length(cases), "\\n")
"""


@pytest.fixture(scope="module")
def session() -> Iterator[RSession]:
    R = r_session()
    yield R
    R("rm(list = ls(globalenv()))")


@pytest.fixture
def R(session: RSession) -> RSession:
    session("rm(list = ls(globalenv()))")
    session.call("source", str(DEFINITIONS))
    return session


def model_of(*layers: Any, **compiled: Any) -> Any:
    keras.utils.set_random_seed(7)
    model = keras.Sequential([keras.Input((2,)), *layers])
    model.compile(keras.optimizers.SGD(0.01), **{"loss": "mse", **compiled})
    return model


def trained(*layers: Any, callbacks: Any = (), **compiled: Any) -> tuple[dict[str, Any], list[Any]]:
    model = model_of(*layers, **compiled)
    history = model.fit(X, Y, epochs=3, verbose=0, shuffle=False, callbacks=list(callbacks))
    return history.history, model.get_weights()


def ones() -> Any:
    return keras.layers.Dense(1, kernel_initializer="ones")


def assert_same(one: tuple[dict[str, Any], list[Any]], two: tuple[dict[str, Any], list[Any]]) -> None:
    for (_, left), (_, right) in zip(sorted(one[0].items()), sorted(two[0].items()), strict=True):
        np.testing.assert_allclose(left, right, rtol=1e-5)
    for left, right in zip(one[1], two[1], strict=True):
        np.testing.assert_allclose(left, right, rtol=1e-5)


def test_each_sort_is_what_it_is_in_python(R: RSession) -> None:
    failed = []
    for code, expected in CASES:
        if not eval(expected, {"keras": keras, "np": np, "x": R(code)}):
            failed.append((code, expected))
    assert not failed


def test_so_it_is_where_r_is_the_host() -> None:
    done = run_prepared(HOSTED_BY_R.format(definitions=DEFINITIONS, cases=json.dumps(CASES)), host="r")
    assert "FAILED" not in done.stdout, done.stdout
    assert f"done {len(CASES)}" in done.stdout, done.stderr


def test_what_came_from_r_goes_back_as_what_it_was(R: RSession) -> None:
    failed = []
    for name in WHOLE:
        R["back"] = R[name]
        if R(f"identical(back, {name})") is not True or R["back"] is not R[name]:
            failed.append(name)
    assert not failed
    assert isinstance(R["starter"], R["Starter"]) and isinstance(R["starter"], R["Counter"])
    assert isinstance(R["times"], R["Times"])
    R["dense"] = keras.layers.Dense
    assert R("create_layer_wrapper(dense)") is keras.layers.Dense and R("is.function(dense)")
    assert R("inherits(dense, 'python.builtin.type')")


def test_objects_are_freed_and_none_is_taken_for_another(R: RSession) -> None:
    R("""
    freed <- 0
    make <- function(i) {
      made <- Counter$new()
      made$count <- i
      reg.finalizer(made, function(object) freed <<- freed + 1)
      made
    }
    """)
    make = R["make"]
    for i in range(200):
        made = make(i)
        R["k"] = made
        assert made.count == i == R("k$count") and R["k"] is made
        if i % 40 == 0:
            gc.collect()
            R("invisible(gc())")
    del made
    R("rm(k)")
    for _ in range(3):
        gc.collect()
        R("invisible(gc())")
    assert R["freed"] == 200


def test_a_callback_of_r_counts_in_plain_keras(R: RSession) -> None:
    counter = R["counter"]
    found = trained(ones(), callbacks=[counter, R["starter"], R["Quiet"]()])
    assert_same(found, trained(ones()))
    assert counter.count == R("counter$count") == 3
    np.testing.assert_allclose(R("counter$losses"), found[0]["loss"], rtol=1e-6)
    np.testing.assert_allclose(counter.losses, found[0]["loss"], rtol=1e-6)
    assert R("c(starter$count, starter$starts)").tolist() == [3, 3]
    counter.count = 10.0
    assert R("counter$count") == 10
    R["model"] = model_of(keras.layers.Dense(1))
    R["x"], R["y"], R["back"] = X, Y, counter
    R("fit(model, x, y, epochs = 2, verbose = 0, callbacks = list(back))")
    assert counter.count == 12 and counter.model is R["model"]
    made = R["Counter"]()
    trained(keras.layers.Dense(1), callbacks=[made])
    R["made"] = made
    assert made.count == 3 and R("made$count") == 3


def test_layers_losses_metrics_and_constraints_of_r_learn_as_those_of_python(R: RSession) -> None:
    class TimesOfPython(keras.layers.Layer):
        def __init__(self) -> None:
            super().__init__()
            self.inner = keras.layers.Dense(1, kernel_initializer="ones")

        def call(self, inputs: Any) -> Any:
            return self.inner(inputs) * 3.0

    for mine, right in [
        ([R["times"]], [TimesOfPython()]),
        ([R["Times"](by=3.0)], [TimesOfPython()]),
        ([ones(), R["layer_scale"](factor=3.0)], [ones(), keras.layers.Rescaling(3.0)]),
        ([R["Twice"](ones())], [ones(), keras.layers.Rescaling(2.0)]),
    ]:
        assert_same(trained(*mine), trained(*right))

    def constrained(constraint: Any) -> Any:
        return keras.layers.Dense(
            1, kernel_initializer=keras.initializers.Constant(-0.01), kernel_constraint=constraint
        )

    for constraint in (R["positive"], R["Positive"](), R["nameless"]):
        assert_same(trained(constrained(constraint)), trained(constrained("non_neg")))

    measured = trained(ones(), loss=R["Absolute"](), metrics=[R["Furthest"]()])
    right = trained(ones(), loss="mae")
    np.testing.assert_allclose(measured[0]["loss"], right[0]["loss"], rtol=1e-5)
    model = model_of(ones(), metrics=[R["Furthest"]()])
    assert abs(model.evaluate(X, Y, verbose=0, return_dict=True)["furthest"] - 1) < 1e-6
    small = R["Small"]()
    np.testing.assert_allclose(small.predict(X, verbose=0), X.sum(1, keepdims=True), rtol=1e-5)


def test_a_file_loads_with_the_class_as_a_custom_object(R: RSession, tmp_path: Path) -> None:
    model = model_of(
        R["Times"](by=3.0), keras.layers.Dense(2, kernel_constraint=R["positive"]), R["layer_scale"](factor=4.0)
    )
    model.fit(X, np.ones((4, 2)), epochs=1, verbose=0)
    path = str(tmp_path / "model.keras")
    model.save(path)
    objects = {"Times": R["Times"], "Positive": R["Positive"], "Scale": R["layer_scale"]}
    loaded = [keras.models.load_model(path, custom_objects=objects)]
    R["path"] = path
    loaded.append(
        R("load_model_tf(path, custom_objects = list(Times = Times, Positive = Positive, Scale = layer_scale))")
    )
    for one in loaded:
        np.testing.assert_allclose(one.predict(X, verbose=0), model.predict(X, verbose=0), rtol=1e-6)
    with pytest.raises(NotImplementedError, match=r"Times\$get_config\(\): the argument `by`.*cannot be saved"):
        model_of(R["times"]).save(path)


def test_methods_of_the_user_for_r_to_py_are_asked(R: RSession) -> None:
    R("""
    r_to_py.point <- function(x, convert = FALSE) reticulate::import("fractions", convert = FALSE)$Fraction(x$a, x$b)
    r_to_py.plain <- function(x, convert = FALSE) list(n = 1:3, inner = x$inner)
    r_to_py.itself <- function(x, convert = FALSE) x
    r_to_py.wrong <- function(x, convert = FALSE) stop("no form of this: ", x$why)
    point <- structure(list(a = 3L, b = 4L), class = "point")
    plain <- structure(list(inner = point), class = c("plain", "other"))
    base <- structure(list(inner = point), class = c("other", "base"))
    frame <- structure(data.frame(inner = 1), class = c("plain", "data.frame"))
    closure <- structure(function(x) x, class = "plainest")
    methods::setClass("Parent", representation(a = "numeric"))
    Child <- methods::setClass("Child", contains = "Parent")
    r_to_py.Parent <- function(x, convert = FALSE) x@a
    """)
    from fractions import Fraction

    assert R["point"] == Fraction(3, 4)
    assert R["plain"]["inner"] == Fraction(3, 4) and R["plain"]["n"].tolist() == [1, 2, 3]
    assert R("list(point, list(k = point))") == [Fraction(3, 4), {"k": Fraction(3, 4)}]
    assert R["frame"]["inner"] == 1
    assert R("Child(a = c(1, 2))").tolist() == [1, 2]
    assert R("structure(list(q = 1), class = 'itself')") == {"q": 1}
    assert R("structure(3, class = 'itself')") == 3
    itself = R("itself <- structure(new.env(), class = 'itself')")
    assert isinstance(itself, RObject)
    R["back"] = itself
    assert R("identical(back, itself)") is True
    assert isinstance(R["base"], RObject) and R["base"]["inner"] == Fraction(3, 4)
    assert R["closure"](1) == 1
    with pytest.raises(RError, match=r"no form of this: because"):
        R("structure(list(why = 'because'), class = 'wrong')")
    R("wrong <- structure(list(why = 'of this'), class = 'wrong'); x <- 5")
    with pytest.raises(RError, match=r"no form of this: of this"):
        R["wrong"]
    assert R["x"] == 5
    R("rm(r_to_py.point)")
    assert isinstance(R["point"], RObject)
    R("registerS3method('r_to_py', 'point', function(x, ...) 'registered', envir = asNamespace('reticulate'))")
    assert R["point"] == "registered"
    R("rm('r_to_py.point', envir = asNamespace('reticulate')$.__S3MethodsTable__.)")


def test_methods_of_the_user_for_py_to_r_are_asked(R: RSession) -> None:
    from fractions import Fraction

    R["f"] = Fraction(3, 4)
    assert R("class(f)[1]") == "fractions.Fraction" and R["f"] == Fraction(3, 4)
    R("py_to_r.fractions.Fraction <- function(x) structure(list(of = x$numerator), class = 'point')")
    R["f"] = Fraction(3, 4)
    assert R("class(f)") == "point" and R("reticulate::py_to_r(f$of)") == 3
    assert (
        R.call("class", [Fraction(1, 2)]) == "list"
        and R.call("sapply", [Fraction(1, 2)] * 2, R("class")) == ["point"] * 2
    )
    R("py_to_r.fractions.Fraction <- function(x) stop('not this one')")
    with pytest.raises(RError, match="not this one"):
        R["f"] = Fraction(3, 4)
    R("rm(py_to_r.fractions.Fraction)")


def test_a_value_of_r_from_a_method_is_an_argument(R: RSession) -> None:
    R("r_to_py.numbers <- function(x, convert = FALSE) c(x$from, x$to)")
    assert np.array(R("k_constant(structure(list(from = 1, to = 2), class = 'numbers'))")).tolist() == [1, 2]
    R("r_to_py.numbers <- function(x, convert = FALSE) stop('no numbers')")
    with pytest.raises(RError, match="no numbers"):
        R("k_constant(structure(list(from = 1, to = 2), class = 'numbers'))")
