"""An error that the user's layer raises comes out as another one, without its fields."""

import sys

import keras
import numpy as np


class OutOfTeaError(RuntimeError):
    """An error with a field."""

    def __init__(self, text, cups=0):
        super().__init__(text)
        self.cups = cups


class Kettle(keras.layers.Layer):
    """A layer that fails."""

    def call(self, x):
        """Fail."""
        raise OutOfTeaError("no tea", cups=3)


def fail(x):
    """Fail."""
    raise OutOfTeaError("no tea", cups=3)


lost = False
for name, use in (
    ("a call", lambda: Kettle()(np.ones((1, 2), "float32"))),
    ("compute_output_spec()", lambda: Kettle().compute_output_spec(keras.KerasTensor((None, 2)))),
    ("compute_output_shape() of a Lambda", lambda: keras.layers.Lambda(fail).compute_output_shape((None, 2))),
):
    try:
        use()
    except Exception as error:
        kept = type(error) is OutOfTeaError and error.cups == 3 and str(error) == "no tea"
        print(f"keras {keras.__version__}: {name}: expected OutOfTeaError, cups 3; got {error!r:.120}, {vars(error)}")
        lost |= not kept
sys.exit(lost)
