"""Generate images with a GAN, in Python: the twin of gan.Rmd, whose text goes with it."""

# %% data
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits

from rkeras_py import *

use_session_with_seed(14, quiet=True)

digits = load_digits()
x = digits.data / 16
y = digits.target
print(x.shape)


# %% networks
def make_generator():
    """Return a model from noise to images."""
    return (
        keras_model_sequential(input_shape=16)
        >> layer_dense(units=128, activation="relu")
        >> layer_batch_normalization()
        >> layer_dense(units=128, activation="relu")
        >> layer_batch_normalization()
        >> layer_dense(units=64, activation="sigmoid")
    )


def make_discriminator():
    """Return a model from images to logits of being real."""
    return (
        keras_model_sequential(input_shape=64)
        >> layer_dense(units=128, activation="leaky_relu")
        >> layer_dropout(rate=0.3)
        >> layer_dense(units=64, activation="leaky_relu")
        >> layer_dropout(rate=0.3)
        >> layer_dense(units=1)
    )


print(count_params(make_generator()), count_params(make_discriminator()))


# %% step
def measure(logits, label):
    """Return the cross-entropy of logits that all have one label."""
    return k_mean(k_binary_crossentropy(label * k_ones_like(logits), logits, from_logits=True))


def make_gan(generator, discriminator, generator_rate):
    """Return a model whose training step trains two networks against each other."""
    optimizers = {
        "generator": optimizer_adam(learning_rate=generator_rate, beta_1=0.5),
        "discriminator": optimizer_adam(learning_rate=0.001, beta_1=0.5),
    }

    seeds = random_seed_generator(seed=3)

    def update(name, network, tape, loss):
        gradients = tape.gradient(loss, network.trainable_variables)
        optimizers[name].apply_gradients(zip(gradients, network.trainable_variables, strict=True))

    def train_step(self, real):
        noise = random_normal(shape=[k_shape(real)[0], 16], seed=seeds)
        with tf.GradientTape() as tape:
            on_real = discriminator(real, training=True)
            on_fake = discriminator(generator(noise, training=True), training=True)
            d_loss = measure(on_real, 0.9) + measure(on_fake, 0)
        update("discriminator", discriminator, tape, d_loss)
        with tf.GradientTape() as tape:
            g_loss = measure(discriminator(generator(noise, training=True), training=True), 1)
        update("generator", generator, tape, g_loss)
        return {"discriminator": d_loss, "generator": g_loss}

    gan = new_model_class("GAN", call=lambda self, noise: generator(noise), train_step=train_step)()
    gan >> compile(optimizer="adam")
    return gan


# %% fit
generator = make_generator()
gan = make_gan(generator, make_discriminator(), generator_rate=0.001)
noise = np.sin(np.outer(np.arange(1, 501), np.arange(1, 17)) ** 2) * np.sqrt(2)
stages = [predict(generator, noise, verbose=0)]
losses = []
for epochs in (2, 8, 20):
    history = gan >> fit(x, epochs=epochs, batch_size=64, verbose=0)
    losses += history.metrics["generator"]
    stages += [predict(generator, noise, verbose=0)]
print(np.round([losses[0], losses[-1]], 3))


# %% stages
def show_rows(sets, titles):
    """Draw the first images of each set in a row."""
    _, axes = plt.subplots(len(sets), 1, figsize=(6.5, 0.62 * len(sets)), layout="constrained")
    for axis, images, title in zip(axes, sets, titles, strict=True):
        spaced = np.pad(images[:12].reshape(12, 8, 8), ((0, 0), (0, 0), (0, 2)))
        axis.imshow(np.hstack(spaced), cmap="gray_r", vmin=0, vmax=1)
        axis.set_title(title, loc="left", fontsize=8)
        axis.axis("off")


show_rows([*stages, x], ["untrained", "epoch 2", "epoch 10", "epoch 30", "real"])

# %% judge
judge = (
    keras_model_sequential(input_shape=64)
    >> layer_dense(units=64, activation="relu")
    >> layer_dense(units=10, activation="softmax")
)
judge >> compile(
    optimizer=optimizer_adam(learning_rate=0.005), loss="sparse_categorical_crossentropy", metrics="accuracy"
)
judge >> fit(x[:1400], y[:1400], epochs=15, batch_size=64, verbose=0)
print(evaluate(judge, x[1400:], y[1400:], verbose=0)["accuracy"])


# %% quality
def describe(images):
    """Return the share of each class; the share of images of which the judge is sure, and that of the main class."""
    probabilities = predict(judge, images, verbose=0)
    classes = np.bincount(probabilities.argmax(axis=1), minlength=10) / len(images)
    return classes, [(probabilities.max(axis=1) > 0.9).mean(), classes.max()]


for images in (stages[0], stages[3], x[:500]):
    print(np.round(describe(images)[1], 3))

# %% collapse
hasty_generator = make_generator()
hasty = make_gan(hasty_generator, make_discriminator(), generator_rate=0.03)
hasty_history = hasty >> fit(x, epochs=20, batch_size=64, verbose=0)
collapsed = predict(hasty_generator, noise, verbose=0)
print(np.round(describe(collapsed)[1], 3))
print(round(hasty_history.metrics["generator"][19], 3))

# %% collapsed
show_rows([collapsed, stages[3]], ["generator_rate = 0.03", "generator_rate = 0.001"])

# %% classes
plt.figure(figsize=(6.5, 2.8))
sets = {"real": (x, "dimgray"), "GAN": (stages[3], "steelblue"), "collapsed": (collapsed, "firebrick")}
for place, (label, (images, color)) in enumerate(sets.items()):
    plt.bar(np.arange(10) + 0.28 * (place - 1), describe(images)[0], 0.26, color=color, label=label)
plt.xticks(range(10))
plt.xlabel("Class, as the judge sees it")
plt.ylabel("Share of images")
plt.legend()
