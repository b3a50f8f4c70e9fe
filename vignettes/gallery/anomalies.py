"""Find anomalies with an autoencoder, in Python: the twin of anomalies.Rmd, whose text goes with it."""

# %% data
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.datasets import load_digits

from rkeras_py import *

use_session_with_seed(2, quiet=True)

digits = load_digits()
images = digits.images / 16


def as_rows(images):
    """Return images as rows of 64 pixels."""
    return images.reshape(-1, 64)


train = as_rows(images[:1200])
validation = as_rows(images[1200:1500])
normal = as_rows(images[1500:])
mirrored = as_rows(images[1500:, :, ::-1])
print(train.shape, mirrored.shape)

# %% model
autoencoder = (
    keras_model_sequential(input_shape=64)
    >> layer_dense(units=48, activation="relu")
    >> layer_dense(units=16, activation="relu", name="code")
    >> layer_dense(units=48, activation="relu")
    >> layer_dense(units=64, activation="sigmoid")
)
autoencoder >> compile(optimizer=optimizer_adam(learning_rate=0.003), loss="mse")
history = autoencoder >> fit(
    train, train, epochs=30, batch_size=64, validation_data=(validation, validation), verbose=0
)
print(np.round([history.metrics["loss"][-1], history.metrics["val_loss"][-1]], 4))

# %% reconstructions
some = [3, 11, 22, 30]
_, axes = plt.subplots(2, 8, figsize=(6.5, 1.8))
for row, samples in zip(axes, (normal[some], mirrored[some]), strict=True):
    restored = autoencoder.predict(samples, verbose=0)
    for place in range(4):
        for axis, pixels in zip(row[2 * place :], (samples[place], restored[place]), strict=False):
            axis.imshow(pixels.reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
            axis.axis("off")


# %% threshold
def score(rows):
    """Return the reconstruction error of each sample."""
    return ((rows - autoencoder.predict(rows, verbose=0)) ** 2).mean(axis=1)


threshold = np.quantile(score(validation), 0.95)
errors = np.concatenate([score(normal), score(mirrored)])
is_anomaly = np.repeat([0, 1], 297)
print(f"{threshold:.4g}")

# %% histogram
breaks = np.arange(0, errors.max() + 0.005, 0.005)
plt.figure(figsize=(6.5, 3.2))
plt.hist(errors[is_anomaly == 0], breaks, color="0.6")
plt.hist(errors[is_anomaly == 1], breaks, color="#dd3333", alpha=0.5)
plt.axvline(threshold, linestyle="--", color="black")
plt.xlabel("Reconstruction error")

# %% quality
alarm = errors > threshold
print(alarm[is_anomaly == 0].mean(), alarm[is_anomaly == 1].mean())

# %% auc
ranks = pd.Series(errors).rank()
print((ranks[is_anomaly == 1].sum() - 297 * 298 / 2) / 297**2)

# %% by-digit
by_digit = pd.Series(alarm[is_anomaly == 1]).groupby(digits.target[1500:]).mean()
plt.figure(figsize=(6.5, 3))
plt.bar(by_digit.index, by_digit, color="steelblue")
plt.xlabel("Digit")
plt.ylabel("Found")
print(*by_digit.round(3))
