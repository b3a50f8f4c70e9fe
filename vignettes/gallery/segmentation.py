"""Segment images, in Python: the twin of segmentation.Rmd, whose text goes with it."""

# %% data
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits

from rkeras_py import *

use_session_with_seed(11, quiet=True)

digits = load_digits()
count = 800
images = np.zeros((count, 16, 16, 1))
masks = np.zeros((count, 16, 16, 1))
row, column = np.mgrid[1:17, 1:17]
for i in range(count):
    top, left, number = 7 * i % 9, 5 * i % 9, i + 1
    stripes = (row * (number % 3) + column * (number % 2 + 1) + number) % 5 == 0
    digit = digits.images[i] / 16
    images[i, :, :, 0] = 0.7 * stripes
    place = images[i, top : top + 8, left : left + 8, 0]
    place[:] = np.maximum(place, digit)
    masks[i, top : top + 8, left : left + 8, 0] = digit > 0.4
train, test = slice(0, 600), slice(600, 800)
print(round(images.mean(), 5), round(masks.mean(), 5))

# %% model
inputs = layer_input(shape=(16, 16, 1))


def convolve(filters):
    """Return a convolution that keeps the size."""
    return layer_conv_2d(filters=filters, kernel_size=3, padding="same", activation="elu")


details = inputs >> convolve(12)
context = details >> layer_max_pooling_2d(pool_size=2) >> convolve(24) >> convolve(24) >> layer_upsampling_2d(size=2)
outputs = (
    layer_concatenate([details, context])
    >> convolve(12)
    >> layer_conv_2d(filters=1, kernel_size=1, activation="sigmoid")
)
model = keras_model(inputs, outputs)
print(count_params(model))

# %% fit
model >> compile(optimizer=optimizer_adam(learning_rate=0.01), loss="binary_crossentropy")
history = model >> fit(images[train], masks[train], epochs=10, batch_size=50, verbose=0)
print(np.round(np.array(history.metrics["loss"])[[0, 9]], 4))

# %% iou
predicted = predict(model, images[test], verbose=0) > 0.5
truth = masks[test] == 1
print({"iou": (predicted & truth).sum() / (predicted | truth).sum(), "background_right": (~truth).mean()})

# %% pictures
_, axes = plt.subplots(3, 5, figsize=(6.5, 4.2))
for column, i in zip(axes.T, range(5), strict=True):
    for axis, pixels in zip(column, (images[test][i], masks[test][i], predicted[i]), strict=True):
        axis.imshow(pixels[:, :, 0], cmap="gray_r", vmin=0, vmax=1)
        axis.axis("off")

# %% thresholds
probability = predict(model, images[test], verbose=0)
thresholds = np.linspace(0.1, 0.7, 7)
recall = [(probability > level)[truth].mean() for level in thresholds]
precision = [truth[probability > level].mean() for level in thresholds]
plt.figure(figsize=(6.5, 3.2))
plt.plot(thresholds, recall, "o-", label="recall")
plt.plot(thresholds, precision, "o-", label="precision")
plt.xlabel("Threshold")
plt.legend()
print(np.round(np.column_stack([recall, precision])[[0, 3, 6]], 4))
