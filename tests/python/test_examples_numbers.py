"""The numbers of examples, against plain Keras and gradient tapes; tools/test.py compares R's and Python's."""

import runpy
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from sklearn.datasets import load_digits
from support import ROOT

DIGITS = load_digits()
PIXELS = (DIGITS.data / 16).astype("float32")


@pytest.fixture
def example(request: pytest.FixtureRequest, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return the variables of an example after it."""
    monkeypatch.chdir(tmp_path)
    return runpy.run_path(str(ROOT / "examples/python" / f"{request.param}.py"))


def each(name: str) -> Any:
    return pytest.mark.parametrize("example", [name], indirect=True)


class Contractive(keras.Model):
    """The penalty by the derivatives themselves instead of the formula."""

    def compute_loss(self, x: Any = None, y: Any = None, y_pred: Any = None, *args: Any, **kwargs: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(x)
            code = self.layers[1](x)
        penalty = tf.reduce_sum(tape.batch_jacobian(code, x) ** 2, axis=[1, 2])
        return tf.reduce_mean(tf.reduce_mean((y - y_pred) ** 2, axis=1) + 1e-3 * penalty)


@each("contractive_autoencoder")
def test_contractive_autoencoder(example: dict[str, Any]) -> None:
    keras.utils.set_random_seed(1)
    inputs = keras.Input((64,))
    code = keras.layers.Dense(24, "sigmoid")(inputs)
    model = Contractive(inputs, keras.layers.Dense(64, "sigmoid")(code))
    model.compile(keras.optimizers.Adam(0.01), loss="mse")
    losses = model.fit(PIXELS[:1500], PIXELS[:1500], epochs=3, batch_size=50, verbose=0).history["loss"]
    np.testing.assert_allclose(example["contractive"]["loss"][:3], losses, rtol=1e-5)
    x = tf.constant(PIXELS[1500:])
    with tf.GradientTape() as tape:
        tape.watch(x)
        code = example["contractive"]["model"].layers[1](x)
    squares = tf.reduce_sum(tape.batch_jacobian(code, x) ** 2, axis=[1, 2])
    assert example["contractive"]["contraction"] == pytest.approx(np.mean(squares), rel=1e-5)


class Divergence(keras.layers.Layer):
    """Adds the divergence of the normal distribution, by TensorFlow's operations."""

    def call(self, inputs: Any) -> Any:
        mean, log_var = inputs
        kl = tf.reduce_sum(tf.exp(log_var) + mean**2 - 1 - log_var, axis=1) / 2
        self.add_loss(tf.reduce_mean(kl))
        return inputs


@each("variational_autoencoder")
def test_variational_autoencoder(example: dict[str, Any]) -> None:
    def sample(inputs: Any) -> Any:
        mean, log_var = inputs
        return mean + tf.exp(log_var / 2) * keras.random.normal(tf.shape(mean))

    keras.utils.set_random_seed(1)
    layers = keras.layers
    x = keras.Input((64,))
    hidden = layers.Dense(64, "relu")(x)
    z = layers.Lambda(sample)(Divergence()([layers.Dense(2)(hidden), layers.Dense(2)(hidden)]))
    drawn = layers.Dense(64, "relu")(z)
    model = keras.Model(x, layers.Dense(64, "sigmoid")(drawn))
    model.compile(keras.optimizers.Adam(0.005), lambda y, p: 64 * keras.losses.binary_crossentropy(y, p))
    train, test = PIXELS[:1500], PIXELS[1500:]
    history = model.fit(train, train, epochs=3, batch_size=50, verbose=0, validation_data=(test, test)).history
    for name, values in history.items():
        np.testing.assert_allclose(example["history"].metrics[name][:3], values, rtol=1e-5)
    np.testing.assert_allclose(example["encoder"](test), example["plane"], rtol=1e-5, atol=1e-5)


@each("saliency_map")
def test_saliency_map(example: dict[str, Any]) -> None:
    model = example["model"]
    image = tf.constant(example["img"], "float32")
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(image)
        conv = model.layers[1](model.layers[0](image))
        out = conv
        for layer in model.layers[2:]:
            out = layer(out)
        score = out[:, 3]
    saliency = np.abs(tape.gradient(score, image))[0, :, :, 0]
    np.testing.assert_allclose(example["saliency_map"], saliency, rtol=1e-4, atol=1e-8)
    weights = tf.reduce_mean(tape.gradient(score, conv), axis=[0, 1, 2])
    heat = np.maximum(np.mean(conv[0] * weights, axis=-1), 0)
    np.testing.assert_allclose(example["heatmap"], heat / heat.max(), rtol=1e-4, atol=1e-5)


@each("antirectifier")
def test_antirectifier(example: dict[str, Any]) -> None:
    def both(x: Any) -> Any:
        x = x - tf.reduce_mean(x, axis=1, keepdims=True)
        x = tf.math.l2_normalize(x, axis=1, epsilon=1e-12)
        return tf.concat([tf.nn.relu(x), tf.nn.relu(-x)], axis=1)

    layers = keras.layers
    keras.utils.set_random_seed(1)
    inner = [layers.Dense(32), layers.Lambda(both), layers.Dropout(0.1)]
    inner += [layers.Dense(32), layers.Lambda(both), layers.Dropout(0.1)]
    model = keras.Sequential([keras.Input((64,)), *inner, layers.Dense(10, "softmax")])
    model.compile(keras.optimizers.RMSprop(0.003), "categorical_crossentropy", metrics=["accuracy"])
    y = np.eye(10)[DIGITS.target]
    model.fit(PIXELS[:1500], y[:1500], batch_size=50, epochs=6, verbose=0)
    right = model.evaluate(PIXELS[1500:], y[1500:], verbose=0)
    np.testing.assert_allclose(list(example["scores"].values()), right, rtol=1e-5)


@each("train_step")
def test_train_step(example: dict[str, Any]) -> None:
    x, y = example["x"].astype("float32"), example["y"].astype("float32")
    keras.utils.set_random_seed(1)
    bias = keras.initializers.Constant(example["y"].mean())
    layers = [keras.layers.Dense(16, "tanh"), keras.layers.Dense(1, bias_initializer=bias)]
    model = keras.Sequential([keras.Input((4,)), *layers])
    model.compile(
        keras.optimizers.Adam(0.01), lambda y, p: tf.reduce_mean(tf.sqrt(1 + (y - p) ** 2) - 1, -1), metrics=["mae"]
    )
    history = model.fit(x[:800], y[:800], epochs=5, batch_size=50, verbose=0).history
    for name, values in history.items():
        np.testing.assert_allclose(example["history"].metrics[name], values, rtol=1e-5)
    right = model.evaluate(x[800:], y[800:], batch_size=50, verbose=0)
    np.testing.assert_allclose(list(example["scores"].values()), right, rtol=1e-5)
