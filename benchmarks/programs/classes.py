import keras
import numpy as np
import pandas as pd
from sklearn.datasets import load_digits

keras.utils.set_random_seed(1)

digits = load_digits()
x = digits.data / 16
y = keras.utils.to_categorical(digits.target, 10)

model = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(256, activation="relu"),
        keras.layers.Dropout(0.3),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x[:1400], y[:1400], epochs=60, batch_size=32, validation_split=0.1, verbose=0)
scores = model.evaluate(x[1400:], y[1400:], verbose=0, return_dict=True)
predicted = np.argmax(model.predict(x[1400:], verbose=0), axis=1)
print(pd.crosstab(predicted, digits.target[1400:]))
print(history.history["loss"][-1], scores["accuracy"])
