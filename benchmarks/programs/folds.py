import keras
import numpy as np

keras.utils.set_random_seed(1)

x = np.sin(np.arange(1, 1000 * 13 + 1) ** 2).reshape(1000, 13)
y = x[:, 0] + x[:, 1] * x[:, 2] + 0.1 * x[:, 3]


def build():
    model = keras.Sequential(
        [
            keras.Input((13,)),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(1),
        ]
    )
    model.compile(optimizer="rmsprop", loss="mse", metrics=["mae"])
    return model


fold = np.repeat(np.arange(4), 250)
scores = []
for i in range(4):
    train = fold != i
    scaled = x - x[train].mean(axis=0)
    model = build()
    model.fit(scaled[train], y[train], epochs=20, batch_size=16, verbose=0)
    scores.append(model.evaluate(scaled[~train], y[~train], verbose=0, return_dict=True)["mae"])
print(*scores)
