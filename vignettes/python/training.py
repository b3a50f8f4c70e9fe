"""Training and callbacks, in Python: the twin of vignettes/training.Rmd, whose text goes with it.

A cell prints the same numbers as the chunk with its name. Run: python vignettes/python/training.py
"""

# %% data
import csv
import tempfile
from pathlib import Path

import keras
import numpy as np

from rkeras_py import *

use_session_with_seed(11, quiet=True)

i = np.arange(1, 81)
x = np.c_[np.sin(i * 1.7), np.cos(i * 0.9)]
y = x[:, 0] * x[:, 1] + 0.3 * np.sin(i**2)


def new_model():
    """Return a model that has not learned anything."""
    he = initializer_he_normal
    model = (
        keras_model_sequential(input_shape=2)
        >> layer_dense(units=64, activation="tanh", kernel_initializer=he(seed=1))
        >> layer_dense(units=64, activation="tanh", kernel_initializer=he(seed=2))
        >> layer_dense(units=1, kernel_initializer=he(seed=3))
    )
    model >> compile(optimizer=optimizer_adam(learning_rate=0.03), loss="mse", metrics="mae")
    return model


# %% fit
model = new_model()
history = model >> fit(x, y, epochs=40, batch_size=20, validation_split=0.25, verbose=0)
print(history)

# %% history
print(np.round(history.metrics["val_loss"][-3:], 4))

# %% curves
history.plot()

# %% stop
model = new_model()
history = model >> fit(
    x,
    y,
    epochs=200,
    batch_size=20,
    validation_split=0.25,
    callbacks=callback_early_stopping(patience=8, restore_best_weights=True),
    verbose=0,
)
print(len(history.metrics["loss"]), 1 + np.argmin(history.metrics["val_loss"]))

# %% best
best_and_last = min(history.metrics["val_loss"]), history.metrics["val_loss"][-1]
now = model >> evaluate(x[60:], y[60:], verbose=0)
print(np.round([*best_and_last, now["loss"]], 5))

# %% files
folder = Path(tempfile.mkdtemp())
model = new_model()
history = model >> fit(
    x,
    y,
    epochs=4,
    batch_size=20,
    validation_split=0.25,
    callbacks=[
        callback_model_checkpoint(folder / "best.keras", save_best_only=True),
        callback_csv_logger(folder / "log.csv"),
        callback_learning_rate_scheduler(lambda epoch, lr: 0.03 / (1 + epoch)),
    ],
    verbose=0,
)
print(sorted(path.name for path in folder.iterdir()))

# %% log
with (folder / "log.csv").open() as file:
    print([round(float(row["val_loss"]), 4) for row in csv.DictReader(file)])

# %% rate
print(history.metrics["lr"])

# %% schedule
schedule = learning_rate_schedule_cosine_decay(initial_learning_rate=0.01, decay_steps=100)
print([float(schedule(step)) for step in (0, 25, 100)])

# %% own
model = new_model()


def stop_when_good(epoch, logs):
    """End the training once the error is small."""
    if logs["mae"] < 0.3:
        model.stop_training = True


class Sizes(keras.callbacks.Callback):
    """Writes down how large the first weights are."""

    def on_train_begin(self, logs=None):
        """Begin with nothing."""
        self.sizes = []

    def on_epoch_end(self, epoch, logs=None):
        """Add a size."""
        self.sizes.append(np.sqrt((get_weights(self.model)[0] ** 2).sum()))


sizes = Sizes()
enough = callback_lambda(on_epoch_end=stop_when_good)
history = model >> fit(x, y, epochs=50, batch_size=20, callbacks=[enough, sizes], verbose=0)
print(len(history.metrics["loss"]))

# %% sizes
print(np.round(sizes.sizes, 3))

# %% weights
squares = (model.predict(x[:4], verbose=0)[:, 0] - y[:4]) ** 2
weights = np.array([2, 1, 1, 0])

by_keras = model >> evaluate(x[:4], y[:4], sample_weight=weights, verbose=0)
print(np.round([by_keras["loss"], (weights * squares).sum() / 4], 5))
