"""Parts of Keras 2 that Keras 3 dropped, held against tf_keras: add_metric(), losses of a wrapper, old names."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras

import rkeras_py as rk

X = np.sin(np.arange(24.0)).reshape(8, 3).astype("float32")
Y = np.cos(np.arange(8.0)).reshape(8, 1).astype("float32")
SILENT: dict[str, Any] = {"verbose": 0}


@pytest.fixture(autouse=True)
def attached() -> None:
    """The first use puts the patches onto Keras."""
    rk.k_epsilon()


def trained(library: Any, make: Callable[[Any], Any]) -> dict[str, list[float]]:
    """The history of a model of either library, with equal weights."""
    model = make(library)
    model.compile(library.optimizers.SGD(0.1), "mse")
    history: dict[str, list[float]] = model.fit(X, Y, epochs=3, batch_size=3, shuffle=False, **SILENT).history
    evaluated = model.evaluate(X, Y, return_dict=True, batch_size=3, **SILENT)
    history["evaluated"] = [evaluated[name] for name in sorted(history)]
    return history


def same(make: Callable[[Any], Any]) -> dict[str, list[float]]:
    ours, theirs = (trained(library, make) for library in (keras, tf_keras))
    assert ours.keys() == theirs.keys()
    for name in ours:
        np.testing.assert_allclose(ours[name], theirs[name], rtol=1e-5, err_msg=name)
    return ours


def stack(library: Any, layer: Any) -> Any:
    return library.Sequential([library.Input((3,)), library.layers.Dense(2, kernel_initializer="ones"), layer,
                               library.layers.Dense(1, kernel_initializer="ones")])  # fmt: skip


# --- add_metric() ---------------------------------------------------------------------------------------------------


def make_watching(library: Any) -> Any:
    class Watching(library.layers.Layer):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.largest = library.metrics.Mean(name="largest")

        def call(self, inputs: Any) -> Any:
            self.add_metric(tf.reduce_mean(inputs), name="mean", aggregation="mean")
            self.add_metric(inputs, name="elements")
            self.add_metric(self.largest(tf.reduce_max(inputs)))
            return inputs

    return stack(library, Watching())


def test_a_layer_logs_what_it_adds_as_in_keras_2() -> None:
    assert set(same(make_watching)) == {"loss", "mean", "elements", "largest", "evaluated"}


def make_measured(library: Any) -> Any:
    inputs = library.Input((3,))
    hidden = library.layers.Dense(2, kernel_initializer="ones")(inputs)
    model = library.Model(inputs, library.layers.Dense(1, kernel_initializer="ones")(hidden))
    model.add_metric(tf.reduce_sum(hidden) if library is tf_keras else keras.ops.sum(hidden), name="sum")
    return model


def test_a_model_logs_a_symbolic_tensor_as_in_keras_2() -> None:
    assert "sum" in same(make_measured)


def test_a_metric_without_a_name_or_of_another_aggregation_is_refused() -> None:
    layer = keras.layers.Layer()
    with pytest.raises(ValueError, match=r"^Layer\$add_metric\(\): `name` should be the name under which"):
        layer.add_metric(1.0)
    with pytest.raises(ValueError, match=r'^Layer\$add_metric\(\): `aggregation` should be "mean"'):
        layer.add_metric(1.0, name="a", aggregation="max")


# --- losses that a wrapper's build adds to the layer inside ---------------------------------------------------------


def test_losses_that_a_build_adds_to_a_layer_inside_follow_the_weights() -> None:
    def build(self: Any, input_shape: Any) -> None:
        if not self.inner.built:
            self.inner.build(input_shape)
        self.factor = self.add_weight(name="factor", shape=(), initializer="ones")
        self.inner.add_loss(self.factor * keras.ops.sum(keras.ops.square(self.inner.kernel)))

    def initialize(self: Any) -> None:
        self.inner = keras.layers.Dense(1, kernel_initializer="ones")

    members = {"initialize": initialize, "build": build, "call": lambda self, inputs: self.inner(inputs)}
    bounded = rk.new_layer_class("Bounded", **members)()
    model = keras.Sequential([keras.Input((3,)), bounded])
    for _ in range(2):
        kernel, factor = bounded.inner.kernel.numpy(), float(bounded.factor)
        (loss,) = model.losses
        assert float(loss) == pytest.approx(factor * np.square(kernel).sum(), rel=1e-6)
        model.compile(keras.optimizers.SGD(0.1), "mse")
        error = np.square(model.predict(X, **SILENT) - Y).mean()
        assert model.evaluate(X, Y, **SILENT) == pytest.approx(error + float(loss), rel=1e-5)
        model.fit(X, Y, epochs=1, **SILENT)
        assert float(bounded.factor) < factor


def test_a_plain_layer_adds_a_loss_in_its_call_as_before() -> None:
    class Adding(keras.layers.Layer):  # type: ignore[misc]
        def call(self, inputs: Any) -> Any:
            self.add_loss(keras.ops.mean(inputs))
            return inputs

    layer = Adding()
    layer(np.ones((2, 2), "float32"))
    assert [float(loss) for loss in layer.losses] == [1.0]


# --- old names ------------------------------------------------------------------------------------------------------


def nested() -> Any:
    keras.utils.clear_session()
    first = rk.layer_input(shape=3)
    inner = rk.keras_model(first, first >> rk.layer_dense(units=2))
    second = rk.layer_input(shape=3)
    return rk.keras_model([first, second], rk.layer_concatenate([inner(second), first]) >> rk.layer_dense(units=1))


def test_layers_are_found_by_the_names_that_keras_2_gave() -> None:
    model = nested()
    found = {name: rk.get_layer(model, name).name for name in ("input_1", "input_2", "model")}
    assert found == {"input_1": "input_layer", "input_2": "input_layer_1", "model": "functional"}
    assert {name: model.get_layer(name).name for name in found} == found
    model >> rk.freeze_weights(which="model")
    assert [layer.trainable for layer in model.layers if layer.name.startswith("functional")] == [False]
    for name in ("input_3", "input", "model_1x", "dense_9"):
        with pytest.raises(ValueError, match=r"^get_layer\(\): `name` should be one of"):
            rk.get_layer(model, name)


def test_data_go_by_the_names_that_keras_2_gave() -> None:
    model = nested() >> rk.compile("sgd", "mse")
    expected = rk.predict(model, [X, 2 * X], **SILENT)
    for data in ({"input_1": X, "input_2": 2 * X}, {"input_2": 2 * X, "input_1": X}):
        np.testing.assert_array_equal(rk.predict(model, data, **SILENT), expected)
        np.testing.assert_array_equal(rk.predict(model, iter([(data,)]), **SILENT), expected)
        np.testing.assert_array_equal(model.predict_on_batch(data), rk.predict_on_batch(model, [X, 2 * X]))
    for names in (("input_1", "input_3"), ("input_1", "input_layer"), ("input_2", "dense")):
        with pytest.raises(ValueError, match=r"`x` should be named by the model"):
            rk.predict(model, dict.fromkeys(names, X), **SILENT)


def test_the_only_input_is_found_whatever_its_number_was_and_a_real_name_first() -> None:
    inputs = rk.layer_input(shape=3)
    model = rk.keras_model(inputs, inputs >> rk.layer_dense(units=1, name="input_2"))
    assert rk.get_layer(model, "input_7") is model.layers[0]
    assert rk.get_layer(model, "input_2").units == 1


def test_old_optimizers_are_made_with_their_arguments() -> None:
    for root in (tf.keras, keras):
        for name in ("Adadelta", "Adagrad", "Adam", "Adamax", "Ftrl", "Nadam", "RMSprop", "SGD"):
            assert type(getattr(root.optimizers.legacy, name)(learning_rate=0.25)) is getattr(keras.optimizers, name)
        assert isinstance(root.optimizers.experimental.Adam(0.5), keras.optimizers.Adam)

    def train(library: Any) -> Any:
        model = library.Sequential([library.Input((3,)), library.layers.Dense(1, kernel_initializer="ones")])
        rate = {"learning_rate" if library is tf_keras else "lr": 0.1}
        model.compile(library.optimizers.legacy.Adam(**rate, decay=0.5), "mse")
        model.fit(X, Y, epochs=3, batch_size=4, shuffle=False, **SILENT)
        return model.get_weights()[0]

    np.testing.assert_allclose(train(tf.keras), train(tf_keras), rtol=1e-5)


def test_the_old_backend_takes_variables() -> None:
    old, variable = tf.keras.backend, keras.Variable(np.ones((2, 2)), dtype="float32")
    old.set_value(variable, np.full((2, 2), 3.0))
    old.update_add(variable, np.ones((2, 2)))
    assert float(old.get_value(old.mean(variable))) == 4.0 and old.dtype(variable) == "float32"
    old.batch_set_value([(variable, np.zeros((2, 2)))])
    assert float(old.get_value(old.std(variable))) == 0.0 and variable.numpy().sum() == 0.0


def test_compile_takes_what_keras_2_did_not_use() -> None:
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    idle = {"cloning": False, "experimental_run_tf_function": False}
    model >> rk.compile("sgd", "mse", **idle)
    model.compile("sgd", "mse", **idle)
    with pytest.raises(TypeError):
        model.compile("sgd", "mse", clonning=False)
    with pytest.raises(TypeError, match="unknown argument `clonning`"):
        model >> rk.compile("sgd", "mse", clonning=False)


# --- named features, several sequences, configurations --------------------------------------------------------------


def of_columns() -> Any:
    column = tf.feature_column
    words = column.categorical_column_with_vocabulary_list("word", ["a", "b"])
    columns = [column.numeric_column("size", shape=(2,)), column.embedding_column(words, 2)]
    return rk.keras_model_sequential() >> rk.layer_dense_features(feature_columns=columns) >> rk.layer_dense(units=1)


def test_a_sequential_model_of_named_features_is_saved_and_loaded(tmp_path: Path) -> None:
    data = {"size": X[:4, :2], "word": np.array([["a"], ["b"], ["c"], ["a"]])}
    model = of_columns()
    model >> rk.compile("sgd", "mse")
    model >> rk.fit(data, Y[:4], epochs=1, **SILENT)
    expected = model >> rk.predict(data, **SILENT)
    rk.save_model_hdf5(model, str(tmp_path / "a.h5"))
    rk.save_model(model, str(tmp_path / "a.keras"))
    rk.save_model_tf(model, str(tmp_path / "a"))
    loaded = [rk.load_model_hdf5(str(tmp_path / name)) for name in ("a.h5", "a.keras", "a")]
    loaded.append(rk.unserialize_model(rk.serialize_model(model)))
    described = rk.model_from_json(rk.model_to_json(model))
    loaded.append(described >> rk.set_weights(rk.get_weights(model)))
    for one in loaded:
        np.testing.assert_allclose(one >> rk.predict(data, **SILENT), expected, rtol=1e-6)
    graph = tf.saved_model.load(str(tmp_path / "a"))
    served = graph.serve({name: tf.constant(value) for name, value in data.items()})
    np.testing.assert_allclose(served, expected, rtol=1e-6)


def test_several_sequences_are_refused_in_words() -> None:
    parts = keras.Input((3, 2)), keras.Input((3, 2))
    with pytest.raises(ValueError, match=r"accepts one sequence, and got 2 \(a nested input\). Join"):
        keras.layers.RNN(keras.layers.LSTMCell(2))(parts)
    with pytest.raises(ValueError, match="expects 1 input"):
        rk.layer_lstm(units=2)(parts)
    state, layers = keras.Input((2,)), (rk.layer_lstm(units=2), rk.layer_gru(units=2))
    wrong = [(0, [*parts]), (0, [parts[0], state]), (1, [*parts]), (1, [parts[0], state, state])]
    for place, given in wrong:
        with pytest.raises(ValueError, match=r"takes one sequence, and its initial states in a list, . of shape"):
            given >> layers[place]
    both = rk.bidirectional(layer=rk.layer_gru(units=2))
    for layer, count, width in ((layers[0], 2, 2), (layers[1], 1, 2), (both, 2, 4)):
        assert ([parts[0], *[state] * count] >> layer).shape == (None, width)


def test_a_configuration_takes_functions_of_classes_without_names() -> None:
    layer_twice = rk.new_layer_class("TwiceAsMuch", call=lambda self, inputs: 2.0 * inputs)
    config = rk.get_config(rk.keras_model_sequential(input_shape=2) >> layer_twice())
    for given in (layer_twice, [layer_twice], {"TwiceAsMuch": layer_twice}):
        made = rk.from_config(config, custom_objects=given)
        np.testing.assert_array_equal(made(np.ones((1, 2))), [[2.0, 2.0]])


def test_a_model_made_by_a_function_says_what_can_be_saved_of_it(tmp_path: Path) -> None:
    dense = keras.layers.Dense(1)
    model = rk.keras_model_custom(lambda self: lambda inputs: dense(inputs))
    model(X)
    for save in (rk.save_model_hdf5, rk.save_model_tf):
        with pytest.raises(
            ValueError, match=r"cannot be saved completely. Save its weights with .* export_savedmodel\(\)"
        ):
            save(model, str(tmp_path / "model"))
