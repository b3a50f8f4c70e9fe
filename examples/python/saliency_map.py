"""Which pixels speak for a digit: the gradient of a class by the picture, and Grad-CAM.

By k_gradients() and k_function(); Grad-CAM is of Selvaraju et al., https://arxiv.org/abs/1610.02391.
Run: python examples/python/saliency_map.py.

Prints the same as examples/r/saliency_map.R.
"""

import keras
import numpy as np
from sklearn.datasets import load_digits

from rkeras_py import *

keras.utils.set_random_seed(1)

digits = load_digits()
x = digits.images[..., None] / 16
y = to_categorical(digits.target, 10)
train = np.arange(1500)
test = np.arange(1500, 1797)

model = (
    keras_model_sequential(input_shape=c(8, 8, 1))
    >> layer_conv_2d(filters=16, kernel_size=c(3, 3), activation="relu")
    >> layer_conv_2d(filters=16, kernel_size=c(3, 3), activation="relu", name="last_conv")
    >> layer_flatten()
    >> layer_dropout(rate=0.25)
    >> layer_dense(units=10, activation="softmax")
)
model >> compile(optimizer=optimizer_adam(learning_rate=0.005), loss="categorical_crossentropy", metrics="accuracy")
model >> fit(x[train], y[train], epochs=4, batch_size=50, verbose=0)
scores = model >> evaluate(x[test], y[test], verbose=0)
print(f"accuracy on new pictures: {scores['accuracy']:.3f}")

# A picture of a 3, among the new ones.
three = test[digits.target[test] == 3][0]
img = x[[three]]

# Saliency: how the probability of a 3 changes with each pixel.
three_output = model.output[:, 3]
saliency = k_gradients(three_output, model.input)[0]
get_saliency = k_function([model.input], [k_abs(saliency), three_output])
results = get_saliency([img])
saliency_map = results[0][0, :, :, 0]
print(f"probability of a 3: {results[1][0]:.4f}")
row, column = np.unravel_index(saliency_map.argmax(), saliency_map.shape)
print(f"strongest pixel: row {row + 1}, column {column + 1}")

# Grad-CAM: the channels of the last convolution, each with the mean of its gradient as weight.
last_conv_layer = model >> get_layer("last_conv")
grads = k_gradients(three_output, last_conv_layer.output)[0]
pooled_grads = k_mean(grads, axis=c(1, 2, 3))
iterate = k_function([model.input], [pooled_grads, last_conv_layer.output[0]])
pooled_grads_value, conv_layer_output_value = iterate([img])
heatmap = np.maximum((conv_layer_output_value * pooled_grads_value).mean(axis=-1), 0)
heatmap = heatmap / heatmap.max()
for number, values in enumerate(heatmap, start=1):
    print(f"row {number} of the heat map: {', '.join(f'{value:.3f}' for value in values)}")


# The picture, the saliency map and the heat map, side by side.
def drawn(map):
    """Stretch to 96 by 96 pixels."""
    rows, columns = map.shape
    stretched = k_resize_images((map / map.max())[None, ..., None], 96 / rows, 96 / columns, "channels_last")
    return np.asarray(stretched)[0, :, :, 0]


canvas = np.hstack([drawn(img[0, :, :, 0]), drawn(saliency_map), drawn(heatmap)])
image_array_save(255 * canvas[..., None], "saliency_map.png", scale=False)
assert scores["accuracy"] > 0.85
