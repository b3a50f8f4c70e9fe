"""Augment images during training, in Python: the twin of augmentation.Rmd, whose text goes with it."""

# %% data
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits

from rkeras_py import *

use_session_with_seed(22, quiet=True)

digits = load_digits()
y = digits.target
centered, anywhere = np.zeros((1797, 12, 12, 1)), np.zeros((1797, 12, 12, 1))
for i in range(1797):
    top, left = 7 * i % 5, (3 * i + i // 5) % 5
    centered[i, 2:10, 2:10, 0] = digits.images[i] / 16
    anywhere[i, top : top + 8, left : left + 8, 0] = digits.images[i] / 16
train, test = np.arange(500), np.arange(500, 1797)
print(np.bincount(y[train]))


# %% images
def show_images(images):
    """Draw images in a row."""
    _, axes = plt.subplots(1, len(images), figsize=(6.5, 0.9))
    for axis, image in zip(axes, images, strict=True):
        axis.imshow(image[..., 0], cmap="gray_r", vmin=0, vmax=1)
        axis.axis("off")


show_images(np.concatenate([centered[:5], anywhere[1000:1005]]))


# %% plain
def build(augment=None):
    """Return a compiled classifier, with augmentation before its first layer."""
    model = keras_model_sequential(input_shape=(12, 12, 1))
    if augment is not None:
        model >> augment
    model = (
        model
        >> layer_conv_2d(filters=16, kernel_size=3, activation="relu")
        >> layer_conv_2d(filters=32, kernel_size=3, activation="relu")
        >> layer_max_pooling_2d(pool_size=2)
        >> layer_flatten()
        >> layer_dense(units=10, activation="softmax")
    )
    return model >> compile(
        optimizer=optimizer_adam(learning_rate=0.005), loss="sparse_categorical_crossentropy", metrics="accuracy"
    )


def measure(model):
    """Return the accuracy on training images, and on test images in the center and anywhere."""
    parts = {
        "train": (centered[train], y[train]),
        "centered": (centered[test], y[test]),
        "anywhere": (anywhere[test], y[test]),
    }
    return {name: round((model >> evaluate(*part, verbose=0))["accuracy"], 3) for name, part in parts.items()}


plain = build()
plain >> fit(centered[train], y[train], epochs=15, batch_size=50, verbose=0)
print(measure(plain))

# %% variants
augment = (
    keras_model_sequential(input_shape=(12, 12, 1))
    >> layer_random_translation(height_factor=0.17, width_factor=0.17, fill_mode="constant")
    >> layer_random_rotation(factor=0.03, fill_mode="constant")
)
one = centered[[3] * 10]
show_images(np.array(augment(one, training=True)))

# %% inference
print(float(np.abs(predict(augment, one, verbose=0) - one).max()))

# %% augmented
augmented = build(augment)
augmented >> fit(centered[train], y[train], epochs=40, batch_size=50, verbose=0)
print(measure(augmented))

# %% longer
longer = build()
longer >> fit(centered[train], y[train], epochs=40, batch_size=50, verbose=0)
print(measure(longer))

# %% turned
turned = keras_model_sequential(input_shape=(12, 12, 1)) >> layer_random_rotation(factor=0.5, fill_mode="constant")
confused = build(turned)
confused >> fit(centered[train], y[train], epochs=40, batch_size=50, verbose=0)
predicted = predict_classes(confused, centered[test])
print([round(float((predicted[y[test] == digit] == digit).mean()), 2) for digit in range(10)])

# %% compare
predicted = predict_classes(augmented, centered[test])
print([round(float((predicted[y[test] == digit] == digit).mean()), 2) for digit in range(10)])
