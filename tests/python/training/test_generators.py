"""Batches of functions, iterators and PyDatasets: as often as needed, on the main thread, with plain Keras's numbers.

What R gives is drawn in processes of their own, one for each host: a batch asked for on a wrong thread hangs there.
"""

import functools
import itertools
import json
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any, Literal

import keras
import numpy as np
import pytest
import tensorflow as tf
from prepared import run_prepared
from support import sampled

import rkeras_py as rk

X = np.sin(np.arange(160.0)).reshape(40, 4)
Y = (X.sum(1) > 0).astype(float)
W = np.linspace(0.5, 2, 40)

IN_R = """
suppressPackageStartupMessages(library(rkeras))
x <- matrix(sin(0:159), 40, byrow = TRUE)
y <- as.numeric(rowSums(x) > 0)
drawn <- 0
source_of <- function(fail = 0) {
  k <- 0
  function() {
    drawn <<- drawn + 1
    k <<- k + 1
    if (k == fail) stop("the words of R")
    rows <- ((k - 1) %% 4) * 10 + 1:10
    list(x[rows, ], y[rows])
  }
}
"""

R_HOST = (
    IN_R
    + """
new_model <- function() {
  keras$utils$set_random_seed(1L)
  keras_model_sequential(input_shape = 4) %>%
    layer_dense(1, activation = "sigmoid") %>%
    compile("sgd", "binary_crossentropy", metrics = "accuracy")
}
counted <- function(value) {
  force(value)
  count <- drawn
  drawn <<- 0
  list(count = count, value = value)
}
model <- new_model()
train <- source_of()
found <- list()
found$fit <- counted(fit(model, train, steps_per_epoch = 4, epochs = 2, verbose = 0)$metrics$loss)
found$again <- counted(fit(model, train, steps_per_epoch = 4, epochs = 1, verbose = 0)$metrics$loss)
found$validated <- counted(fit(
  model, train, steps_per_epoch = 4, epochs = 12, verbose = 0,
  validation_data = source_of(), validation_steps = 4
)$metrics[c("loss", "val_loss")])
found$evaluate <- counted(evaluate(model, source_of(), steps = 4, verbose = 0)[["loss"]])
found$predict <- counted(as.vector(predict(model, source_of(), steps = 4, verbose = 0)))
for (at in c(1, 7)) {
  failure <- tryCatch(
    fit(model, source_of(at), steps_per_epoch = 4, epochs = 3, verbose = 0),
    error = function(e) list(conditionMessage(e), class(e))
  )
  found[[paste0("error_", at)]] <- counted(failure)
}
invisible(fit(model, train, steps_per_epoch = 4, epochs = 1, verbose = 0))
found$after <- counted(TRUE)
cat("\\nFOUND", as.character(reticulate::import("json")$dumps(found)), "\\n")
"""
)

PYTHON_HOST = """
import json, threading
import keras
import rkeras_py as rk
from rkeras_py.bridge import r_session
R = r_session()
R(IN_R)
def counted(value):
    count = R("drawn")
    R("drawn <- 0")
    return {"count": count, "value": value}
keras.utils.set_random_seed(1)
model = rk.keras_model_sequential(input_shape=4) >> rk.layer_dense(1, activation="sigmoid")
model >> rk.compile("sgd", "binary_crossentropy", metrics="accuracy")
train = R("source_of()")
found = {}
args = {"steps_per_epoch": 4, "verbose": 0}
found["fit"] = counted(rk.fit(model, train, epochs=2, **args).metrics["loss"])
found["again"] = counted(rk.fit(model, train, epochs=1, **args).metrics["loss"])
validation = {"validation_data": R("source_of()"), "validation_steps": 4}
metrics = rk.fit(model, train, epochs=12, **args, **validation).metrics
found["validated"] = counted({name: metrics[name] for name in ("loss", "val_loss")})
found["evaluate"] = counted(rk.evaluate(model, R("source_of()"), steps=4, verbose=0)["loss"])
found["predict"] = counted(rk.predict(model, R("source_of()"), steps=4, verbose=0).ravel().tolist())
for at in (1, 7):
    try:
        failure = rk.fit(model, R(f"source_of({at})"), epochs=3, **args)
    except Exception as error:
        failure = [error.message, list(error.classes)]
    found[f"error_{at}"] = counted(failure)
rk.fit(model, train, epochs=1, **args)
found["after"] = counted(True)
print("\\nFOUND", json.dumps(found))
"""


HOSTS = sampled(["r", "python"], 2)


@functools.cache
def in_host(host: Literal["python", "r"]) -> Any:
    script = R_HOST if host == "r" else f"IN_R = {IN_R!r}\n{PYTHON_HOST}"
    done = run_prepared(script, host=host)
    assert done.code == 0, done.stderr
    return json.loads(done.stdout.split("FOUND")[1])


@functools.cache
def in_plain_keras() -> Any:
    x, y = X.astype("float32"), Y.astype("float32")
    model = new_model()
    args = {"batch_size": 10, "shuffle": False, "verbose": 0}
    found = {"fit": model.fit(x, y, epochs=2, **args).history["loss"]}
    found["again"] = model.fit(x, y, epochs=1, **args).history["loss"]
    history = model.fit(x, y, epochs=12, validation_data=(x, y), **args).history
    found["validated"] = {name: history[name] for name in ("loss", "val_loss")}
    found["evaluate"] = model.evaluate(x, y, batch_size=10, verbose=0)[0]
    found["predict"] = model.predict(x, verbose=0).ravel().tolist()
    return found


def new_model() -> Any:
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation="sigmoid")])
    model.compile("sgd", "binary_crossentropy", metrics=["accuracy"])
    return model


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize(
    ("what", "draws"), [("fit", 8), ("again", 4), ("validated", 12 * 8), ("evaluate", 4), ("predict", 4)]
)
def test_r_functions_are_called_once_for_each_step(host: Literal["python", "r"], what: str, draws: int) -> None:
    found = in_host(host)[what]
    assert found["count"] == draws
    for mine, its in zip(keras.tree.flatten(found["value"]), keras.tree.flatten(in_plain_keras()[what]), strict=True):
        assert mine == pytest.approx(its, rel=1e-5)


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("at", [1, 7])
def test_an_r_error_in_a_batch_ends_the_training(host: Literal["python", "r"], at: int) -> None:
    found = in_host(host)[f"error_{at}"]
    assert found == {"count": at, "value": ["the words of R", ["simpleError", "error", "condition"]]}
    assert in_host(host)["after"] == {"count": 4, "value": True}  # and the next one goes on as if nothing had been


class Source:
    """Batches of 10, endless, and what is known about how they were asked for."""

    def __init__(self, *parts: Any) -> None:
        self.parts = parts or (X, Y)
        self.threads: list[str] = []

    def __call__(self) -> list[Any]:
        start = len(self.threads) % 4 * 10
        self.threads.append(threading.current_thread().name)
        return [part[start : start + 10] for part in self.parts]

    def batches(self, count: int | None = None) -> Iterator[tuple[Any, ...]]:
        for _ in itertools.count() if count is None else range(count):
            yield tuple(self())


class Sequence(keras.utils.PyDataset):  # type: ignore[misc]
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.asked: list[tuple[int, str]] = []
        self.ends = 0

    def __len__(self) -> int:
        return 4

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        self.asked.append((index, threading.current_thread().name))
        return X[index * 10 : index * 10 + 10], Y[index * 10 : index * 10 + 10]

    def on_epoch_end(self) -> None:
        self.ends += 1


def ours() -> Any:
    model = new_model()
    return model >> rk.compile(model.optimizer, "binary_crossentropy", metrics="accuracy")


@pytest.mark.parametrize("kind", [lambda source: source, Source.batches], ids=["function", "generator"])
def test_python_sources_are_asked_once_for_each_step_on_the_main_thread(kind: Callable[[Source], Any]) -> None:
    train, check = Source(), Source()
    model = ours()
    history = rk.fit(
        model, kind(train), steps_per_epoch=4, epochs=2, verbose=0, validation_data=kind(check), validation_steps=4
    )
    assert train.threads == check.threads == ["MainThread"] * 8
    np.testing.assert_allclose(history.metrics["loss"], in_plain_keras()["fit"], rtol=1e-6)
    assert history.metrics["val_loss"][-1] == rk.evaluate(model, X, Y, batch_size=10, verbose=0)["loss"]


def test_a_sequence_is_asked_by_its_length() -> None:
    plain = Sequence()
    history = rk.fit(ours(), plain, epochs=2, verbose=0, shuffle=False)
    assert plain.asked == [(index, "MainThread") for index in (0, 1, 2, 3)] * 2
    np.testing.assert_allclose(history.metrics["loss"], in_plain_keras()["fit"], rtol=1e-6)
    shuffled = Sequence()
    rk.fit(ours(), shuffled, epochs=3, verbose=0)
    orders = [tuple(index for index, _ in shuffled.asked[start : start + 4]) for start in (0, 4, 8)]
    assert all(sorted(order) == [0, 1, 2, 3] for order in orders)
    few = Sequence()
    rk.evaluate(ours(), few, steps=2, verbose=0)
    assert [index for index, _ in few.asked] == [0, 1]


def test_a_sequence_hears_of_epochs_as_from_keras() -> None:
    mine, its = Sequence(), Sequence()
    rk.fit(ours(), mine, epochs=2, verbose=0)
    new_model().fit(its, epochs=2, verbose=0)
    assert mine.ends == its.ends


def test_a_sequence_with_workers_keeps_them() -> None:
    busy = Sequence(workers=2)
    rk.fit(ours(), busy, epochs=1, verbose=0, shuffle=False)
    assert {name for _, name in busy.asked} != {"MainThread"}


def test_a_dataset_of_tensorflow_passes_without_a_warning() -> None:
    batches = tf.data.Dataset.from_tensor_slices((X.astype("float32"), Y.astype("float32"))).batch(10)
    history = rk.fit(ours(), batches, epochs=2, verbose=0)
    np.testing.assert_allclose(history.metrics["loss"], in_plain_keras()["fit"], rtol=1e-6)


@pytest.mark.parametrize("verb", ["fit", "evaluate", "predict"])
def test_a_dataset_of_samples_says_how_to_make_batches(verb: str) -> None:
    model = rk.keras_model_sequential(input_shape=4) >> rk.layer_dense(1)
    rk.compile(model, "sgd", "mse")
    numbers = np.ones((6, 4), "float32")
    samples = tf.data.Dataset.from_tensor_slices((numbers, numbers[:, :1]))
    with pytest.raises(ValueError, match=rf"{verb}\(\): `x` should be a dataset of batches\..*dataset\.batch\(32\)"):
        getattr(rk, verb)(model, samples)
    getattr(rk, verb)(model, samples.batch(4), verbose=0)
    single = rk.keras_model_sequential(input_shape=1) >> rk.layer_dense(1)
    rk.compile(single, "sgd", "mse")
    getattr(rk, verb)(single, tf.data.Dataset.from_tensors((numbers[:, 0], numbers[:, 0])), verbose=0)


def test_sample_weights_of_batches_count() -> None:
    source = Source(X, Y, W)
    found = rk.evaluate(ours(), source, steps=4, verbose=0)["loss"]
    expected = new_model().evaluate(X, Y, sample_weight=W, batch_size=10, verbose=0)[0]
    assert found == pytest.approx(expected, rel=1e-6)


def test_parts_of_a_batch_go_by_place_where_their_names_are_not_the_inputs() -> None:
    model = keras.Sequential([keras.Input((4,), name="a"), keras.layers.Dense(1)])
    model.compile("sgd", "mse", run_eagerly=True)
    expected = rk.evaluate(model, X, Y, sample_weight=W, verbose=0)
    for names in (("X", "Y", "SW"), ("a", "y", "w"), ("Y", "X", "Z"), ("x", "y", "w"), ("x", "t", "sample_weight")):
        batch = dict(zip(names, (X, Y, W), strict=True))
        assert rk.evaluate(model, lambda batch=batch: batch, steps=1, verbose=0) == pytest.approx(expected)
    for batch in ({"y": Y, "x": X}, {"x": X, "sample_weight": W, "y": Y}, {"X": X, "w": W, "y": Y}):
        with pytest.raises(ValueError, match=r"inputs, targets and weights in this order.* Received: .*the names"):
            rk.evaluate(model, lambda batch=batch: batch, steps=1, verbose=0)
        with pytest.raises(ValueError, match="`validation_data` should be inputs, targets and weights in this order"):
            rk.fit(model, X, Y, validation_data=batch, verbose=0)
    expected = rk.evaluate(model, X, Y, verbose=0)
    assert rk.evaluate(model, lambda: {"x": X, "y": Y, "w": None}, steps=1, verbose=0) == pytest.approx(expected)
    assert rk.evaluate(model, lambda: {"X": X, "Y": Y}, steps=1, verbose=0) == pytest.approx(expected)
    inputs = [keras.Input((4,), name=name) for name in ("a", "b")]
    two = keras.Model(inputs, keras.layers.Subtract()(inputs))
    for batch in ({"b": 2 * X, "a": X}, {"one": X, "two": 2 * X}, [{"b": 2 * X, "a": X}]):
        found = rk.predict(two, lambda batch=batch: batch, steps=1, verbose=0)
        np.testing.assert_allclose(found, -X, rtol=1e-6)
    with pytest.raises(ValueError, match="source of batches"):
        rk.evaluate(two >> rk.compile("sgd", "mse"), lambda: {"b": X, "a": X}, steps=1, verbose=0)


@pytest.mark.parametrize("steps_per_execution", [1, 3])
def test_an_iterator_without_steps_is_gone_through_once(steps_per_execution: int) -> None:
    model = ours() >> rk.compile("sgd", "binary_crossentropy", steps_per_execution=steps_per_execution)
    source = Source()
    history = rk.fit(model, source.batches(4), epochs=1, verbose=0)
    np.testing.assert_allclose(history.metrics["loss"], in_plain_keras()["fit"][:1], rtol=1e-6)
    assert rk.predict(model, source.batches(4), verbose=0).shape == (40, 1)
    loss = rk.evaluate(model, source.batches(4), verbose=0)["loss"]
    assert loss == pytest.approx(rk.evaluate(model, X, Y, verbose=0)["loss"], rel=1e-6)


@pytest.mark.parametrize("count", [5, 4])
def test_a_source_that_ends_early_ends_the_training(count: int) -> None:
    with pytest.warns(UserWarning, match="ran out of data"):
        history = rk.fit(ours(), Source().batches(count), steps_per_epoch=2, epochs=5, verbose=0)
    epochs = -(-count // 2)
    assert history.epoch == list(range(epochs))
    assert len(history.metrics["loss"]) == epochs
    assert min(history.metrics["loss"]) > 0


def test_batches_of_several_inputs_and_outputs() -> None:
    a, b = rk.layer_input(4, name="a"), rk.layer_input(1, name="b")
    model = rk.keras_model([a, b], [rk.layer_dense(a, 1, name="p"), rk.layer_dense(b, 1, name="q")])
    model >> rk.compile("sgd", "mse")
    whole = rk.evaluate(model, [X, W], [Y, W], batch_size=10, verbose=0)
    for batch in ([[X, W], [Y, W]], [{"b": W, "a": X}, {"q": W, "p": Y}]):
        found = rk.evaluate(model, lambda batch=batch: batch, steps=1, verbose=0)
        assert found == pytest.approx(whole, rel=1e-6)
    expected = rk.predict(model, [X, W], verbose=0)
    for inputs in ([[X, W]], [X, W], {"a": X, "b": W}, [[X, W], [Y, W]]):
        found = rk.predict(model, lambda inputs=inputs: inputs, steps=1, verbose=0)
        for mine, its in zip(found, expected, strict=True):
            np.testing.assert_allclose(mine, its, rtol=1e-6)


def test_shapes_of_batches_do_not_retrace() -> None:
    traced = []

    def loss(y_true: Any, y_pred: Any) -> Any:
        traced.append(1)
        return keras.losses.binary_crossentropy(y_true, y_pred)

    model = ours() >> rk.compile("sgd", loss)
    counts = []
    for sizes in ([10, 7], [5, 9, 3, 8]):
        source = iter([(X[:size], Y[:size]) for size in sizes])
        rk.fit(model, source, steps_per_epoch=len(sizes), epochs=1, verbose=0)
        counts.append(len(traced))
    assert counts[0] == counts[1]


WRONG = {
    "no steps": (Source(), {}, "`steps_per_epoch` should be the number of batches"),
    "no batch": (iter([]), {}, "`x` gave no batch"),
    "targets beside": (Source(), {"y": Y, "steps_per_epoch": 1}, "`y` should be omitted"),
    "split": (Source(), {"validation_split": 0.5, "steps_per_epoch": 1}, "`validation_split` should be omitted"),
    "no targets": (Source(X), {"steps_per_epoch": 1}, r"each \(x, y\) or .* Received: x = 1 parts"),
    "array": (lambda: X, {"steps_per_epoch": 1}, "Received: x = ndarray of shape .40, 4."),
    "shape": (Source(X[:, :3], Y), {"steps_per_epoch": 1}, r"shape \(None, 4\).*ndarray of shape \(10, 3\)"),
    "no validation steps": (Source(), {"steps_per_epoch": 1, "validation_data": Source()}, "`validation_steps` should"),
    "no validation batch": (Source(), {"steps_per_epoch": 1, "validation_data": iter([])}, "`validation_data` gave no"),
    "class": (Source(), {"steps_per_epoch": 1, "class_weight": {"2": 1}}, 'named by "0", "1"'),
}


@pytest.mark.parametrize(("source", "args", "words"), WRONG.values(), ids=WRONG)
def test_wrong_sources_are_named(source: Any, args: dict[str, Any], words: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Keras's, of data that ran out
        with pytest.raises(ValueError, match=words) as caught:
            rk.fit(ours(), source, epochs=1, verbose=0, **args)
    assert str(caught.value).startswith("fit(): ")


@pytest.mark.parametrize("error", [ValueError("mine"), KeyError("mine"), RuntimeError("mine")])
def test_an_error_of_the_source_is_that_very_error(error: Exception) -> None:
    def fail() -> Any:
        raise error

    with pytest.raises(type(error)) as caught:
        rk.fit(ours(), fail, steps_per_epoch=1, epochs=1, verbose=0)
    assert caught.value is error


def test_generator_verbs_do_what_the_others_do() -> None:
    model, other = ours(), ours()
    first = rk.fit_generator(model, Source(), 4, epochs=2, verbose=0, class_weight={"1": 3.0})
    second = rk.fit(other, Source(), steps_per_epoch=4, epochs=2, verbose=0, class_weight={"1": 3.0})
    assert first.metrics == second.metrics
    assert rk.evaluate_generator(model, Source(), 4) == rk.evaluate(other, Source(), steps=4, verbose=0)
    np.testing.assert_array_equal(
        rk.predict_generator(model, Source(), 4), rk.predict(other, Source(), steps=4, verbose=0)
    )


def test_generator_next_draws_one() -> None:
    numbers = iter([1, 2])
    drawn = [rk.generator_next(numbers, "end") for _ in range(3)]
    assert [*drawn, rk.generator_next(lambda: 5), rk.generator_next(lambda: None, completed=7)] == [1, 2, "end", 5, 7]
    with pytest.raises(ValueError, match="Take batches of a sequence by their index"):
        rk.generator_next(Sequence())
