"""Data, in Python: the twin of vignettes/data.Rmd, whose text goes with it.

A cell prints the same numbers as the chunk with its name. Run: python vignettes/python/data.py
"""

# %% arrays
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf

from rkeras_py import *

use_session_with_seed(5, quiet=True)

print(array_reshape(range(1, 7), (2, 3)))

# %% missing
model = keras_model_sequential(input_shape=2) >> layer_dense(1)
try:
    model >> predict(np.array([[1, 2], [np.nan, 3]]))
except ValueError as error:
    print(error)

# %% flats
i = np.arange(1, 201)
flats = pd.DataFrame(
    {
        "area": 30 + (i * 37) % 101,
        "floor": (i * 7) % 5,
        "town": pd.Categorical(np.array(["Ahn", "Bork", "Cleen"])[i % 3]),
        "lift": i % 4 == 0,
    }
)
rent = (4 * flats.area + 30 * flats.floor * flats.lift + np.array([0, 200, 90])[i % 3]) / 100

# %% frames
prepared = frame_inputs(flats)
outputs = prepared["features"] >> layer_dense(units=16, activation="relu") >> layer_dense(units=1)
model = keras_model(prepared["inputs"], outputs)

model >> compile(optimizer=optimizer_adam(learning_rate=0.03), loss="mse")
model >> fit(flats, rent, epochs=20, verbose=0)

new = pd.DataFrame({"area": [50, 50], "floor": [4, 4], "town": ["Bork", "Cleen"], "lift": [True, False]})
print(np.round(model >> predict(new, verbose=0), 3))


# %% generator
def batches():
    """Give a batch at each step."""
    step = 0
    while True:
        step += 1
        x = np.sin(step * np.arange(1, 65)).reshape(2, 32).T
        yield x, x[:, 0] - x[:, 1]


model = keras_model_sequential(input_shape=2) >> layer_dense(1)
model >> compile(optimizer=optimizer_sgd(learning_rate=0.1), loss="mse")
history = model >> fit(batches(), steps_per_epoch=10, epochs=3, verbose=0)
print(np.round(history.metrics["loss"], 5))

# %% dataset
x = np.sin(np.arange(1, 257)).reshape(2, 128).T
dataset = tf.data.Dataset.from_tensor_slices((x, x[:, 0] - x[:, 1]))
dataset = dataset.map(lambda x, y: (2 * x, 2 * y)).batch(32)
print(np.round((model >> evaluate(dataset, verbose=0))["loss"], 5))

# %% series
wave = np.sin(0.3 * np.arange(1, 101))
windows = timeseries_dataset_from_array(wave[:99], wave[10:], sequence_length=10, batch_size=45)
first = next(iter(windows))
print(tuple(first[0].shape))

# %% draw
folder = Path(tempfile.mkdtemp())
for i in range(60):
    at = i % 8
    picture = np.zeros((8, 8, 1))
    if i % 2 == 0:
        picture[at, :, :] = 1
    else:
        picture[:, at, :] = 1
    class_folder = folder / ["lying", "standing"][i % 2]
    class_folder.mkdir(exist_ok=True)
    image_array_save(picture, class_folder / f"{i:02d}.png")

# %% drawn
files = sorted(folder.rglob("*.png"))
_, axes = plt.subplots(1, 8, figsize=(6.5, 0.8))
for axis, file in zip(axes, files[:4] + files[30:34], strict=True):
    axis.imshow(image_to_array(image_load(file)) / 255)
    axis.axis("off")


# %% pictures
def read(subset):
    """Read one part of the pictures."""
    return image_dataset_from_directory(
        folder,
        color_mode="grayscale",
        image_size=(8, 8),
        batch_size=8,
        validation_split=0.2,
        subset=subset,
        seed=3,
    )


training = read("training")
validation = read("validation")

model = (
    keras_model_sequential(input_shape=(8, 8, 1))
    >> layer_rescaling(scale=1 / 255)
    >> layer_random_flip(seed=4)
    >> layer_conv_2d(filters=4, kernel_size=3, activation="relu")
    >> layer_global_max_pooling_2d()
    >> layer_dense(units=1, activation="sigmoid")
)
model >> compile(optimizer=optimizer_adam(learning_rate=0.05), loss="binary_crossentropy", metrics="accuracy")
model >> fit(training, epochs=8, verbose=0)
print({name: round(value, 4) for name, value in (model >> evaluate(validation, verbose=0)).items()})

# %% words
texts = [
    "the soup was hot and good",
    "good bread, good wine",
    "a warm place and good people",
    "the soup was cold",
    "bad wine and cold bread",
    "a cold place, bad people",
]
good = np.array([1, 1, 1, 0, 0, 0])

words = layer_text_vectorization(max_tokens=30, output_sequence_length=6)
adapt(words, texts)
print(get_vocabulary(words)[:5])

# %% numbers
print(words("The wine was good!").numpy())

# %% texts
inputs = layer_input(shape=1, dtype="string")
outputs = (
    inputs
    >> words
    >> layer_embedding(input_dim=30, output_dim=4, mask_zero=True)
    >> layer_global_average_pooling_1d()
    >> layer_dense(units=1, activation="sigmoid")
)
model = keras_model(inputs, outputs)
model >> compile(optimizer=optimizer_adam(learning_rate=0.1), loss="binary_crossentropy")
model >> fit(np.array(texts)[:, None], good, epochs=6, verbose=0)
print(np.round(model >> predict(np.array([["good soup"], ["cold soup"]]), verbose=0), 3))
