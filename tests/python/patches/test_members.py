"""Members of Keras 2's objects on those of Keras 3, with tf_keras (Keras 2) as the oracle."""

import inspect
import warnings
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

import rkeras_py as rk
from rkeras_py.engine.loading import keras as load

pytestmark = pytest.mark.quick

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # tf_keras's own
    import tf_keras

load()
X = np.random.default_rng(3).normal(size=(12, 4)).astype("float32")
Y = X.sum(1, keepdims=True)


def shared(engine: Any) -> Any:
    """A model with a layer that is called twice."""
    a, b = (engine.Input((4,), name=name) for name in ("a", "b"))
    layer = engine.layers.Dense(3, name="twice")
    joined = engine.layers.Concatenate(name="joined")([layer(a), layer(b)])
    return engine.Model([a, b], engine.layers.Dense(1, name="out")(joined))


def small() -> Any:
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    return model


def told(model: Any) -> list[Any]:
    layer, joined, out = (model.get_layer(name) for name in ("twice", "joined", "out"))
    node = joined.inbound_nodes[0]
    return [
        [len(layer.inbound_nodes), len(layer.outbound_nodes), len(out.inbound_nodes), len(out.outbound_nodes)],
        [one.name for one in node.inbound_layers],
        node.outbound_layer.name,
        layer.inbound_nodes[1].inbound_layers.name,
        [tuple(shape) for shape in node.input_shapes],
        tuple(node.output_shapes),
        tuple(layer.get_output_shape_at(1)),
        layer.get_input_at(1).name.partition(":")[0],
        model.input_names,
        model.output_names,
        [layer.stateful, layer.dynamic, layer.updates, model.state_updates],
        layer.kernel.get_shape().as_list(),
        layer.get_output_at(0).get_shape().as_list(),
    ]


@pytest.mark.filterwarnings("ignore")  # tf_keras's own
def test_they_tell_what_keras_2_tells() -> None:
    assert told(shared(keras)) == told(shared(tf_keras))


def test_positions_of_methods_count_from_0() -> None:
    model = shared(keras)
    layer = model.get_layer("twice")
    assert layer.get_output_at(1) is rk.get_output_at(layer, 2)
    with pytest.raises(ValueError, match=r"`node_index` counts from 0 and layer \"twice\" has 2 nodes\. .* = 2"):
        layer.get_input_shape_at(2)


def test_an_instance_and_a_class_keep_what_they_have() -> None:
    class Own(keras.layers.Layer):
        def __init__(self) -> None:
            super().__init__()
            self.updates = 3
            self.stateful = True

        def get_output_at(self, node_index: int) -> str:
            return f"mine {node_index}"

    layer = Own()
    assert (layer.updates, layer.stateful, layer.get_output_at(7)) == (3, True, "mine 7")


def test_keras_itself_does_not_see_them() -> None:
    model = small()
    seen = eval("hasattr(model, 'output_names')", {"model": model, "__name__": "keras.src.anything"})
    assert not seen and model.output_names == [model.layers[-1].name]


def test_the_weights_of_an_optimizer_go_to_another() -> None:
    one, other = small(), small()
    one.fit(X, Y, epochs=2, verbose=0)
    other.fit(X, Y, epochs=1, verbose=0)
    assert len(one.optimizer.weights) == len(one.optimizer.get_weights())
    other.optimizer.set_weights([w if w.ndim else w.item() for w in one.optimizer.get_weights()])  # as from R
    other.set_weights(one.get_weights())
    assert int(other.optimizer.iterations) == 2
    losses = [model.fit(X, Y, epochs=1, verbose=0, shuffle=False).history["loss"] for model in (one, other)]
    assert losses[0] == losses[1]


def test_minimize_is_keras_2s() -> None:
    found = []
    for engine in (keras, tf_keras):
        variable = tf.Variable([1.0, -2.0])
        optimizer = engine.optimizers.SGD(0.1, momentum=0.5)
        for _ in range(3):
            optimizer.minimize(lambda v=variable: tf.reduce_sum(v**2), [variable])
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(variable**2)
        optimizer.minimize(loss, [variable], tape=tape)
        found.append(variable.numpy())
    np.testing.assert_allclose(*found, rtol=1e-6)
    with pytest.raises(ValueError, match=r"optimizer\.minimize\(\): `tape` should be the GradientTape"):
        keras.optimizers.SGD().minimize(tf.constant(1.0), [])


def test_metrics_and_states_start_again() -> None:
    metric = keras.metrics.Mean()
    metric.update_state([1.0, 3.0])
    metric.reset_states()
    assert float(metric.count) == 0
    recurrent = keras.layers.SimpleRNN(2, stateful=True)
    model = keras.Sequential([keras.Input(batch_shape=(1, 3, 2)), recurrent])
    model.predict(np.ones((1, 3, 2)), verbose=0)
    assert recurrent.states[0].numpy().any()
    model.reset_states()
    assert not recurrent.states[0].numpy().any()


def test_save_weights_writes_what_keras_2_reads(tmp_path: Path) -> None:
    model, path = small(), str(tmp_path / "weights.h5")
    model.save_weights(path)
    old = tf_keras.Sequential([tf_keras.Input((4,)), tf_keras.layers.Dense(3), tf_keras.layers.Dense(1)])
    old.load_weights(path)
    np.testing.assert_allclose(old.predict(X, verbose=0), model.predict(X, verbose=0), rtol=1e-5)
    again = small()
    again.load_weights(path)
    assert (again.predict(X, verbose=0) == model.predict(X, verbose=0)).all()
    native = tmp_path / "m.weights.h5"
    model.save_weights(native)
    again.load_weights(native)
    with pytest.raises(ValueError, match="The filename must end in"):
        model.save_weights(tmp_path / "weights.txt")
    assert "max_shard_size" in inspect.signature(keras.Model.save_weights).parameters


def test_a_layer_may_keep_a_shape_of_its_own() -> None:
    class Own(keras.layers.Layer):
        def __init__(self) -> None:
            super().__init__()
            self.output_shape = (None, 2)

        def call(self, inputs: Any) -> Any:
            return inputs

    layer = Own()
    layer(keras.Input((3,)))
    assert layer.output_shape == (None, 2)
