import keras
from keras import ops
from sklearn.datasets import load_digits

keras.utils.set_random_seed(1)

x = load_digits().data / 16


class Draw(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.seeds = keras.random.SeedGenerator(1)

    def call(self, inputs):
        mean, variance = inputs
        self.add_loss(-0.5 * ops.mean(ops.sum(1 + variance - ops.square(mean) - ops.exp(variance), axis=-1)))
        return mean + ops.exp(variance / 2) * keras.random.normal(ops.shape(mean), seed=self.seeds)


images = keras.Input((64,))
hidden = keras.layers.Dense(128, activation="relu")(images)
mean = keras.layers.Dense(2)(hidden)
variance = keras.layers.Dense(2)(hidden)
decoded = Draw()([mean, variance])
decoded = keras.layers.Dense(128, activation="relu")(decoded)
decoded = keras.layers.Dense(64, activation="sigmoid")(decoded)
model = keras.Model(images, decoded)


def loss(y_true, y_pred):
    return 64 * keras.losses.binary_crossentropy(y_true, y_pred)


model.compile(optimizer="adam", loss=loss)
history = model.fit(x[:1400], x[:1400], epochs=50, batch_size=64, verbose=0)
points = keras.Model(images, mean).predict(x[1400:], verbose=0)
print(history.history["loss"][-1], points.mean())
