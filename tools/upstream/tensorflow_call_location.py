"""A deprecated function of TensorFlow fails where no line of Python called it, as from C in a new thread."""

import _thread
import sys
import threading

import tensorflow as tf
from tensorflow.python.util import deprecation

failed, done = [], threading.Event()


def call():
    """Call it as the outermost function of a thread."""
    try:
        deprecation._call_location()
    except AttributeError as error:
        failed.append(error)
    done.set()


_thread.start_new_thread(call, ())
done.wait(10)
print(f"tensorflow {tf.__version__}: expected a place, or none; got {failed or 'a place'}")
sys.exit(bool(failed))
