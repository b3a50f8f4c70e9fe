"""Errors in the middle of a step, and functions of TensorFlow, on the backend that KERAS_BACKEND names."""

import os
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from rkeras_py import (
    compile,
    evaluate,
    fit,
    get_weights,
    k_cast,
    k_constant,
    k_mean,
    k_reshape,
    keras_model,
    keras_model_sequential,
    layer_category_encoding,
    layer_dense,
    layer_embedding,
    layer_flatten,
    layer_input,
    layer_lambda,
    layer_string_lookup,
    op_matmul,
    predict,
    predict_on_batch,
    test_on_batch,
    train_on_batch,
    use_session_with_seed,
)
from rkeras_py.engine.loading import keras

BACKEND = os.environ["KERAS_BACKEND"]
X, Y = np.random.default_rng(2).normal(size=(8, 4)).astype("float32"), np.ones((8, 1), "float32")


def make() -> Any:
    model = keras_model_sequential(input_shape=4) >> layer_dense(units=2) >> layer_lambda(f=fail_on_demand)
    return model >> layer_dense(units=1) >> compile(loss="mse", optimizer="sgd")


ASKED = []


def fail_on_demand(x: Any) -> Any:
    if ASKED:
        raise ValueError("in a layer")
    return x


class Refusing(keras().callbacks.Callback):  # type: ignore[misc]
    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        raise RuntimeError("in a callback")

    on_predict_batch_end = on_train_batch_end = on_test_batch_end


def ending() -> Iterator[Any]:
    yield X, Y
    raise RuntimeError("in a generator")


def of_keras(what: str, **options: Any) -> Any:
    return lambda model: getattr(model, what)(verbose=0, **options)


FAILING = {
    "fit": lambda model: fit(model, X, Y, verbose=0),
    "evaluate": lambda model: evaluate(model, X, Y, verbose=0),
    "predict": lambda model: predict(model, X, verbose=0),
    "fit of Keras": of_keras("fit", x=X, y=Y),
    "evaluate of Keras": of_keras("evaluate", x=X, y=Y),
    "predict of Keras": of_keras("predict", x=X),
    "callback, evaluate": of_keras("evaluate", x=X, y=Y, batch_size=4, callbacks=[Refusing()]),
    "callback, predict": of_keras("predict", x=X, batch_size=4, callbacks=[Refusing()]),
    "generator, evaluate": lambda model: evaluate(model, ending(), steps=2, verbose=0),
    "generator, predict": lambda model: predict(model, (x for x, _ in ending()), steps=2, verbose=0),
    "validation": lambda model: fit(model, X, Y, validation_data=ending(), validation_steps=2, verbose=0),
}


@pytest.mark.parametrize("name", FAILING)
def test_a_model_keeps_its_weights_where_a_step_fails(name: str) -> None:
    model = make()
    before, expected = get_weights(model), keras().ops.convert_to_numpy(model(X))
    in_layer = not name.startswith(("callback", "generator", "validation"))
    ASKED.extend([1] * in_layer)
    try:
        with pytest.raises((RuntimeError, ValueError), match="in a "):
            FAILING[name](model)
    finally:
        ASKED.clear()
    if name != "validation":
        assert all(map(np.array_equal, get_weights(model), before))
        np.testing.assert_allclose(predict(model, X, verbose=0), expected, atol=1e-6)
    again = fit(model, X, Y, epochs=2, verbose=0).metrics["loss"]
    assert again[1] < again[0]


class Counting(keras().layers.Layer):  # type: ignore[misc]
    def call(self, inputs: Any) -> Any:
        self.add_metric(k_mean(inputs), name="seen")
        return inputs


def test_layers_count_in_metrics_of_theirs() -> None:
    """Plain Keras fails here on JAX: 'NoneType' object is not callable."""
    model = keras_model_sequential(input_shape=4) >> Counting() >> layer_dense(units=1) >> compile("sgd", "mse")
    history = fit(model, X, Y, batch_size=4, epochs=2, validation_data=(2 * X, Y), verbose=0).metrics
    np.testing.assert_allclose([history["seen"], history["val_seen"]], [[X.mean()] * 2, [2 * X.mean()] * 2], rtol=1e-4)
    np.testing.assert_allclose(evaluate(model, 3 * X, Y, verbose=0)["seen"], 3 * X.mean(), rtol=1e-4)
    assert predict(model, X, verbose=0).shape == (8, 1)


@pytest.mark.skipif(BACKEND != "jax", reason="PyTorch computes at once: a condition on a tensor has its value")
def test_code_that_asks_for_values_is_told_what_to_do() -> None:
    def choose(x: Any) -> Any:
        return x if x[0, 0] > 0 else -x

    way = r"op_where\(\) or op_cond\(\) to choose by a tensor"
    with pytest.raises(TypeError, match=rf"(?s)layer_lambda\(\): .*boolean conversion of traced array.*{way}"):
        keras_model_sequential(input_shape=4) >> layer_lambda(f=choose)
    model = keras_model_sequential(input_shape=4) >> layer_dense(units=1)
    model >> compile(optimizer="sgd", loss=lambda y, p: (p - y) ** 2 if p[0, 0] > 0 else p)
    with pytest.raises(TypeError, match=rf"fit\(\): .*boolean conversion of traced array.*{way}"):
        fit(model, X, Y, verbose=0)


def test_errors_of_the_backend_name_the_function() -> None:
    x = np.ones((2, 3), "float32")
    for name, call in {
        "k_reshape": lambda: k_reshape(x, (4, 4)),
        "op_matmul": lambda: op_matmul(x, x),
        "k_constant": lambda: k_constant("a"),
    }.items():
        with pytest.raises((TypeError, ValueError, RuntimeError), match=rf"^{name}\(\): "):
            call()
    with pytest.raises(ValueError, match=r"^predict\(\): `x` should be numbers.*Received: x = text"):
        predict(make(), np.array([["a"] * 4]), verbose=0)
    with pytest.raises(ValueError, match=r"^fit\(\): `y` is missing"):
        fit(make(), X, verbose=0)


@pytest.mark.skipif(BACKEND != "jax", reason="PyTorch has 64 bits")
def test_numbers_beyond_the_bits_of_jax_are_refused() -> None:
    for value in (3e9, [1.0, 2.0**40], 2**31):
        with pytest.raises(ValueError, match=r"to 2147483647, which int32 holds\. int64 is int32 on this backend"):
            k_constant(value, dtype="int64")
    assert k_cast([2.0**24 + 1], "int32")[0] == 2**24 + 1


def test_a_step_of_another_backend_is_refused_with_what_it_should_take() -> None:
    def short(self: Any, data: Any) -> Any:
        return {}

    def long(self: Any, state: Any, data: Any) -> Any:
        return {}, state

    wrong, takes = (short, "the state of the model and a batch") if BACKEND == "jax" else (long, "a batch alone")
    steps = {"train_step": fit, "test_step": evaluate, "predict_step": predict}
    own, inputs = type("Own", (keras().Model,), dict.fromkeys(steps, wrong)), keras().Input((4,))
    model = own(inputs, keras().layers.Dense(1)(inputs)) >> compile("sgd", "mse")
    for name, use in steps.items():
        given = (X,) if name == "predict_step" else (X, Y)
        with pytest.raises(TypeError, match=rf"^{use.__name__}\(\): {name}\(\) of Own should take {takes}"):
            use(model, *given, verbose=0)


def test_texts_are_refused_as_targets_and_found_by_lookups() -> None:
    model = keras_model_sequential(input_shape=4) >> layer_dense(units=1) >> compile("sgd", "mse")
    for use in (fit, evaluate, train_on_batch, test_on_batch):
        with pytest.raises(ValueError, match=rf"^{use.__name__}\(\): `y` should be numbers.*Received: y = text"):
            use(model, X, np.array(["a"] * len(X)))
    lookup = layer_string_lookup(vocabulary=["a", "b"], invert=True)
    assert lookup(np.array([1, 2, 0])).numpy().tolist() == [b"a", b"b", b"[UNK]"]


def test_a_strategy_of_tensorflow_is_refused() -> None:
    import tensorflow as tf

    model = keras_model_sequential(input_shape=4) >> layer_dense(units=1)
    with (
        tf.distribute.MirroredStrategy(["CPU:0"]).scope(),
        pytest.raises(NotImplementedError, match=r"compile\(\): tf.distribute distributes only TensorFlow models"),
    ):
        compile(model, "sgd", "mse")


def test_a_dataset_of_tensorflow_tells_wrong_values_as_arrays_do() -> None:
    import tensorflow as tf

    model = keras_model_sequential(input_shape=4) >> layer_dense(units=1) >> compile("sgd", "mse")
    right = tf.data.Dataset.from_tensor_slices((X, Y)).batch(4)
    wrong = tf.data.Dataset.from_tensor_slices((X, np.where(np.arange(8)[:, None] == 5, np.nan, Y))).batch(4)
    uses: dict[str, Any] = {
        r"fit\(\): `y`": lambda: fit(model, wrong, verbose=0),
        r"fit\(\): `validation_data`": lambda: fit(model, right, validation_data=wrong, verbose=0),
        r"evaluate\(\): `y`": lambda: model.evaluate(wrong, verbose=0),
        r"predict\(\): `x`": lambda: predict(model, wrong.map(lambda x, y: x * y), verbose=0),
    }
    for place, use in uses.items():
        with pytest.raises(ValueError, match=rf"^{place}: The data have \d+ missing value\(s\) \(NA\) among"):
            use()


def test_weights_that_were_set_after_a_failed_batch_stay() -> None:
    model = make()
    for _ in range(2):
        train_on_batch(model, X, Y)
    with pytest.raises(ValueError, match="in a layer"):
        ASKED.append(1)
        predict_on_batch(model, X)
    ASKED.clear()
    ones = [np.ones_like(one) for one in get_weights(model)]
    model.set_weights(ones)
    for use in (model.evaluate, model.predict):
        with pytest.raises((TypeError, ValueError)):
            use(object(), verbose=0)
    np.testing.assert_array_equal(get_weights(model)[0], ones[0])


@pytest.mark.parametrize("kind", ["float64", "float32", "int64", "bool"])
def test_predictions_of_one_batch_are_those_of_several(kind: str) -> None:
    model, x = make(), (X * 3).astype(kind)
    right = predict(model, x, batch_size=3, verbose=0)
    np.testing.assert_allclose(predict(model, x, verbose=0), right, rtol=1e-5, atol=1e-5)


CODES = np.array([[0], [2], [1], [2]] * 2)
ON_CODES = {
    "predict": lambda model, x: predict(model, x, verbose=0),
    "evaluate": lambda model, x: evaluate(model, x, Y, verbose=0),
    "fit": lambda model, x: fit(model, x, Y, verbose=0),
    "validation": lambda model, x: fit(model, CODES, Y, validation_data=(x, Y), verbose=0),
    "generator": lambda model, x: fit(model, iter([(CODES, Y), (x, Y)]), steps_per_epoch=2, verbose=0),
    "predict_on_batch": predict_on_batch,
    "train_on_batch": lambda model, x: train_on_batch(model, x, Y),
    "test_on_batch": lambda model, x: test_on_batch(model, x, Y),
    "fit of Keras": lambda model, x: model.fit(x, Y, verbose=0),
    "predict of Keras": lambda model, x: model.predict(x, verbose=0),
}


def make_encoding(is_nested: bool) -> Any:
    inputs, encode = layer_input(1, dtype="int32"), layer_category_encoding(num_tokens=3, name="codes")
    encode = keras_model_sequential(input_shape=1) >> encode if is_nested else encode
    return keras_model(inputs, layer_dense(encode(inputs), 1)) >> compile(loss="mse", optimizer="sgd")


@pytest.mark.parametrize("is_nested", [False, True])
def test_data_with_unknown_categories_are_refused(is_nested: bool) -> None:
    model = make_encoding(is_nested)
    right = get_weights(model)[0].ravel()[CODES.ravel()]
    for run in ON_CODES.values():
        for wrong in (3, -1):
            x = np.where(np.arange(8)[:, None] == 5, wrong, CODES)
            with pytest.raises(ValueError, match=rf"codes.* from 0 to 2.*Received: .*{wrong}"):
                run(make_encoding(is_nested), x)
    np.testing.assert_allclose(predict(model, CODES, verbose=0).ravel(), right, atol=1e-6)


def test_indices_outside_a_table_are_refused() -> None:
    embed = layer_embedding(input_dim=5, output_dim=2)
    model = keras_model_sequential(input_shape=2) >> embed >> layer_flatten() >> layer_dense(units=1)
    for wrong in (5, -1, 1.5):
        for run in (embed, model, lambda x: predict(model, x, verbose=0), lambda x: predict_on_batch(model, x)):
            with pytest.raises(ValueError, match="whole numbers from 0 to 4"):
                run(np.array([[0, 1], [4, wrong]]))
    unlimited = keras_model_sequential(input_shape=2) >> layer_dense(units=1)
    assert predict(unlimited, np.array([[-1.0, 7.5]]), verbose=0).shape == (1, 1)


def test_the_seed_says_that_threads_stay(capsys: pytest.CaptureFixture[str]) -> None:
    use_session_with_seed(3, disable_gpu=False)
    assert "(threads unchanged: only TensorFlow can use one thread)" in capsys.readouterr().err
