"""Classes written in Python, used by an R that Python hosts."""

from typing import Any

import keras
import numpy as np

from rkeras_py.bridge import r_session


class Scaled(keras.layers.Layer):
    """A layer with one weight."""

    def __init__(self, factor: float = 2.0, **options: Any) -> None:
        super().__init__(**options)
        self.factor = factor

    def build(self, input_shape: Any) -> None:
        self.offset = self.add_weight(shape=(input_shape[-1],), initializer="ones")

    def call(self, inputs: Any) -> Any:
        return inputs * self.factor + self.offset


class Absolute(keras.losses.Loss):
    """The mean absolute error."""

    def call(self, y_true: Any, y_pred: Any) -> Any:
        return keras.ops.mean(keras.ops.abs(y_true - y_pred), -1)


class Seen(keras.callbacks.Callback):
    """Remembers the losses."""

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self.losses = [*getattr(self, "losses", []), logs["loss"]]


def test_an_embedded_r_composes_trains_and_gives_back_what_python_wrote() -> None:
    R = r_session()
    R["Scaled"], R["loss"], R["seen"] = Scaled, Absolute(), Seen()
    model = R("""
      layer_scaled <- create_layer_wrapper(Scaled)
      x <- layer_input(3)
      largest <- function(y_true, y_pred) k_max(k_abs(y_true - y_pred))
      model <- keras_model(x, x %>% layer_scaled(factor = 3))
      compile(model, "sgd", loss, metrics = largest)
      history <- fit(model, diag(3), diag(3), epochs = 2, verbose = 0, callbacks = list(seen))
      model
    """)
    assert type(model.layers[1]) is Scaled
    start = np.mean(np.abs(3 * np.eye(3) + 1 - np.eye(3)))
    losses = list(R("history$metrics$loss"))
    np.testing.assert_allclose(losses, R("seen").losses, rtol=1e-6)
    np.testing.assert_allclose(losses[0], start, rtol=1e-5)
    assert list(R("names(history$metrics)")) == ["loss", "largest"]
    R("rm(list = ls(globalenv()))")
