"""A training step of one's own: the strength of R's earthquakes near Fiji.

The model itself computes the loss, and keeps the metrics. Run: python examples/python/train_step.py.

Prints the same as examples/r/train_step.R.
"""

import keras
import tensorflow as tf

from rkeras_py import *
from rkeras_py.bridge import r_session

keras.utils.set_random_seed(1)

R = r_session()
x = R('scale(as.matrix(quakes[, c("lat", "long", "depth", "stations")]))')
y = R('as.matrix(quakes[, "mag"])')
train = slice(800)
test = slice(800, 1000)


class CustomModel(keras.Model):
    """Minimizes half the square of small errors, the size of large ones."""

    def __init__(self, *args, **kwargs):
        """Make the metrics."""
        super().__init__(*args, **kwargs)
        self.loss_tracker = metric_mean(name="loss")
        self.mae_metric = metric_mean_absolute_error(name="mae")

    def measure(self, y, y_pred):
        """Return the loss."""
        return k_mean(tf.sqrt(1 + k_square(y - y_pred)) - 1)

    def train_step(self, data):
        """Learn from one batch."""
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.measure(y, y_pred)
        trainable_vars = self.trainable_variables
        gradients = tape.gradient(loss, trainable_vars)
        self.optimizer.apply_gradients(zip(gradients, trainable_vars, strict=True))
        self.loss_tracker.update_state(loss)
        self.mae_metric.update_state(y, y_pred)
        return {"loss": self.loss_tracker.result(), "mae": self.mae_metric.result()}

    def test_step(self, data):
        """Measure one batch."""
        y_pred = self(data[0], training=False)
        self.loss_tracker.update_state(self.measure(data[1], y_pred))
        self.mae_metric.update_state(data[1], y_pred)
        return {"loss": self.loss_tracker.result(), "mae": self.mae_metric.result()}

    @property
    def metrics(self):
        """Metrics listed here start again with each epoch."""
        return [self.loss_tracker, self.mae_metric]


inputs = layer_input(shape=c(4))
outputs = (
    inputs
    >> layer_dense(units=16, activation="tanh")
    >> layer_dense(units=1, bias_initializer=initializer_constant(y.mean()))
)
model = CustomModel(inputs, outputs)
model >> compile(optimizer=optimizer_adam(learning_rate=0.01))

history = model >> fit(x[train], y[train], epochs=5, batch_size=50, verbose=0)
for epoch, (loss, mae) in enumerate(zip(*history.metrics.values(), strict=True), start=1):
    print(f"epoch {epoch}: loss {loss:.5f}, mae {mae:.4f}")
scores = model >> evaluate(x[test], y[test], batch_size=50, verbose=0)
print(f"new quakes: loss {scores['loss']:.5f}, mae {scores['mae']:.4f}")
assert scores["mae"] < abs(y - y.mean()).mean()
