"""Transfer learning with few labels, in Python: the twin of transfer.Rmd, whose text goes with it."""

# %% data
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits

from rkeras_py import *

use_session_with_seed(31, quiet=True)

digits = load_digits()
x = digits.images.reshape(1797, 8, 8, 1) / 16
y = digits.target


def make_pairs(first, last, n):
    """Return n pairs of the images from first to before last, and their sums."""
    i = np.arange(n)
    left, right = first + 7 * i % (last - first), first + (11 * i + 5) % (last - first)
    return [x[left], x[right]], y[left] + y[right]


few_images, few_sums = make_pairs(1000, 1200, 80)
test_images, test_sums = make_pairs(1200, 1797, 500)
print(min(few_sums), max(few_sums))

# %% guess
print(round(float(np.abs(test_sums - few_sums.mean()).mean()), 2))

# %% images
_, axes = plt.subplots(1, 8, figsize=(6.5, 1.1))
for i in range(4):
    axes[2 * i].imshow(few_images[0][i, ..., 0], cmap="gray_r")
    axes[2 * i + 1].imshow(few_images[1][i, ..., 0], cmap="gray_r")
    axes[2 * i + 1].set_title(f"sum {few_sums[i]}", fontsize=8)
for axis in axes:
    axis.axis("off")


# %% base
def build_base(activation):
    """Return a model with ten outputs."""
    return (
        keras_model_sequential(input_shape=(8, 8, 1))
        >> layer_conv_2d(filters=16, kernel_size=3, padding="same", activation="relu")
        >> layer_conv_2d(filters=32, kernel_size=3, activation="relu")
        >> layer_max_pooling_2d(pool_size=2)
        >> layer_flatten()
        >> layer_dropout(rate=0.3)
        >> layer_dense(units=10, activation=activation)
    )


base = build_base("softmax")
base >> compile(
    optimizer=optimizer_adam(learning_rate=0.005), loss="sparse_categorical_crossentropy", metrics="accuracy"
)
base >> fit(x[:1000], y[:1000], epochs=15, batch_size=50, verbose=0)
accuracy = evaluate(base, x[1000:], y[1000:], verbose=0)["accuracy"]
print(round(accuracy, 3))

# %% save
file = Path(tempfile.mkdtemp()) / "base.keras"
save_model(base, file)
print(count_params(base))


# %% head
def add_head(base):
    """Return a model that adds the values of two digits."""
    value = layer_dense(units=1, name="value")
    left, right = layer_input(shape=(8, 8, 1)), layer_input(shape=(8, 8, 1))
    return keras_model([left, right], layer_add([value(base(left)), value(base(right))]))


def train(model, rate, epochs):
    """Compile and train; return the error on test pairs after each epoch."""
    model >> compile(optimizer=optimizer_adam(learning_rate=rate), loss="mse", metrics="mae")
    history = model >> fit(
        few_images, few_sums, epochs=epochs, batch_size=20, validation_data=(test_images, test_sums), verbose=0
    )
    return history.metrics["val_mae"]


# %% scratch
fresh = build_base("relu")
scratch = train(add_head(fresh), rate=0.005, epochs=40)
print(round(scratch[-1], 2))

# %% frozen
base = load_model(file)
freeze_weights(base)
model = add_head(base)
frozen = train(model, rate=0.3, epochs=40)
trainable = sum(int(np.prod(weights.shape)) for weights in model.trainable_weights)
print({"trainable": trainable, "error": round(frozen[-1], 2)})

# %% values
kernel, bias = get_weights(get_layer(model, "value"))
print((kernel[:, 0] + bias).round(1))

# %% values-plot
plt.figure(figsize=(3.8, 3.8))
plt.plot(range(10), kernel[:, 0] + bias, "o", color="steelblue")
plt.plot([0, 9], [0, 9], color="gray")
plt.xlabel("Digit")
plt.ylabel("Learned value")

# %% tune
unfreeze_weights(base)
tuned = train(model, rate=0.0005, epochs=20)
print(round(tuned[-1], 2))

# %% curves
plt.figure(figsize=(6.5, 3.4))
plt.plot(range(1, 41), scratch, color="gray", label="from scratch")
plt.plot(range(1, 41), frozen, color="steelblue", label="frozen base")
plt.plot(range(41, 61), tuned, color="firebrick", label="fine-tuning")
plt.axhline(np.abs(test_sums - few_sums.mean()).mean(), color="black", linestyle="--", label="the mean as a guess")
plt.ylim(bottom=0)
plt.xlabel("Epoch")
plt.ylabel("Mean absolute error")
plt.legend()

# %% mistake
forgetful = load_model(file)
erased = train(add_head(forgetful), rate=0.3, epochs=40)
print(round(erased[-1], 2))
