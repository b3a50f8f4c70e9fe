import keras
import numpy as np
import tensorflow as tf
from keras import ops

keras.utils.set_random_seed(1)

x = np.sin(np.arange(1, 2048 * 32 + 1) ** 2).reshape(2048, 32)
y = (x[:, 0] * x[:, 1] + x[:, 2]).reshape(-1, 1)
model = keras.Sequential(
    [
        keras.Input((32,)),
        keras.layers.Dense(256, activation="relu"),
        keras.layers.Dense(256, activation="relu"),
        keras.layers.Dense(1),
    ]
)
optimizer = keras.optimizers.Adam(0.001)
model.compile(optimizer=optimizer, loss="mse")


@tf.function
def update(inputs, targets):
    with tf.GradientTape() as tape:
        loss = ops.mean(ops.square(model(inputs, training=True) - targets))
    weights = model.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    return loss


optimizer.build(model.trainable_variables)
losses = []
for _ in range(30):
    for first in range(0, 2048, 64):
        rows = slice(first, first + 64)
        loss = update(tf.constant(x[rows], "float32"), tf.constant(y[rows], "float32"))
    losses.append(float(loss))
print(losses[-1])
