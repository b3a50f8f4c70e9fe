"""A small transformer, in Python: the twin of transformer.Rmd, whose text goes with it."""

# %% data
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits

from rkeras_py import *

use_session_with_seed(15, quiet=True)

digits = load_digits()
x = (digits.images / 16).reshape(1797, 4, 2, 4, 2)  # row and column of a patch, each with two pixels
patches = x.transpose(0, 1, 3, 2, 4).reshape(1797, 16, 4)
y = digits.target
train, test = slice(0, 1400), slice(1400, 1797)
print(patches.shape)

# %% tokens
_, axes = plt.subplots(1, 17, figsize=(6.5, 0.8))
for place, axis in enumerate(axes):
    pixels = digits.images[3] / 16 if place == 0 else patches[3, place - 1].reshape(2, 2)
    axis.imshow(pixels, cmap="gray_r", vmin=0, vmax=1)
    axis.set_title(place or "", fontsize=8)
    axis.axis("off")


# %% model
def block(tokens, name):
    """Return tokens after attention and two dense layers."""
    normalized = tokens >> layer_layer_normalization()
    tokens = tokens + layer_multi_head_attention(num_heads=2, key_dim=16, name=name)(normalized, normalized)
    processed = (
        tokens >> layer_layer_normalization() >> layer_dense(units=64, activation="gelu") >> layer_dense(units=32)
    )
    return tokens + processed


def transformer(positions):
    """Return a model of patches, with or without their positions."""
    inputs = layer_input(shape=(16, 4))
    tokens = inputs >> layer_dense(units=32)
    if positions:
        count = op_cumsum(op_ones_like(inputs[:, :, 0]), axis=2) - 1  # 0, 1, ..., 15
        places = layer_embedding(input_dim=16, output_dim=32, name="positions")
        tokens = tokens + places(count)
    outputs = (
        block(block(tokens, "first"), "second")
        >> layer_layer_normalization()
        >> layer_global_average_pooling_1d()
        >> layer_dense(units=10, activation="softmax")
    )
    model = keras_model(inputs, outputs)
    rate = learning_rate_schedule_cosine_decay(0.006, decay_steps=330)
    model >> compile(
        optimizer=optimizer_adam(learning_rate=rate), loss="sparse_categorical_crossentropy", metrics="accuracy"
    )
    return model


model = transformer(positions=True)
print(count_params(model))


# %% fit
def learn(model):
    """Train a model; return the history."""
    return model >> fit(
        patches[train],
        y[train],
        epochs=15,
        batch_size=64,
        validation_data=(patches[test], y[test]),
        verbose=0,
    )


history = learn(model)
print(np.round(np.array(history.metrics["val_accuracy"])[[0, 14]], 3))

# %% bag
bag = transformer(positions=False)
bag_history = learn(bag)
order = np.array([7, 2, 16, 5, 11, 1, 14, 9, 3, 12, 8, 15, 6, 10, 4, 13]) - 1
shuffled = patches[test][:, order]


def accuracy(model, x):
    """Return the accuracy on test images."""
    return round((model >> evaluate(x, y[test], verbose=0))["accuracy"], 3)


print(
    {
        "positions": accuracy(model, patches[test]),
        "positions_shuffled": accuracy(model, shuffled),
        "bag": accuracy(bag, patches[test]),
        "bag_shuffled": accuracy(bag, shuffled),
    }
)

# %% curves
plt.figure(figsize=(6.5, 3))
plt.plot(range(1, 16), history.metrics["val_accuracy"], color="steelblue", label="positions")
plt.plot(range(1, 16), bag_history.metrics["val_accuracy"], color="firebrick", label="bag of patches")
plt.ylim(0, 1)
plt.legend()
plt.xlabel("Epoch")
plt.ylabel("Validation accuracy")

# %% attention
first = get_layer(model, "first")
before = keras_model(model.input, first.input)
normalized = before(patches[test][:6])
normalized = normalized[0] if isinstance(normalized, list) else normalized
scores = np.array(first(normalized, normalized, return_attention_scores=True)[1])
print(scores.shape)
sums = scores.sum(axis=-1)
print(np.round([sums.min(), sums.max()], 4))

# %% maps
_, axes = plt.subplots(2, 6, figsize=(6.5, 2.3))
for i, (above, below) in enumerate(axes.T):
    received = scores[i].mean(axis=(0, 1))
    above.imshow(digits.images[test][i], cmap="gray_r")
    below.imshow((received / received.max()).reshape(4, 4), cmap="gray_r", vmin=0, vmax=1)
    above.axis("off")
    below.axis("off")
