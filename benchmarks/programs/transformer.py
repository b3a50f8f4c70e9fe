import keras
from sklearn.datasets import load_digits

keras.utils.set_random_seed(1)

digits = load_digits()
x = digits.images / 16
y = digits.target


class Block(keras.layers.Layer):
    def __init__(self, units, heads, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, units // heads)
        self.first = keras.layers.Dense(2 * units, activation="gelu")
        self.second = keras.layers.Dense(units)
        self.normalize_1 = keras.layers.LayerNormalization()
        self.normalize_2 = keras.layers.LayerNormalization()

    def call(self, inputs):
        attended = self.normalize_1(inputs + self.attention(inputs, inputs))
        return self.normalize_2(attended + self.second(self.first(attended)))


rows = keras.Input((8, 8))
classes = keras.layers.Dense(32)(rows)
classes = Block(32, 2)(classes)
classes = Block(32, 2)(classes)
classes = keras.layers.Flatten()(classes)
classes = keras.layers.Dense(10, activation="softmax")(classes)
model = keras.Model(rows, classes)
model.compile(keras.optimizers.Adam(0.002), "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x[:1400], y[:1400], epochs=15, batch_size=64, verbose=0)
scores = model.evaluate(x[1400:], y[1400:], verbose=0, return_dict=True)
print(history.history["loss"][-1], scores["accuracy"])
