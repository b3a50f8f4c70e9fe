import keras
import tensorflow as tf
from keras import ops
from sklearn.datasets import load_digits

keras.utils.set_random_seed(1)

x = load_digits().data / 16


def network(inputs, outputs, activation=None):
    return keras.Sequential(
        [
            keras.Input((inputs,)),
            keras.layers.Dense(128, activation="leaky_relu"),
            keras.layers.Dense(128, activation="leaky_relu"),
            keras.layers.Dense(outputs, activation=activation),
        ]
    )


measure = keras.losses.BinaryCrossentropy(from_logits=True)
generator = network(16, 64, "sigmoid")
discriminator = network(64, 1)
generator_optimizer = keras.optimizers.Adam(0.001)
discriminator_optimizer = keras.optimizers.Adam(0.001)


class GAN(keras.Model):
    def __init__(self):
        super().__init__()
        self.seeds = keras.random.SeedGenerator(1)
        self.generator = generator
        self.discriminator = discriminator

    def call(self, noise):
        return self.generator(noise)

    def train_step(self, data):
        noise = keras.random.normal((ops.shape(data)[0], 16), seed=self.seeds)
        with tf.GradientTape(persistent=True) as tape:
            fake = self.generator(noise, training=True)
            on_real = self.discriminator(data, training=True)
            on_fake = self.discriminator(fake, training=True)
            d_loss = measure(ops.ones_like(on_real), on_real) + measure(ops.zeros_like(on_fake), on_fake)
            g_loss = measure(ops.ones_like(on_fake), on_fake)
        d_weights = self.discriminator.trainable_variables
        g_weights = self.generator.trainable_variables
        discriminator_optimizer.apply_gradients(zip(tape.gradient(d_loss, d_weights), d_weights))
        generator_optimizer.apply_gradients(zip(tape.gradient(g_loss, g_weights), g_weights))
        return {"d_loss": d_loss, "g_loss": g_loss}


gan = GAN()
gan.compile(optimizer="adam")
history = gan.fit(x, epochs=40, batch_size=64, verbose=0)
print(history.history["d_loss"][-1], history.history["g_loss"][-1])
