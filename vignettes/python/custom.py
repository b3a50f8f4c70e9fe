"""Layers, models and training loops of your own, in Python: the twin of vignettes/custom.Rmd, whose text goes with it.

A cell prints the same numbers as the chunk with its name. Run: python vignettes/python/custom.py
"""

# %% formula
import keras
import numpy as np
import tensorflow as tf

from rkeras_py import *

use_session_with_seed(21, quiet=True)

i = np.arange(1, 161)
x = np.c_[np.sin(i), np.cos(1.3 * i), np.sin(2.1 * i)]
y = (x[:, 0] ** 2 + x[:, 1] > 0.4) * 1.0

inputs = layer_input(shape=3)
squares = op_concatenate([inputs, inputs**2], axis=-1)
outputs = squares >> layer_dense(units=1, activation="sigmoid")
model = keras_model(inputs, outputs)


# %% loss
def costly(y_true, y_pred):
    """Count errors on the rarer class three times."""
    weights = 1 + 2 * y_true
    return weights * op_binary_crossentropy(y_true, y_pred)


def recall_like(y_true, y_pred):
    """Return which part of the rarer class was found."""
    return op_sum(y_true * op_round(y_pred)) / op_sum(y_true)


model >> compile(optimizer=optimizer_adam(learning_rate=0.1), loss=costly, metrics=custom_metric("found", recall_like))
history = model >> fit(x, y, batch_size=160, epochs=20, verbose=0)
print([round(values[-1], 4) for values in history.metrics.values()])

# %% curves
history.plot()


# %% layer
class Radial(keras.layers.Layer):
    """Tells how near the inputs are to some centers."""

    def __init__(self, units, width=1, **options):
        super().__init__(**options)
        self.units = units
        self.width = width

    def build(self, input_shape):
        """Make the centers."""
        self.centers = self.add_weight(
            name="centers",
            shape=(self.units, input_shape[1]),
            initializer=initializer_random_uniform(-1, 1, seed=1),
        )

    def call(self, inputs):
        """Return the nearness to each center."""
        apart = op_expand_dims(inputs, 2) - op_expand_dims(self.centers, 1)
        return op_exp(-op_sum(apart**2, axis=3) / self.width**2)

    def get_config(self):
        """Return what makes an equal layer."""
        return super().get_config() | {"units": self.units, "width": self.width}


model = (
    keras_model_sequential(input_shape=3) >> Radial(units=6, width=0.8) >> layer_dense(units=1, activation="sigmoid")
)
print(count_params(model))

# %% layer-fit
model >> compile(optimizer=optimizer_adam(learning_rate=0.05), loss="binary_crossentropy")
model >> fit(x, y, epochs=5, batch_size=32, verbose=0)
print(np.round(model.predict(x[:3], verbose=0), 4))


# %% step
class Careful(keras.Model):
    """Cuts its gradients to a length."""

    def train_step(self, data):
        """Learn from one batch."""
        x, y = data
        with tf.GradientTape() as tape:
            loss = self.compute_loss(x=x, y=y, y_pred=self(x, training=True))
        gradients = tape.gradient(loss, self.trainable_variables)
        cut, length = tf.clip_by_global_norm(gradients, 0.2)
        self.optimizer.apply_gradients(zip(cut, self.trainable_variables, strict=True))
        return {"loss": loss, "length": length}


inputs = layer_input(shape=3)
outputs = (
    inputs
    >> layer_dense(units=8, activation="tanh", kernel_initializer=initializer_he_normal(seed=2))
    >> layer_dense(units=1, activation="sigmoid", kernel_initializer=initializer_he_normal(seed=3))
)
careful = Careful(inputs, outputs)
careful >> compile(optimizer=optimizer_sgd(learning_rate=1), loss="binary_crossentropy")
history = careful >> fit(x, y, batch_size=160, epochs=3, verbose=0)
print(np.round(history.metrics["loss"] + history.metrics["length"], 4))

# %% loop
weights = tf.Variable(op_zeros((3, 1)))
optimizer = optimizer_adam(learning_rate=0.1)
target = as_tensor(x @ np.array([[1], [-2], [0.5]]), dtype="float32")
features = as_tensor(x, dtype="float32")


@tf.function
def step():
    """Learn once from all rows."""
    with tf.GradientTape() as tape:
        loss = op_mean((op_matmul(features, weights) - target) ** 2)
    optimizer.apply_gradients([(tape.gradient(loss, weights), weights)])
    return loss


losses = [float(step()) for _ in range(60)]
print(np.round([losses[0], losses[9], losses[59]], 4))

# %% loop-weights
print(np.round(weights.numpy().ravel(), 2))
