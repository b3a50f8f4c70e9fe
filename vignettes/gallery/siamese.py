"""Compare images with a siamese network, in Python: the twin of siamese.Rmd, whose text goes with it."""

# %% images
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits

from rkeras_py import *

use_session_with_seed(16, quiet=True)

digits = load_digits()
y = digits.target
x = np.zeros((1797, 12, 12, 1))
for i in range(1797):
    top, left = 7 * i % 5, (3 * i + i // 5) % 5
    x[i, top : top + 8, left : left + 8, 0] = digits.images[i] / 16
classes = np.array([0, 4, 6])
shown = np.concatenate([np.flatnonzero(y == digit)[:3] for digit in classes])
_, axes = plt.subplots(1, 9, figsize=(6.5, 0.8))
for axis, image in zip(axes, x[shown], strict=True):
    axis.imshow(image[..., 0], cmap="gray_r")
    axis.axis("off")

# %% data
known, new = np.flatnonzero(~np.isin(y, classes)), np.flatnonzero(np.isin(y, classes))


def partner(samples, shift):
    """Return for each sample the one that follows it after some others, in the order of the classes."""
    pool = samples[np.argsort(y[samples], kind="stable")]
    place = np.argsort(pool)
    return pool[(place + shift) % len(pool)]


def pair_up(samples):
    """Return the two sides of pairs, half of them with equal classes, and whether they are equal."""
    third = len(samples) // 3
    shifts = (1, 2, 5, third, third + 50, 2 * third)
    left, right = np.tile(samples, 6), np.concatenate([partner(samples, shift) for shift in shifts])
    return left, right, (y[left] == y[right]).astype(int)


pairs, test = pair_up(known), pair_up(new)
print(len(pairs[0]), sum(pairs[2]), len(test[0]), sum(test[2]))

# %% model
encoder = (
    keras_model_sequential(input_shape=(12, 12, 1))
    >> layer_conv_2d(filters=16, kernel_size=3, activation="relu")
    >> layer_conv_2d(filters=48, kernel_size=4, activation="relu")
    >> layer_global_max_pooling_2d()
    >> layer_dense(units=8)
)
left = layer_input(shape=(12, 12, 1))
right = layer_input(shape=(12, 12, 1))
apart = encoder(left) - encoder(right)
distance = k_sqrt(k_sum(k_square(apart), axis=-1, keepdims=True) + 1e-6)
model = keras_model([left, right], distance)
print(count_params(encoder), count_params(model))


# %% fit
def contrastive(y_true, y_pred):
    """Return the squared distance of equal pairs, and the squared lack of distance of others."""
    near = y_true * k_square(y_pred)
    far = (1 - y_true) * k_square(k_maximum(1 - y_pred, 0))
    return k_mean(near + far, axis=-1)


def learn(epochs):
    """Train; return the last loss."""
    history = model >> fit([x[pairs[0]], x[pairs[1]]], pairs[2], epochs=epochs, batch_size=64, verbose=0)
    return round(history.metrics["loss"][-1], 4)


model >> compile(optimizer=optimizer_adam(learning_rate=0.003), loss=contrastive)
print(learn(epochs=1))

# %% points
points = predict(encoder, x, verbose=0)
centered = points[new] - points[new].mean(axis=0)
places = centered @ np.linalg.svd(centered, full_matrices=False)[2][:2].T
plt.figure(figsize=(6.5, 4))
for digit, color in zip(classes, ("steelblue", "darkorange", "darkgreen"), strict=True):
    plt.scatter(*places[y[new] == digit].T, c=color, s=10, label=digit)
plt.legend()
plt.xlabel("First component")
plt.ylabel("Second component")

# %% distances
measured = predict(model, [x[test[0]], x[test[1]]], verbose=0)[:, 0]
equal, other = measured[test[2] == 1], measured[test[2] == 0]
breaks = np.arange(0, measured.max() + 0.1, 0.1)
plt.figure(figsize=(6.5, 3))
plt.hist(equal, breaks, color="steelblue", alpha=0.7, label="equal")
plt.hist(other, breaks, color="#dd3333", alpha=0.5, label="other")
plt.legend()
plt.xlabel("Distance")
print(round((equal[:, None] < other).mean(), 3))

# %% one-shot
examples = np.array([np.flatnonzero(y == digit)[0] for digit in classes])
rest = np.setdiff1d(new, examples)


def share_right(places):
    """Return the share of images whose nearest example has their class."""
    distances = ((places[rest, None] - places[examples]) ** 2).sum(axis=-1)
    return (classes[distances.argmin(axis=1)] == y[rest]).mean()


print([round(float(share_right(places)), 3) for places in (points, x.reshape(1797, 144))])

# %% longer
longer = learn(epochs=1)
after = share_right(predict(encoder, x, verbose=0))
print({"loss": longer, "network": round(float(after), 4)})


# %% root
def gradient_of(distance):
    """Return the gradient of a distance of two points that are the same."""
    point = tf.Variable([0.5, 0.2])
    with tf.GradientTape() as tape:
        value = distance(k_sum(k_square(point - point.numpy())))
    return tape.gradient(value, point).numpy()


print(gradient_of(k_sqrt))
print(gradient_of(lambda squared: k_sqrt(squared + 1e-6)))
