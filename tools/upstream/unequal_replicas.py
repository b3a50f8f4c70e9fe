"""A batch that two replicas share unequally ends fit(): Keras adds their parts up before it has made the weights."""

import sys

import keras
import numpy as np
import tensorflow as tf

tf.config.set_logical_device_configuration(
    tf.config.list_physical_devices("CPU")[0], [tf.config.LogicalDeviceConfiguration()] * 2
)
with tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"]).scope():
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile("sgd", "mse")
try:
    model.fit(np.ones((3, 2)), np.ones((3, 1)), batch_size=3, verbose=0)
except Exception as error:
    got = f"{type(error).__name__}: {str(error)[:200]}"
    print(f"keras {keras.__version__}: expected to train on 2 and 1 samples; got {got}")
    sys.exit(1)
print(f"keras {keras.__version__}: trained on 2 and 1 samples")
