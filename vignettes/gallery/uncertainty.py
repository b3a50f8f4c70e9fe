"""Regression with uncertainty, in Python: the twin of uncertainty.Rmd, whose text goes with it."""

# %% data
import matplotlib.pyplot as plt
import numpy as np

from rkeras_py import *

use_session_with_seed(9, quiet=True)

# R's dataset cars: speeds, and stopping distances.
CARS = """
4 4 7 7 8 9 10 10 10 11 11 12 12 12 12 13 13 13 13 14 14 14 14 15 15 15 16 16 17 17 17 18 18 18 18 
19 19 19 20 20 20 20 20 22 23 24 24 24 24 25
|
2 10 4 22 16 10 18 26 34 17 28 14 20 24 28 26 34 34 46 26 36 60 80 20 26 54 32 40 32 40 50 42 56 76 
84 36 46 68 32 48 52 56 64 66 54 70 92 93 120 85
"""
speeds, distances = (np.array(column.split(), dtype=float) for column in CARS.split("|"))
speed, distance = speeds[:, None] / 10, distances[:, None] / 10
print(len(speed), distances.mean())


# %% loss
def negative_log_likelihood(y_true, y_pred):
    """Return the negative log-likelihood of a normal distribution."""
    mean, log_sd = y_pred[:, 0], y_pred[:, 1]
    return log_sd + 0.5 * k_square((y_true[:, 0] - mean) * k_exp(-log_sd))


print(np.array(negative_log_likelihood(k_constant([[1.0], [3.0]]), k_constant([[1.0, 0.0], [1.0, 0.0]]))))

# %% fit
model = keras_model_sequential(input_shape=1) >> layer_dense(units=16, activation="tanh") >> layer_dense(units=2)
model >> compile(optimizer=optimizer_adam(learning_rate=0.02), loss=negative_log_likelihood)
history = model >> fit(speed, distance, epochs=100, batch_size=25, verbose=0)
print(np.round(np.array(history.metrics["loss"])[[0, 49, 99]], 3))

# %% curve
plt.figure(figsize=(6.5, 3.2))
plt.plot(history.metrics["loss"])
plt.xlabel("Epoch")
plt.ylabel("Loss")

# %% predict
new = np.linspace(0.4, 2.5, 8)[:, None]
outputs = predict(model, new, verbose=0)
print(np.round(np.column_stack([10 * new, 10 * outputs[:, 0], 10 * np.exp(outputs[:, 1])]), 2))

# %% coverage
fitted = predict(model, speed, verbose=0)
inside = np.abs(distance[:, 0] - fitted[:, 0]) < 2 * np.exp(fitted[:, 1])
print(inside.mean())

# %% band
grid = np.linspace(0.4, 2.5, 60)[:, None]
mean, log_sd = predict(model, grid, verbose=0).T
plt.figure(figsize=(6.5, 4))
plt.fill_between(10 * grid[:, 0], 10 * (mean - 2 * np.exp(log_sd)), 10 * (mean + 2 * np.exp(log_sd)), alpha=0.3)
plt.plot(10 * grid, 10 * mean, linewidth=2)
plt.scatter(speeds, distances, color="black")
plt.xlabel("Speed")
plt.ylabel("Distance")
