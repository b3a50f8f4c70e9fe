import keras
from sklearn.datasets import load_digits

keras.utils.set_random_seed(1)

digits = load_digits()
x = (digits.images / 16).reshape(1797, 8, 8, 1)
y = digits.target

model = keras.Sequential(
    [
        keras.Input((8, 8, 1)),
        keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
        keras.layers.BatchNormalization(),
        keras.layers.Conv2D(64, 3, activation="relu"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile(keras.optimizers.Adam(0.001), "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(
    x[:1400],
    y[:1400],
    epochs=20,
    batch_size=64,
    validation_split=0.1,
    verbose=0,
    callbacks=[
        keras.callbacks.EarlyStopping(patience=30, restore_best_weights=True),
        keras.callbacks.ReduceLROnPlateau(patience=5),
    ],
)
scores = model.evaluate(x[1400:], y[1400:], verbose=0, return_dict=True)
print(history.history["loss"][-1], scores["accuracy"])
