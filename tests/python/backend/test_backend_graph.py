"""Gradients and functions of symbolic tensors, phases, and what is left of sessions."""

from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from backend_support import assert_same, normal

from rkeras_py.backend import creation, graph, phase, session
from rkeras_py.backend.elementwise import k_cast, k_switch
from rkeras_py.backend.linear_algebra import k_batch_flatten, k_reshape, k_tile
from rkeras_py.backend.random import k_random_normal
from rkeras_py.backend.reduction import k_prod, k_sum
from rkeras_py.backend.tensors import k_shape

X = normal(6, 5)


@pytest.fixture(scope="module")
def model() -> Any:
    keras.utils.set_random_seed(1)
    layers = [keras.layers.Dense(4, activation="tanh"), keras.layers.Dropout(0.5), keras.layers.Dense(3)]
    return keras.Sequential([keras.Input((5,)), *layers])


@pytest.fixture(autouse=True)
def no_phase() -> Iterator[None]:
    yield
    phase.forget_phase()


def test_saliency_is_the_gradient_of_the_tape(model: Any) -> None:
    gradients = graph.k_gradients(k_sum(model.outputs[0][:, 1]), model.inputs[0])
    assert isinstance(gradients[0], keras.KerasTensor) and gradients[0].shape == (None, 5)
    image = tf.constant(X)
    with tf.GradientTape() as tape:
        tape.watch(image)
        score = model(image)[:, 1]
    right = tape.gradient(score, image)
    assert_same(graph.k_function(model.inputs, gradients)([X]), [right])
    scaled = gradients[0] / (keras.ops.mean(keras.ops.abs(gradients[0])) + 1e-7)
    assert_same(graph.k_function(model.inputs[0], scaled)(X), right / (np.abs(right).mean() + 1e-7))


def test_gradients_reach_inner_tensors_and_weights(model: Any) -> None:
    hidden, kernel = model.layers[0].output, model.layers[0].kernel
    loss = keras.ops.square(model.outputs[0])
    found = graph.k_function(model.inputs, graph.k_gradients(loss, [model.inputs[0], hidden, kernel]))([X])
    image = tf.constant(X)
    with tf.GradientTape() as tape:
        tape.watch(image)
        inner = model.layers[0](image)
        outer = model.layers[2](inner) ** 2
    assert_same(found, tape.gradient(outer, [image, inner, kernel.value]))


def test_gradients_with_respect_to_a_frozen_embedding() -> None:
    table = keras.layers.Embedding(7, 3, trainable=False)
    model = keras.Sequential([keras.Input((2,), dtype="int32"), table, keras.layers.Flatten(), keras.layers.Dense(1)])
    run = graph.k_function(model.inputs, graph.k_gradients(model.outputs[0], table.output))
    assert_same(run(np.array([[1, 2]]))[0].ravel(), model.layers[2].kernel[:, 0])


def test_gradients_train_as_a_penalty(model: Any) -> None:
    slope = graph.k_gradients(k_sum(model.outputs[0]), model.inputs[0])[0]
    penalty = keras.ops.sum(keras.ops.square(slope), axis=1)
    steep = keras.Model(model.inputs, penalty + 0 * keras.ops.sum(model.outputs[0], axis=1))
    steep.compile("sgd", loss=lambda y_true, y_pred: y_pred)
    weights = model.get_weights()
    before = steep.evaluate(X, np.zeros(6), verbose=0)
    steep.fit(X, np.zeros(6), epochs=3, verbose=0)
    after = steep.evaluate(X, np.zeros(6), verbose=0)
    model.set_weights(weights)
    assert after < before


def test_gradients_in_a_graph() -> None:
    @tf.function
    def slope(x: Any) -> Any:
        return graph.k_gradients(tf.reduce_sum(x**2), x)[0]

    assert_same(slope(tf.constant([1.0, 2.0])), [2.0, 4.0])


def test_gradients_that_there_are_not(model: Any) -> None:
    loss = k_sum(model.outputs[0])
    for stranger in (keras.Input((2,)), keras.Variable(1.0)):
        with pytest.raises(ValueError, match=r"^k_gradients\(\): `loss` does not depend on number 2 of `variables`"):
            graph.k_gradients(loss, [model.inputs[0], stranger])
    with pytest.raises(ValueError, match=r"k_gradients\(\): `loss` should be a symbolic tensor.*GradientTape\(\)"):
        graph.k_gradients(tf.constant(1.0), tf.constant(1.0))


def test_functions(model: Any) -> None:
    hidden = model.layers[0].output
    assert_same(graph.k_function(model.inputs, [hidden])([X]), [model.layers[0](X)])
    assert_same(graph.k_function(hidden, model.outputs[0])(np.ones((2, 4))), model.layers[2](np.ones((2, 4))))
    a, b = keras.Input((2,)), keras.Input((2,), dtype="int32")
    total = graph.k_function([a, b], keras.ops.add(a, b))
    assert_same(total([np.ones((1, 2)), [[1.0, 2.0]]]), [[2.0, 3.0]])
    with pytest.raises(ValueError, match=r"k_function\(\): `inputs` should be a list of 2 arrays"):
        total([np.ones((1, 2))])
    with pytest.raises(ValueError, match=r"k_function\(\): `inputs\[\[1\]\]` should be of shape \(NA, 2\)"):
        total([np.ones((1, 3)), np.ones((1, 2))])
    with pytest.raises(ValueError, match=r"k_function\(\): `inputs` should be symbolic tensors"):
        graph.k_function([X], hidden)
    with pytest.raises(ValueError, match=r"k_function\(\): `updates` should be None"):
        graph.k_function(model.inputs, hidden, updates=[1])
    with pytest.raises(TypeError, match=r"k_function\(\): unknown argument `feed`"):
        graph.k_function(model.inputs, hidden, feed=1)


def test_the_phase_of_a_function(model: Any) -> None:
    run = graph.k_function([model.inputs[0], phase.k_learning_phase()], model.layers[1].output)
    ones = np.ones((40, 5))
    assert (run([ones, 0]) != 0).all() and (run([ones, 1]) == 0).any()
    plain = graph.k_function(model.inputs, model.layers[1].output)
    assert (plain(ones) != 0).all()
    with pytest.warns(UserWarning, match=r"k_set_learning_phase\(\): 1 holds for"):
        phase.k_set_learning_phase(1)
    assert phase.k_learning_phase() == 1 and (plain(ones) == 0).any()
    phase.k_set_learning_phase(0)
    assert (plain(ones) != 0).all()
    with pytest.raises(ValueError, match=r"`value` should be 0 \(inference\) or 1"):
        phase.k_set_learning_phase(2)


def test_phases() -> None:
    inputs = keras.Input((2,))
    ones = np.ones((1, 2), "float32")
    symbolic = keras.Model(inputs, phase.k_in_train_phase(inputs * 2, inputs))
    within = keras.Model(inputs, keras.layers.Lambda(lambda x: phase.k_in_test_phase(x, lambda: x * 2))(inputs))
    for model in (symbolic, within):
        assert_same(model(ones, training=True), 2 * ones)
        assert_same(model.predict(ones, verbose=0), ones)
    assert_same(phase.k_in_train_phase(lambda: ones, 2 * ones, training=1), ones)
    assert_same(phase.k_in_train_phase(ones, 2 * ones, training=False), 2 * ones)
    assert_same(phase.k_in_train_phase(ones, 2 * ones, training=tf.constant(True)), ones)
    assert_same(phase.k_in_train_phase(ones, 2 * ones), 2 * ones)


def test_placeholders_and_questions(tmp_path: Any) -> None:
    inputs = graph.k_placeholder([None, 3], name="here")
    assert (inputs.shape, inputs.name, graph.k_placeholder(ndim=2).shape) == ((None, 3), "here", (None, None))
    assert graph.k_is_placeholder(inputs)
    assert not graph.k_is_placeholder(inputs * 2) and not graph.k_is_placeholder(3)
    with pytest.raises(ValueError, match=r"k_placeholder\(\): `shape` or `ndim` should be supplied"):
        graph.k_placeholder()
    sparse = tf.sparse.eye(2)
    assert graph.k_is_sparse(sparse) and graph.k_is_sparse(graph.k_placeholder([None, 3], sparse=True))
    assert not graph.k_is_sparse(X)
    assert_same(graph.k_to_dense(sparse), np.eye(2))
    assert_same(graph.k_to_dense(X), X)
    assert graph.k_count_params(X) == 30 and graph.k_get_variable_shape(X) == (6, 5)
    with pytest.raises(ValueError, match=r"k_count_params\(\): `x` should be a tensor whose size is known"):
        graph.k_count_params(inputs)


def test_a_model_that_no_file_can_hold_keeps_its_weights(model: Any, tmp_path: Any) -> None:
    outputs = [model.outputs[0], *graph.k_gradients(model.outputs[0], model.inputs[0])]
    both = keras.Model(model.inputs, outputs)
    with pytest.raises(NotImplementedError, match=r"k_gradients\(\): a model with it cannot be described in"):
        both.save(tmp_path / "model.keras")
    right = both([X])
    both.save_weights(tmp_path / "of.weights.h5")
    kernel = model.layers[0].kernel
    kernel.assign(kernel * 2)
    both.load_weights(tmp_path / "of.weights.h5")
    assert_same(both([X]), right)


def test_print(capfd: pytest.CaptureFixture[str]) -> None:
    assert_same(graph.k_print_tensor([1.0, 2.0], "x ="), [1.0, 2.0])
    inputs = keras.Input((2,))
    model = keras.Model(inputs, graph.k_print_tensor(inputs, "y ="))
    assert_same(model.predict(np.array([[3.0, 4.0]]), verbose=0), [[3.0, 4.0]])
    printed = capfd.readouterr().out
    assert "x = [1 2]" in printed and "y = [[3 4]]" in printed


def test_sessions_and_counts() -> None:
    for refuse in (session.k_get_session, lambda: session.k_set_session(None)):
        with pytest.raises(RuntimeError, match=r"TensorFlow 2 has no sessions. k_get_value\(\)"):
            refuse()
    assert [session.k_get_uid("counted"), session.k_get_uid("counted")] == [1, 2]
    session.k_reset_uids()
    assert session.k_get_uid("counted") == 1
    session.k_manual_variable_initialization(False)
    with pytest.warns(UserWarning, match="has no effect"):
        session.k_manual_variable_initialization(True)
    phase.k_set_learning_phase(0)
    session.k_clear_session()
    assert phase.get_current_phase() is None


def test_open_sizes_of_symbolic_tensors_are_tensors() -> None:
    inputs = keras.Input((4, 3))
    sizes = k_shape(inputs)
    total = k_prod(k_cast(sizes, "float32"))
    assert_same(graph.k_function([inputs], [sizes, total])([np.ones((5, 4, 3))]), [np.array([5, 4, 3]), np.array(60)])
    ordered = np.arange(60.0).reshape(5, 4, 3)
    flat = k_reshape(inputs, (sizes[0], 12))
    assert flat.shape == (None, 12)
    assert_same(graph.k_function([inputs], flat)([ordered]), ordered.reshape(5, 12))
    drawn = keras.layers.Lambda(lambda x: k_random_normal((k_shape(x)[0], 12)))(inputs)
    assert graph.k_function([inputs], drawn)([np.ones((5, 4, 3))]).shape == (5, 12)
    alike = keras.layers.Lambda(lambda x: k_random_normal(k_shape(x)))(inputs)
    assert graph.k_function([inputs], alike)([np.ones((5, 4, 3))]).shape == (5, 4, 3)


def test_the_shape_of_values_is_a_tensor_that_gives_shapes() -> None:
    assert k_shape(X).numpy().tolist() == [6, 5]
    assert k_reshape(X, k_shape(X.T)).shape == (5, 6) and k_random_normal(k_shape(X)).shape == (6, 5)
    assert k_tile(X, k_shape(X)).shape == (36, 25)
    assert_same(k_tile(X, (k_shape(X)[1], 2)), np.tile(X, (5, 2)))
    with pytest.raises(ValueError, match=r"^k_tile\(\): `n` should be a whole number"):
        k_tile(X, 1.5)


@pytest.mark.parametrize("sizes", [(4, 6), (None, 6), (None, None)])
@pytest.mark.parametrize(
    "function",
    [
        lambda x: k_reshape(x, k_shape(x)),
        lambda x: k_reshape(x, [k_shape(x)[0], 24]),
        lambda x: k_tile(x, (1, k_shape(x)[1], 1)),
        lambda x: x + creation.k_ones(k_shape(x)),
        lambda x: x + creation.k_constant(2, shape=[k_shape(x)[1], 1]),
        lambda x: x + 0 * k_random_normal(k_shape(x)),
        lambda x: k_switch(x > 0, x, -x),
        lambda x: k_batch_flatten(x),
    ],
)
def test_open_sizes_give_in_a_model_what_values_give(function: Any, sizes: tuple[int | None, ...]) -> None:
    x = normal(2, 4, 6)
    inputs = keras.Input(sizes)
    outputs = function(inputs)
    right = np.asarray(function(x))
    assert len(outputs.shape) == right.ndim
    assert_same(keras.Model(inputs, outputs).predict(x, verbose=0), right)


def test_numbers_of_an_open_size_are_drawn_anew() -> None:
    inputs = keras.Input((3,))
    model = keras.Model(inputs, k_random_normal(k_shape(inputs)))
    drawn = [model.predict(np.zeros((4, 3)), verbose=0) for _ in range(2)]
    assert drawn[0].shape == (4, 3) and (drawn[0] != drawn[1]).all()


def test_a_placeholder_has_a_shape_of_numbers() -> None:
    with pytest.raises(ValueError, match=r"^k_placeholder\(\): `shape` should be a whole number"):
        graph.k_placeholder(k_shape(keras.Input((3,))))
