"""Training on several devices, in Python: the twin of vignettes/distributed_training.Rmd, whose text goes with it.

A cell prints the same numbers as the chunk with its name. Run: python vignettes/python/distributed_training.py
"""

# %% devices
import numpy as np
import tensorflow as tf

from rkeras_py import *
from rkeras_py.cli import main

cpu = tf.config.list_physical_devices("CPU")[0]
half = tf.config.LogicalDeviceConfiguration()
tf.config.set_logical_device_configuration(cpu, [half, half])
print(len(tf.config.list_logical_devices("CPU")))

# %% scope
strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])


def new_model():
    """Return a model that has not learned anything."""
    use_session_with_seed(3, quiet=True)
    model = keras_model_sequential(input_shape=2) >> layer_dense(units=16, activation="tanh") >> layer_dense(units=1)
    model >> compile(optimizer=optimizer_sgd(learning_rate=0.1), loss="mse")
    return model


with strategy.scope():
    shared = new_model()

# %% fit
x = np.sin(np.arange(1, 257)).reshape(2, 128).T
y = x.sum(axis=1)

history = shared >> fit(x, y, batch_size=32, epochs=3, shuffle=False, verbose=0)
print(np.round(history.metrics["loss"], 5))

# %% alone
alone = new_model()
history = alone >> fit(x, y, batch_size=32, epochs=3, shuffle=False, verbose=0)
print(np.round(history.metrics["loss"], 5))

# %% same
apart = [abs(a - b).max() for a, b in zip(get_weights(shared), get_weights(alone), strict=True)]
print(max(apart) < 1e-6)

# %% predict
print(np.round(shared >> predict(x[:3], verbose=0), 4))

# %% launch
main(["launch", "--print", "shell", "--hosts", "node1,node2", "train.R"])


# %% plan
def plan(workers, weights, one_step, bytes_per_second, latency=0):
    """Return which part of a step computes, and how many times faster all workers are than one."""
    sending = 2 * (workers - 1) / workers * 4 * weights / bytes_per_second + 2 * (workers - 1) * latency
    return np.round([one_step / (one_step + sending), workers * one_step / (one_step + sending)], 2)


print(plan(8, 25e6, 0.3, bytes_per_second=100e9))
print(plan(64, 25e6, 0.3, bytes_per_second=1.2e9, latency=50e-6))
