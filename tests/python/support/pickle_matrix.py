"""Objects of Keras and of R by all routes of Python: one process writes them, others read them.

python pickle_matrix.py write FOLDER
python pickle_matrix.py read FOLDER r|none
"""

import copy
import io
import json
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cloudpickle
import joblib
import keras
import numpy as np

from rkeras_py import (
    callback_early_stopping,
    compile,
    fit,
    fit_text_tokenizer,
    image_data_generator,
    keras_model_sequential,
    layer_dense,
    layer_text_vectorization,
    loss_huber,
    metric_auc,
    optimizer_adam,
    text_tokenizer,
)

X = np.linspace(-1, 1, 12).reshape(4, 3).astype("float32")
Y = np.array([1, 0, 1, 0.0])

OF_R = """
library(rkeras)
factor <- 3
helper <- function(x) x * factor
make <- function(n) function(x) helper(x) + n
f <- make(10)
own_loss <- function(y_true, y_pred) op_mean(op_abs(y_true - y_pred)) * factor
Scale <- Layer("Scale",
  initialize = function(by = 1, ...) { super$initialize(...); self$by <- by },
  call = function(inputs) inputs * self$by * factor)
counted <- Callback("Counted",
  initialize = function() { super$initialize(); private$n <- 0 }, private = list(n = 0),
  on_epoch_end = function(epoch, logs = NULL) private$n <- private$n + 1, get = function() private$n)()
r6_counted <- R6::R6Class("R6Counted", inherit = KerasCallback, public = list(
  n = 0, on_epoch_end = function(epoch, logs) self$n <- self$n + 1))$new()
whole <- keras_model_sequential(input_shape = 3) %>% layer_dense(4, activation = function(x) x^2 * factor) %>%
  Scale(by = 0.5) %>% layer_lambda(function(x) x + factor) %>% layer_dense(1)
whole %>% compile("adam", own_loss, metrics = list(custom_metric("near", function(y_true, y_pred) y_pred - y_true)))
changes <- image_data_generator(preprocessing_function = function(a) helper(a))
schedule <- callback_learning_rate_scheduler(function(epoch, lr) lr / factor)
Acc <- R6::R6Class("Acc", public = list(v = 1, twice = function() helper(self$v)))
acc <- R6::R6Class("Acc2", inherit = Acc, public = list(more = function() self$twice() + 1))$new()
fitted <- lm(mpg ~ wt, mtcars)
place <- new.env(); place$v <- 5
"""

VALUES: dict[str, Callable[[Any], Any]] = {
    "whole": lambda x: [x.predict(X, verbose=0), x.evaluate(X, Y, verbose=0), int(x.optimizer.iterations)],
    "with_loss": lambda x: [x.predict(X, verbose=0), x.evaluate(X, Y, verbose=0)],
    "plain": lambda x: [x.predict(X, verbose=0), *(v.numpy() for v in x.optimizer.variables)],
    "scale": lambda x: x(X),
    "counted": lambda x: x.get(),
    "r6_counted": lambda x: x.n,
    "changes": lambda x: x.preprocessing_function(np.ones((1, 2, 1))),
    "schedule": lambda x: x.schedule(1, 0.6),
    "optimizer": lambda x: [v.numpy() for v in x.variables],
    "metric": lambda x: x.result(),
    "loss": lambda x: x(np.zeros((2, 1)), np.array([[5.0], [1.0]])),
    "tokenizer": lambda x: list(x.word_index.items()),
    "vectorizer": lambda x: x(["v u", "w"]),
    "generator": lambda x: x.rotation_range,
    "callback": lambda x: x.patience,
    "history": lambda x: list(x.metrics.values()),
    "function": lambda x: x(2),
    "fitted": lambda x: x["coefficients"],
    "formula": lambda x: [*x.classes, str(x).splitlines()[1]],
    "acc": lambda x: x["more"](),
    "place": lambda x: x["v"],
}
WITHOUT_R = {
    "with_loss": lambda x: x.predict(X, verbose=0),
    **{name: VALUES[name] for name in ("plain", "optimizer", "metric", "loss", "tokenizer", "vectorizer", "generator")},
}
"""Return the results of a process without R."""


def with_joblib(x: Any) -> bytes:
    stream = io.BytesIO()
    joblib.dump(x, stream)
    return stream.getvalue()


WRITERS: dict[str, Callable[[Any], bytes]] = {
    "pickle": pickle.dumps,
    "joblib": with_joblib,
    "cloudpickle": cloudpickle.dumps,
}
COPIES: dict[str, Callable[[Any], Any]] = {"copy": copy.copy, "deepcopy": copy.deepcopy}


def read(route: str, data: bytes) -> Any:
    return joblib.load(io.BytesIO(data)) if route == "joblib" else pickle.loads(data)


def make_all() -> dict[str, Any]:
    from rkeras_py.bridge import r_session

    R = r_session()
    R(OF_R)
    whole, scale = R["whole"], R["whole"].layers[1]
    fit(whole, X, Y, epochs=2, verbose=0, callbacks=[R["counted"], R["r6_counted"]])
    with_loss = keras_model_sequential(input_shape=3) >> layer_dense(1)
    compile(with_loss, "sgd", R["own_loss"])
    plain = keras_model_sequential(input_shape=3) >> layer_dense(1)
    compile(plain, optimizer_adam(0.1), "mse")
    history = fit(plain, X, Y, epochs=2, verbose=0)
    metric = metric_auc()
    metric.update_state([0, 1, 1], [0.2, 0.8, 0.4])
    return {
        "whole": whole,
        "with_loss": with_loss,
        "plain": plain,
        "scale": scale,
        **{name: R[name] for name in ("counted", "r6_counted", "changes", "schedule")},
        "optimizer": plain.optimizer,
        "metric": metric,
        "loss": loss_huber(delta=2),
        "tokenizer": fit_text_tokenizer(text_tokenizer(10), ["b a", "b"]),
        "vectorizer": layer_text_vectorization(vocabulary=["u", "v"]),
        "generator": image_data_generator(rotation_range=7),
        "callback": callback_early_stopping(patience=5),
        "history": history,
        "function": R["f"],
        "formula": R("y ~ x + z"),
        **{name: R(name, convert=False) for name in ("fitted", "acc", "place")},
    }


def plain_values(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [plain_values(one) for one in value]
    return value if isinstance(value, (str, int)) else np.asarray(value).tolist()


def values_of(objects: dict[str, Any], how: dict[str, Callable[[Any], Any]]) -> dict[str, Any]:
    return {name: plain_values(value(objects[name])) for name, value in how.items()}


def differences(found: dict[str, Any], expected: dict[str, Any], route: str) -> list[str]:
    return [f"{route} {name}: {found[name]} for {expected[name]}" for name in found if found[name] != expected[name]]


def write_all(folder: Path) -> list[str]:
    objects = make_all()
    expected = values_of(objects, VALUES)
    expected["predictions"] = plain_values(objects["with_loss"].predict(X, verbose=0))
    folder.joinpath("expected.json").write_text(json.dumps(expected))
    for route, dumps in WRITERS.items():
        written = {name: dumps(x) for name, x in objects.items()}
        folder.joinpath(route).write_bytes(pickle.dumps(written))
    wrong = []
    for route, make in COPIES.items():
        copies = {name: make(x) for name, x in objects.items()}
        wrong += differences(values_of(copies, VALUES), expected, route)
        if type(copies["scale"]) is not type(objects["scale"]):
            wrong.append(f"{route}: a layer of R's is of another class")
        fit(copies["whole"], X, Y, epochs=1, verbose=0)
    if int(objects["whole"].optimizer.iterations) != 2:
        wrong.append("a copy shares its optimizer")
    return wrong


def read_with_r(folder: Path) -> list[str]:
    expected = json.loads(folder.joinpath("expected.json").read_text())
    wrong = []
    for route in WRITERS:
        written = pickle.loads(folder.joinpath(route).read_bytes())
        objects = {name: read(route, data) for name, data in written.items()}
        wrong += differences(values_of(objects, VALUES), expected, route)
    fit(objects["whole"], X, Y, epochs=1, verbose=0)
    if int(objects["whole"].optimizer.iterations) != 3:
        wrong.append("the training does not go on where it stood")
    return wrong


def read_without_r(folder: Path) -> list[str]:
    sys.modules["rpy2"] = None  # type: ignore[assignment]
    expected = json.loads(folder.joinpath("expected.json").read_text())
    expected["with_loss"] = expected["predictions"]
    wrong = []
    for route in WRITERS:
        written = pickle.loads(folder.joinpath(route).read_bytes())
        objects = {name: read(route, data) for name, data in written.items()}
        wrong += differences(values_of(objects, WITHOUT_R), expected, route)
        for name in sorted(VALUES.keys() - WITHOUT_R.keys() - {"history", "callback"}):
            try:
                VALUES[name](objects[name])
                wrong.append(f"{route} {name} works without R")
            except (ImportError, RuntimeError) as error:
                if "needs the Python package rpy2" not in str(error):
                    wrong.append(f"{route} {name}: {error}")
        again = {name: WRITERS[route](x) for name, x in objects.items()}
        folder.joinpath(route).write_bytes(pickle.dumps(again))
    return wrong


if __name__ == "__main__":
    keras.utils.disable_interactive_logging()
    task, place, *rest = sys.argv[1:]
    run = write_all if task == "write" else read_with_r if rest == ["r"] else read_without_r
    found = run(Path(place))
    print("\n".join(["done", *found]))
