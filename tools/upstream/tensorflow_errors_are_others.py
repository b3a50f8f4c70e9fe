"""An error in a function that TensorFlow traces comes out as another object, whose fields are gone."""

import sys

import tensorflow as tf

error = RuntimeError("no tea")
error.cups = 3


@tf.function
def fail():
    """Fail."""
    raise error


try:
    fail()
except RuntimeError as raised:
    print(f"tensorflow {tf.__version__}: expected the error itself, cups 3; got {vars(raised).get('cups', 'no cups')}")
    sys.exit(raised is not error)
