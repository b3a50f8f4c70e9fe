"""Forecast a time series, in Python: the twin of forecasting.Rmd, whose text goes with it."""

# %% data
import matplotlib.pyplot as plt
import numpy as np

from rkeras_py import *

use_session_with_seed(3, quiet=True)

# R's dataset AirPassengers: a line for each year, from 1949.
AIR_PASSENGERS = """
112 118 132 129 121 135 148 148 136 119 104 118
115 126 141 135 125 149 170 170 158 133 114 140
145 150 178 163 172 178 199 199 184 162 146 166
171 180 193 181 183 218 230 242 209 191 172 194
196 196 236 235 229 243 264 272 237 211 180 201
204 188 235 227 234 264 302 293 259 229 203 229
242 233 267 269 270 315 364 347 312 274 237 278
284 277 317 313 318 374 413 405 355 306 271 306
315 301 356 348 355 422 465 467 404 347 305 336
340 318 362 348 363 435 491 505 404 359 310 337
360 342 406 396 420 472 548 559 463 407 362 405
417 391 419 461 472 535 622 606 508 461 390 432
"""
passengers = np.array(AIR_PASSENGERS.split(), dtype=float)
growth = np.log(passengers[12:] / passengers[:-12])
print(len(passengers), len(growth), round(growth.mean(), 4))

# %% series
_, (left, right) = plt.subplots(1, 2, figsize=(6.5, 3.2), layout="constrained")
left.plot(1949 + np.arange(144) / 12, passengers)
left.set_ylabel("Passengers (1,000)")
right.plot(1950 + np.arange(132) / 12, growth)
right.set_ylabel("Growth rate")

# %% windows
training = growth[:-24]
center, spread = training.mean(), training.std(ddof=1)
scaled = (growth - center) / spread

windows = np.lib.stride_tricks.sliding_window_view(scaled, 13)
x, y = windows[:, :12, None], windows[:, 12]
print(x[:-24].shape, len(x[-24:]))

# %% model
model = keras_model_sequential(input_shape=(12, 1)) >> layer_lstm(units=16) >> layer_dense(units=1)
model >> compile(optimizer=optimizer_adam(learning_rate=0.01), loss="mse")
history = model >> fit(x[:-24], y[:-24], epochs=40, batch_size=32, verbose=0)
print(np.round(np.array(history.metrics["loss"])[[0, 19, 39]], 4))

# %% forecasts
year_before = passengers[-36:-12]
predicted = model.predict(x[-24:], verbose=0)[:, 0] * spread + center
forecasts = {
    "model": year_before * np.exp(predicted),
    "same_as_last_year": year_before,
    "growth_of_last_month": year_before * np.exp(growth[-25:-1]),
}
for month in range(3):
    print(*(round(float(values[month]), 2) for values in forecasts.values()))

# %% errors
actual = passengers[-24:]
mape = {name: 100 * np.abs(values / actual - 1).mean() for name, values in forecasts.items()}
print({name: round(float(error), 3) for name, error in mape.items()})

# %% forecast-plot
time = 1959 + np.arange(24) / 12
plt.figure(figsize=(6.5, 3.2))
plt.plot(time, actual, color="black", linewidth=2, label="passengers")
plt.plot(time, forecasts["model"], color="red", linewidth=2, label="model")
plt.plot(time, year_before, color="0.6", label="last year")
plt.ylabel("Passengers (1,000)")
plt.legend()
