"""Losses of symbolic tensors of the model, against plain Keras's `add_loss` in a layer and a gradient tape."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras

from rkeras_py import compile, fit, k_mean, k_square, k_sum

X = np.random.default_rng(2).normal(size=(24, 4)).astype("float32")
FIT: dict[str, Any] = {"epochs": 2, "batch_size": 8, "shuffle": False, "verbose": 0}


class Penalty(keras.layers.Layer):
    """The way of plain Keras: a layer in the model."""

    def call(self, inputs: Any) -> Any:
        self.add_loss(0.3 * tf.reduce_sum(tf.reduce_mean(inputs**2, axis=1) / 8))
        return inputs


def autoencoder(*, plain: bool = False, dropout: float = 0.0, sequential: bool = False) -> tuple[Any, Any]:
    keras.utils.set_random_seed(3)
    layers = [keras.layers.Dense(3, activation="tanh"), keras.layers.Dropout(dropout, seed=1), keras.layers.Dense(4)]
    inner = [Penalty()] if plain else []
    x = keras.Input((4,))
    if sequential:
        model = keras.Sequential([x, *layers])
        return model, model.layers[1].output
    hidden = layers[1](layers[0](x))
    out = layers[2](inner[0](hidden) if plain else hidden)
    return keras.Model(x, out), hidden


def trained(model: Any, **settings: Any) -> Any:
    compile(model, "sgd", **settings)
    return fit(model, X, X, validation_data=(X, X), **FIT).history


@pytest.fixture(scope="module")
def right() -> dict[str, Any]:
    model, _ = autoencoder(plain=True, dropout=0.5)
    model.compile("sgd", "mse")
    return {"history": model.fit(X, X, validation_data=(X, X), **FIT).history, "weights": model.get_weights()}


@pytest.mark.parametrize("sequential", [False, True])
@pytest.mark.parametrize("settings", [{}, {"run_eagerly": True}])
def test_a_loss_function_sees_the_forward_pass_of_its_step(
    right: dict[str, Any], sequential: bool, settings: dict[str, Any]
) -> None:
    model, hidden = autoencoder(dropout=0.5, sequential=sequential)

    def loss(y_true: Any, y_pred: Any) -> Any:
        return k_mean(k_square(y_true - y_pred), axis=2) + 0.3 * k_mean(k_square(hidden), axis=2)

    def size(y_true: Any, y_pred: Any) -> Any:
        return k_mean(k_square(hidden), axis=2)

    history = trained(model, loss=loss, metrics=[size], **settings)
    for name, values in right["history"].items():
        np.testing.assert_allclose(history[name], values, rtol=1e-5)
    for ours, theirs in zip(model.get_weights(), right["weights"], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)
    seen = tf.reduce_mean(model.layers[-3 if not sequential else 0](X) ** 2)
    found = model.evaluate(X, X, verbose=0, return_dict=True)["size"]
    np.testing.assert_allclose(found, seen, rtol=1e-5)
    assert model.loss is loss
    assert len(hidden._keras_history.operation._outbound_nodes) == 1


def test_a_symbolic_tensor_is_added_to_the_loss(right: dict[str, Any], tmp_path: Path) -> None:
    model, hidden = autoencoder(dropout=0.5)
    model.add_loss(0.3 * k_sum(k_mean(k_square(hidden), axis=2)) / 8)
    history = trained(model, loss="mse")
    for name, values in right["history"].items():
        np.testing.assert_allclose(history[name], values, rtol=1e-5)
    np.testing.assert_allclose(model(X) * 0 + model.losses[0], 0.3 * np.mean(model.layers[1](X) ** 2, 1).sum() / 8)
    with pytest.warns(
        UserWarning, match=r"functional.*: .* add_loss\(\) and add_metric\(\) are not saved with a model: add them"
    ):
        model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(loaded.predict(X, verbose=0), model.predict(X, verbose=0))


def test_a_model_may_have_no_other_loss() -> None:
    model, hidden = autoencoder()
    model.add_loss([k_mean(k_square(model.inputs[0] - model.outputs[0])), 0.1 * k_mean(k_square(hidden))])
    compile(model, "sgd")
    twin, _ = autoencoder()
    before = float(tf.reduce_mean((twin(X) - X) ** 2) + 0.1 * tf.reduce_mean(twin.layers[1](X) ** 2))
    history = fit(model, X, epochs=2, batch_size=24, verbose=0).history["loss"]
    assert history[0] == pytest.approx(before, rel=1e-5) and history[1] < history[0]


def test_a_tensor_of_another_model_is_an_error() -> None:
    model, _ = autoencoder()
    _, strange = autoencoder()
    with pytest.raises(ValueError, match=r"^add_loss\(\): .*does not belong to the model 'functional"):
        model.add_loss(k_sum(strange))

    def loss(y_true: Any, y_pred: Any) -> Any:
        return k_mean(k_square(strange), axis=2)

    compile(model, "sgd", loss)
    with pytest.raises(
        ValueError, match=r"loss\(\): the loss uses the symbolic tensor .* which does not belong to the model"
    ):
        fit(model, X, X, **FIT)


def test_plain_layers_refuse_symbolic_losses_as_before() -> None:
    with pytest.raises(ValueError, match="can only be called from inside"):
        keras.layers.Dense(1).add_loss(keras.Input((1,)))


def train_with_side_branch(k: Any, sequential: bool, branch: bool) -> list[float]:
    """Train a model whose added loss is of an inner tensor, or of a layer that only the loss uses."""
    x = k.Input((4,))
    layers = [k.layers.Dense(3, kernel_initializer="ones"), k.layers.Dense(4, kernel_initializer="ones")]
    model = k.Sequential([x, *layers]) if sequential else k.Model(x, layers[1](layers[0](x)))
    side = k.layers.Dense(2, kernel_initializer="ones")
    hidden = side(layers[0].output) if branch else layers[0].output
    model.add_loss(tf.reduce_mean(tf.square(hidden)) if k is tf_keras else k_mean(k_square(hidden)))
    if k is tf_keras:
        model.compile("sgd", "mse")
        losses = model.fit(X, X, **FIT).history["loss"]
    else:
        losses = fit(compile(model, "sgd", "mse"), X, X, **FIT).metrics["loss"]
    return [*losses, *np.concatenate([np.ravel(one) for one in [*model.get_weights(), *side.get_weights()]])]


@pytest.mark.parametrize(("sequential", "branch"), [(False, False), (False, True), (True, False)])
def test_an_added_loss_trains_the_layers_that_it_uses(sequential: bool, branch: bool) -> None:
    mine, theirs = (train_with_side_branch(k, sequential, branch) for k in (keras, tf_keras))
    np.testing.assert_allclose(mine, theirs, rtol=1e-5)


def test_a_sequential_model_trains_no_layers_beside_its_own() -> None:
    with pytest.raises(ValueError, match=r"^add_loss\(\): the layer 'dense\w*' is not in the model\. A Sequential"):
        train_with_side_branch(keras, True, True)
