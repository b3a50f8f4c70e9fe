"""Three backends, in Python: the twin of vignettes/backends.Rmd, whose text goes with it.

A cell prints the same numbers as the chunk with its name. Run: python vignettes/python/backends.py
"""

# %% task
import numpy as np
import tensorflow as tf

from rkeras_py import *

x = np.sin(np.arange(1, 201)).reshape(4, 50).T
y = np.cos(np.arange(1, 51)).reshape(50, 1)
start = [np.arange(1, 5).reshape(4, 1) / 10, np.zeros(1)]
slope = 2 * (x @ start[0] - y) / len(x)
expected = np.append(start[0] - 0.1 * x.T @ slope, -0.1 * slope.sum())
print(np.round(expected, 5))


# %% tensorflow
def train_by_tape(self, data):
    """Take one step by TensorFlow."""
    with tf.GradientTape() as tape:
        y_pred = self(data[0], training=True)
        loss = self.compute_loss(data[0], data[1], y_pred)
    gradients = tape.gradient(loss, self.trainable_variables)
    self.optimizer.apply(gradients, self.trainable_variables)
    return {"loss": loss}


TensorFlowModel = new_model_class("TensorFlowModel", train_step=train_by_tape)


# %% step
def take_step(model_class):
    """Return the weights after one step on all samples."""
    inputs = layer_input(4)
    model = model_class(inputs, layer_dense(inputs, 1))
    set_weights(model, start)
    model >> compile(optimizer_sgd(0.1), "mse")
    model >> fit(x, y, batch_size=50, epochs=1, shuffle=False, verbose=0)
    return np.concatenate([weight.ravel() for weight in get_weights(model)])


print(np.round(take_step(TensorFlowModel), 5))
