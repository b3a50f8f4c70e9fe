"""An activation that keeps both signs: what the rectifier drops becomes further columns.

Against the rectifier, on handwritten digits. Run: python examples/python/antirectifier.py.

Prints the same as examples/r/antirectifier.R.
"""

import keras
from sklearn.datasets import load_digits

from rkeras_py import *

digits = load_digits()
x = digits.data / 16
y = to_categorical(digits.target, 10)
train = slice(1500)
test = slice(1500, 1797)


class AntirectifierLayer(keras.layers.Layer):
    """Centres and scales each sample, then rectifies it and its opposite."""

    def call(self, x, mask=None):
        """Return twice as many columns."""
        x = x - k_mean(x, axis=2, keepdims=True)
        x = k_l2_normalize(x, axis=2)
        return k_concatenate([k_relu(x), k_relu(-x)], axis=2)

    def compute_output_shape(self, input_shape):
        """Tell how many."""
        return (input_shape[0], input_shape[1] * 2)


def trained(activation):
    """Train with an activation."""
    keras.utils.set_random_seed(1)
    model = (
        keras_model_sequential(input_shape=c(64))
        >> layer_dense(units=32)
        >> activation()
        >> layer_dropout(rate=0.1)
        >> layer_dense(units=32)
        >> activation()
        >> layer_dropout(rate=0.1)
        >> layer_dense(units=10, activation="softmax")
    )
    model >> compile(
        loss="categorical_crossentropy", optimizer=optimizer_rmsprop(learning_rate=0.003), metrics=c("accuracy")
    )
    model >> fit(x[train], y[train], batch_size=50, epochs=6, verbose=0)
    return model


for activation in (layer_activation_relu, AntirectifierLayer):
    model = trained(activation)
    scores = model >> evaluate(x[test], y[test], verbose=0)
    loss, accuracy = scores["loss"], scores["accuracy"]
    print(f"{count_params(model)} parameters: loss {loss:.4f}, accuracy {accuracy:.3f} on new pictures")
    assert accuracy > 0.85
