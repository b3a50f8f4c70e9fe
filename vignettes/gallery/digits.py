"""Classify images of digits, in Python: the twin of digits.Rmd, whose text goes with it."""

# %% data
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.datasets import load_digits

from rkeras_py import *

use_session_with_seed(1, quiet=True)

digits = load_digits()
x = digits.images.reshape(1797, 8, 8, 1) / 16
y = digits.target
train, test = slice(0, 1400), slice(1400, 1797)

print(np.bincount(y[train]))


# %% images
def show_images(images, titles):
    """Draw images in a row."""
    _, axes = plt.subplots(1, len(titles), figsize=(6.5, 1.1))
    for axis, image, title in zip(axes, images, titles, strict=True):
        axis.imshow(image[..., 0], cmap="gray_r", vmin=0, vmax=1)
        axis.set_title(title, fontsize=8)
        axis.axis("off")


show_images(x[:10], y[:10])

# %% model
model = (
    keras_model_sequential(input_shape=(8, 8, 1))
    >> layer_conv_2d(filters=16, kernel_size=3, padding="same", activation="relu")
    >> layer_conv_2d(filters=32, kernel_size=3, activation="relu")
    >> layer_max_pooling_2d(pool_size=2)
    >> layer_flatten()
    >> layer_dropout(rate=0.3)
    >> layer_dense(units=10, activation="softmax")
)
model >> compile(
    optimizer=optimizer_adam(learning_rate=0.005),
    loss="sparse_categorical_crossentropy",
    metrics="accuracy",
)
print(count_params(model))

# %% fit
history = model >> fit(
    x[train],
    y[train],
    epochs=12,
    batch_size=128,
    validation_split=0.1,
    callbacks=callback_early_stopping(patience=3, restore_best_weights=True),
    verbose=0,
)
print(len(history.metrics["loss"]), np.argmin(history.metrics["val_loss"]) + 1)

# %% curves
history.plot()

# %% test
print(model >> evaluate(x[test], y[test], verbose=0))

# %% confusion
predicted = predict_classes(model, x[test])
print(pd.crosstab(predicted, y[test], rownames=["predicted"], colnames=["label"]))

# %% errors
wrong = np.flatnonzero(predicted != y[test])
first = wrong[:8]
show_images(x[test][first], [f"{y[test][i]} as {predicted[i]}" for i in first])
print(len(wrong))
