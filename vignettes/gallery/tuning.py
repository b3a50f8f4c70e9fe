"""Tune hyperparameters, in Python: the twin of tuning.Rmd, whose text goes with it."""

# %% data
import tempfile

import matplotlib.pyplot as plt
import numpy as np

from rkeras_py import *

use_session_with_seed(23, quiet=True)

i = np.arange(360)
y = i % 2
turn = 0.5 + 5.5 * i / 360
angle = turn + np.pi * y
noise = 0.9 * np.column_stack([np.sin(37 * i), np.cos(53 * i)])
x = (turn[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]) + noise) / 3
part = i // 2 % 3
train, validate, test = (np.flatnonzero(part == which) for which in range(3))
print(len(train), len(validate), len(test))

# %% spirals
plt.figure(figsize=(3.6, 3.6))
plt.scatter(*x.T, c=np.where(y == 1, "darkorange", "steelblue"), s=12)


# %% build
def build(hp):
    """Return a compiled model with the hyperparameters of a trial."""
    rate = hp_float(hp, "rate", 1e-4, 1e-1, sampling="log")
    layers = hp_int(hp, "layers", 1, 3)
    units = hp_choice(hp, "units", [4, 8, 16, 32])
    model = keras_model_sequential(input_shape=2)
    for _ in range(layers):
        model >> layer_dense(units=units, activation="relu")
    model >> layer_dense(units=1, activation="sigmoid")
    return model >> compile(
        optimizer=optimizer_adam(learning_rate=rate), loss="binary_crossentropy", metrics="accuracy"
    )


# %% search
tuner = tuner_random_search(build, "val_loss", max_trials=8, seed=5, directory=tempfile.mkdtemp())
tuner_search(tuner, x[train], y[train], epochs=15, batch_size=8, validation_data=(x[validate], y[validate]), verbose=0)
print(tuner_hyperparameters(tuner))

# %% results
results = tuner_results(tuner)
print(results[["score", "rate", "layers", "units"]].round(4).to_string(index=False))

# %% scores
plt.figure(figsize=(6.5, 3.4))
plt.scatter(results["rate"], results["score"], s=20 * results["layers"] ** 2)
plt.xscale("log")
plt.xlabel("Learning rate")
plt.ylabel("Validation loss")

# %% test
models = tuner_best_models(tuner, n=8)
best = models[0]
print(best >> evaluate(x[validate], y[validate], verbose=0))
print(best >> evaluate(x[test], y[test], verbose=0))

# %% boundaries
side = np.linspace(-2.2, 2.2, 60)
grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
_, axes = plt.subplots(1, 2, figsize=(6.5, 3.2))
for axis, model in zip(axes, (best, models[-1]), strict=True):
    predicted = predict(model, grid, verbose=0).reshape(60, 60)
    axis.pcolormesh(side, side, predicted, vmin=0, vmax=1, cmap="PuOr_r")
    axis.scatter(*x[test].T, c=np.where(y[test] == 1, "brown", "navy"), s=5)
