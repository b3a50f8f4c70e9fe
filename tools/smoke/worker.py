"""A worker of `rkeras launch`: all of them train one model, and each writes down the weights."""

from pathlib import Path

import numpy as np
import tensorflow as tf

from rkeras_py import compile, fit, get_weights, keras_model_sequential, layer_dense, optimizer_sgd, set_random_seed

strategy = tf.distribute.MultiWorkerMirroredStrategy()
x = np.sin(np.arange(32.0)).reshape(16, 2)
with strategy.scope():
    set_random_seed(3)
    model = keras_model_sequential(input_shape=2) >> layer_dense(units=1)
    model >> compile(optimizer=optimizer_sgd(learning_rate=0.1), loss="mse")
model >> fit(x, x.sum(axis=1), batch_size=8, epochs=2, shuffle=False, verbose=0)
task = strategy.cluster_resolver.task_id
Path(f"worker-{task}.txt").write_text(str([weight.round(6).tolist() for weight in get_weights(model)]))
