import keras
from sklearn.datasets import load_digits

keras.utils.set_random_seed(1)

digits = load_digits()
x = (digits.images / 16).reshape(1797, 8, 8, 1)
y = digits.target

model = keras.Sequential(
    [
        keras.Input((8, 8, 1)),
        keras.layers.RandomTranslation(0.1, 0.1),
        keras.layers.RandomRotation(0.05),
        keras.layers.Conv2D(32, 3, activation="relu"),
        keras.layers.Conv2D(64, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x[:400], y[:400], epochs=30, batch_size=32, verbose=0)
scores = model.evaluate(x[400:], y[400:], verbose=0, return_dict=True)
print(history.history["loss"][-1], scores["accuracy"])
