"""With several workers fit() fails on the loss, a number, which Keras gathers as if it had an axis."""

import sys

import keras
import tensorflow as tf
from keras.src.backend.tensorflow import trainer

strategy = tf.distribute.MirroredStrategy(["CPU:0"])
trainer._collective_all_reduce_multi_worker = lambda _: True  # what it says of a strategy of several workers
try:
    trainer.reduce_per_replica(tf.constant(1.0), strategy, "auto")
except ValueError as error:
    print(f"keras {keras.__version__}: expected 1.0; got ValueError: {str(error)[:200]}")
    sys.exit(1)
print(f"keras {keras.__version__}: reduced the number")
