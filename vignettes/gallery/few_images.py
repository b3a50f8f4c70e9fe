"""Few images: transfer learning and augmentation, in Python: the twin of few_images.Rmd, whose text goes with it."""

# %% data
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits

from rkeras_py import *

use_session_with_seed(13, quiet=True)

digits = load_digits()
y = digits.target
plain, striped = np.zeros((1797, 12, 12, 1)), np.zeros((1797, 12, 12, 1))
row, column = np.mgrid[1:13, 1:13]
for i in range(1797):
    top, left = 7 * i % 5, (3 * i + i // 5) % 5
    plain[i, top : top + 8, left : left + 8, 0] = digits.images[i] / 16
    stripes = (row * ((i + 1) % 3) + column * ((i + 1) % 2 + 1) + i + 1) % 4 == 0
    striped[i, :, :, 0] = np.maximum(plain[i, :, :, 0], 0.6 * stripes)
few = np.concatenate([1000 + np.flatnonzero(y[1000:] == digit)[:5] for digit in range(10)])
test = slice(1500, 1797)
print(len(few), round(plain.mean(), 5), round(striped.mean(), 5))


# %% images
def show_rows(*rows):
    """Draw rows of images."""
    _, axes = plt.subplots(len(rows), 10, figsize=(6.5, 0.7 * len(rows)), squeeze=False)
    for axis, image in zip(axes.ravel(), np.concatenate(rows), strict=True):
        axis.imshow(image[..., 0], cmap="gray_r", vmin=0, vmax=1)
        axis.axis("off")


show_rows(plain[:10], striped[few[::5]])


# %% base
def build():
    """Return an untrained model."""
    return (
        keras_model_sequential(input_shape=(12, 12, 1))
        >> layer_conv_2d(filters=16, kernel_size=3, activation="relu")
        >> layer_max_pooling_2d(pool_size=2)
        >> layer_conv_2d(filters=32, kernel_size=3, activation="relu")
        >> layer_flatten()
        >> layer_dense(units=10, activation="softmax")
    )


def train(model, images, labels, rate, epochs, batch_size):
    """Compile and train a model."""
    model >> compile(
        optimizer=optimizer_adam(learning_rate=rate), loss="sparse_categorical_crossentropy", metrics="accuracy"
    )
    model >> fit(images, labels, epochs=epochs, batch_size=batch_size, verbose=0)


def accuracy(model, images):
    """Return the accuracy on test images."""
    return (model >> evaluate(images[test], y[test], verbose=0))["accuracy"]


base = build()
train(base, plain[:1000], y[:1000], rate=0.005, epochs=15, batch_size=64)
file = Path(tempfile.mkdtemp()) / "base.keras"
save_model(base, file)
as_it_is = accuracy(base, striped)
print({"plain": round(accuracy(base, plain), 3), "striped": round(as_it_is, 3)})


# %% scratch
def learn(model, rate, augment=None, repeats=6):
    """Train a model on the few images, perhaps with augmentation; return the accuracy."""
    inputs = layer_input(shape=(12, 12, 1))
    changed = inputs if augment is None else augment(inputs)
    whole = keras_model(inputs, model(changed))
    some = np.tile(few, repeats)  # each epoch shows all images several times
    train(whole, striped[some], y[some], rate, epochs=20, batch_size=30)
    return accuracy(whole, striped)


scratch = learn(build(), rate=0.005)
print(round(scratch, 3))

# %% augment
move = keras_model_sequential(input_shape=(12, 12, 1)) >> layer_random_translation(
    height_factor=1 / 6, width_factor=1 / 6, fill_mode="constant"
)
augmented = learn(build(), rate=0.005, augment=move)
print(round(augmented, 3))

# %% variants
variants = move(np.repeat(striped[few[[10]]], 9, axis=0), training=True)
show_rows(np.concatenate([striped[few[[10]]], np.array(variants)]))

# %% transfer
tuned = learn(load_model(file), rate=0.002)
both = learn(load_model(file), rate=0.002, augment=move)
print({"tuned": round(tuned, 3), "both": round(both, 3)})

# %% flips
flip = (
    keras_model_sequential(input_shape=(12, 12, 1))
    >> layer_random_flip(mode="horizontal_and_vertical")
    >> layer_random_translation(height_factor=1 / 6, width_factor=1 / 6, fill_mode="constant")
)
flipped = learn(load_model(file), rate=0.002, augment=flip)
print(round(flipped, 3))

# %% compare
accuracies = {
    "base as it is": as_it_is,
    "from scratch": scratch,
    "augmentation": augmented,
    "fine-tuning": tuned,
    "fine-tuning, augmentation": both,
    "with flips": flipped,
}
plt.figure(figsize=(6.5, 3))
plt.barh(list(accuracies), list(accuracies.values()), color=["steelblue"] * 5 + ["firebrick"])
plt.gca().invert_yaxis()
plt.axvline(0.1, linestyle="--", color="black")
plt.xlim(0, 1)
plt.xlabel("Accuracy")
