"""See what a network looks at, in Python: the twin of grad_cam.Rmd, whose text goes with it."""

# %% data
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits

from rkeras_py import *

use_session_with_seed(8, quiet=True)

digits = load_digits()
size = 20
top = (7 * np.arange(1797)) % 13
left = (5 * np.arange(1797)) % 13
x = np.zeros((1797, size, size, 1))
for i in range(1797):
    x[i, top[i] : top[i] + 8, left[i] : left[i] + 8, 0] = digits.images[i] / 16
row, column = np.mgrid[1 : size + 1, 1 : size + 1]
noise = (7 * row + 3 * column + row * column) % 10 / 90
x = np.maximum(x, noise[None, :, :, None])
y = digits.target
train, test = slice(0, 1400), slice(1400, 1797)
print(round(x.mean(), 5))

# %% fit
model = (
    keras_model_sequential(input_shape=(size, size, 1))
    >> layer_conv_2d(filters=16, kernel_size=3, padding="same", activation="relu")
    >> layer_max_pooling_2d(pool_size=2)
    >> layer_conv_2d(filters=32, kernel_size=4, padding="same", activation="relu", name="last_conv")
    >> layer_global_max_pooling_2d()
    >> layer_dense(units=10, activation="softmax")
)
model >> compile(
    optimizer=optimizer_adam(learning_rate=0.01),
    loss="sparse_categorical_crossentropy",
    metrics="accuracy",
)
model >> fit(x[train], y[train], epochs=12, batch_size=64, verbose=0)
print(model >> evaluate(x[test], y[test], verbose=0))

# %% gradients
last_conv = get_layer(model, "last_conv")
inner = keras_model(model.input, [last_conv.output, model.output])


def explain(image, label):
    """Return the maps that explain the probability of a class."""
    image = tf.Variable(image, dtype="float32")
    with tf.GradientTape(persistent=True) as tape:
        features, probabilities = inner(image)
        score = k_log(probabilities[0, label])
    return {
        "saliency": np.abs(tape.gradient(score, image))[0, :, :, 0],
        "features": np.array(features)[0],
        "gradients": np.array(tape.gradient(score, features))[0],
        "probability": float(probabilities[0, label]),
    }


first = explain(x[1401:1402], y[1401])
print(round(first["probability"], 4))


# %% grad-cam
def grad_cam(explained):
    """Return the map of the regions that support the class."""
    weights = explained["gradients"].mean(axis=(0, 1))
    cam = np.maximum((explained["features"] * weights).sum(axis=2), 0)
    return cam / cam.max()


cam = grad_cam(first)
print(cam.shape)
print(np.round([cam.mean(), first["saliency"].mean()], 4))

# %% maps
places = np.arange(size) // 2  # a cell of the map is two pixels wide
_, axes = plt.subplots(3, 4, figsize=(6.5, 5))
for column, i in zip(axes.T, (1401, 1402, 1404, 1408), strict=True):
    explained = explain(x[i : i + 1], y[i])
    maps = (x[i, :, :, 0], explained["saliency"], grad_cam(explained)[np.ix_(places, places)])
    for axis, pixels, colors in zip(column, maps, ("gray_r", "Blues", "YlOrRd"), strict=True):
        axis.imshow(pixels, cmap=colors)
        axis.add_patch(plt.Rectangle((left[i] - 0.5, top[i] - 0.5), 8, 8, fill=False, color="firebrick"))
        axis.axis("off")


# %% inside
def inside(i):
    """Return the share of the saliency that lies on the digit."""
    saliency = explain(x[i : i + 1], y[i])["saliency"]
    return saliency[top[i] : top[i] + 8, left[i] : left[i] + 8].sum() / saliency.sum()


print(round(float(np.mean([inside(i) for i in range(1400, 1450)])), 3), 64 / 400)
