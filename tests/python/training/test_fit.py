"""compile, fit, evaluate and predict: plain Keras's numbers, Keras 2's names, errors that name the argument."""

import warnings
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
from support import sampled
from training_models import ONE, SILENT, TWO, A, B, data, double, seeded, single

import rkeras_py as rk
from rkeras_py.graph import nodes
from rkeras_py.signatures.words import NA

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # tf_keras's own
    import tf_keras

# --- the names that are logged --------------------------------------------------------------------------------------

COMPILE = {
    "no metrics": {"loss": "mse"},
    "one metric": {"loss": "binary_crossentropy", "metrics": "accuracy"},
    "short name": {"loss": "mse", "metrics": ["acc"]},
    "two metrics": {"loss": "mse", "metrics": ["accuracy", "mae"]},
    "long name": {"loss": "mse", "metrics": ["mean_absolute_error"]},
    "weighted": {"loss": "mse", "metrics": ["mae"], "weighted_metrics": ["mse"]},
}
PER_OUTPUT = {
    "losses": {"loss": ["mse", "mae"]},
    "named losses": {"loss": {"aux": "mse", "main": "mae"}},
    "weights": {"loss": "mse", "loss_weights": [1.0, 0.2]},
    "named weights": {"loss": {"main": "mse", "aux": "mse"}, "loss_weights": {"aux": 0.2, "main": 1.0}},
    "named metrics": {"loss": "mse", "metrics": {"aux": ["mae", "accuracy"]}},
    "lists of metrics": {"loss": "mse", "metrics": [["mae"], ["accuracy", "mse"]]},
}
CASES = [pytest.param(single, args, id=f"one output: {name}") for name, args in COMPILE.items()]
CASES += [pytest.param(double, args, id=f"two outputs: {name}") for name, args in (COMPILE | PER_OUTPUT).items()]


@pytest.mark.parametrize(("make", "args"), sampled(CASES, 3))
def test_names_and_their_order_are_those_of_keras_2(make: Any, args: dict[str, Any]) -> None:
    model = make()
    x, y = data(model)
    model >> rk.compile(optimizer="sgd", **args)
    found = rk.fit(model, x, y, validation_split=0.25, **SILENT)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        old = make(tf_keras)
        old.compile(optimizer="sgd", run_eagerly=True, **args)
        old.set_weights(_in_order(old, make()))
        expected = old.fit(x, y, validation_split=0.25, **SILENT).history
    assert list(found.metrics) == list(expected)
    measured = rk.evaluate(model, x, y, verbose=0)
    assert list(measured) == [name for name in expected if not name.startswith("val_")]
    assert all(type(value) is float for value in measured.values())


def _in_order(old: Any, new: Any) -> list[Any]:
    by_name = {layer.name: layer.get_weights() for layer in new.layers}
    return [weight for layer in old.layers for weight in by_name.get(layer.name, layer.get_weights())]


def test_numbers_are_those_of_keras_2_for_equal_weights() -> None:
    args = {"loss": "binary_crossentropy", "loss_weights": [1.0, 0.2], "metrics": ["accuracy", "mae"]}
    model = double()
    weights = {layer.name: layer.get_weights() for layer in model.layers}
    model >> rk.compile(optimizer=rk.optimizer_sgd(0.1), **args)
    found = rk.fit(model, [A, B], [ONE, TWO], shuffle=False, **SILENT).metrics
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        old = double(tf_keras)
        for layer in old.layers:
            layer.set_weights(weights.get(layer.name, []))
        old.compile(optimizer=tf_keras.optimizers.SGD(0.1), run_eagerly=True, **args)
        expected = old.fit([A, B], [ONE, TWO], shuffle=False, **SILENT).history
    assert list(found) == list(expected)
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values, rtol=1e-4, err_msg=name)


def test_the_loss_is_the_weighted_sum() -> None:
    model = double() >> rk.compile("sgd", "mse", loss_weights=rk.c(1.0, 0.2))
    logs = rk.evaluate(model, [A, B], [ONE, TWO], verbose=0)
    assert logs["loss"] == pytest.approx(logs["main_loss"] + 0.2 * logs["aux_loss"], rel=1e-5)


# --- plain Keras's numbers ------------------------------------------------------------------------------------------


def test_same_seed_same_bits_as_plain_keras_for_one_output() -> None:
    outcomes = []
    for ours in (True, False):
        model = seeded(single) if ours else seeded(single, keras)
        first = model.get_weights()
        if ours:
            model >> rk.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=rk.c("accuracy"))
            losses = rk.fit(model, A, ONE, batch_size=5, **SILENT).metrics
            predicted = rk.predict(model, A, verbose=0)
        else:
            model.compile("rmsprop", "binary_crossentropy", metrics=["accuracy"])
            floats = A.astype("float32"), ONE.astype("float32")
            losses = model.fit(*floats, batch_size=5, **SILENT).history
            predicted = model.predict(floats[0], verbose=0)
        outcomes.append((first, losses["loss"], losses["accuracy"], model.get_weights(), predicted))
    mine, its = outcomes
    for left, right in zip(keras.tree.flatten(mine), keras.tree.flatten(its), strict=True):
        np.testing.assert_array_equal(left, right)


def test_same_seed_same_bits_as_plain_keras_for_two_outputs() -> None:
    outcomes = []
    for ours in (True, False):
        model = seeded(double) if ours else seeded(double, keras)
        first = model.get_weights()
        if ours:
            model >> rk.compile(optimizer="adam", loss="mse", loss_weights=[1.0, 0.2])
            losses = rk.fit(model, [A, B], [ONE, TWO], batch_size=5, **SILENT).metrics["loss"]
        else:
            model.compile("adam", ["mse", "mse"], loss_weights=[1.0, 0.2])
            x, y = ([part.astype("float32") for part in both] for both in ([A, B], [ONE, TWO]))
            losses = model.fit(x, y, batch_size=5, **SILENT).history["loss"]
        outcomes.append((first, losses, model.get_weights()))
    mine, its = outcomes
    for left, right in zip(keras.tree.flatten(mine), keras.tree.flatten(its), strict=True):
        np.testing.assert_array_equal(left, right)


HISTORIES: dict[str, dict[str, Any]] = {
    "initial_epoch": {"initial_epoch": 2, "epochs": 4},
    "steps_per_epoch": {"steps_per_epoch": 3, "epochs": 2},
    "steps_per_epoch and batch_size": {"steps_per_epoch": 2, "batch_size": 3, "epochs": 2},
    "validation_steps": {"validation_steps": 2, "validation_data": (A, ONE), "batch_size": 4, "epochs": 2},
    "validation_freq": {"validation_freq": 2, "validation_split": 0.25, "epochs": 4},
    "validation_freq of epochs": {"validation_freq": [1, 3], "validation_split": 0.25, "epochs": 4},
    "validation_batch_size": {"validation_batch_size": 3, "validation_split": 0.25, "epochs": 2},
}


@pytest.mark.parametrize("args", HISTORIES.values(), ids=HISTORIES)
def test_histories_are_those_of_keras_2(args: dict[str, Any]) -> None:
    model = single() >> rk.compile("sgd", "mse", metrics="mae")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        old = single(tf_keras)
        old.set_weights(model.get_weights())
        old.compile("sgd", "mse", metrics=["mae"], run_eagerly=True)
        expected = old.fit(A, ONE, shuffle=False, verbose=0, **args)
    found = rk.fit(model, A, ONE, shuffle=False, verbose=0, **args)
    assert found.epoch == expected.epoch
    for name, values in expected.history.items():
        measured = [value for value in found.metrics[name] if not np.isnan(value)]
        np.testing.assert_allclose(measured, values, rtol=1e-4, err_msg=name)


def test_a_first_epoch_after_the_last_is_said() -> None:
    model = single() >> rk.compile("sgd", "mse")
    for epochs, initial_epoch in ((2, 2), (2, 5), (1, 1)):
        with pytest.warns(UserWarning, match=rf"no epoch to train: `epochs` = {epochs} is"):
            assert rk.fit(model, A, ONE, epochs=epochs, initial_epoch=initial_epoch, verbose=0).epoch == []


def test_shuffle_batch_keeps_the_samples_of_each_batch_together() -> None:
    losses = []
    for shuffle in ("batch", False):
        model = seeded(single) >> rk.compile("sgd", "mse")
        losses.append(rk.fit(model, A, ONE, batch_size=4, shuffle=shuffle, **SILENT).metrics["loss"])
    np.testing.assert_allclose(losses[0], losses[1], rtol=1e-5)


# --- compile --------------------------------------------------------------------------------------------------------


def test_compile_returns_the_model_and_drops_what_is_null() -> None:
    model = single()
    assert rk.compile(model, "sgd", None, None) is model
    assert type(rk.compile(model).optimizer) is keras.optimizers.RMSprop
    model >> rk.compile(rk.optimizer_adam(0.01), "mse", run_eagerly=None)
    assert type(model.optimizer) is keras.optimizers.Adam


def test_functions_of_this_package_stand_for_keras_objects() -> None:
    model = single() >> rk.compile(
        "sgd", loss=rk.loss_mean_squared_error, metrics=[rk.metric_mean_absolute_error, rk.metric_auc(name="area")]
    )
    assert list(rk.fit(model, A, ONE, **SILENT).metrics) == ["loss", "mean_absolute_error", "area"]


def test_a_loss_may_be_a_function() -> None:
    def off_by(y_true: Any, y_pred: Any) -> Any:
        return rk.k_mean(rk.k_abs(y_true - y_pred))

    model = single() >> rk.compile("sgd", loss=off_by, metrics={"mine": off_by})
    metrics = rk.fit(model, A, ONE, **SILENT).metrics
    assert list(metrics) == ["loss", "mine"]
    np.testing.assert_allclose(metrics["loss"], metrics["mine"], rtol=1e-5)


def test_a_metric_object_is_not_shared_by_the_outputs() -> None:
    model = double() >> rk.compile("sgd", "mse", metrics=[rk.metric_mean_absolute_error(name="off")])
    logs = rk.evaluate(model, [A, B], [ONE, TWO], verbose=0)
    assert list(logs) == ["loss", "main_loss", "aux_loss", "main_off", "aux_off"]
    assert logs["main_off"] != logs["aux_off"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ({"loss": {"man": "mse"}}, r'`loss` should be named by the outputs of the model \("main", "aux"\)'),
        ({"loss": ["mse"] * 3}, "`loss` should be one loss, or 2 of them"),
        ({"loss": "mse", "loss_weights": {"auxx": 1}}, "`loss_weights` should be named by the outputs"),
        ({"loss": "mse", "loss_weights": [1, 2, 3]}, "`loss_weights` should be 2 numbers"),
        ({"loss": "mse", "metrics": {"main": "mae", "auxx": "mae"}}, "`metrics` should be named by the outputs"),
        ({"loss": sum}, "`loss` should be a function of y_true and y_pred"),
        ({"loss": "mse", "metrics": [max]}, "`metrics` should be a function of y_true and y_pred"),
        ({"loss": np.mean}, "`loss` should be a function of y_true and y_pred. A function of NumPy"),
        ({"loss": "mse", "metrics": {"a": np.subtract}}, "`metrics` should be a function of y_true and y_pred"),
        ({"loss": "mse", "metrics": rk.metric_mean}, "`metrics` should be a metric of targets and predictions"),
        ({"loss": "mse", "weighted_metrics": [rk.metric_sum()]}, "`weighted_metrics` should be a metric of targets"),
        ({"loss": "mse", "target_tensors": 1}, "`target_tensors` should be omitted"),
        ({"loss": "mse", "steps_per_execution": 0.5}, "`steps_per_execution` should be a whole number"),
        ({"loss": "mse", "run_eagerly": "yes"}, "`run_eagerly` should be True or False"),
    ],
)
def test_compile_names_what_is_wrong(args: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=rf"^compile\(\): {words}"):
        rk.compile(double(), "sgd", **args)


def test_compile_says_which_name_it_does_not_know() -> None:
    with pytest.raises((TypeError, ValueError), match=r"^compile\(\): .*(optimiser|sgdd)"):
        rk.compile(single(), "sgdd", "mse")
    with pytest.raises(TypeError, match=r"^compile\(\): .*optimiser"):
        rk.compile(single(), optimiser="sgd", loss="mse")


# --- errors ---------------------------------------------------------------------------------------------------------


def test_one_row_of_a_matrix_says_how_to_keep_its_axes() -> None:
    with pytest.raises(ValueError, match=r"^predict\(\): `x` should be .*\(None, 4\).*drop = FALSE.* x\[:1\]"):
        rk.predict(single(), A[0], verbose=0)


@pytest.mark.parametrize("verb", ["fit", "evaluate"])
def test_a_model_that_is_not_compiled_says_so(verb: str) -> None:
    with pytest.raises(RuntimeError, match=rf"^{verb}\(\): the model is not compiled( yet)?. Call compile\(\) first"):
        getattr(rk, verb)(single(), A, ONE, verbose=0)


@pytest.mark.parametrize("verb", ["fit", "evaluate", "predict"])
def test_data_that_do_not_fit_are_named(verb: str) -> None:
    model = double() >> rk.compile("sgd", "mse")
    call = getattr(rk, verb)
    y = [] if verb == "predict" else [[ONE, TWO]]
    for x, words in (
        ({"a": A, "c": B}, r'`x` should be named by the model: "a", "b". Received names: "a", "c"'),
        ({"a": A}, "`x` should be named by the model"),
        ([A], r'`x` should be 2 array\(s\), for "a", "b". Received: x = 1 arrays'),
        ([A, B, B], "`x` should be 2 array"),
    ):
        with pytest.raises(ValueError, match=rf"^{verb}\(\): {words}"):
            call(model, x, *y, verbose=0)
    with pytest.raises(ValueError, match=rf"^{verb}\(\): "):
        call(model, [B, A], *y, verbose=0)


def test_targets_that_do_not_fit_are_named() -> None:
    model = double() >> rk.compile("sgd", "mse")
    for y, words in (
        ({"main": ONE, "other": TWO}, "`y` should be named by the model"),
        ([ONE, TWO, TWO], "`y` should be 2 array"),
    ):
        with pytest.raises(ValueError, match=rf"^fit\(\): {words}"):
            rk.fit(model, [A, B], y, **SILENT)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ({"epochs": 1.5}, "`epochs` should be a whole number"),
        ({"epochs": NA}, "`epochs` should be a whole number"),
        ({"batch_size": "many"}, "`batch_size` should be a whole number"),
        ({"validation_split": "half"}, "`validation_split` should be a number"),
        ({"class_weight": [1, 2]}, "`class_weight` should be a dict"),
        ({"class_weight": {"cat": 2}}, "`class_weight` should be named by class numbers"),
        ({"validation_data": [A]}, r"`validation_data` should be \(x, y\)"),
        ({"shuffle": "no"}, '`shuffle` should be True, False or "batch"'),
    ],
)
def test_fit_names_the_argument(args: dict[str, Any], words: str) -> None:
    model = single() >> rk.compile("sgd", "mse")
    with pytest.raises(ValueError, match=rf"^fit\(\): {words}"):
        rk.fit(model, A, ONE, **({"verbose": 0} | args))


@pytest.mark.parametrize(("verb", "wrong", "right"), [
    ("fit", "epoch", "epochs"), ("evaluate", "batchsize", "batch_size"), ("predict", "verbos", "verbose"),
])  # fmt: skip
def test_an_unknown_argument_is_an_error_with_advice(verb: str, wrong: str, right: str) -> None:
    model = single() >> rk.compile("sgd", "mse")
    with pytest.raises(TypeError, match=rf"^{verb}\(\): unknown argument `{wrong}`. Did you mean `{right}`\?"):
        getattr(rk, verb)(model, A, **{wrong: 1})


def test_text_in_a_data_frame_is_refused_by_its_column() -> None:
    frame = pd.DataFrame(A, columns=list("abcd")).assign(d="text")
    with pytest.raises(ValueError, match='Column "d" of the data frame is not numeric'):
        rk.predict(single(), frame, verbose=0)


# --- what Keras 2 did and Keras 3 does not --------------------------------------------------------------------------


def test_compile_again_forgets_what_it_leaves_out() -> None:
    model = single() >> rk.compile("sgd", "mse", metrics="mae", weighted_metrics="mse")
    x, y = data(model)
    assert list(rk.evaluate(model, x, y, verbose=0)) == ["loss", "mae", "mse"]
    model >> rk.compile("sgd", "mae")
    assert list(rk.fit(model, x, y, **SILENT).metrics) == ["loss"]
    error = float(np.abs(rk.predict(model, x, verbose=0) - y).mean())
    assert rk.test_on_batch(model, x, y) == pytest.approx(error, rel=1e-5)
    model >> rk.compile("sgd")
    assert model.loss is None and model.metrics == [model._loss_tracker]


def shared_head(library: Any, make: Any) -> Any:
    """A model with two outputs, as a layer of another one: the combined model of a GAN with classes."""
    features = library.Input((4,))
    heads = [library.layers.Dense(1)(features), library.layers.Dense(2)(features)]
    judge = library.Model(features, heads, name="judge")
    noise = library.Input((2,))
    return make(noise, judge(library.layers.Dense(4)(noise)))


def test_two_outputs_of_one_layer_are_logged_apart() -> None:
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(8, 2)), [rng.normal(size=(8, 1)), rng.normal(size=(8, 2))]
    settings = {"loss": ["mse", "mae"], "metrics": [["mae"], ["mse"]]}
    model, old = shared_head(keras, rk.keras_model), shared_head(tf_keras, tf_keras.Model)
    old.set_weights(model.get_weights())
    model >> rk.compile("sgd", **settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        old.compile("sgd", **settings, run_eagerly=True)
        expected = old.evaluate(x, y, verbose=0, return_dict=True)
    found = rk.evaluate(model, x, y, verbose=0)
    assert list(found.items()) == [(name, pytest.approx(value, rel=1e-5)) for name, value in expected.items()]
    assert rk.test_on_batch(model, x, y) == pytest.approx(list(expected.values()), rel=1e-5)
    assert nodes.layer_attribute(model, "metrics_names") == old.metrics_names
    model >> rk.compile("sgd", loss={"judge": "mse", "judge_1": "mae"}, metrics={"judge_1": "mse"})
    assert list(rk.evaluate(model, x, y, verbose=0).values()) == pytest.approx(
        [expected[name] for name in ("loss", "judge_loss", "judge_1_loss", "judge_1_mse")], rel=1e-5
    )
