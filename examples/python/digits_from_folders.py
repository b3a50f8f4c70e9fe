"""Handwritten digits, read from a folder for each class. Run: python examples/python/digits_from_folders.py.

Prints the same as examples/r/digits_from_folders.R.
"""

import tempfile
from pathlib import Path

import keras
from sklearn.datasets import load_digits

from rkeras_py import *

keras.utils.set_random_seed(1)

# Writes 300 pictures of 8 by 8 pixels: 240 to train/<digit>/, 60 to test/<digit>/.
digits = load_digits()
temporary = tempfile.TemporaryDirectory()
folder = Path(temporary.name)
for i in range(300):
    part = "train" if i < 240 else "test"
    directory = folder / part / str(digits.target[i])
    directory.mkdir(parents=True, exist_ok=True)
    image_array_save(digits.images[i][..., None], directory / f"{i + 1:03d}.png")


# Pictures to train with are shifted by up to one pixel, those to test with stay as they are.
def read(part, generator, shuffle):
    """Serve the pictures of a part in batches."""
    return flow_images_from_directory(
        folder / part, generator, target_size=c(8, 8), color_mode="grayscale", shuffle=shuffle, seed=1
    )


shifted = image_data_generator(rescale=1 / 255, width_shift_range=1, height_shift_range=1)
train = read("train", shifted, shuffle=True)
test = read("test", image_data_generator(rescale=1 / 255), shuffle=False)

model = (
    keras_model_sequential(input_shape=c(8, 8, 1))
    >> layer_conv_2d(filters=32, kernel_size=c(3, 3), activation="relu")
    >> layer_max_pooling_2d(pool_size=c(2, 2))
    >> layer_flatten()
    >> layer_dense(units=10, activation="softmax")
)
model >> compile(optimizer=optimizer_adam(learning_rate=0.02), loss="categorical_crossentropy", metrics="accuracy")

history = model >> fit(train, epochs=3, verbose=0)
for epoch, (loss, accuracy) in enumerate(zip(*history.metrics.values(), strict=True), start=1):
    print(f"epoch {epoch}: loss {loss:.4f}, accuracy {accuracy:.4f}")

scores = model >> evaluate(test, verbose=0)
print(f"test: loss {scores['loss']:.4f}, accuracy {scores['accuracy']:.4f}")
temporary.cleanup()
assert scores["accuracy"] > 0.7
