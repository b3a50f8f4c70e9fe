"""A variational autoencoder of handwritten digits, with two numbers for each picture.

Run: python examples/python/variational_autoencoder.py.

Prints the same as examples/r/variational_autoencoder.R.
"""

from statistics import NormalDist

import keras
import numpy as np
from sklearn.datasets import load_digits

from rkeras_py import *

keras.utils.set_random_seed(1)

original_dim = 64
latent_dim = 2
intermediate_dim = 64
epsilon_std = 1.0

digits = load_digits()
x_train = digits.data[:1500] / 16
x_test = digits.data[1500:] / 16

# The encoder finds a normal distribution for each picture.
x = layer_input(shape=c(original_dim))
h = layer_dense(x, intermediate_dim, activation="relu")
z_mean = layer_dense(h, latent_dim)
z_log_var = layer_dense(h, latent_dim)


def sampling(arg):
    """Draw from the distribution."""
    z_mean = arg[:, :latent_dim]
    z_log_var = arg[:, latent_dim:]
    epsilon = k_random_normal(shape=[k_shape(z_mean)[0], latent_dim], mean=0, stddev=epsilon_std)
    return z_mean + k_exp(z_log_var / 2) * epsilon


z = layer_concatenate([z_mean, z_log_var]) >> layer_lambda(sampling)

# The layers of the decoder are used twice: in the model to train, and in the one that draws.
decoder_h = layer_dense(units=intermediate_dim, activation="relu")
decoder_mean = layer_dense(units=original_dim, activation="sigmoid")
x_decoded_mean = decoder_mean(decoder_h(z))

vae = keras_model(x, x_decoded_mean)
encoder = keras_model(x, z_mean)
decoder_input = layer_input(shape=latent_dim)
generator = keras_model(decoder_input, decoder_mean(decoder_h(decoder_input)))


def vae_loss(x, x_decoded_mean):
    """How much is lost of the pictures, and how far their distributions are from the normal one."""
    xent_loss = original_dim * loss_binary_crossentropy(x, x_decoded_mean)
    kl_loss = -0.5 * k_sum(1 + z_log_var - k_square(z_mean) - k_exp(z_log_var), axis=-1)
    return xent_loss + kl_loss


vae >> compile(optimizer=optimizer_adam(learning_rate=0.005), loss=vae_loss)

history = vae >> fit(
    x_train,
    x_train,
    shuffle=True,
    epochs=10,
    batch_size=50,
    verbose=0,
    validation_data=[x_test, x_test],
)
for epoch in (0, 3, 6, 9):
    loss, val_loss = (values[epoch] for values in history.metrics.values())
    print(f"loss {loss:.3f}, on new pictures {val_loss:.3f}")

# Pictures of one class lie together in the plane: how often the nearest neighbor is of the same class.
plane = encoder >> predict(x_test, verbose=0)
distances = np.linalg.norm(plane[:, None] - plane[None], axis=2)
np.fill_diagonal(distances, np.inf)
labels = digits.target[1500:]
agreement = (labels[distances.argmin(axis=1)] == labels).mean()
print(f"neighbors in the plane of the same class: {agreement:.2f}")

# The plane, drawn: 12 by 12 points, evenly by the normal distribution. Rows of pictures, then rows of pixels.
grid = [NormalDist().inv_cdf(share) for share in np.linspace(0.05, 0.95, 12)]
points = np.array([(x, y) for y in grid for x in grid])
pictures = predict(generator, points, verbose=0).reshape(12, 12, 8, 8)
canvas = pictures.transpose(0, 2, 1, 3).reshape(96, 96, 1)
image_array_save(255 * canvas, "latent_plane.png", scale=False)
print(f"ink of the drawn plane: {canvas.mean():.4f}")
assert agreement > 0.4
