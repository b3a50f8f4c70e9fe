"""Calls of a model's own methods: what TensorFlow stops at in one line, labels of changing rank, the same bits."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
import tensorflow as tf
from prepared import run_prepared
from support import sampled
from training_models import ONE, SILENT, A, seeded, single

import rkeras_py as rk

LABELS = np.arange(12) % 3
WORDS = np.arange(12).reshape(4, 3)


def softmax() -> Any:
    return rk.keras_model_sequential(input_shape=4) >> rk.layer_dense(3, activation="softmax", name="out")


def embedding(**args: Any) -> Any:
    model = rk.keras_model_sequential(input_shape=3) >> rk.layer_embedding(5, 2, name="words")
    return model >> rk.layer_flatten() >> rk.layer_dense(1) >> rk.compile("sgd", "mse", **args)


# --- TensorFlow's errors --------------------------------------------------------------------------------------------

CALLS = {
    "fit": lambda model: rk.fit(model, WORDS, np.ones(4), verbose=0),
    "evaluate": lambda model: rk.evaluate(model, WORDS, np.ones(4), verbose=0),
    "predict": lambda model: rk.predict(model, WORDS),
    "train_on_batch": lambda model: rk.train_on_batch(model, WORDS, np.ones(4)),
    "test_on_batch": lambda model: rk.test_on_batch(model, WORDS, np.ones(4)),
    "predict_on_batch": lambda model: rk.predict_on_batch(model, WORDS),
}


def test_a_number_that_an_embedding_does_not_know_is_named() -> None:
    for model in (embedding(), embedding(run_eagerly=True)):
        for name, call in CALLS.items():
            with pytest.raises(tf.errors.InvalidArgumentError) as caught:
                call(model)
            text = str(caught.value)
            assert "\n" not in text
            begin = (
                f'{name}(): the layer "words" takes whole numbers from 0 to 4, since its `input_dim` is 5. Received: '
            )
            assert text.startswith(begin) and 5 <= int(text.removeprefix(begin)) <= 11
            assert "is not in [0, 5)" in str(caught.value.__cause__)  # TensorFlow's own words


def test_numbers_beyond_the_type_of_an_input_are_refused_by_every_door() -> None:
    whole = rk.layer_input(1, dtype="int32")
    model = rk.keras_model(whole, rk.layer_flatten(whole)) >> rk.compile("sgd", "mse")
    sequential = rk.keras_model_sequential(input_shape=1, dtype="int32") >> rk.layer_flatten()
    x = np.array([[5.0], [2.0**32 + 1]])
    doors = (
        model,
        model.call,
        sequential,
        sequential.call,
        lambda x: model(inputs=x),
        lambda x: sequential(inputs=tf.constant(x)),
        lambda x: model.call({whole.name: tf.constant(x)}),
        model.predict,
        model.predict_on_batch,
        lambda x: rk.predict(model, x),
        lambda x: rk.predict(model, iter([x])),
        lambda x: rk.predict_on_batch(model, x),
        lambda x: rk.fit(model, x, x),
    )
    limits = "numbers from -2147483648 to 2147483647, since the input"
    for door in doors:
        for wide in (x, x.astype("float32"), x.astype("int64"), x.astype("uint64")):
            with pytest.raises(ValueError, match=limits):
                door(wide)
    for wide in (x, x.astype("int64")):
        with pytest.raises(ValueError, match=f"{limits}.*Received: x = 1 of 2 beyond these"):
            rk.predict(model, tf.data.Dataset.from_tensor_slices(wide).batch(2))
    np.testing.assert_array_equal(model(x[:1]), [[5]])


@pytest.mark.parametrize("dtype", ["int64", "int32"])
def test_doubles_for_an_input_of_whole_numbers_are_not_rounded_to_floats(dtype: str) -> None:
    first, second = rk.layer_input(1, dtype=dtype, name="first"), rk.layer_input(1, name="second")
    single = rk.keras_model(first, rk.layer_flatten(first))
    double = rk.keras_model([first, second], rk.layer_flatten(first))
    x = np.array([[5.0], [2.0**24 + 1]])
    found = [
        rk.predict(single, x),
        rk.predict(single, x.tolist()),
        rk.predict(single, pd.DataFrame({"id": x[:, 0]})),
        rk.predict(single, iter([x])),
        rk.predict_on_batch(single, x),
        single.predict(x),
        single.predict_on_batch(x),
        rk.predict(double, [x, x]),
        rk.predict(double, {"second": x, "first": x}),
        double.predict({"second": x, "first": x}),
    ]
    for predicted in found:
        np.testing.assert_array_equal(predicted, x)


def test_a_label_that_no_array_told_of_is_named() -> None:
    dataset = tf.data.Dataset.from_tensor_slices((A.astype("float32"), np.arange(12) % 4)).batch(6)
    for verb in (rk.fit, rk.evaluate):
        model = rk.keras_model_sequential() >> rk.layer_dense(units=3, activation="softmax")  # has no outputs yet
        rk.compile(model, "sgd", "sparse_categorical_crossentropy")
        with pytest.raises(tf.errors.InvalidArgumentError) as caught:
            verb(model, dataset, verbose=0)
        assert str(caught.value) == (
            f"{verb.__name__}(): labels should be class numbers from 0 to 2, since the output has 3 units. "
            "Labels start at 0. Received: a label 3"
        )


def _checked(x: Any) -> Any:
    return tf.debugging.check_numerics(tf.math.log(x), "a logarithm")


def _divided(x: Any) -> Any:
    return tf.py_function(lambda _: 1 // 0, [x], tf.float32)


OTHERS = {
    "in a layer": (
        _checked,
        r'predict\(\): TensorFlow stopped in the layer "odd": a logarithm : Tensor had NaN values$',
    ),
    "in Python": (_divided, r'predict\(\): TensorFlow stopped in the layer "odd": ZeroDivisionError: .* by zero$'),
    "an index": (
        lambda x: tf.gather(tf.ones(3), tf.cast(x * 0 + 7, "int32")),
        r'predict\(\): an index in the layer "odd" should be from 0 to 2\. Received: 7$',
    ),
}


@pytest.mark.parametrize(("compute", "words"), OTHERS.values(), ids=OTHERS)
def test_other_errors_tell_the_layer_and_the_reason(compute: Any, words: str) -> None:
    model = keras.Sequential([keras.Input((4,)), keras.layers.Lambda(compute, output_shape=(4,), name="odd")])
    with pytest.raises(tf.errors.OpError, match=f"^{words}"):
        rk.predict(model, A)


@pytest.mark.parametrize("name", ["größe", "my layer", "a:b", "_x", "層"])
def test_names_of_any_letters_compute_are_saved_and_named(name: str, tmp_path: Path) -> None:
    x = rk.layer_input(3, name="input")
    words = rk.layer_embedding(x, 5, 2, name=name)
    model = rk.keras_model(x, rk.layer_dense(rk.layer_flatten(words), 1), name=f"{name} whole")
    rk.compile(model, "sgd", "mse", run_eagerly=False)
    known = WORDS % 5
    rk.fit(model, {x.name: known}, np.ones(4), verbose=0)
    predicted = rk.predict(model, known)
    for save, load, file in (
        (rk.save_model_hdf5, rk.load_model_hdf5, "m.h5"),
        (rk.save_model_tf, rk.load_model_tf, "m"),
        (keras.Model.save, keras.saving.load_model, "m.keras"),
    ):
        save(model, str(tmp_path / file))
        np.testing.assert_array_equal(rk.predict(load(str(tmp_path / file)), known), predicted)
    with pytest.raises(tf.errors.OpError, match=f'^predict\\(\\): the layer "{name}" takes whole numbers from 0 to 4'):
        rk.predict(model, WORDS)


def test_of_two_layers_that_one_name_in_the_graph_means_none_is_blamed() -> None:
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4, name="a b")])
    model.add(keras.layers.Lambda(_checked, output_shape=(4,), name="a:b"))
    with pytest.raises(tf.errors.OpError, match=r"^predict\(\): TensorFlow stopped: a logarithm"):
        rk.predict(model, -np.abs(A))


def test_what_does_not_fit_before_the_first_layer_is_told() -> None:
    model = softmax() >> rk.compile("sgd", "categorical_crossentropy")
    unknown = tf.TensorSpec((None, None))
    dataset = tf.data.Dataset.from_generator(
        lambda: iter([(A[:, :3], np.eye(3)[LABELS])]), output_signature=(unknown,) * 2
    )
    with pytest.raises(
        tf.errors.InvalidArgumentError, match=r'^fit\(\): TensorFlow stopped in the layer "out": Matrix si'
    ):
        rk.fit(model, dataset, verbose=0)


# --- ranks ----------------------------------------------------------------------------------------------------------

RANKS = {
    "one unit": (single, {"loss": "binary_crossentropy", "metrics": ["accuracy", "mae"]}, ONE[:, 0], ONE),
    "classes": (softmax, {"loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"]}, LABELS, LABELS[:, None]),
}


@pytest.mark.parametrize(("make", "args", "vector", "matrix"), RANKS.values(), ids=RANKS)
def test_labels_may_be_a_vector_once_and_a_matrix_then(make: Any, args: Any, vector: Any, matrix: Any) -> None:
    found = []
    for first, second in ((vector, matrix), (matrix, vector)):
        model = seeded(make) >> rk.compile("sgd", **args)
        found.append([])
        for y in (first, second):
            found[-1].append(rk.fit(model, A, y, shuffle=False, validation_data=(A, y), **SILENT).metrics)
            found[-1].append((rk.evaluate(model, A, y, verbose=0), rk.train_on_batch(model, A, y)))
    assert found[0] == found[1]


def test_ranks_of_datasets_inputs_and_generators_may_change_too() -> None:
    model = rk.keras_model_sequential(input_shape=1) >> rk.layer_dense(1) >> rk.compile("sgd", "mse")
    x = A[:, :1].astype("float32")
    losses = [
        rk.evaluate(model, data, *targets, verbose=0, **steps)["loss"]
        for data, targets, steps in (
            (x, [ONE], {}),
            (x[:, 0], [ONE[:, 0]], {}),
            (tf.data.Dataset.from_tensor_slices((x, ONE)).batch(12), [], {}),
            (tf.data.Dataset.from_tensor_slices((x, ONE[:, 0])).batch(12), [], {}),
            (lambda: [x, ONE[:, 0]], [], {"steps": 1}),
            (x, [ONE], {}),
        )
    ]
    np.testing.assert_allclose(losses, losses[0], rtol=1e-6)
    np.testing.assert_array_equal(rk.predict(model, x), rk.predict(model, x[:, 0]))


# --- the same bits --------------------------------------------------------------------------------------------------

BITS = """
import keras, numpy as np, tensorflow as tf
import rkeras_py as rk
tf.config.experimental.enable_op_determinism()
rng = np.random.default_rng(5)
x, w = rng.normal(size=(40, 4)), rng.uniform(0.5, 2, 40)
y = (x.sum(1) > 0).astype(float)
cases = [
    {"sample_weight": w, "validation_data": (x, y, w)},
    {"class_weight": {0: 0.5, 1: 3.0}, "validation_split": 0.2},
    {"shuffle": False, "steps_per_epoch": 3},
]
for case in cases:
    found = []
    for ours in (True, False):
        keras.backend.clear_session()
        keras.utils.set_random_seed(7)
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8, "relu"), keras.layers.Dropout(0.3)])
        if ours:
            model >> rk.layer_dense(1, "sigmoid") >> rk.compile("adam", "binary_crossentropy", metrics="accuracy")
            history = rk.fit(model, x, y, epochs=2, verbose=0, **case).metrics
        else:
            model.add(keras.layers.Dense(1, "sigmoid"))
            model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
            case = {n: tuple(map(np.float32, v)) if n == "validation_data" else v for n, v in case.items()}
            history = model.fit(np.float32(x), np.float32(y), epochs=2, verbose=0, **case).history
        found.append((dict(sorted(history.items())), [weight.tolist() for weight in model.get_weights()]))
    assert found[0] == found[1], case
    print("same")
"""

BITS_IN_R = """
library(rkeras)
tf$config$experimental$enable_op_determinism()
set.seed(5)
x <- matrix(rnorm(160), 40)
y <- as.numeric(rowSums(x) > 0)
w <- runif(40, 0.5, 2)
np <- reticulate::import("numpy", convert = FALSE)
as_float <- function(value) np$asarray(value, dtype = "float32")
cases <- list(
  list(list(validation_split = 0.25, shuffle = FALSE), list(validation_split = 0.25, shuffle = FALSE)),
  list(list(class_weight = list("0" = 1, "1" = 3)), list(class_weight = reticulate::py_dict(list(0L, 1L), list(1, 3)))),
  list(list(sample_weight = w), list(sample_weight = as_float(array(w))))
)
seeded <- function() {
  k_clear_session()
  keras$utils$set_random_seed(7L)
  keras_model_sequential(input_shape = 4) %>%
    layer_dense(8, activation = "relu") %>%
    layer_dropout(0.3) %>%
    layer_dense(1, activation = "sigmoid") %>%
    compile("adam", "binary_crossentropy", metrics = "accuracy")
}
for (case in cases) {
  mine <- seeded()
  history <- do.call(fit, c(list(mine, x, y, epochs = 2, verbose = 0), case[[1]]))$metrics
  plain <- seeded()
  theirs <- do.call(
    plain$fit,
    c(list(as_float(x), as_float(array(y)), epochs = 2L, verbose = 0L), case[[2]])
  )$history
  stopifnot(identical(history, lapply(theirs, unlist)[names(history)]))
  stopifnot(identical(get_weights(mine), plain$get_weights()))
  cat("same\\n")
}
"""


@pytest.mark.parametrize(("host", "code", "cases"), sampled([("r", BITS_IN_R, 3), ("python", BITS, 3)], 2))
def test_training_is_that_of_plain_keras_bit_for_bit(host: Any, code: str, cases: int) -> None:
    done = run_prepared(code, host=host)
    assert done.stdout == "same\n" * cases, done.stderr
    if host == "r":  # Python imports Keras itself, which TensorFlow tells of
        assert done.stderr == ""
