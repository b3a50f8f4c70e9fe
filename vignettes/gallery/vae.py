"""Generate images with a variational autoencoder, in Python: the twin of vae.Rmd, whose text goes with it."""

# %% data
from statistics import NormalDist

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits

from rkeras_py import *

use_session_with_seed(7, quiet=True)

digits = load_digits()
x = digits.data / 16
train, test = slice(0, 1500), slice(1500, 1797)
print(x.shape)

# %% encoder
images = layer_input(shape=64)
hidden = images >> layer_dense(units=96, activation="relu")
z_mean = hidden >> layer_dense(units=2)
z_log_variance = hidden >> layer_dense(units=2)


def draw(parameters):
    """Draw points from the distributions."""
    mean, log_variance = parameters[:, :2], parameters[:, 2:]
    noise = k_random_normal(shape=[k_shape(mean)[0], 2])
    return mean + k_exp(log_variance / 2) * noise


z = layer_concatenate([z_mean, z_log_variance]) >> layer_lambda(draw)
encoder = keras_model(images, z_mean)
print(count_params(encoder))

# %% decoder
decoder = (
    keras_model_sequential(input_shape=2)
    >> layer_dense(units=96, activation="relu")
    >> layer_dense(units=64, activation="sigmoid")
)
vae = keras_model(images, decoder(z))
print(count_params(vae))


# %% fit
def vae_loss(y_true, y_pred):
    """Return the reconstruction error plus the divergence."""
    reconstruction = 64 * loss_binary_crossentropy(y_true, y_pred)
    divergence = -0.5 * k_sum(1 + z_log_variance - k_square(z_mean) - k_exp(z_log_variance), axis=-1)
    return reconstruction + divergence


vae >> compile(optimizer=optimizer_adam(learning_rate=0.005), loss=vae_loss)
history = vae >> fit(x[train], x[train], epochs=25, batch_size=100, validation_data=(x[test], x[test]), verbose=0)
loss, val_loss = history.metrics["loss"], history.metrics["val_loss"]
print(np.round([loss[0], loss[24], val_loss[24]], 3))

# %% latent
points = predict(encoder, x[train], verbose=0)
plt.figure(figsize=(5, 4.5))
plt.scatter(*points.T, c=digits.target[train], cmap="tab10", s=8)
plt.colorbar(label="Digit")

# %% neighbors
tested = predict(encoder, x[test], verbose=0).astype(float)
distances = np.linalg.norm(tested[:, None] - tested[None], axis=2)
np.fill_diagonal(distances, np.inf)
labels = digits.target[test]
print((labels[distances.argmin(axis=1)] == labels).mean())

# %% grid
quantiles = [NormalDist().inv_cdf(share) for share in np.linspace(0.03, 0.97, 12)]
grid = np.array([(first, second) for second in quantiles for first in quantiles])
decoded = predict(decoder, grid, verbose=0).reshape(12, 12, 8, 8)
spaced = np.pad(decoded[::-1], ((0, 0), (0, 0), (0, 2), (0, 2)))  # two pixels between the images
canvas = spaced.transpose(0, 2, 1, 3).reshape(120, 120)
plt.figure(figsize=(4.5, 4.5))
plt.imshow(canvas, cmap="gray_r", vmin=0, vmax=1)
plt.axis("off")
print(round(float(decoded.mean()), 4))
