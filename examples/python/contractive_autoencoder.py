"""A contractive autoencoder: its code changes little where the picture changes a little.

That is because the loss also counts the derivatives of the code.
Run: python examples/python/contractive_autoencoder.py.

Prints the same as examples/r/contractive_autoencoder.R.
"""

import keras
import numpy as np
from sklearn.datasets import load_digits

from rkeras_py import *

x = load_digits().data / 16
train = x[:1500]
test = x[1500:]


def contraction(h, kernel):
    """How much the code of each picture changes: the squares of its derivatives, by the pixels, added up.

    The derivative of the sigmoid h is h (1 - h).
    """
    slope = h * (1 - h)
    return k_sum(k_square(slope) * k_sum(k_square(kernel), axis=1), axis=2)


def autoencoder(weight):
    """Train with a weight of the contraction, and measure."""
    keras.utils.set_random_seed(1)
    pixels = layer_input(shape=c(64))
    code = pixels >> layer_dense(units=24, activation="sigmoid", name="code")
    decoded = code >> layer_dense(units=64, activation="sigmoid")
    model = keras_model(pixels, decoded)

    # The loss is written with the symbolic output of an inner layer, and with its weights.
    kernel = get_layer(model, "code").kernel

    def contractive_loss(y_true, y_pred):
        error = k_mean(k_square(y_true - y_pred), axis=2)
        return error + weight * contraction(code, kernel)

    model >> compile(optimizer=optimizer_adam(learning_rate=0.01), loss=contractive_loss)
    history = model >> fit(train, train, epochs=5, batch_size=50, verbose=0)

    encoder = keras_model(pixels, code)
    return {
        "model": model,
        "loss": history.metrics["loss"],
        "error": ((predict(model, test, verbose=0) - test) ** 2).mean(),
        "contraction": np.mean(contraction(predict(encoder, test, verbose=0), kernel)),
    }


plain = autoencoder(weight=0)
contractive = autoencoder(weight=1e-3)
for epoch, loss in enumerate(contractive["loss"], start=1):
    print(f"epoch {epoch}: loss {loss:.4f}")
print(f"plain:       error {plain['error']:.4f}, contraction {plain['contraction']:.3f}")
print(f"contractive: error {contractive['error']:.4f}, contraction {contractive['contraction']:.3f}")
assert contractive["contraction"] < plain["contraction"] / 2
