import keras
import numpy as np

keras.utils.set_random_seed(1)

hours = np.arange(5000.0)
series = np.sin(hours / 24 * 2 * np.pi) + 0.5 * np.sin(hours / 168 * 2 * np.pi) + 0.1 * np.sin(hours**2)
windows = np.lib.stride_tricks.sliding_window_view(series, 49)
x = windows[:, :48].reshape(-1, 48, 1)
y = windows[:, 48]

model = keras.Sequential([keras.Input((48, 1)), keras.layers.LSTM(32), keras.layers.Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse", metrics=["mae"])
history = model.fit(x[:4000], y[:4000], epochs=6, batch_size=64, verbose=0)
predicted = model.predict(x[4000:], verbose=0)[:, 0]
print(history.history["loss"][-1], np.mean(np.abs(predicted - y[4000:])))
