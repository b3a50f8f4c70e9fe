"""A Sequential model that grew by the pipe is what plain Keras makes of the same layers."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras.src.models.functional import Functional
from keras.src.ops import function

from rkeras_py import (
    bidirectional,
    keras_model_sequential,
    layer_batch_normalization,
    layer_conv_1d,
    layer_dense,
    layer_dropout,
    layer_embedding,
    layer_flatten,
    layer_global_average_pooling_1d,
    layer_input,
    layer_lambda,
    layer_lstm,
    pop_layer,
    time_distributed,
)
from rkeras_py.graph import sequential

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # Keras with NumPy 2

STACKS = {
    "dense": lambda: (layer_dense(units=4), layer_dense(units=3), layer_dense(units=2)),
    "no weights": lambda: (layer_flatten(), layer_dropout(rate=0.5), layer_batch_normalization()),
    "convolution": lambda: (layer_conv_1d(filters=2, kernel_size=2), layer_global_average_pooling_1d()),
    "wrappers": lambda: (time_distributed(layer=layer_dense(units=3)), bidirectional(layer=layer_lstm(units=2))),
    "function": lambda: (layer_dense(units=4), layer_lambda(f=lambda x: x * 2.0), layer_dense(units=1)),
    "models": lambda: (layer_dense(units=4), functional_model(), nested_sequential(), layer_flatten()),
}


def functional_model():
    x = layer_input([5, 4])
    return keras.Model(x, layer_dense(x, 4))


def nested_sequential():
    model = keras_model_sequential()
    model.add(keras.Input((5, 4)))
    return model >> layer_dense(units=3) >> layer_dense(units=2)


def grow(layers, shape=(5, 4)):
    model = keras_model_sequential()
    model.add(keras.Input(shape))
    for layer in layers:
        sequential.add_layer(model, layer)
    return model


def state(functional):
    """All that a Functional holds, but for what tells two apart: its own name and Keras's closures."""
    held = dict(vars(functional))
    for name in ("name", "_path", "_tracker", "build", "quantize"):
        del held[name]
    held["tracked"] = {name: store for name, (_, store) in functional._tracker.config.items()}
    held["tracked ids"] = functional._tracker.stored_ids
    held["types"] = {name: type(value).__name__ for name, value in vars(functional).items()}
    held["orders"] = [list(functional._nodes_by_depth), list(functional._operations_by_depth)]
    held["children"] = list(functional._trackable_children())
    for name in ("_self_unconditional_checkpoint_dependencies", "_self_unconditional_dependency_names"):
        entries = held.pop(name)
        held[name] = [(e.name, e.ref) for e in entries] if isinstance(entries, list) else dict(entries)
    return held


def same(left, right):
    if isinstance(left, (list, tuple)):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    return left is right or bool(left == right)


@pytest.mark.parametrize("stack", STACKS)
def test_the_extended_graph_is_what_the_constructor_makes(stack, monkeypatch):
    layers = STACKS[stack]()
    walks = []
    monkeypatch.setattr(function, "map_graph", counted(function.map_graph, walks))
    model = grow(layers)
    assert len(walks) == 1, "only the first layer needs the constructor"
    grown = model._functional
    with model._open_name_scope():  # as in Sequential.build()
        fresh = Functional(inputs=grown._inputs_struct, outputs=grown._outputs_struct)
    assert grown._path == f"{model.name}/{grown.name}"
    assert fresh._path == f"{model.name}/{fresh.name}"
    ours, keras_own = state(grown), state(fresh)
    assert list(ours) == list(keras_own)
    for name in ours:
        assert same(ours[name], keras_own[name]), name


def counted(called, calls):
    def wrapper(*args):
        calls.append(args)
        return called(*args)

    return wrapper


@pytest.mark.parametrize("stack", STACKS)
def test_the_model_works_as_one_that_plain_keras_built(stack, tmp_path):
    model = grow(STACKS[stack]())
    plain = keras.Sequential([keras.Input((5, 4)), *model.layers])
    x = np.random.default_rng(1).normal(size=(3, 5, 4)).astype("float32")
    assert np.array_equal(model.predict(x, verbose=0), plain.predict(x, verbose=0))
    assert model.output_shape == plain.output_shape
    assert model.count_params() == plain.count_params()
    model.save_weights(tmp_path / "a.weights.h5")
    plain.load_weights(tmp_path / "a.weights.h5")


def test_later_models_get_the_names_that_plain_keras_gives():
    names = []
    for build in (lambda m, layer: sequential.add_layer(m, layer), lambda m, layer: m.add(layer)):
        keras.backend.clear_session()
        model = keras.Sequential()
        model.add(keras.Input((4,)))
        for _ in range(3):
            build(model, keras.layers.Dense(2))
        x = keras.Input((2,))
        names.append((model._functional.name, keras.Model(x, x).name))
    assert names[0] == names[1]


def test_a_list_of_outputs_taken_before_stays_as_it_was():
    model = grow([layer_dense(units=4)])
    before, tensor = model.outputs, model.outputs[0]
    half = keras.Model(model.inputs, model.outputs)
    model >> layer_dense(units=3)
    assert before == [tensor]
    assert half.output_shape == (None, 5, 4)
    assert model.output_shape == (None, 5, 3)


def test_growth_goes_on_after_pop_after_plain_add_and_after_training():
    model = grow([layer_dense(units=4), layer_flatten(), layer_dense(units=3)])
    pop_layer(model)
    model >> layer_dense(units=2)
    model.add(keras.layers.Dense(3))
    model >> layer_dense(units=1)
    model.compile(optimizer="sgd", loss="mse")
    x, y = np.ones((4, 5, 4), "float32"), np.ones((4, 1), "float32")
    model.fit(x, y, verbose=0)
    model >> layer_dense(units=2)
    fresh = Functional(inputs=model._functional._inputs_struct, outputs=model._functional._outputs_struct)
    assert model._functional._nodes == fresh._nodes
    assert model._functional._operations == fresh._operations
    assert model.predict(x, verbose=0).shape == (4, 2)


def test_a_layer_that_does_not_fit_leaves_the_graph_as_it_was():
    model = grow([layer_dense(units=4)], shape=(3,))
    before = state(model._functional)
    with pytest.raises(ValueError):
        model >> layer_conv_1d(filters=2, kernel_size=2)
    assert same(state(model._functional), before)
    assert (model >> layer_dense(units=2)).output_shape == (None, 2)


def test_a_layer_used_elsewhere_before_can_be_added():
    shared = layer_dense(units=4)
    x = layer_input([4])
    shared(shared(x))
    model = grow([layer_dense(units=4), shared, layer_dense(units=2)], shape=(4,))
    fresh = Functional(inputs=model._functional._inputs_struct, outputs=model._functional._outputs_struct)
    assert model._functional._nodes == fresh._nodes
    assert model._functional._nodes_by_depth == fresh._nodes_by_depth


class TwoSteps(keras.layers.Layer):
    """A layer whose call leaves two links in the chain."""

    def __init__(self):
        super().__init__()
        self.first, self.second = keras.layers.Dense(3), keras.layers.Dense(2)

    def __call__(self, x):
        return self.second(self.first(x))


def test_what_is_no_plain_link_goes_to_the_constructor():
    model = grow([layer_dense(units=4), TwoSteps(), layer_dense(units=2)], shape=(4,))
    fresh = Functional(inputs=model._functional._inputs_struct, outputs=model._functional._outputs_struct)
    assert model._functional._operations == fresh._operations
    assert len(fresh._operations) == 5


def test_a_keras_that_holds_more_in_a_graph_gets_its_own_constructor():
    model = grow([layer_dense(units=4)], shape=(4,))
    before = model._functional
    vars(before)["_new_in_some_keras"] = 1
    model >> layer_dense(units=2)
    assert model._functional is not before


def test_checkpoints_of_tensorflow_name_the_same_values(tmp_path):
    model = grow([layer_dense(units=4), layer_dense(units=3), layer_dense(units=2)], shape=(4,))
    plain = keras.Sequential([keras.Input((4,)), *(keras.layers.Dense(units) for units in (4, 3, 2))])
    names = []
    for number, each in enumerate((model, plain)):
        path = tf.train.Checkpoint(model=each).write(str(tmp_path / f"{number}"))
        names.append(sorted(name for name, _ in tf.train.list_variables(path)))
    assert names[0] == names[1]


def test_embedding_with_input_length_first():
    model = keras_model_sequential() >> layer_embedding(input_dim=10, output_dim=3, input_length=4) >> layer_flatten()
    assert model.output_shape == (None, 12)
